//! What is left to do when a function is translated: variables that nothing reads, `?` and `Ok`.

use std::collections::HashSet;

use super::mentioned;
use crate::code::{Block, Code, Json, Kind, Link, Statement};
use crate::print::Printer;

/// Whether a block has a `?` of its own.
pub(super) fn is_fallible(block: &Block) -> bool {
    block.statements.iter().any(|statement| match &statement.kind {
        Kind::Let(_, Some(code)) | Kind::Do(code) | Kind::Tail(code) => has_try(code),
        Kind::Assign(target, _, value) => has_try(target) || has_try(value),
        _ => false,
    })
}

fn has_try(code: &Code) -> bool {
    match code {
        Code::Text(text) => text.ends_with('?'),
        Code::Chain(root, links) => {
            has_try(root)
                || links.iter().any(|link| match link {
                    Link::Try => true,
                    Link::Method(_, arguments) => arguments.iter().any(has_try),
                    Link::Index(index) => has_try(index),
                    _ => false,
                })
        }
        Code::Call(_, items) | Code::List(_, items, _) => items.iter().any(has_try),
        Code::Json(json) => json_has_try(json),
        Code::Closure(..) => false,
        Code::Block(head, block) => !head.starts_with("async") && is_fallible(block),
        Code::If(branches, otherwise) => {
            branches.iter().any(|(condition, block)| has_try(condition) || is_fallible(block))
                || otherwise.as_ref().is_some_and(is_fallible)
        }
        Code::Match(subject, arms) => {
            has_try(subject) || arms.iter().any(|(_, code)| has_try(code))
        }
        Code::Prefix(prefix, inner) => {
            *prefix == "return " && matches!(&**inner, Code::Call(name, _) if name == "Err")
                || has_try(inner)
        }
        Code::Binary(left, _, right) => has_try(left) || has_try(right),
        Code::Struct(_, fields) => fields.iter().any(|(_, code)| has_try(code)),
    }
}

fn json_has_try(json: &Json) -> bool {
    match json {
        Json::Literal(_) => false,
        Json::Code(code) => has_try(code),
        Json::List(entries) | Json::Map(entries) => entries.entries.iter().any(|entry| {
            entry.key.as_ref().is_some_and(|key| key.contains('?')) || json_has_try(&entry.value)
        }),
    }
}

/// Variables that nothing reads: those that an idiom has made superfluous go, the others are `_named`.
pub(super) fn tidy(block: &mut Block, has_idiom: bool, inlined: &HashSet<String>) {
    let mut seen: HashSet<String> = HashSet::new();
    for place in (0..block.statements.len()).rev() {
        let statement = &mut block.statements[place];
        if let Kind::Let(pattern, Some(code)) = &mut statement.kind {
            let name = pattern
                .trim_start_matches("mut ")
                .split(':')
                .next()
                .unwrap_or(pattern)
                .trim()
                .to_owned();
            let plain = !name.starts_with(['_', '(']);
            if plain && !seen.contains(&name) {
                if (has_idiom || inlined.contains(&name)) && is_pure(code) {
                    statement.kind = Kind::Nothing;
                } else if has_try(code) && !has_hole(code) {
                    statement.kind = Kind::Do(std::mem::replace(code, Code::text("()")));
                } else {
                    *pattern = format!("_{}", pattern.trim_start_matches("mut "));
                }
            }
        }
        match &mut statement.kind {
            Kind::Let(_, Some(code)) | Kind::Do(code) | Kind::Tail(code) => {
                tidy_code(code, has_idiom, inlined)
            }
            _ => {}
        }
        let statement = &block.statements[place];
        match &statement.kind {
            Kind::Let(pattern, Some(code)) => {
                // What is read behind it is this one, not one of the same name before.
                if let Some(name) = pattern.trim_start_matches("mut ").split(':').next() {
                    seen.remove(name);
                }
                mentioned::in_code(code, &mut |name| _ = seen.insert(name.to_owned()));
            }
            _ => mentioned::in_statement(statement, &mut |name| _ = seen.insert(name.to_owned())),
        }
    }
    merge_pushes(block);
    drop_mut(block);
    block.statements.retain(|statement| {
        !matches!(statement.kind, Kind::Nothing)
            || !statement.before.is_empty()
            || statement.behind.is_some()
    });
}

/// A variable whose changes are all among what is not translated is not changed.
fn drop_mut(block: &mut Block) {
    for place in 0..block.statements.len() {
        let Kind::Let(pattern, Some(_)) = &block.statements[place].kind else { continue };
        let Some(name) = pattern.strip_prefix("mut ") else { continue };
        let name = name.split(':').next().unwrap_or(name).to_owned();
        let rest = Block { statements: block.statements[place + 1..].to_vec() };
        let mut printer = Printer::default();
        printer.block(&rest, 0);
        let (text, _) = crate::print::finish(&printer.text);
        if !changes(&text, &name)
            && let Kind::Let(pattern, _) = &mut block.statements[place].kind
        {
            *pattern = pattern.trim_start_matches("mut ").to_owned();
        }
    }
}

/// Whether a text assigns to a variable, or calls what changes it.
fn changes(text: &str, name: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        let Some((_, behind)) = line.split_once(name) else { return false };
        let is_first = line.starts_with(name);
        line.contains("as_array_mut")
            || is_first
                && [" = ", " =", " += ", " -= ", "[", ".push", ".set_meta("]
                    .iter()
                    .any(|change| behind.starts_with(change))
    })
}

/// `let mut x = Vec::new(); x.push(a);` is `let x = vec![a];`.
fn merge_pushes(block: &mut Block) {
    let mut place = 0;
    while place < block.statements.len() {
        let Kind::Let(pattern, Some(Code::Call(function, _))) = &block.statements[place].kind
        else {
            place += 1;
            continue;
        };
        let Some(name) =
            pattern.strip_prefix("mut ").filter(|_| function == "Vec::new").map(str::to_owned)
        else {
            place += 1;
            continue;
        };
        let mut items = Vec::new();
        while let Some(Statement {
            kind: Kind::Do(Code::Chain(root, links)),
            before,
            behind: None,
            ..
        }) = block.statements.get(place + 1)
            && let (Code::Text(text), [Link::Method(method, arguments)]) =
                (&**root, links.as_slice())
            && (text, method.as_str()) == (&name, "push")
            && before.is_empty()
        {
            items.extend(arguments.clone());
            block.statements.remove(place + 1);
        }
        if !items.is_empty() {
            let rest = Block { statements: block.statements[place + 1..].to_vec() };
            let mut printer = Printer::default();
            printer.block(&rest, 0);
            let changed = printer.text.contains(&format!("{name}.push("));
            let pattern = if changed { format!("mut {name}") } else { name };
            block.statements[place].kind =
                Kind::Let(pattern, Some(Code::List("vec![", items, "]")));
        }
        place += 1;
    }
}

fn tidy_code(code: &mut Code, has_idiom: bool, inlined: &HashSet<String>) {
    match code {
        Code::If(branches, otherwise) => {
            branches.iter_mut().for_each(|(_, block)| tidy(block, has_idiom, inlined));
            otherwise.iter_mut().for_each(|block| tidy(block, has_idiom, inlined));
        }
        Code::Match(_, arms) => {
            arms.iter_mut().for_each(|(_, code)| tidy_code(code, has_idiom, inlined))
        }
        Code::Block(_, block) => tidy(block, has_idiom, inlined),
        Code::Closure(_, body) => tidy_code(body, has_idiom, inlined),
        _ => {}
    }
}

/// Whether leaving it out changes nothing but time.
fn is_pure(code: &Code) -> bool {
    const KEYS: [&str; 11] = [
        "PrivateKey::load",
        "PublicKey::load",
        "PrivateKey::from_file_encrypted",
        "PrivateKey::from_pem_encrypted",
        "PemUtil::parse_certificate_serial_no",
        "PemUtil::load_private_key",
        "PemUtil::load_certificate",
        "Rsa::sign",
        "PemUtil::load_certificate_from_string",
        "serde_json::from_slice::<Value>",
        "serde_json::from_str::<Value>",
    ];
    match code {
        Code::Chain(root, links) => {
            let own = match &**root {
                Code::Call(name, arguments) => {
                    KEYS.contains(&name.as_str()) && arguments.iter().all(is_pure)
                }
                Code::Text(text) => text != "self" && text != "client",
                root => is_pure(root),
            };
            let tries = links.iter().any(|link| matches!(link, Link::Try | Link::Await));
            own && (!tries
                || matches!(&**root, Code::Call(..))
                || matches!(links.as_slice(), [Link::Try]))
        }
        Code::Call(name, arguments) => {
            name != "compile_error!"
                && name != "hole"
                && !name.starts_with("Self::")
                && arguments.iter().all(is_pure)
        }
        Code::Prefix(_, inner) => is_pure(inner),
        Code::Binary(left, _, right) => is_pure(left) && is_pure(right),
        Code::List(_, items, _) => items.iter().all(is_pure),
        Code::Text(_) => true,
        Code::Json(json) => {
            !json_has_try(json) && json.flat().is_none_or(|text| !text.contains("compile_error!"))
        }
        Code::If(branches, _) => branches.iter().all(|(condition, _)| is_pure(condition)),
        _ => false,
    }
}

fn has_hole(code: &Code) -> bool {
    let text = code.write(crate::print::At::line(0, 0));
    text.contains("compile_error!(") || text.contains("hole")
}
