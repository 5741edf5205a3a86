//! Assignments: `let`, or a change of what is there.

use php_ast::owned::{ArrayAccessExpr, AssignExpr, Expr, ExprKind};
use php_ast::{AssignOp, Span};
use serde_json::Value;

use super::{Translator, Variable};
use crate::code::{Code, Json, Kind, Link};
use crate::names;
use crate::term::{Form, Term, Type};

impl Translator<'_> {
    /// The statements of an assignment.
    pub(super) fn assignment(&mut self, assign: &AssignExpr, span: Span) -> Vec<Kind> {
        if assign.by_ref {
            return self.not_ported(span);
        }
        match (&assign.target.kind, assign.op) {
            (ExprKind::Variable(name), AssignOp::Assign) => {
                self.assign_variable(name.as_str(), &assign.target, &assign.value, span)
            }
            (ExprKind::ArrayAccess(access), AssignOp::Assign) => {
                self.assign_entry(access, &assign.value, span)
            }
            (ExprKind::PropertyAccess(_), AssignOp::Assign) => self.not_ported(span),
            (ExprKind::Variable(name), AssignOp::Concat) => {
                self.append_text(name.as_str(), &assign.value, span)
            }
            (ExprKind::Variable(name), AssignOp::Plus)
                if matches!(assign.value.kind, ExprKind::Array(_)) =>
            {
                self.merged_entries(name.as_str(), &assign.value, span)
            }
            (ExprKind::Variable(name), AssignOp::Plus | AssignOp::Minus) => {
                let operator = if assign.op == AssignOp::Plus { "+=" } else { "-=" };
                let Some(variable) = self.function.variables.get(name.as_str()).cloned() else {
                    return self.not_ported(span);
                };
                if variable.kind != Type::Int {
                    return self.not_ported(span);
                }
                let value = self.expression(&assign.value);
                let value = self.int(value);
                vec![Kind::Assign(Code::Text(variable.name), operator, value)]
            }
            (ExprKind::Array(_), AssignOp::Assign) => self.destructured(assign, span),
            _ => self.not_ported(span),
        }
    }

    fn assign_variable(
        &mut self,
        name: &str,
        target: &Expr,
        value: &Expr,
        span: Span,
    ) -> Vec<Kind> {
        if let ExprKind::Closure(_) | ExprKind::ArrowFunction(_) = &value.kind {
            return self.assign_function(name, value, span);
        }
        if let ExprKind::Array(elements) = &value.kind
            && self.element(elements, "appId").is_some()
        {
            self.function.arrays.insert(name.to_owned(), elements.to_vec());
        }
        let keyed = self.function.uses.is_keyed(name);
        let mut term = match &value.kind {
            // An empty array that gets keys later is a map.
            ExprKind::Array(elements) if elements.is_empty() && keyed => self.json_term(
                Json::Map(crate::code::Entries::default()),
                Some(Value::Object(serde_json::Map::new())),
            ),
            // One that only gets entries is a list.
            ExprKind::Array(elements)
                if elements.is_empty() && self.function.uses.is_listed(name) =>
            {
                Term::owned(Code::call("Vec::new", Vec::new()), Type::List)
            }
            ExprKind::Assign(_) => return self.not_ported(span),
            _ => self.expression(value),
        };
        if self.is_blank_body(name, &term) {
            term = self.notification_body(span);
        }
        if term.kind == Type::Client && term.form == Form::Ref && self.function.uses.is_client(name)
        {
            // Another name of the client.
            let code = term.code.flat().unwrap_or_default();
            self.declare(name, code, Type::Client, Form::Ref, None, target.span.start);
            return Vec::new();
        }
        if term.kind == Type::Body
            && !matches!(&term.code, Code::Chain(root, links) if matches!(**root, Code::Text(_)) && links.len() == 1)
        {
            // The response is gone at the end of the statement.
            let text = self.string(term);
            term = Term::owned(text, Type::Text);
        }
        if !self.function.uses.is_read(name) && !self.is_hoisted(name) {
            return self.unused(name, term, target);
        }
        let straight = self.function.uses.is_straight(name, self.function.scope);
        let known = term.known.clone().filter(|_| straight);
        let parts = term.parts.clone();
        if let Some(variable) = self.function.variables.get(name).cloned()
            && variable.scope != self.function.scope
        {
            return self.reassign(name, variable, term, span);
        }
        let amended =
            self.function.uses.is_changed_after(name, target.span.start, self.function.scope);
        let is_body =
            matches!((&term.kind, &term.code), (Type::Bytes, Code::Text(text)) if text == "body");
        let (code, kind, form) = self.bound(term, amended);
        let rust = if is_body { "body".to_owned() } else { self.variable_name(name) };
        self.declare(name, rust.clone(), kind.clone(), form, known, target.span.start);
        if !amended && let Some(variable) = self.function.variables.get_mut(name) {
            variable.parts = parts;
        }
        if is_body {
            return Vec::new();
        }
        vec![let_statement(&rust, amended, code)]
    }

    /// What a variable holds: a value of its own, or a reference where that is enough.
    fn bound(&mut self, term: Term, amended: bool) -> (Code, Type, Form) {
        match (&term.kind, term.form) {
            (Type::Null, _) => (Code::text("Value::Null"), Type::Json, Form::Place),
            (Type::Hole, _) => {
                let code = self.hole_as(term.code, "Value");
                (code, Type::Json, Form::Place)
            }
            (Type::Text, Form::Ref) if !amended => (term.code, Type::Text, Form::Ref),
            (Type::Body | Type::Response | Type::Chain | Type::Client | Type::Bytes, Form::Ref) => {
                (term.code, term.kind, Form::Ref)
            }
            (Type::Json, Form::Place) if !amended => (term.code.reference(), Type::Json, Form::Ref),
            (Type::Json, Form::Ref) if !amended => (term.code, Type::Json, Form::Ref),
            (_, Form::Owned) => (term.code, term.kind, Form::Place),
            (_, Form::Place | Form::Ref) => {
                let kind = term.kind.clone();
                (self.cloned(term), kind, Form::Place)
            }
        }
    }

    pub(super) fn declare(
        &mut self,
        php: &str,
        name: String,
        kind: Type,
        form: Form,
        known: Option<Value>,
        at: u32,
    ) {
        let scope = self.function.scope;
        self.function
            .variables
            .insert(php.to_owned(), Variable { name, kind, form, known, parts: None, scope, at });
    }

    /// A name for a variable, none that the module uses itself.
    pub(super) fn variable_name(&self, php: &str) -> String {
        let name = names::value(php);
        let client_is_taken =
            name == "client" && self.class.as_ref().is_none_or(|_| self.function.this.is_empty());
        match name.as_str() {
            "client" if client_is_taken => "other_client".to_owned(),
            "text" | "truthy" | "hole" | "int" | "items" | "pairs" | "tried" | "notification"
            | "sensitive" => format!("{name}_value"),
            _ => name,
        }
    }

    /// A change of a variable that was declared further out.
    fn reassign(&mut self, name: &str, variable: Variable, term: Term, span: Span) -> Vec<Kind> {
        if let Some(variable) = self.function.variables.get_mut(name) {
            variable.known = None;
            variable.parts = None;
        }
        match self.coerced(term, &variable.kind) {
            Some(code) if variable.form == Form::Place => {
                vec![Kind::Assign(Code::Text(variable.name), "=", code)]
            }
            _ => self.not_ported(span),
        }
    }

    /// Nothing reads the variable: only what its value does is left.
    fn unused(&mut self, name: &str, term: Term, target: &Expr) -> Vec<Kind> {
        let rust = self.variable_name(name);
        let kind = if matches!(term.kind, Type::Null | Type::Hole) {
            Type::Json
        } else {
            term.kind.clone()
        };
        self.declare(name, rust.clone(), kind, Form::Place, term.known.clone(), target.span.start);
        if self.function.notification && term.is_literal() {
            return Vec::new();
        }
        match &term.code {
            Code::Chain(_, links)
                if links.iter().any(|link| matches!(link, Link::Try | Link::Await)) =>
            {
                vec![Kind::Do(term.code)]
            }
            Code::Call(name, _) if name == "compile_error!" || name == "hole" => {
                vec![Kind::Let(format!("_{rust}"), Some(term.code))]
            }
            code => {
                vec![Kind::Let(format!("_{}", rust.trim_start_matches('_')), Some(code.clone()))]
            }
        }
    }

    fn is_hoisted(&self, name: &str) -> bool {
        self.function
            .variables
            .get(name)
            .is_some_and(|variable| variable.scope != self.function.scope)
            && self.function.uses.is_read(name)
    }

    /// `$x['a']['b'] = …`, `$x[] = …`
    fn assign_entry(&mut self, access: &ArrayAccessExpr, value: &Expr, span: Span) -> Vec<Kind> {
        let value = self.expression(value);
        self.learn(access, &value);
        let Some(index) = &access.index else {
            let list = self.place(&access.array);
            return match list {
                Some(Term { kind: Type::List, code, .. }) => {
                    let value = self.value(value);
                    vec![Kind::Do(code.method("push", vec![value]))]
                }
                Some(Term { kind: Type::Json, code, .. }) => {
                    let value = self.value(value);
                    let list = code.method("as_array_mut", Vec::new());
                    let push = Code::text("list").method("push", vec![value]);
                    let block = crate::code::Block {
                        statements: vec![crate::code::Statement::new(Kind::Do(push))],
                    };
                    let condition = Code::Prefix("let Some(list) = ", Box::new(list));
                    vec![Kind::Do(Code::If(vec![(condition, block)], None))]
                }
                _ => self.not_ported(span),
            };
        };
        let Some(place) = self.place(&access.array) else { return self.not_ported(span) };
        let index = self.expression(index);
        let mut index = self.index(index);
        let is_simple = match &index {
            Code::Text(_) => true,
            Code::Prefix(_, inner) => matches!(**inner, Code::Text(_)),
            _ => false,
        };
        if !is_simple && place.kind == Type::Json {
            // As long as the statement: a key of its own.
            let key = match index {
                Code::Prefix("&", inner) => *inner,
                code => code,
            };
            self.function
                .before
                .push(crate::code::Statement::new(Kind::Let("key".to_owned(), Some(key))));
            index = Code::text("&key");
        }
        match place.kind {
            Type::Json => {
                let value = self.value(value);
                vec![Kind::Assign(place.code.index(index), "=", value)]
            }
            _ => self.not_ported(span),
        }
    }

    /// A variable or entry that is changed.
    fn place(&mut self, expression: &Expr) -> Option<Term> {
        match &expression.kind {
            ExprKind::Variable(name) => {
                let variable = self.function.variables.get(name.as_str())?;
                (variable.form == Form::Place).then(|| {
                    Term::new(Code::Text(variable.name.clone()), variable.kind.clone(), Form::Place)
                })
            }
            ExprKind::ArrayAccess(access) => {
                let place = self.place(&access.array)?;
                let index = self.expression(access.index.as_ref()?);
                let index = self.index(index);
                (place.kind == Type::Json)
                    .then(|| Term::new(place.code.index(index), Type::Json, Form::Place))
            }
            _ => None,
        }
    }

    /// Keeps what is known of an array that gets an entry.
    fn learn(&mut self, access: &ArrayAccessExpr, value: &Term) {
        let mut keys = Vec::new();
        let mut target = access;
        let name = loop {
            keys.push(target.index.as_ref().map(|index| self.static_text(index)));
            match &target.array.kind {
                ExprKind::ArrayAccess(inner) => target = inner,
                ExprKind::Variable(name) => break name.as_str().to_owned(),
                _ => return,
            }
        };
        let Some(variable) = self.function.variables.get_mut(&name) else { return };
        let mut known = variable.known.take();
        let mut place = known.as_mut();
        for key in keys.into_iter().rev() {
            place = match (place, key) {
                (Some(Value::Object(map)), Some(Some(key))) => {
                    Some(map.entry(key).or_insert(Value::Object(serde_json::Map::new())))
                }
                (Some(Value::Array(list)), None) => {
                    list.push(Value::Object(serde_json::Map::new()));
                    list.last_mut()
                }
                _ => None,
            };
        }
        match (place, value.known.clone()) {
            (Some(place), Some(value)) => *place = value,
            _ => known = None,
        }
        variable.known = known;
    }

    /// An index of `Value`.
    pub(super) fn index(&mut self, term: Term) -> Code {
        match (&term.kind, &term.known) {
            (Type::Int, Some(Value::Number(number))) if number.as_u64().is_some() => term.code,
            (Type::Int, _) => {
                Code::Binary(Box::new(term.code), "as", Box::new(Code::text("usize")))
            }
            (Type::Text, _) if term.form == Form::Ref => term.code,
            (Type::Text, _) => term.code.reference(),
            (Type::Hole, _) => self.hole_as(term.code, "String"),
            _ => self.str_ref(term),
        }
    }

    /// `$text .= …`
    fn append_text(&mut self, name: &str, value: &Expr, span: Span) -> Vec<Kind> {
        let Some(variable) = self.function.variables.get(name).cloned() else {
            return self.not_ported(span);
        };
        let value = self.expression(value);
        if variable.kind != Type::Text || variable.form != Form::Place {
            return self.not_ported(span);
        }
        let text = self.str_ref(value);
        vec![Kind::Do(Code::Text(variable.name).method("push_str", vec![text]))]
    }

    /// `$x += ['k' => …]`: keys that `$x` does not have yet.
    fn merged_entries(&mut self, name: &str, value: &Expr, span: Span) -> Vec<Kind> {
        let Some(Variable { name: rust, kind: Type::Json, form: Form::Place, .. }) =
            self.function.variables.get(name).cloned()
        else {
            return self.not_ported(span);
        };
        let ExprKind::Array(elements) = &value.kind else { return self.not_ported(span) };
        if let Some(variable) = self.function.variables.get_mut(name) {
            variable.known = None;
        }
        if let Some(initial) = self.function.arrays.get(name).cloned()
            && self.element(elements, "paySign").is_some()
            && let Some(term) = self.jsapi(&initial, span)
        {
            let at = value.span.start;
            self.declare(name, rust.clone(), Type::Json, Form::Place, None, at);
            let amended = self.function.uses.is_changed_after(name, at, self.function.scope);
            return vec![let_statement(&rust, amended, term.code)];
        }
        let mut kinds = Vec::new();
        for element in elements {
            let Some(key) = element.key.as_ref().and_then(|key| self.static_text(key)) else {
                return self.not_ported(span);
            };
            let term = self.expression(element.value());
            let value = self.value(term);
            kinds.push(Kind::Assign(
                Code::text(rust.clone()).index(Code::Text(crate::term::quoted(&key))),
                "=",
                value,
            ));
        }
        kinds
    }

    /// `['a' => $a, 'b' => $b] = $array`
    fn destructured(&mut self, assign: &AssignExpr, span: Span) -> Vec<Kind> {
        let ExprKind::Array(elements) = &assign.target.kind else { return self.not_ported(span) };
        let term = self.expression(&assign.value);
        if term.kind != Type::Json {
            return self.not_ported(span);
        }
        let mut kinds = Vec::new();
        let source = if term.form == Form::Owned {
            kinds.push(Kind::Let("entries".to_owned(), Some(term.code)));
            Code::text("entries")
        } else {
            term.code
        };
        match self.unpacked(source, elements, &mut kinds) {
            Some(()) => {}
            None => return self.not_ported(span),
        }
        kinds
    }

    fn unpacked(
        &mut self,
        source: Code,
        elements: &[php_ast::owned::ArrayElement],
        kinds: &mut Vec<Kind>,
    ) -> Option<()> {
        for (place, element) in elements.iter().enumerate() {
            let index = match &element.key {
                Some(key) => {
                    let key = self.expression(key);
                    self.index(key)
                }
                None => Code::text(place.to_string()),
            };
            let entry = source.clone().index(index);
            match &element.value().kind {
                ExprKind::Array(inner) => self.unpacked(entry, inner, kinds)?,
                ExprKind::Variable(name) => {
                    if !self.function.uses.is_read(name.as_str()) {
                        continue;
                    }
                    let rust = self.variable_name(name.as_str());
                    let amended = self.function.uses.is_changed_after(
                        name.as_str(),
                        element.span.start,
                        self.function.scope,
                    );
                    let (code, kind, form) =
                        self.bound(Term::new(entry, Type::Json, Form::Place), amended);
                    self.declare(name.as_str(), rust.clone(), kind, form, None, element.span.start);
                    kinds.push(let_statement(&rust, amended, code));
                }
                ExprKind::Omit => {}
                _ => return None,
            }
        }
        Some(())
    }
}

/// `let x = …`, with its type where the value can have any.
pub(super) fn let_statement(name: &str, mutable: bool, code: Code) -> Kind {
    let mutable = if mutable { "mut " } else { "" };
    let (annotation, code) = annotated(code);
    Kind::Let(format!("{mutable}{name}{annotation}"), Some(code))
}

/// `response.json::<Value>()?` is `: Value = response.json()?`.
fn annotated(code: Code) -> (&'static str, Code) {
    match code {
        Code::Chain(root, mut links) => {
            if let [.., Link::Method(name, _), Link::Try] = links.as_mut_slice()
                && matches!(name.as_str(), "json::<Value>" | "xml::<Value>")
            {
                *name = name.trim_end_matches("::<Value>").to_owned();
                return (": Value", Code::Chain(root, links));
            }
            ("", Code::Chain(root, links))
        }
        code => ("", code),
    }
}
