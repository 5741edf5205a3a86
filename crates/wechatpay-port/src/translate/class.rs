//! Classes: a struct with the client, and methods on `&self`.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::rc::Rc;

use php_ast::owned::visitor::OwnedVisitor;
use php_ast::owned::{
    Arg, ClassDecl, ClassMemberKind, Expr, ExprKind, MethodDecl, PropertyDecl, StmtKind,
    walk_owned_expr,
};
use php_ast::{Span, Visibility};
use serde_json::Value;

use super::function::{Given, Item, kind_of};
use super::{Class, Field, Function, Translator};
use crate::code::{Block, Code, Kind, Statement};
use crate::names;
use crate::term::{Form, Term, Type};
use crate::uses::Uses;

/// A struct of Rust, ready to be written.
pub(super) struct Structure {
    pub doc: Vec<String>,
    pub name: String,
    /// Name and type, in order.
    pub fields: Vec<(String, String)>,
    pub constants: Vec<String>,
    pub items: Vec<Item>,
    pub span: Span,
    /// Comments that belong to nothing else.
    pub comments: Vec<String>,
}

/// Where properties are assigned and read.
#[derive(Default)]
struct Properties {
    assigned: HashMap<String, usize>,
    clients: Vec<String>,
    read: Vec<String>,
}

impl OwnedVisitor for Properties {
    type Break = ();

    fn visit_expr(&mut self, expression: &Expr) -> ControlFlow<()> {
        match &expression.kind {
            ExprKind::Assign(assign) => {
                if let Some(name) = this_property(&assign.target) {
                    *self.assigned.entry(name.clone()).or_default() += 1;
                    if is_factory(&assign.value) {
                        self.clients.push(name);
                    }
                    self.visit_expr(&assign.value)?;
                } else {
                    walk_owned_expr(self, expression)?;
                }
            }
            ExprKind::PropertyAccess(access) => {
                let starts = matches!(&access.property.kind, ExprKind::Identifier(name) if matches!(name.as_str(), "v3" | "v2" | "hk"));
                if let (Some(name), true) = (this_property(&access.object), starts) {
                    self.clients.push(name);
                }
                if let Some(name) = this_property(expression) {
                    self.read.push(name);
                }
                walk_owned_expr(self, expression)?;
            }
            ExprKind::MethodCall(call) => {
                if let Some(name) = this_property(&call.object)
                    && super::path::is_named(&call.method, "chain")
                {
                    self.clients.push(name);
                }
                walk_owned_expr(self, expression)?;
            }
            ExprKind::ArrayAccess(access) => {
                if let (Some(name), Some(ExprKind::String(path))) =
                    (this_property(&access.array), access.index.as_ref().map(|index| &index.kind))
                    && path.to_str().is_some_and(crate::uses::is_path)
                {
                    self.clients.push(name);
                }
                walk_owned_expr(self, expression)?;
            }
            _ => walk_owned_expr(self, expression)?,
        }
        ControlFlow::Continue(())
    }
}

impl Translator<'_> {
    /// What the methods need to know of the class, and their signatures.
    pub(super) fn know_class(&mut self, declaration: &ClassDecl) -> Rc<Class> {
        let php = declaration.name.as_ref().map_or("class", |name| name.or_error()).to_owned();
        let mut properties = Properties::default();
        let mut class = Class {
            php: php.to_ascii_lowercase(),
            name: names::structure(&php),
            ..Class::default()
        };
        for method in methods(declaration) {
            for parameter in &method.params {
                let hint = parameter.type_hint.as_ref().and_then(|hint| self.hinted(hint));
                let promoted =
                    parameter.modifiers.visibility.is_some() || parameter.modifiers.is_readonly;
                if promoted {
                    let name = parameter.name.or_error().to_owned();
                    if hint == Some(Type::Client) {
                        class.clients.push(name);
                    } else {
                        let kind = hint.unwrap_or(Type::Json);
                        class
                            .fields
                            .insert(name.clone(), Field { name: names::value(&name), kind });
                    }
                }
            }
            if let Some(body) = &method.body {
                for statement in &body.stmts {
                    let _ = properties.visit_stmt(statement);
                }
                self.client_parameters(method, &mut class);
            }
        }
        class.clients.append(&mut properties.clients);
        for property in declared(declaration) {
            let name = property.name.or_error().to_owned();
            let hint = property.type_hint.as_ref().and_then(|hint| self.hinted(hint));
            if hint == Some(Type::Client) {
                class.clients.push(name.clone());
            }
            if class.clients.contains(&name) || property.modifiers.is_static {
                continue;
            }
            let default =
                property.default.as_ref().and_then(|default| self.constant_value(default));
            let constructed = self.constructed(declaration, &name);
            let kind = hint
                .or(constructed)
                .or_else(|| default.as_ref().filter(|default| !default.is_null()).map(kind_of))
                .unwrap_or(Type::Json);
            if let Some(default) = default.filter(|_| !properties.assigned.contains_key(&name)) {
                class.known.insert(name.clone(), default);
            }
            class.fields.insert(name.clone(), Field { name: names::value(&name), kind });
        }
        for name in &class.clients {
            class.fields.remove(name);
        }
        class.fields.retain(|name, _| properties.read.contains(name));
        Rc::new(class)
    }

    /// `$this->x = $client` in a method whose `$client` is the client.
    fn client_parameters(&mut self, method: &MethodDecl, class: &mut Class) {
        let Some(body) = &method.body else { return };
        let clients: Vec<&str> = method
            .params
            .iter()
            .filter(|parameter| {
                parameter.type_hint.as_ref().and_then(|hint| self.hinted(hint))
                    == Some(Type::Client)
            })
            .map(|parameter| parameter.name.or_error())
            .collect();
        for statement in &body.stmts {
            if let StmtKind::Expression(expression) = &statement.kind
                && let ExprKind::Assign(assign) = &expression.kind
                && let (Some(name), ExprKind::Variable(value)) =
                    (this_property(&assign.target), &assign.value.kind)
                && clients.contains(&value.as_str())
            {
                class.clients.push(name);
            }
        }
    }

    /// The type of what the constructor assigns to a property.
    fn constructed(&mut self, declaration: &ClassDecl, property: &str) -> Option<Type> {
        let constructor = methods(declaration).find(|method| is_constructor(method))?;
        let body = constructor.body.as_ref()?;
        let given = self.given(constructor)?;
        let signature = self.signature(&given);
        for statement in &body.stmts {
            if let StmtKind::Expression(expression) = &statement.kind
                && let ExprKind::Assign(assign) = &expression.kind
                && this_property(&assign.target).as_deref() == Some(property)
            {
                self.function = Function {
                    uses: Rc::new(Uses::of(&body.stmts)),
                    this: "self",
                    ..Function::default()
                };
                for parameter in &signature.parameters {
                    self.declare(
                        &parameter.php,
                        parameter.name.clone(),
                        parameter.kind.clone(),
                        Form::Ref,
                        None,
                        0,
                    );
                }
                let before = self.findings.len();
                let term = self.expression(&assign.value);
                self.findings.truncate(before);
                return match term.kind {
                    Type::Hole | Type::Null => Some(Type::Text).filter(|_| term.kind == Type::Hole),
                    Type::Body => Some(Type::Text),
                    kind => Some(kind),
                };
            }
        }
        None
    }

    pub(super) fn given<'e>(&self, method: &'e MethodDecl) -> Option<Given<'e>> {
        Some(Given {
            php: method.name.or_error().to_owned(),
            parameters: &method.params,
            result: method.return_type.as_ref(),
            body: method.body.as_ref()?,
            doc: method.doc_comment.as_ref(),
            span: method.body.as_ref()?.span,
            is_static: method.modifiers.is_static,
            public: method.modifiers.visibility != Some(Visibility::Private)
                && method.modifiers.visibility != Some(Visibility::Protected),
        })
    }

    /// Knows the methods' signatures before any is translated.
    pub(super) fn know_methods(&mut self, declaration: &ClassDecl) {
        let Some(class) = self.class.clone() else { return };
        for method in methods(declaration).filter(|method| !is_constructor(method)) {
            if let Some(given) = self.given(method) {
                let key = format!("{}::{}", class.php, given.php.to_ascii_lowercase());
                let signature = self.signature(&given);
                self.signatures.entry(key).or_insert(signature);
            }
        }
        for member in &declaration.body.members {
            if let ClassMemberKind::ClassConst(constant) = &member.kind
                && let Some(value) = self.constant_value(&constant.value)
            {
                let name = constant.name.or_error().to_owned();
                let rust = Code::text(format!("Self::{}", names::constant(&name)));
                let term = match &value {
                    Value::String(_) => Term::new(rust, Type::Text, Form::Ref),
                    Value::Number(number) if number.is_i64() => Term::owned(rust, Type::Int),
                    Value::Bool(_) => Term::owned(rust, Type::Bool),
                    // Written where it is used.
                    other => self.known_term(other),
                };
                self.constants.insert(format!("{}::{name}", class.php), term.known(value));
            }
        }
    }

    pub(super) fn class_item(&mut self, declaration: &ClassDecl, span: Span) -> Structure {
        let class = self.class.clone().unwrap_or_default();
        let mut structure = Structure {
            doc: self.documentation(declaration.doc_comment.as_ref()),
            name: class.name.clone(),
            fields: Vec::new(),
            constants: Vec::new(),
            items: Vec::new(),
            span,
            comments: Vec::new(),
        };
        let mut from = span.start;
        let mut constructor = None;
        for member in &declaration.body.members {
            self.comments_from =
                self.source.comments.partition_point(|comment| comment.span.start < from);
            match &member.kind {
                ClassMemberKind::Method(method) if is_constructor(method) => {
                    constructor = Some(method);
                    self.skip_comments(member.span);
                }
                ClassMemberKind::Method(method) => {
                    let Some(given) = self.given(method) else {
                        from = member.span.end;
                        continue;
                    };
                    let key = format!("{}::{}", class.php, given.php.to_ascii_lowercase());
                    if let Some(signature) = self.signatures.get(&key).cloned() {
                        let mut comments = self.comments_before(member.span.start);
                        let mut item = self.function_item(&given, &signature, Some(&class.name));
                        item.span = member.span;
                        self.learn_result(&key);
                        comments.append(&mut item.doc);
                        item.doc = comments;
                        structure.items.push(item);
                    }
                }
                ClassMemberKind::ClassConst(constant) => {
                    let name = constant.name.or_error();
                    let visible = "pub ";
                    if let Some(Value::String(text)) = self
                        .constants
                        .get(&format!("{}::{name}", class.php))
                        .and_then(|term| term.known.clone())
                    {
                        structure.constants.push(format!(
                            "{visible}const {}: &str = {};",
                            names::constant(name),
                            crate::term::quoted(&text)
                        ));
                    } else if let Some(Value::Number(number)) = self
                        .constants
                        .get(&format!("{}::{name}", class.php))
                        .and_then(|term| term.known.clone())
                        && number.is_i64()
                    {
                        structure.constants.push(format!(
                            "{visible}const {}: i64 = {number};",
                            names::constant(name)
                        ));
                    } else if let Some(Value::Bool(value)) = self
                        .constants
                        .get(&format!("{}::{name}", class.php))
                        .and_then(|term| term.known.clone())
                    {
                        structure.constants.push(format!(
                            "{visible}const {}: bool = {value};",
                            names::constant(name)
                        ));
                    }
                }
                _ => {}
            }
            from = member.span.end;
        }
        self.finish_class(declaration, constructor, &class, &mut structure);
        structure
    }

    fn skip_comments(&mut self, span: Span) {
        for (place, comment) in self.source.comments.iter().enumerate() {
            if span.start <= comment.span.start && comment.span.end <= span.end {
                self.commented[place] = false;
            }
        }
    }

    /// What a method returns, as its translation showed.
    pub(super) fn learn_result(&mut self, key: &str) {
        let returned = self.function.returned.clone().filter(|kind| *kind != Type::Null);
        if let Some(signature) = self.signatures.get_mut(key)
            && signature.result == Type::Hole
        {
            signature.result = match returned {
                Some(Type::Hole) | None if self.function.returned.is_some() => Type::Json,
                Some(kind) => kind,
                None => Type::Unit,
            };
        }
    }

    /// The struct's fields and `new`.
    fn finish_class(
        &mut self,
        declaration: &ClassDecl,
        constructor: Option<&MethodDecl>,
        class: &Class,
        structure: &mut Structure,
    ) {
        let uses_client = structure.items.iter().any(|item| mentions_client(&item.block))
            || !class.clients.is_empty();
        if uses_client {
            structure.fields.push(("client".to_owned(), "Client".to_owned()));
        }
        let mut order: Vec<(String, Field)> = Vec::new();
        let promoted = constructor
            .into_iter()
            .flat_map(|method| method.params.iter())
            .map(|parameter| parameter.name.or_error());
        for name in promoted.chain(declared(declaration).map(|property| property.name.or_error())) {
            if let Some(field) = class.fields.get(name)
                && !order.iter().any(|(known, _)| known == name)
            {
                order.push((name.to_owned(), field.clone()));
            }
        }
        for (_, field) in &order {
            structure.fields.push((field.name.clone(), field.kind.rust()));
        }
        if structure.fields.is_empty() && constructor.is_none() {
            return;
        }
        let items = self.constructor(declaration, constructor, class, uses_client, &order);
        structure.items.splice(0..0, items);
    }

    /// `new`, and `client` if the constructor builds the client.
    fn constructor(
        &mut self,
        declaration: &ClassDecl,
        constructor: Option<&MethodDecl>,
        class: &Class,
        uses_client: bool,
        order: &[(String, Field)],
    ) -> Vec<Item> {
        let mut items = Vec::new();
        let given = constructor.and_then(|method| self.given(method));
        let signature = given.as_ref().map(|given| self.signature(given));
        let uses =
            Rc::new(given.as_ref().map_or_else(Uses::default, |given| Uses::of(&given.body.stmts)));
        self.function = Function {
            name: format!("{}::new", class.name),
            uses,
            this: "",
            ..Function::default()
        };
        self.function.plain = true;
        let mut parameters = Vec::new();
        if uses_client {
            parameters.push("client: Client".to_owned());
        }
        let mut values: HashMap<String, Code> = HashMap::new();
        let mut block = Block::default();
        let named: Vec<super::Parameter> =
            signature.as_ref().map(|signature| signature.parameters.clone()).unwrap_or_default();
        for parameter in &named {
            self.declare(
                &parameter.php,
                parameter.name.clone(),
                parameter.kind.clone(),
                Form::Ref,
                None,
                0,
            );
            if parameter.kind.is_copy() {
                self.declare(
                    &parameter.php,
                    parameter.name.clone(),
                    parameter.kind.clone(),
                    Form::Place,
                    None,
                    0,
                );
            }
        }
        for (name, field) in order {
            if let Some(parameter) = named.iter().find(|parameter| parameter.php == *name)
                && constructor.is_some_and(|method| {
                    method.params.iter().any(|p| {
                        p.name.or_error() == name
                            && (p.modifiers.visibility.is_some() || p.modifiers.is_readonly)
                    })
                })
            {
                let form = if parameter.kind.is_copy() { Form::Owned } else { Form::Ref };
                let term =
                    Term::new(Code::Text(parameter.name.clone()), parameter.kind.clone(), form);
                if let Some(code) = self.coerced(term, &field.kind) {
                    values.insert(name.clone(), code);
                }
            }
        }
        if let Some(given) = &given {
            self.comments_from = self
                .source
                .comments
                .partition_point(|comment| comment.span.start < given.body.span.start);
            let built = self.construct(given, class, order, &mut values);
            block = built.rest;
            if let Some(client) = built.client {
                items.push(self.client_item(client, &named, class, given.span));
            }
        }
        for (name, field) in order {
            if values.contains_key(name) {
                continue;
            }
            let default = declared(declaration)
                .find(|property| property.name.or_error() == name)
                .and_then(|property| property.default.as_ref());
            let term = match default {
                Some(default) => self.expression(default),
                None => Term::null(),
            };
            let code = match self.coerced(term, &field.kind) {
                Some(code) => code,
                None => {
                    let hole = self.unknown(declaration.body.span);
                    let rust = field.kind.rust();
                    self.hole_as(hole.code, &rust)
                }
            };
            values.insert(name.clone(), code);
        }
        let mut fields: Vec<(String, Code)> = Vec::new();
        if uses_client {
            fields.push(("client".to_owned(), Code::text("client")));
        }
        for (name, field) in order {
            if let Some(code) = values.remove(name) {
                fields.push((field.name.clone(), code));
            }
        }
        let mut parts = Block { statements: block.statements.clone() };
        fields.iter().for_each(|(_, code)| parts.push(Kind::Do(code.clone())));
        let fallible = super::tidy::is_fallible(&parts);
        let value = if fields.is_empty() {
            Code::text("Self")
        } else {
            Code::Struct("Self".to_owned(), fields)
        };
        let value = if fallible { Code::call("Ok", vec![value]) } else { value };
        block.push(Kind::Tail(value));
        if class.clients.is_empty() {
            super::tidy::tidy(&mut block, false, &self.function.inlined);
        } else {
            // What only the client is built of is there.
            super::tidy::tidy(&mut block, true, &self.function.inlined);
        }
        for parameter in &named {
            // Those of the client are parameters of `client`.
            if super::mentioned::mentions(&block, &parameter.name) {
                parameters.push(format!("{}: {}", parameter.name, parameter.kind.parameter()));
            }
        }
        let result = if fallible { " -> Result<Self, Error>" } else { " -> Self" };
        let mut attributes = Vec::new();
        if parameters.len() > 7 {
            attributes.push("#[allow(clippy::too_many_arguments)]".to_owned());
        }
        let span = constructor
            .and_then(|method| method.body.as_ref())
            .map_or(declaration.body.span, |body| body.span);
        let doc = given.as_ref().map(|given| self.documentation(given.doc)).unwrap_or_default();
        let head = super::function::Head {
            name: "pub fn new".to_owned(),
            parameters,
            result: result.to_owned(),
        };
        items.push(Item {
            doc,
            attributes,
            head,
            block,
            span: if constructor.is_some() { span } else { Span::new(0, 0) },
        });
        items
    }

    /// `$this->x`
    pub(super) fn own_property(&mut self, name: &str, span: Span) -> Term {
        let Some(class) = self.class.clone() else { return self.unknown(span) };
        if class.clients.iter().any(|client| client == name) {
            return Term::new(self.client(), Type::Client, Form::Place);
        }
        if self.function.this.is_empty() {
            // In the constructor, where it is a variable.
            let key = format!("this->{name}");
            if self.function.variables.contains_key(&key) {
                return self.variable(&key, span);
            }
            return self.unknown(span);
        }
        match class.fields.get(name) {
            Some(field) => {
                let mut term = Term::new(
                    Code::text(self.function.this).field(field.name.clone()),
                    field.kind.clone(),
                    Form::Place,
                );
                term.known = class.known.get(name).cloned();
                // Simple enough to be one word.
                if let Some(flat) = term.code.flat() {
                    term.code = Code::Text(flat);
                }
                term
            }
            None => self.unknown(span),
        }
    }

    /// `$this->method(…)`
    pub(super) fn own_method(&mut self, method: &str, arguments: &[Arg], span: Span) -> Term {
        let Some(class) = self.class.clone() else { return self.unknown(span) };
        match self
            .signatures
            .get(&format!("{}::{}", class.php, method.to_ascii_lowercase()))
            .cloned()
        {
            Some(signature) if !signature.method => {
                self.call_own(&signature, None, arguments, span)
            }
            Some(signature) if !self.function.this.is_empty() => {
                let this = Code::text(self.function.this);
                self.call_own(&signature, Some(this), arguments, span)
            }
            _ => self.unknown(span),
        }
    }

    /// `self::method(…)`
    pub(super) fn own_static(
        &mut self,
        class: &str,
        method: &str,
        arguments: &[Arg],
        span: Span,
    ) -> Option<Term> {
        let own = self.class.clone()?;
        let lower = class.to_ascii_lowercase();
        if !matches!(lower.as_str(), "self" | "static") && lower != own.php {
            return None;
        }
        let signature = self
            .signatures
            .get(&format!("{}::{}", own.php, method.to_ascii_lowercase()))
            .cloned()?;
        let receiver = (signature.method && !self.function.this.is_empty())
            .then(|| Code::text(self.function.this));
        Some(self.call_own(&signature, receiver, arguments, span))
    }
}

/// What a constructor does, taken apart.
struct Constructed {
    /// The statements that build the client.
    client: Option<Block>,
    /// All others.
    rest: Block,
}

impl Translator<'_> {
    fn construct(
        &mut self,
        given: &Given<'_>,
        class: &Class,
        order: &[(String, Field)],
        values: &mut HashMap<String, Code>,
    ) -> Constructed {
        let mut rest = Block::default();
        let mut client = None;
        let end = given.body.span.end.saturating_sub(1);
        for (place, statement) in given.body.stmts.iter().enumerate() {
            let next = given.body.stmts.get(place + 1).map_or(end, |next| next.span.start);
            if let Some(value) = assigned_client(statement, class) {
                if is_factory(value) {
                    let comments = self.comments_before(statement.span.start);
                    let term = self.expression(value);
                    self.count_statement(statement);
                    let code = term.code;
                    let mut block = rest.clone();
                    let mut value =
                        Statement::new(Kind::Do(Code::Prefix("return ", Box::new(code))));
                    value.before = comments;
                    let (first, last) = self.source.lines_of(statement.span);
                    value.php = Some((first, last, crate::State::Ported));
                    block.statements.push(value);
                    super::tidy::tidy(&mut block, false, &self.function.inlined);
                    client = Some(block);
                } else {
                    self.count_statement(statement);
                }
                continue;
            }
            if let StmtKind::Expression(expression) = &statement.kind
                && let ExprKind::Assign(assign) = &expression.kind
                && let Some(name) = this_property(&assign.target)
            {
                if let Some((_, field)) = order.iter().find(|(known, _)| *known == name) {
                    let term = self.expression(&assign.value);
                    let known = term.known.clone();
                    let code = match self.coerced(term, &field.kind) {
                        Some(code) => code,
                        None => {
                            let hole = self.unknown(assign.value.span);
                            let rust = field.kind.rust();
                            self.hole_as(hole.code, &rust)
                        }
                    };
                    self.count_statement(statement);
                    // Read later in the constructor: then it is a variable first.
                    let read_later = given.body.stmts[place + 1..]
                        .iter()
                        .any(|later| reads_property(later, &name));
                    if read_later {
                        rest.push(Kind::Let(field.name.clone(), Some(code)));
                        self.declare(
                            &format!("this->{name}"),
                            field.name.clone(),
                            field.kind.clone(),
                            Form::Place,
                            known,
                            0,
                        );
                        values.insert(name, Code::text(field.name.clone()));
                    } else {
                        values.insert(name, code);
                    }
                } else {
                    // Nothing reads it.
                    self.count_statement(statement);
                }
                continue;
            }
            let mut block = self.statements(std::slice::from_ref(statement), next);
            rest.statements.append(&mut block.statements);
        }
        Constructed { client, rest }
    }

    fn count_statement(&mut self, statement: &php_ast::owned::Stmt) {
        let _ = statement;
        let state =
            if self.function.holes > 0 { crate::State::Holes } else { crate::State::Ported };
        self.function.holes = 0;
        self.count(state);
    }

    /// `pub fn client(…) -> Result<Client, Error>`
    fn client_item(
        &mut self,
        mut block: Block,
        named: &[super::Parameter],
        class: &Class,
        span: Span,
    ) -> Item {
        let _ = class;
        super::closure::finish_returns(&mut block, true, false);
        let parameters = named
            .iter()
            .filter(|parameter| super::mentioned::mentions(&block, &parameter.name))
            .map(|parameter| format!("{}: {}", parameter.name, parameter.kind.parameter()))
            .collect();
        let head = super::function::Head {
            name: "pub fn client".to_owned(),
            parameters,
            result: " -> Result<Client, Error>".to_owned(),
        };
        Item {
            doc: vec!["The client, as PHP's constructor builds it.".to_owned()],
            attributes: Vec::new(),
            head,
            block,
            span,
        }
    }
}

fn mentions_client(block: &Block) -> bool {
    let mut printer = crate::print::Printer::default();
    printer.block(block, 0);
    printer.text.contains("self.client")
}

/// `$this->client = …`
fn assigned_client<'e>(statement: &'e php_ast::owned::Stmt, class: &Class) -> Option<&'e Expr> {
    let StmtKind::Expression(expression) = &statement.kind else { return None };
    let ExprKind::Assign(assign) = &expression.kind else { return None };
    let name = this_property(&assign.target)?;
    class.clients.contains(&name).then_some(&assign.value)
}

fn reads_property(statement: &php_ast::owned::Stmt, name: &str) -> bool {
    let mut properties = Properties::default();
    let _ = properties.visit_stmt(statement);
    properties.read.iter().any(|read| read == name)
}

pub(super) fn methods(declaration: &ClassDecl) -> impl Iterator<Item = &MethodDecl> {
    declaration.body.members.iter().filter_map(|member| match &member.kind {
        ClassMemberKind::Method(method) => Some(method),
        _ => None,
    })
}

fn declared(declaration: &ClassDecl) -> impl Iterator<Item = &PropertyDecl> {
    declaration.body.members.iter().filter_map(|member| match &member.kind {
        ClassMemberKind::Property(property) => Some(property),
        _ => None,
    })
}

fn is_constructor(method: &MethodDecl) -> bool {
    method.name.or_error().eq_ignore_ascii_case("__construct")
}

/// The name in `$this->name`.
fn this_property(expression: &Expr) -> Option<String> {
    let ExprKind::PropertyAccess(access) = &expression.kind else { return None };
    match (&access.object.kind, &access.property.kind) {
        (ExprKind::Variable(this), ExprKind::Identifier(name)) if this.as_str() == "this" => {
            Some(name.as_str().to_owned())
        }
        _ => None,
    }
}

/// `Builder::factory(…)`
pub(super) fn is_factory(expression: &Expr) -> bool {
    match &expression.kind {
        ExprKind::StaticMethodCall(call) => super::path::is_named(&call.method, "factory"),
        ExprKind::Parenthesized(inner) => is_factory(inner),
        _ => false,
    }
}
