//! Follows the statements of one function, and notes the requests on the way.

use std::collections::HashMap;
use std::ops::ControlFlow;

use php_ast::visitor::{Visitor, walk_expr};
use php_ast::{
    Arg, ArrayAccessExpr, AssignExpr, AssignOp, BuiltinType, ClassDecl, ClassMemberKind, Expr,
    ExprKind, MethodCallExpr, Param, PropertyAccessExpr, StaticAccessExpr, Stmt, StmtKind,
    TypeHint, TypeHintKind,
};
use serde_json::{Map, Value};

use super::value::{is_true, key_of, put};
use super::{Body, Call, Callable, File, Function, Unknown, request};

/// How deep functions that call functions are followed.
const DEPTH: usize = 4;

const VERBS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The state of a function on its way.
pub(super) struct Walk<'f, 'a> {
    pub(super) file: &'f File<'a>,
    class: Option<&'a ClassDecl<'a, 'a>>,
    pub(super) variables: HashMap<String, Result<Value, Unknown>>,
    /// Variables that hold `$instance->chain('…')`.
    chains: HashMap<String, Result<String, Unknown>>,
    fields: HashMap<String, Result<Value, Unknown>>,
    calls: Vec<Call>,
    open: Option<Unknown>,
    /// The value that was returned, when it was.
    returned: Option<Result<Value, Unknown>>,
    depth: usize,
}

impl<'f, 'a> Walk<'f, 'a> {
    pub(super) fn new(file: &'f File<'a>, class: Option<&'a ClassDecl<'a, 'a>>) -> Self {
        let mut walk = Self {
            file,
            class,
            variables: HashMap::new(),
            chains: HashMap::new(),
            fields: HashMap::new(),
            calls: Vec::new(),
            open: None,
            returned: None,
            depth: 0,
        };
        for member in class.iter().flat_map(|class| &*class.body.members) {
            if let ClassMemberKind::Property(property) = &member.kind
                && let Some(default) = &property.default
            {
                let value = walk.value(default);
                walk.fields.insert(property.name.or_error().to_owned(), value);
            }
        }
        // What is assigned somewhere is not what it was declared with.
        for member in class.iter().flat_map(|class| &*class.body.members) {
            if let ClassMemberKind::Method(method) = &member.kind {
                let statements = method.body.map_or(&[][..], |body| &*body.stmts);
                let mut assigned = Vec::new();
                statements.iter().for_each(|statement| fields_assigned(statement, &mut assigned));
                assigned.iter().for_each(|name| drop(walk.fields.remove(name)));
            }
        }
        walk
    }

    pub(super) fn into_function(
        self,
        class: Option<String>,
        name: Option<String>,
        line: usize,
        arguments: Vec<(String, Result<Value, Unknown>)>,
    ) -> Function {
        Function { class, name, line, arguments, calls: self.calls, open: self.open }
    }

    /// Arguments for a function's parameters, by which no letter of a path is changed.
    pub(super) fn made_up(
        &mut self,
        params: &'a [Param<'a, 'a>],
    ) -> Vec<(String, Result<Value, Unknown>)> {
        let mut arguments = Vec::new();
        for param in params {
            let name = param.name.or_error();
            let value = match param.type_hint.as_ref().map(keyword) {
                _ if param.variadic || param.by_ref => Err(self.file.unknown(param.span)),
                None => Ok(sample(name)),
                Some(Some(BuiltinType::String | BuiltinType::Mixed)) => Ok(sample(name)),
                Some(Some(BuiltinType::Int)) => Ok(1.into()),
                Some(Some(BuiltinType::Bool)) => Ok(true.into()),
                _ => Err(self.file.unknown(param.span)),
            };
            self.variables.insert(name.to_owned(), value.clone());
            arguments.push((name.to_owned(), value));
        }
        arguments
    }

    fn is_over(&self) -> bool {
        self.returned.is_some() || self.open.is_some()
    }

    pub(super) fn statements(&mut self, statements: &'a [Stmt<'a, 'a>]) {
        for statement in statements {
            if self.is_over() {
                return;
            }
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &'a Stmt<'a, 'a>) {
        match &statement.kind {
            StmtKind::Expression(expr) => self.run(expr),
            StmtKind::Echo(exprs) | StmtKind::Unset(exprs) => {
                exprs.iter().for_each(|expr| self.run(expr));
            }
            StmtKind::Return(Some(expr)) => {
                self.run(expr);
                self.returned = Some(self.value(expr));
            }
            StmtKind::Return(None) | StmtKind::Break(_) | StmtKind::Continue(_) => {
                self.returned = Some(Ok(Value::Null));
            }
            StmtKind::Throw(_) => self.returned = Some(Err(self.file.unknown(statement.span))),
            StmtKind::Block(block) => self.statements(&block.stmts),
            StmtKind::TryCatch(try_) => {
                self.statements(&try_.body.stmts);
                if let Some(finally) = try_.finally {
                    self.statements(&finally.stmts);
                }
            }
            StmtKind::If(if_) => {
                self.run(&if_.condition);
                match self.value(&if_.condition) {
                    Ok(condition) if is_true(&condition) => self.statement(if_.then_branch),
                    Ok(_) if if_.elseif_branches.is_empty() => {
                        if_.else_branch.iter().for_each(|branch| self.statement(branch));
                    }
                    _ => self.perhaps(statement, if_.condition.span),
                }
            }
            StmtKind::Foreach(each) => {
                self.run(&each.expr);
                self.perhaps(statement, each.expr.span);
            }
            StmtKind::Switch(switch) => {
                self.run(&switch.expr);
                self.perhaps(statement, switch.expr.span);
            }
            StmtKind::While(_) | StmtKind::For(_) | StmtKind::DoWhile(_) => {
                self.perhaps(statement, statement.span);
            }
            _ => {}
        }
    }

    /// A statement that runs never, once or often: it opens the function if it sends or leaves, and
    /// what it assigns is not known after it.
    fn perhaps(&mut self, statement: &'a Stmt<'a, 'a>, cause: php_ast::Span) {
        let unknown = self.file.unknown(cause);
        let mut inside = Self {
            variables: HashMap::new(),
            chains: self.chains.clone(),
            fields: HashMap::new(),
            calls: Vec::new(),
            open: None,
            returned: None,
            ..*self
        };
        let mut leaves = false;
        inside.look(statement, &mut leaves);
        if !inside.calls.is_empty() || inside.open.is_some() || leaves {
            self.open.get_or_insert_with(|| unknown.clone());
        }
        for name in inside.variables.into_keys() {
            self.variables.insert(name, Err(unknown.clone()));
        }
    }

    /// All branches of a statement, one after the other.
    fn look(&mut self, statement: &'a Stmt<'a, 'a>, leaves: &mut bool) {
        let mut branches: Vec<&'a Stmt<'a, 'a>> = Vec::new();
        match &statement.kind {
            StmtKind::If(if_) => {
                branches.push(if_.then_branch);
                for branch in &*if_.elseif_branches {
                    self.run(&branch.condition);
                    branches.push(&branch.body);
                }
                branches.extend(if_.else_branch);
            }
            StmtKind::Foreach(each) => branches.push(each.body),
            StmtKind::While(while_) => {
                self.run(&while_.condition);
                branches.push(while_.body);
            }
            StmtKind::For(for_) => {
                for expr in for_.init.iter().chain(&*for_.condition).chain(&*for_.update) {
                    self.run(expr);
                }
                branches.push(for_.body);
            }
            StmtKind::DoWhile(while_) => branches.push(while_.body),
            StmtKind::Switch(switch) => {
                branches.extend(switch.body.cases.iter().flat_map(|case| &*case.body));
            }
            StmtKind::Block(block) => branches.extend(&*block.stmts),
            StmtKind::TryCatch(try_) => branches.extend(&*try_.body.stmts),
            StmtKind::Return(_) | StmtKind::Throw(_) => {
                *leaves = true;
                self.statement(statement);
                self.returned = None;
            }
            _ => self.statement(statement),
        }
        branches.into_iter().for_each(|branch| self.look(branch, leaves));
    }

    /// Runs an expression: its requests and its assignments, in PHP's order.
    fn run(&mut self, expr: &'a Expr<'a, 'a>) {
        if self.open.is_some() {
            return;
        }
        if self.reads_a_file(expr) {
            self.open = Some(self.file.unknown(expr.span));
            return;
        }
        match &expr.kind {
            ExprKind::Assign(assign) => self.assign(assign),
            ExprKind::MethodCall(call) | ExprKind::NullsafeMethodCall(call) => {
                self.method_call(expr, call);
            }
            ExprKind::StaticMethodCall(call) => {
                self.args(&call.args);
                if is_own_class(self.file.unknown(call.class.span).text.as_str())
                    && let ExprKind::Identifier(name) = &call.method.kind
                {
                    self.own(name.as_str(), &call.args);
                }
            }
            ExprKind::FunctionCall(call) => {
                self.args(&call.args);
                let name = self.file.unknown(call.name.span).text;
                if let Some(callable) = self.file.functions.get(name.trim_start_matches('\\')) {
                    self.enter(*callable, &call.args);
                }
            }
            ExprKind::New(new) => self.args(&new.args),
            ExprKind::PropertyAccess(access) | ExprKind::NullsafePropertyAccess(access) => {
                self.run(access.object);
            }
            ExprKind::ArrayAccess(access) => self.run(access.array),
            ExprKind::Array(elements) => {
                elements.iter().for_each(|element| self.run(element.value()));
            }
            ExprKind::Binary(binary) => {
                self.run(binary.left);
                self.run(binary.right);
            }
            ExprKind::NullCoalesce(coalesce) => self.run(coalesce.left),
            ExprKind::Ternary(ternary) => self.run(ternary.condition),
            ExprKind::UnaryPrefix(unary) => self.run(unary.operand),
            ExprKind::Parenthesized(inner)
            | ExprKind::ErrorSuppress(inner)
            | ExprKind::Print(inner)
            | ExprKind::Empty(inner)
            | ExprKind::Cast(_, inner) => self.run(inner),
            ExprKind::Throw(_) | ExprKind::Exit(_) => {
                self.returned = Some(Err(self.file.unknown(expr.span)));
            }
            _ => {}
        }
    }

    /// Whether it fails where a file is not there, as in a test.
    fn reads_a_file(&self, expr: &Expr<'_, '_>) -> bool {
        let named = |expr: &Expr<'_, '_>| {
            let name = self.file.unknown(expr.span).text;
            name.rsplit('\\').next().unwrap_or_default().to_ascii_lowercase()
        };
        let text = || self.file.unknown(expr.span).text;
        match &expr.kind {
            ExprKind::New(new) => {
                ["mediautil", "lazyopenstream"].contains(&named(new.class).as_str())
            }
            ExprKind::StaticMethodCall(call) => match named(call.class).as_str() {
                "pemutil" => !text().contains("FromString"),
                "rsa" => text().contains("file://"),
                _ => false,
            },
            ExprKind::FunctionCall(call) => {
                let names = ["file_get_contents", "fopen", "hash_file", "sha1_file", "md5_file"];
                names.contains(&named(call.name).as_str())
            }
            _ => false,
        }
    }

    fn args(&mut self, args: &'a [Arg<'a, 'a>]) {
        args.iter().filter_map(Arg::value).for_each(|arg| self.run(arg));
    }

    fn assign(&mut self, assign: &'a AssignExpr<'a, 'a>) {
        let before = self.calls.len();
        self.run(assign.value);
        let target = assign.target;
        if let ExprKind::Variable(name) = &target.kind {
            let chain = self.chain(assign.value).filter(|chain| chain.as_deref() != Ok(""));
            if let Some(chain) = chain {
                self.chains.insert(name.as_str().to_owned(), chain);
            }
        }
        let mut value = match assign.value.kind {
            // What it returned is in the value already, and what it sends is sent once.
            _ if self.calls.len() > before => Err(self.file.unknown(assign.value.span)),
            _ => self.value(assign.value),
        };
        if assign.op != AssignOp::Assign {
            value = Err(self.file.unknown(target.span));
        }
        let Some((name, keys)) = self.place(target) else { return };
        let Some(keys) = keys else {
            self.variables.insert(name, Err(self.file.unknown(target.span)));
            return;
        };
        if keys.is_empty() {
            self.variables.insert(name, value);
            return;
        }
        let held = self.variables.remove(&name).unwrap_or_else(|| Ok(Value::Array(Vec::new())));
        let amended = held.and_then(|mut held| {
            let value = value?;
            let is_put = put_deep(&mut held, &keys, value);
            is_put.then_some(held).ok_or_else(|| self.file.unknown(target.span))
        });
        self.variables.insert(name, amended);
    }

    /// The variable and the keys of `$data['a'][]['b']`. No keys if one is not known.
    #[allow(clippy::type_complexity, reason = "it is taken apart at once")]
    fn place(&mut self, target: &'a Expr<'a, 'a>) -> Option<(String, Option<Vec<Option<String>>>)> {
        match &target.kind {
            ExprKind::Variable(name) => Some((name.as_str().to_owned(), Some(Vec::new()))),
            ExprKind::ArrayAccess(ArrayAccessExpr { array, index }) => {
                let (name, keys) = self.place(array)?;
                let key = match index {
                    None => Some(None),
                    Some(index) => self.value(index).ok().and_then(|key| key_of(&key)).map(Some),
                };
                let keys = keys.zip(key).map(|(mut keys, key)| {
                    keys.push(key);
                    keys
                });
                Some((name, keys))
            }
            _ => None,
        }
    }

    fn method_call(&mut self, expr: &'a Expr<'a, 'a>, call: &'a MethodCallExpr<'a, 'a>) {
        let name = match &call.method.kind {
            ExprKind::Identifier(name) => name.as_str(),
            _ => "",
        };
        let verb = name.strip_suffix("Async").unwrap_or(name);
        if VERBS.contains(&verb)
            && let Some(path) = self.chain(call.object).filter(is_api)
        {
            self.args(&call.args);
            return self.call(expr, verb.to_ascii_uppercase(), path, call.args.first());
        }
        if let ("request", [method, uri, ..]) = (verb, &*call.args) {
            let method = method.value().map(|method| self.value(method));
            let path = uri.value().map(|uri| self.literal(uri)).filter(is_api);
            if let (Some(Ok(Value::String(method))), Some(path)) = (method, path) {
                return self.call(expr, method.to_ascii_uppercase(), path, call.args.get(2));
            }
        }
        // A method by a name that is not known, or a whole path that is not.
        let is_chain = |object: &Expr<'_, '_>| {
            matches!(&object.kind, ExprKind::MethodCall(inner)
                if matches!(&inner.method.kind, ExprKind::Identifier(name) if name.as_str() == "chain"))
        };
        if is_chain(call.object) {
            self.open = Some(self.file.unknown(expr.span));
            return;
        }
        self.run(call.object);
        match name {
            // What it is given runs after an error only, or not at all.
            "otherwise" => {}
            "then" => {
                for arg in call.args.iter().filter_map(Arg::value) {
                    match &arg.kind {
                        ExprKind::Closure(closure) => {
                            self.forget(&closure.params);
                            self.statements(&closure.body.stmts);
                            self.returned = None;
                        }
                        ExprKind::ArrowFunction(arrow) => {
                            self.forget(&arrow.params);
                            self.run(arrow.body);
                        }
                        _ => {}
                    }
                }
            }
            _ => {
                self.args(&call.args);
                if is_this(call.object) {
                    self.own(name, &call.args);
                }
            }
        }
    }

    fn forget(&mut self, params: &'a [Param<'a, 'a>]) {
        for param in params {
            let unknown = Err(self.file.unknown(param.span));
            self.variables.insert(param.name.or_error().to_owned(), unknown);
        }
    }

    /// A method of the same class.
    fn own(&mut self, name: &str, args: &'a [Arg<'a, 'a>]) {
        let members = self.class.iter().flat_map(|class| &*class.body.members);
        let mut callable = members.filter_map(|member| match &member.kind {
            ClassMemberKind::Method(method) if method.name == name => {
                let body = method.body?;
                Some(Callable { params: &method.params, body: &body.stmts })
            }
            _ => None,
        });
        if let Some(callable) = callable.next_back() {
            self.enter(callable, args);
        }
    }

    /// Follows a function of the same file, for the requests that it sends.
    fn enter(&mut self, callable: Callable<'a>, args: &'a [Arg<'a, 'a>]) {
        if self.depth == DEPTH {
            return;
        }
        let mut inside = HashMap::new();
        for (index, param) in callable.params.iter().enumerate() {
            let value = match (args.get(index).and_then(Arg::value), &param.default) {
                _ if param.variadic || param.by_ref => Err(self.file.unknown(param.span)),
                (Some(arg), _) => self.value(arg),
                (None, Some(default)) => self.value(default),
                (None, None) => Err(self.file.unknown(param.span)),
            };
            inside.insert(param.name.or_error().to_owned(), value);
        }
        let outside = std::mem::replace(&mut self.variables, inside);
        let chains = std::mem::take(&mut self.chains);
        self.depth += 1;
        self.statements(callable.body);
        self.depth -= 1;
        self.variables = outside;
        self.chains = chains;
        self.returned = None;
    }

    fn call(
        &mut self,
        expr: &'a Expr<'a, 'a>,
        method: String,
        path: Result<String, Unknown>,
        options: Option<&'a Arg<'a, 'a>>,
    ) {
        let options = match options.and_then(Arg::value) {
            Some(options) => self.options(options),
            None => Ok((Map::new(), None)),
        };
        let known = options.map(|(options, unknown)| {
            let target = path.and_then(|path| {
                request::target(&path, &options).ok_or_else(|| self.file.unknown(expr.span))
            });
            let body = match unknown {
                Some(unknown) => Err(unknown),
                None => self.body(expr, &options),
            };
            (target, body)
        });
        let (target, body) = known.unwrap_or_else(|unknown| (Err(unknown.clone()), Err(unknown)));
        let line = self.file.line(expr.span.start);
        self.calls.push(Call { line, method, target, body });
    }

    /// The options, and what is not known of them if that can only be in the body.
    fn options(
        &mut self,
        expr: &'a Expr<'a, 'a>,
    ) -> Result<(Map<String, Value>, Option<Unknown>), Unknown> {
        const OF_THE_BODY: [&str; 6] =
            ["json", "body", "headers", "multipart", "form_params", "sink"];
        let ExprKind::Array(elements) = &expr.kind else {
            return match self.value(expr)? {
                Value::Object(map) => Ok((map, None)),
                Value::Array(items) if items.is_empty() => Ok((Map::new(), None)),
                _ => Err(self.file.unknown(expr.span)),
            };
        };
        let (mut options, mut unknown) = (Map::new(), None);
        for element in &**elements {
            let Some(key) = &element.key else { return Err(self.file.unknown(element.span)) };
            let key = key_of(&self.value(key)?).unwrap_or_default();
            match self.value(element.value()) {
                Ok(value) => drop(options.insert(key, value)),
                // Headers and files do not say what is in the body.
                Err(_) if key == "headers" || key == "sink" => {}
                Err(why) if OF_THE_BODY.contains(&key.as_str()) => unknown = Some(why),
                Err(why) => return Err(why),
            }
        }
        Ok((options, unknown))
    }

    fn body(&self, expr: &Expr<'_, '_>, options: &Map<String, Value>) -> Result<Body, Unknown> {
        let other = ["multipart", "form_params", "xml"].into_iter();
        if other.filter(|name| options.contains_key(*name)).count() > 0 {
            return Err(self.file.unknown(expr.span));
        }
        match (options.get("json"), options.get("body")) {
            (None | Some(Value::Null), None) => Ok(Body::None),
            (Some(json), None) => Ok(Body::Json(request::json(json))),
            (_, Some(Value::String(text))) => Ok(Body::Text(text.clone())),
            _ => Err(self.file.unknown(expr.span)),
        }
    }

    /// The path of a chain, if the expression can be one: a receiver's is empty.
    fn chain(&mut self, expr: &'a Expr<'a, 'a>) -> Option<Result<String, Unknown>> {
        match &expr.kind {
            ExprKind::Variable(name) => match self.chains.get(name.as_str()) {
                Some(chain) => Some(chain.clone()),
                None => Some(Ok(String::new())),
            },
            ExprKind::PropertyAccess(access) if is_this(access.object) => Some(Ok(String::new())),
            ExprKind::PropertyAccess(access) => {
                let before = self.chain(access.object)?;
                let after = match &access.property.kind {
                    ExprKind::Identifier(name) => Ok(request::segment(name.as_str())),
                    _ => match self.value(access.property) {
                        Ok(Value::String(text)) => Ok(request::segment(&text)),
                        _ => Err(self.file.unknown(access.property.span)),
                    },
                };
                Some(join(before, after))
            }
            ExprKind::ArrayAccess(ArrayAccessExpr { array, index: Some(index) }) => {
                let before = self.chain(array)?;
                let after = self.literal(index);
                Some(join(before, after))
            }
            ExprKind::MethodCall(call) => {
                let ExprKind::Identifier(name) = &call.method.kind else { return None };
                match (name.as_str(), &*call.args) {
                    ("chain", [path]) => {
                        let before = self.chain(call.object)?;
                        let after = self.literal(path.value()?);
                        Some(join(before, after))
                    }
                    // A getter of the client.
                    (_, []) => Some(Ok(String::new())),
                    _ => None,
                }
            }
            ExprKind::Parenthesized(inner) => self.chain(inner),
            ExprKind::StaticMethodCall(_)
            | ExprKind::FunctionCall(_)
            | ExprKind::StaticPropertyAccess(_) => Some(Ok(String::new())),
            _ => None,
        }
    }

    /// A path as it is given to `chain`. Where PHP would change its letters it reaches nothing.
    fn literal(&mut self, expr: &'a Expr<'a, 'a>) -> Result<String, Unknown> {
        match self.value(expr)? {
            Value::String(path) if !request::is_changed(&path) => Ok(path),
            _ => Err(self.file.unknown(expr.span)),
        }
    }

    /// The value of `$this->name`, if the name is one of a field.
    pub(super) fn own_field(
        &self,
        access: &PropertyAccessExpr<'_, '_>,
    ) -> Option<&Result<Value, Unknown>> {
        let ExprKind::Identifier(name) = &access.property.kind else { return None };
        is_this(access.object).then(|| self.fields.get(name.as_str()))?
    }

    /// The value of `self::NAME`.
    pub(super) fn constant(
        &mut self,
        access: &StaticAccessExpr<'_, '_>,
    ) -> Option<Result<Value, Unknown>> {
        let ExprKind::Identifier(name) = &access.member.kind else { return None };
        let class = self.file.unknown(access.class.span).text;
        let named = self.class.and_then(|class| class.name).map(|name| name.or_error());
        if !is_own_class(&class) && named != Some(class.as_str()) {
            return None;
        }
        let members = self.class.iter().flat_map(|class| &*class.body.members);
        let mut value = members.filter_map(|member| match &member.kind {
            ClassMemberKind::ClassConst(constant) if constant.name == name.as_str() => {
                Some(&constant.value)
            }
            _ => None,
        });
        let value = value.next_back()?;
        // A constant that names itself is no value.
        if self.depth == DEPTH {
            return None;
        }
        self.depth += 1;
        let value = self.value(value);
        self.depth -= 1;
        Some(value)
    }
}

fn join(
    before: Result<String, Unknown>,
    after: Result<String, Unknown>,
) -> Result<String, Unknown> {
    let (before, after) = (before?, after?);
    Ok(match before.as_str() {
        "" => after,
        _ => format!("{}/{}", before.trim_end_matches('/'), after.trim_start_matches('/')),
    })
}

/// Whether it is a path of the API, so that the verb is the wrapper's. One that is not known is.
fn is_api(path: &Result<String, Unknown>) -> bool {
    match path {
        Ok(path) => {
            let path = path.trim_start_matches('/');
            path.starts_with("v3/") || path.starts_with("https://")
        }
        Err(_) => true,
    }
}

fn put_deep(held: &mut Value, keys: &[Option<String>], value: Value) -> bool {
    let Some((key, rest)) = keys.split_first() else {
        return false;
    };
    if rest.is_empty() {
        if !matches!(held, Value::Array(_) | Value::Object(_)) {
            return false;
        }
        put(held, key.clone(), value);
        return true;
    }
    let Some(key) = key else { return false };
    if super::value::element(held, &key.clone().into()).is_none() {
        put(held, Some(key.clone()), Value::Array(Vec::new()));
    }
    let inner = match held {
        Value::Object(map) => map.get_mut(key),
        Value::Array(items) => key.parse::<usize>().ok().and_then(|index| items.get_mut(index)),
        _ => None,
    };
    inner.is_some_and(|inner| put_deep(inner, rest, value))
}

fn is_this(expr: &Expr<'_, '_>) -> bool {
    matches!(&expr.kind, ExprKind::Variable(name) if name.as_str() == "this")
}

fn is_own_class(name: &str) -> bool {
    ["self", "static"].contains(&name.to_ascii_lowercase().as_str())
}

fn keyword(hint: &TypeHint<'_, '_>) -> Option<BuiltinType> {
    match &hint.kind {
        TypeHintKind::Keyword(keyword, _) => Some(*keyword),
        TypeHintKind::Nullable(inner) => keyword_of(inner),
        _ => None,
    }
}

fn keyword_of(hint: &TypeHint<'_, '_>) -> Option<BuiltinType> {
    match &hint.kind {
        TypeHintKind::Keyword(keyword, _) => Some(*keyword),
        _ => None,
    }
}

/// A text of small letters, digits and hyphens.
fn sample(name: &str) -> Value {
    let name = request::segment(name);
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    format!("{name}-1").into()
}

/// The fields to which a statement assigns, however deep.
fn fields_assigned(statement: &Stmt<'_, '_>, names: &mut Vec<String>) {
    struct Assigned<'n>(&'n mut Vec<String>);
    impl<'a, 's> Visitor<'a, 's> for Assigned<'_> {
        type Break = ();

        fn visit_expr(&mut self, expr: &Expr<'a, 's>) -> ControlFlow<()> {
            if let ExprKind::Assign(assign) = &expr.kind {
                let mut target = assign.target;
                while let ExprKind::ArrayAccess(access) = &target.kind {
                    target = access.array;
                }
                if let ExprKind::PropertyAccess(access) = &target.kind {
                    let name = access.property.name_str().filter(|_| is_this(access.object));
                    self.0.extend(name.map(str::to_owned));
                }
            }
            walk_expr(self, expr)
        }
    }
    // It breaks nowhere.
    let _ = Assigned(names).visit_stmt(statement);
}
