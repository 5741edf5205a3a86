//! The wrapper's own classes: keys, crypto, texts, uploads, responses.

use php_ast::Span;
use php_ast::owned::{
    Arg, ArrayAccessExpr, Expr, ExprKind, MethodCallExpr, PropertyAccessExpr, StaticAccessExpr,
    StaticMethodCallExpr,
};
use serde_json::Value;

use super::Translator;
use super::builtin::plain;
use super::path::is_named;
use crate::code::{Code, Link};
use crate::term::{Form, Term, Type, quoted};

impl Translator<'_> {
    /// `Rsa::sign(…)`
    pub(super) fn static_call(&mut self, call: &StaticMethodCallExpr, span: Span) -> Term {
        let (Some(class), ExprKind::Identifier(method)) =
            (class_of(&call.class), &call.method.kind)
        else {
            return self.unknown(span);
        };
        let method = method.as_str().to_owned();
        if let Some(term) = self.own_static(&class, &method, &call.args, span) {
            return term;
        }
        let class = self.class_name(&class);
        let class = class.strip_prefix("wechatpay\\").unwrap_or(&class);
        let class = class.rsplit('\\').next().unwrap_or(class).to_owned();
        if let Some(header) = self.header_call(&call.args) {
            return header;
        }
        let Some(arguments) = plain(&call.args) else { return self.unknown(span) };
        self.sdk(&class, &method, &arguments, span).unwrap_or_else(|| self.unknown(span))
    }

    fn sdk(&mut self, class: &str, method: &str, arguments: &[&Expr], span: Span) -> Option<Term> {
        Some(match (class, method, arguments) {
            ("builder", "factory", [config]) => self.factory(config, span),
            ("rsa", "from", [thing, rest @ ..]) => self.key_from(thing, rest)?,
            ("rsa", "fromPkcs8", [thing]) => self.key_uri("PrivateKey", "private.pkcs8", thing),
            ("rsa", "fromPkcs1", [thing]) => self.key_uri("PrivateKey", "private.pkcs1", thing),
            ("rsa", "fromPkcs1", [thing, _]) => self.key_uri("PublicKey", "public.pkcs1", thing),
            ("rsa", "fromSpki", [thing]) => self.key_uri("PublicKey", "public.spki", thing),
            ("rsa", "sign", [message, key]) => {
                let (message, key) = (self.bytes_of(message), self.key_of(key, &Type::PrivateKey)?);
                self.sdk_call("Rsa::sign", vec![message, key], Type::Text)
            }
            ("rsa", "verify", _) if self.function.notification => self.notification_verified(span),
            ("aesgcm", "decrypt", _) if self.function.notification => {
                self.notification_decrypted(span)
            }
            ("rsa", "encrypt", [plaintext, ..]) if self.function.sensitive => {
                self.encrypted(plaintext)
            }
            ("rsa", "verify", [message, signature, key]) => {
                let (message, signature) = (self.bytes_of(message), self.entry_text(signature));
                let key = self.key_of(key, &Type::PublicKey)?;
                self.sdk_call("Rsa::verify", vec![message, signature, key], Type::Bool)
            }
            ("rsa", "encrypt", [plaintext, key, ..]) => self.rsa_encrypt(plaintext, key)?,
            ("rsa", "decrypt", [ciphertext, key, ..]) => {
                let (ciphertext, key) =
                    (self.entry_text(ciphertext), self.key_of(key, &Type::PrivateKey)?);
                self.sdk_call("Rsa::decrypt", vec![ciphertext, key], Type::Bytes)
            }
            ("aesgcm", "encrypt", [plaintext, rest @ ..]) if rest.len() == 3 || rest.len() == 2 => {
                let mut items = vec![self.bytes_of(plaintext)];
                items.extend(rest.iter().map(|argument| self.entry_text(argument)));
                items.resize(4, Code::text("\"\""));
                self.sdk_call("AesGcm::encrypt", items, Type::Text)
            }
            ("aesgcm", "decrypt", [_, rest @ ..]) if rest.len() == 3 || rest.len() == 2 => {
                let mut items: Vec<Code> =
                    arguments.iter().map(|argument| self.entry_text(argument)).collect();
                items.resize(4, Code::text("\"\""));
                self.sdk_call("AesGcm::decrypt", items, Type::Bytes)
            }
            ("aesecb", "encrypt", [plaintext, key, ..]) => {
                let items = vec![self.bytes_of(plaintext), self.entry_text(key)];
                self.sdk_call("AesEcb::encrypt", items, Type::Text)
            }
            ("aesecb", "decrypt", [ciphertext, key, ..]) => {
                let items = vec![self.entry_text(ciphertext), self.entry_text(key)];
                self.sdk_call("AesEcb::decrypt", items, Type::Bytes)
            }
            ("hash", "md5", [thing, key, rest @ ..]) => {
                let agent = Code::text((!rest.is_empty()).to_string());
                let items = vec![self.bytes_of(thing), self.entry_text(key), agent];
                self.sdk_call("Hash::md5", items, Type::Text)
            }
            ("hash", "hmac", [thing, key, rest @ ..]) => {
                let algorithm = match rest.first() {
                    Some(algorithm) => self.entry_text(algorithm),
                    None => Code::text("\"sha256\""),
                };
                let items = vec![self.bytes_of(thing), self.entry_text(key), algorithm];
                self.sdk_call("Hash::hmac", items, Type::Text)
            }
            ("hash", "equals", [known, given]) => {
                let known = self.entry_ref(known);
                let given = self.entry_ref(given);
                Term::owned(Code::call("Hash::equals", vec![known, given]), Type::Bool)
            }
            ("formatter", "nonce", rest) => {
                let size = match rest.first() {
                    Some(size) => self.expression(size).code,
                    None => Code::text("32"),
                };
                Term::owned(Code::call("Formatter::nonce", vec![size]), Type::Text)
            }
            ("formatter", "timestamp", []) => {
                Term::owned(Code::call("Formatter::timestamp", Vec::new()), Type::Int)
            }
            ("formatter", "joinedByLineFeed", pieces) => {
                let items: Vec<Code> = pieces
                    .iter()
                    .map(|piece| {
                        let term = self.expression(piece);
                        self.str_ref(term)
                    })
                    .collect();
                Term::owned(
                    Code::call("Formatter::joined_by_line_feed", vec![Code::List("[", items, "]")]),
                    Type::Text,
                )
            }
            ("formatter", "response", [timestamp, nonce, body]) => {
                let timestamp = self.expression(timestamp);
                let timestamp = self.display(timestamp);
                let items = vec![timestamp, self.entry_ref(nonce), self.bytes_of(body)];
                Term::owned(Code::call("Formatter::response", items), Type::Bytes)
            }
            ("formatter", "request", [method, uri, timestamp, nonce, rest @ ..]) => {
                let timestamp = self.expression(timestamp);
                let timestamp = self.display(timestamp);
                let body = match rest.first() {
                    Some(body) => self.bytes_of(body),
                    None => Code::text("\"\""),
                };
                let items = vec![
                    self.entry_ref(method),
                    self.entry_ref(uri),
                    timestamp,
                    self.entry_ref(nonce),
                    body,
                ];
                Term::owned(Code::call("Formatter::request", items), Type::Bytes)
            }
            ("pemutil", "parseCertificateSerialNo", [certificate]) => {
                let path = self.expression(certificate);
                let items = vec![self.text_argument(path)];
                self.sdk_call("PemUtil::parse_certificate_serial_no", items, Type::Text)
            }
            ("pemutil", "loadPrivateKey", [path]) => {
                let items = vec![self.text_of(path)];
                self.sdk_call("PemUtil::load_private_key", items, Type::PrivateKey)
            }
            ("pemutil", "loadPrivateKeyFromString", [pem]) => {
                let items = vec![self.text_of(pem)];
                self.sdk_call("PemUtil::load_private_key_from_string", items, Type::PrivateKey)
            }
            ("pemutil", "loadCertificate", [path]) => {
                let items = vec![self.text_of(path)];
                self.sdk_call("PemUtil::load_certificate", items, Type::PublicKey)
            }
            ("pemutil", "loadCertificateFromString", [pem]) => {
                let items = vec![self.text_of(pem)];
                self.sdk_call("PemUtil::load_certificate_from_string", items, Type::PublicKey)
            }
            ("transformer", "toArray", [xml]) => {
                let xml = self.bytes_of(xml);
                self.sdk_call("Transformer::to_array", vec![xml], Type::Json)
            }
            ("transformer", "toXml", [value, ..]) => {
                let value = self.expression(value);
                let value = self.value_ref(value);
                self.sdk_call("Transformer::to_xml", vec![value], Type::Text)
            }
            _ => return None,
        })
    }

    fn sdk_call(&mut self, name: &str, arguments: Vec<Code>, kind: Type) -> Term {
        let code = Code::call(name, arguments);
        Term::owned(self.tried(code), kind)
    }

    pub(super) fn rsa_encrypt(&mut self, plaintext: &Expr, key: &Expr) -> Option<Term> {
        let (plaintext, key) = (self.bytes_of(plaintext), self.key_of(key, &Type::PublicKey)?);
        Some(self.sdk_call("Rsa::encrypt", vec![plaintext, key], Type::Text))
    }

    fn bytes_of(&mut self, expression: &Expr) -> Code {
        let term = self.expression(expression);
        self.bytes_argument(term)
    }

    fn entry_text(&mut self, expression: &Expr) -> Code {
        let term = self.expression(expression);
        self.text_argument(term)
    }

    fn entry_ref(&mut self, expression: &Expr) -> Code {
        let term = self.expression(expression);
        self.str_entry(term)
    }

    fn key_of(&mut self, expression: &Expr, kind: &Type) -> Option<Code> {
        let term = self.expression(expression);
        match (&term.kind, term.form) {
            (known, Form::Ref) if known == kind => Some(term.code),
            (known, _) if known == kind => Some(term.code.reference()),
            // The wrapper takes the text of a key, too.
            (Type::Text, _) => {
                let text = self.text_argument(term);
                let load = Code::call(format!("{}::load", kind.rust()), vec![text]);
                Some(self.tried(load).reference())
            }
            (Type::Json, _) => {
                let text = self.str_entry(term);
                let load = Code::call(format!("{}::load", kind.rust()), vec![text]);
                Some(self.tried(load).reference())
            }
            (Type::Hole, _) => {
                let rust = kind.rust();
                Some(self.hole_as(term.code, &rust).reference())
            }
            _ => None,
        }
    }

    /// `Rsa::from($thing, Rsa::KEY_TYPE_PUBLIC)`
    fn key_from(&mut self, thing: &Expr, rest: &[&Expr]) -> Option<Term> {
        let public = match rest {
            [] => false,
            [kind] => match &kind.kind {
                ExprKind::ClassConstAccess(access) => is_named(&access.member, "KEY_TYPE_PUBLIC"),
                ExprKind::String(kind) => kind.to_str() == Some("public"),
                _ => return None,
            },
            _ => return None,
        };
        if let ExprKind::Array(elements) = &thing.kind {
            let [pem, passphrase] = &elements[..] else { return None };
            let (pem, passphrase) =
                (self.expression(pem.value()), self.expression(passphrase.value()));
            let passphrase = self.str_ref(passphrase);
            let file = pem.known_text().and_then(|text| text.strip_prefix("file://")).map(quoted);
            return Some(match file {
                Some(path) => self.sdk_call(
                    "PrivateKey::from_file_encrypted",
                    vec![Code::Text(path), passphrase],
                    Type::PrivateKey,
                ),
                None => {
                    let pem = self.text_argument(pem);
                    self.sdk_call(
                        "PrivateKey::from_pem_encrypted",
                        vec![pem, passphrase],
                        Type::PrivateKey,
                    )
                }
            });
        }
        let thing = self.expression(thing);
        let (name, kind) = if public {
            ("PublicKey::load", Type::PublicKey)
        } else {
            ("PrivateKey::load", Type::PrivateKey)
        };
        if thing.kind == kind {
            return Some(thing);
        }
        let text = self.text_argument(thing);
        Some(self.sdk_call(name, vec![text], kind))
    }

    fn key_uri(&mut self, name: &str, scheme: &str, thing: &Expr) -> Term {
        let thing = self.expression(thing);
        let kind = if name == "PrivateKey" { Type::PrivateKey } else { Type::PublicKey };
        let uri = self.joined(vec![
            crate::term::Part::Literal(format!("{scheme}://")),
            crate::term::Part::Value(Box::new(thing), None),
        ]);
        self.sdk_call(&format!("{name}::load"), vec![uri.code], kind)
    }

    /// `new MediaUtil($path)`
    pub(super) fn media(&mut self, arguments: &[Arg], span: Span) -> Term {
        let Some(arguments) = plain(arguments) else { return self.unknown(span) };
        let [path] = arguments.as_slice() else { return self.unknown(span) };
        let path = self.expression(path);
        let path = match path.known_text().and_then(|text| text.strip_prefix("file://")) {
            Some(path) => Code::Text(quoted(path)),
            None => self.text_argument(path),
        };
        if self.settings.asynchronous && self.function.depth_sync() {
            let path = match path {
                Code::Prefix("&", inner) => *inner,
                path => path,
            };
            let code = self.waited(Code::call("MediaUtil::new_async", vec![path]));
            return Term::owned(code, Type::Media);
        }
        self.sdk_call("MediaUtil::new", vec![path], Type::Media)
    }

    pub(super) fn class_constant(&mut self, access: &StaticAccessExpr, span: Span) -> Term {
        let (Some(class), ExprKind::Identifier(member)) =
            (class_of(&access.class), &access.member.kind)
        else {
            return self.unknown(span);
        };
        if let Some(option) = super::options::guzzle_option(member.as_str())
            && self.class_name(&class).ends_with("requestoptions")
        {
            return Term::literal(option);
        }
        let full = self.class_name(&class);
        let own = match class.to_ascii_lowercase().as_str() {
            "self" | "static" => self.class.as_ref().map(|class| class.php.clone()),
            _ => Some(full.rsplit('\\').next().unwrap_or(&full).to_owned()),
        };
        let key = format!("{}::{}", own.unwrap_or_default(), member.as_str());
        if let Some(term) = self.constants.get(&key) {
            return term.clone();
        }
        match (full.rsplit('\\').next().unwrap_or(&full), member.as_str()) {
            ("rsa", "KEY_TYPE_PUBLIC") => Term::literal("public"),
            ("rsa", "KEY_TYPE_PRIVATE") => Term::literal("private"),
            ("hash", "ALGO_MD5") => Term::literal("MD5"),
            ("hash", "ALGO_HMAC_SHA256") => Term::literal("HMAC-SHA256"),
            _ => self.unknown(span),
        }
    }

    /// `$x['key']`
    pub(super) fn entry_of(&mut self, access: &ArrayAccessExpr, whole: &Expr) -> Term {
        if let Some(path) = self.path(whole)
            && path.has_steps()
        {
            let template = path.template();
            return Term::owned(self.chain(&path), Type::Chain).known(template.map(Value::String));
        }
        if let Some(term) = self.server_header(access) {
            return term;
        }
        let Some(index) = &access.index else { return self.unknown(whole.span) };
        let array = self.expression(&access.array);
        let index_term = self.expression(index);
        let known = match (&array.known, &index_term.known) {
            (Some(Value::Object(map)), Some(Value::String(key))) => map.get(key).cloned(),
            (Some(Value::Array(list)), Some(Value::Number(at))) => {
                at.as_u64().and_then(|at| list.get(at as usize)).cloned()
            }
            _ => None,
        };
        match array.kind {
            Type::Json | Type::List => {
                let index = self.index(index_term);
                let array = match array.code {
                    Code::Prefix("&", inner) => *inner,
                    code => code,
                };
                Term::new(array.index(index), Type::Json, Form::Place).known(known)
            }
            Type::Hole => array,
            _ => self.unknown(whole.span),
        }
    }

    /// `$result->code_url`, `$this->mchid`
    pub(super) fn property(&mut self, access: &PropertyAccessExpr, whole: &Expr) -> Term {
        if let Some(path) = self.path(whole) {
            if path.is_client() {
                return Term::new(
                    path.receiver,
                    Type::Client,
                    if self.class.is_some() { Form::Place } else { Form::Ref },
                );
            }
            let template = path.template();
            return Term::owned(self.chain(&path), Type::Chain).known(template.map(Value::String));
        }
        if matches!(&access.object.kind, ExprKind::Variable(name) if name.as_str() == "this")
            && let ExprKind::Identifier(name) = &access.property.kind
        {
            return self.own_property(name.as_str(), whole.span);
        }
        let object = self.expression(&access.object);
        match (object.kind, &access.property.kind) {
            (Type::Json, ExprKind::Identifier(name)) => {
                let object = match object.code {
                    Code::Prefix("&", inner) => *inner,
                    code => code,
                };
                Term::new(object.index(Code::Text(quoted(name.as_str()))), Type::Json, Form::Place)
            }
            (Type::Hole, _) => self.unknown(whole.span),
            _ => self.unknown(whole.span),
        }
    }

    /// `$x->method(…)`
    pub(super) fn method_call(&mut self, call: &MethodCallExpr, whole: &Expr) -> Term {
        if let Some(term) = self.verb(call, whole.span) {
            return term;
        }
        if let Some(path) = self.path(whole)
            && path.has_steps()
        {
            let template = path.template();
            return Term::owned(self.chain(&path), Type::Chain).known(template.map(Value::String));
        }
        let ExprKind::Identifier(method) = &call.method.kind else {
            return self.unknown(whole.span);
        };
        let method = method.as_str();
        if matches!(&call.object.kind, ExprKind::Variable(name) if name.as_str() == "this") {
            return self.own_method(method, &call.args, whole.span);
        }
        if let Some(header) = self.header_call(&call.args) {
            return header;
        }
        if call.args.is_empty()
            && self.is_body_call(method)
            && !matches!(&call.object.kind, ExprKind::Variable(name) if self.function.variables.contains_key(name.as_str()))
        {
            return self.notification_body(whole.span);
        }
        let before = (self.findings.len(), self.calls.len(), self.function.holes);
        let object = self.expression(&call.object);
        let term = self.on(object, method, &call.args, whole.span);
        match term {
            Some(term) => term,
            None => {
                // One hole for the whole expression.
                self.findings.truncate(before.0);
                self.calls.truncate(before.1);
                self.function.holes = before.2;
                self.unknown(whole.span)
            }
        }
    }

    /// A method of a value whose type is known.
    fn on(&mut self, object: Term, method: &str, arguments: &[Arg], span: Span) -> Option<Term> {
        Some(match (&object.kind, method) {
            (Type::Promise(_), "then" | "otherwise" | "wait") => {
                return self.on_promise(object, method, arguments, span);
            }
            (Type::Response, "getBody") => {
                Term::new(object.code.method("body", Vec::new()), Type::Body, Form::Ref)
            }
            (Type::Response, "getStatusCode") => Term::owned(
                Code::call(
                    "i64::from",
                    vec![object.code.method("status", Vec::new()).method("as_u16", Vec::new())],
                ),
                Type::Int,
            ),
            (Type::Response, "getReasonPhrase") => {
                let status =
                    object.code.method("status", Vec::new()).method("canonical_reason", Vec::new());
                Term::new(status.method("unwrap_or_default", Vec::new()), Type::Text, Form::Ref)
            }
            (Type::Response, "getHeaderLine") => {
                let name = self.expression(arguments.first()?.value()?);
                if name.known_text().is_some_and(|name| name.eq_ignore_ascii_case("Request-ID")) {
                    let id = object
                        .code
                        .method("request_id", Vec::new())
                        .method("unwrap_or_default", Vec::new());
                    return Some(Term::new(id, Type::Text, Form::Ref));
                }
                let name = self.str_ref(name);
                let header = object.code.method("headers", Vec::new()).method("get", vec![name]);
                let text = header
                    .method("and_then", vec![Code::text("|value| value.to_str().ok()")])
                    .method("unwrap_or_default", Vec::new());
                Term::new(text, Type::Text, Form::Ref)
            }
            (Type::Body, "getContents" | "__toString") => object,
            (Type::Error, _) => return self.on_error(object, method),
            (Type::Media, "getStream") => {
                Term::owned(object.code.method("stream", Vec::new()), Type::Stream)
            }
            (Type::Media, "getContentType") => {
                Term::new(object.code.method("content_type", Vec::new()), Type::Text, Form::Ref)
            }
            (Type::Media, "getMeta") => {
                Term::new(object.code.method("meta", Vec::new()), Type::Text, Form::Ref)
            }
            (Type::Media, "setMeta") => {
                let argument = arguments.first()?.value()?;
                // PHP gives its JSON as a text, here it is a value.
                let value = match &argument.kind {
                    ExprKind::FunctionCall(call) if named_function(call, "json_encode") => {
                        self.expression(call.args.first()?.value()?)
                    }
                    _ => return None,
                };
                let value = self.value(value);
                Term::owned(object.code.method("set_meta", vec![value]), Type::Unit)
            }
            _ => return None,
        })
    }
}

pub(super) fn class_of(expression: &Expr) -> Option<String> {
    match &expression.kind {
        ExprKind::Name(name) => Some(name.to_string_repr()),
        ExprKind::Identifier(name) => Some(name.as_str().to_owned()),
        _ => None,
    }
}

pub(super) fn named_function(call: &php_ast::owned::FunctionCallExpr, wanted: &str) -> bool {
    let name = match &call.name.kind {
        ExprKind::Name(name) => name.as_str(),
        ExprKind::Identifier(name) => name.as_str(),
        _ => return false,
    };
    name.trim_start_matches('\\').eq_ignore_ascii_case(wanted)
}

/// Whether the last link is a `?`.
pub(super) fn ends_tried(code: &Code) -> bool {
    matches!(code, Code::Chain(_, links) if matches!(links.last(), Some(Link::Try)))
}
