//! What PHP sends, call by call: worked out from the PHP alone, so that the tests of a written
//! crate check the translation and do not repeat it.
//!
//! Each function is followed statement by statement with made-up arguments. What depends on anything
//! else, a configuration, a clock, a response, is [`Unknown`], and no test claims it.

mod request;
mod value;
mod walk;

use std::collections::HashMap;

use php_ast::{
    ClassDecl, ClassMemberKind, NamespaceBody, Param as PhpParam, Program, Stmt, StmtKind,
};
use php_rs_parser::bumpalo::Bump;
use serde_json::Value;

use crate::depth;
use walk::Walk;

/// A function, and the requests that PHP sends when it is called once.
#[derive(Debug)]
pub(crate) struct Function {
    /// Of which class it is.
    pub(crate) class: Option<String>,
    /// `None` for the statements outside of functions.
    pub(crate) name: Option<String>,
    pub(crate) line: usize,
    /// Names of the parameters as in PHP, and the arguments.
    pub(crate) arguments: Vec<(String, Result<Value, Unknown>)>,
    pub(crate) calls: Vec<Call>,
    /// Why there may be other calls after these.
    pub(crate) open: Option<Unknown>,
}

/// A request, as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call {
    pub(crate) line: usize,
    pub(crate) method: String,
    /// The path and the query, percent-encoded.
    pub(crate) target: Result<String, Unknown>,
    pub(crate) body: Result<Body, Unknown>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Body {
    None,
    Json(Value),
    Text(String),
}

/// What a value depends on, as it is written in PHP.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unknown {
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// The functions that send requests, and the statements outside of them if those do.
pub(crate) fn functions(source: &str, program: &Program<'_, '_>) -> Vec<Function> {
    let ends = source.bytes().zip(1_u32..).filter(|(byte, _)| *byte == b'\n');
    let lines = ends.map(|(_, next)| next).collect();
    let file = File { source, lines, functions: HashMap::new() };
    let mut found = Found { file, functions: Vec::new() };
    found.file.collect(&program.stmts);
    found.statements(&program.stmts);
    found.functions.retain(|function| !function.calls.is_empty() || function.open.is_some());
    found.functions
}

/// Those of a PHP text.
pub(crate) fn of_text(text: &str) -> Vec<Function> {
    let tagged = format!("<?php {text}");
    let text = if text.contains("<?") { text } else { &tagged };
    let find = || {
        let arena = Bump::new();
        let parsed = php_rs_parser::parse_arena(&arena, text);
        functions(text, &parsed.program)
    };
    // However deep it is nested.
    depth::run(find).unwrap_or_default()
}

/// The text, and what is declared in it.
pub(super) struct File<'a> {
    source: &'a str,
    /// Where the lines begin.
    lines: Vec<u32>,
    /// Functions outside of classes.
    functions: HashMap<String, Callable<'a>>,
}

/// A function's parameters and statements.
#[derive(Clone, Copy)]
pub(super) struct Callable<'a> {
    params: &'a [PhpParam<'a, 'a>],
    body: &'a [Stmt<'a, 'a>],
}

impl<'a> File<'a> {
    fn collect(&mut self, statements: &'a [Stmt<'a, 'a>]) {
        for statement in statements {
            match &statement.kind {
                StmtKind::Function(function) => {
                    let callable =
                        Callable { params: &function.params, body: &function.body.stmts };
                    self.functions.insert(function.name.or_error().to_owned(), callable);
                }
                StmtKind::Namespace(namespace) => {
                    if let NamespaceBody::Braced(block) = &namespace.body {
                        self.collect(&block.stmts);
                    }
                }
                _ => {}
            }
        }
    }

    fn line(&self, offset: u32) -> usize {
        1 + self.lines.partition_point(|start| *start <= offset)
    }

    fn unknown(&self, span: php_ast::Span) -> Unknown {
        let text = self.source.get(span.start as usize..span.end as usize).unwrap_or_default();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let shown: String = text.chars().take(60).collect();
        let text = if shown.len() < text.len() { format!("{shown}…") } else { shown };
        Unknown { line: self.line(span.start), text }
    }
}

struct Found<'a> {
    file: File<'a>,
    functions: Vec<Function>,
}

impl<'a> Found<'a> {
    fn statements(&mut self, statements: &'a [Stmt<'a, 'a>]) {
        let mut walk = Walk::new(&self.file, None);
        walk.statements(statements);
        let line = statements.first().map_or(1, |first| self.file.line(first.span.start));
        self.functions.push(walk.into_function(None, None, line, Vec::new()));
        self.declarations(statements);
    }

    fn declarations(&mut self, statements: &'a [Stmt<'a, 'a>]) {
        for statement in statements {
            match &statement.kind {
                StmtKind::Function(function) => {
                    let callable =
                        Callable { params: &function.params, body: &function.body.stmts };
                    let line = self.file.line(statement.span.start);
                    self.callable(None, function.name.or_error(), line, callable);
                }
                StmtKind::Class(class) => self.class(class),
                StmtKind::Namespace(namespace) => {
                    if let NamespaceBody::Braced(block) = &namespace.body {
                        self.statements(&block.stmts);
                    }
                }
                _ => {}
            }
        }
    }

    fn class(&mut self, class: &'a ClassDecl<'a, 'a>) {
        for member in &*class.body.members {
            let ClassMemberKind::Method(method) = &member.kind else { continue };
            if let Some(body) = method.body {
                let callable = Callable { params: &method.params, body: &body.stmts };
                let line = self.file.line(member.span.start);
                self.callable(Some(class), method.name.or_error(), line, callable);
            }
        }
    }

    fn callable(
        &mut self,
        class: Option<&'a ClassDecl<'a, 'a>>,
        name: &str,
        line: usize,
        callable: Callable<'a>,
    ) {
        let mut walk = Walk::new(&self.file, class);
        let arguments = walk.made_up(callable.params);
        walk.statements(callable.body);
        let class = class.and_then(|class| class.name).map(|name| name.or_error().to_owned());
        let function = walk.into_function(class, Some(name.to_owned()), line, arguments);
        self.functions.push(function);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each call in a line: of which function, and what is sent.
    fn calls(php: &str) -> Vec<String> {
        let mut lines = Vec::new();
        for function in of_text(php) {
            let name = function.name.as_deref().unwrap_or("run");
            for call in function.calls {
                let target =
                    call.target.unwrap_or_else(|why| format!("? {}:{}", why.line, why.text));
                let body = match call.body {
                    Ok(Body::None) => String::new(),
                    Ok(Body::Json(json)) => json.to_string(),
                    Ok(Body::Text(text)) => text,
                    Err(why) => format!("? {}:{}", why.line, why.text),
                };
                lines.push(format!("{name} {} {target} {body}", call.method).trim_end().to_owned());
            }
            lines.extend(function.open.map(|why| format!("{name} … {}:{}", why.line, why.text)));
        }
        lines
    }

    #[test]
    fn arrays_are_amended_before_they_are_sent() {
        let php = r#"<?php
            $no = '20240101a';
            $data = ['json' => ['amount' => ['total' => 1 + 1]]];
            $data['json']['amount']['currency'] = 'CNY';
            $data['json']['goods'][] = ['id' => "n-{$no}"];
            $response = $instance->v3->pay->transactions->native->post($data);
            $chain = $instance->chain('v3/pay/transactions/out-trade-no/' . $no . '/close');
            $chain->postAsync(['json' => ['mchid' => '1']])->then(function ($response) {})->wait();
            print_r($request->get('v3'));
        "#;
        assert_eq!(
            calls(php),
            [
                "run POST /v3/pay/transactions/native {\"amount\":{\"total\":2,\"currency\":\"CNY\"},\
                 \"goods\":[{\"id\":\"n-20240101a\"}]}",
                "run POST /v3/pay/transactions/out-trade-no/20240101a/close {\"mchid\":\"1\"}",
            ]
        );
    }

    #[test]
    fn methods_are_followed_with_made_up_arguments() {
        let php = r#"<?php
            class Pay {
                const PATH = 'v3/refund/domestic/refunds';
                private $currency = 'CNY';
                private $mchid = 'x';
                public function __construct($client, $mchid) { $this->mchid = $mchid; }
                public function refund(string $outTradeNo, int $fen) {
                    if ($fen <= 0) { throw new \Exception('no'); }
                    return $this->send(self::PATH, ['out_trade_no' => $outTradeNo, 'fen' => $fen, 'c' => $this->currency]);
                }
                public function query($no) {
                    return $this->client->chain("v3/x/{$no}")->get(['query' => ['mchid' => $this->mchid]]);
                }
                private function send($path, array $json) {
                    return $this->client->chain($path)->post(['json' => $json]);
                }
            }
        "#;
        assert_eq!(
            calls(php),
            [
                "refund POST /v3/refund/domestic/refunds \
                 {\"out_trade_no\":\"out-trade-no-1\",\"fen\":1,\"c\":\"CNY\"}",
                "query GET ? 12:$this->mchid ? 12:$this->mchid",
                "send … 15:$this->client->chain($path)->post(['json' => $json])",
            ]
        );
    }

    #[test]
    fn nothing_is_claimed_that_depends_on_something_else() {
        let php = r#"<?php
            $a->v3->pay->post(['json' => ['time' => time(), 'x' => config('y')]]);
            $r = $a->v3->b->get();
            if ($r->getStatusCode() === 200) { $a->v3->c->get(); }
            $a->v3->d->get();
        "#;
        assert_eq!(
            calls(php),
            ["run POST /v3/pay ? 2:time()", "run GET /v3/b", "run … 4:$r->getStatusCode() === 200"]
        );
        let php =
            "<?php $m = new MediaUtil('/a.png'); $a->v3->x->post(['body' => $m->getStream()]);";
        assert_eq!(calls(php), ["run … 1:new MediaUtil('/a.png')"]);
        // PHP would rewrite these letters.
        assert_eq!(
            calls("<?php $a->chain('v3/x/R2026ABC')->get();")[0],
            "run GET ? 1:'v3/x/R2026ABC'"
        );
        assert_eq!(calls("<?php $order->user->get(); $a->get('v3/x');"), [] as [&str; 0]);
    }
}
