//! Names of Rust for names of PHP.

/// `0001.php` is `php_0001`, `src/class-00.php` is `class_00`.
pub(crate) fn module(path: &str) -> String {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = match file.rsplit_once('.') {
        Some(("", _)) | None => file,
        Some((stem, _)) => stem,
    };
    let name = snake(stem);
    match name.trim_matches('_') {
        "" => "php".to_owned(),
        trimmed if trimmed.starts_with(|first: char| first.is_ascii_digit()) => {
            format!("php_{trimmed}")
        }
        // The crate's own files.
        trimmed @ ("lib" | "main" | "tests") => format!("php_{trimmed}"),
        trimmed if is_keyword(trimmed) => format!("php_{trimmed}"),
        trimmed => trimmed.to_owned(),
    }
}

/// `outTradeNo` is `out_trade_no`: a variable, a function, a field. A keyword gets an underscore.
pub(crate) fn value(name: &str) -> String {
    let snake = snake(name);
    if snake.trim_matches('_').is_empty() || snake.starts_with(|first: char| first.is_ascii_digit())
    {
        return format!("php_{}", snake.trim_start_matches('_'));
    }
    if is_keyword(&snake) { format!("{snake}_") } else { snake }
}

/// `wechat_pay` is `WechatPay`: a struct.
pub(crate) fn structure(name: &str) -> String {
    let mut camel = String::new();
    for word in snake(name).split('_').filter(|word| !word.is_empty()) {
        let mut characters = word.chars();
        camel.extend(characters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(characters.as_str());
    }
    // Names that every module has for itself.
    match camel.as_str() {
        "" => "Php".to_owned(),
        "Client" | "Error" | "Value" | "Self" | "Result" | "Ok" | "Err" | "Option" | "Some"
        | "None" | "String" | "Vec" | "Response" | "Options" | "Formatter" | "Rsa" | "AesGcm"
        | "Hash" | "PemUtil" | "MediaUtil" | "PrivateKey" | "PublicKey" | "Transformer"
        | "Method" | "Promise" => format!("Php{camel}"),
        first if first.starts_with(|first: char| first.is_ascii_digit()) => format!("Php{camel}"),
        _ => camel,
    }
}

/// `MAX_SIZE`: a constant.
pub(crate) fn constant(name: &str) -> String {
    value(name).to_ascii_uppercase()
}

/// Words in small letters with underscores between. What Rust has no letter for is left out.
fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let characters: Vec<char> = name.chars().collect();
    for (at, &character) in characters.iter().enumerate() {
        if character.is_ascii_uppercase() {
            let after_small = at > 0
                && (characters[at - 1].is_ascii_lowercase() || characters[at - 1].is_ascii_digit());
            let before_small = at > 0
                && characters[at - 1].is_ascii_uppercase()
                && characters.get(at + 1).is_some_and(char::is_ascii_lowercase);
            if (after_small || before_small) && !snake.ends_with('_') {
                snake.push('_');
            }
            snake.push(character.to_ascii_lowercase());
        } else if character.is_ascii_alphanumeric() || character == '_' {
            snake.push(character);
        } else if character.is_ascii() {
            snake.push('_');
        } else {
            snake.push_str(&format!("u{:x}", u32::from(character)));
        }
    }
    while snake.contains("__") {
        snake = snake.replace("__", "_");
    }
    snake
}

pub(crate) fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "abstract"
            | "as"
            | "async"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "crate"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "final"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "override"
            | "priv"
            | "pub"
            | "ref"
            | "return"
            | "self"
            | "Self"
            | "static"
            | "struct"
            | "super"
            | "trait"
            | "true"
            | "try"
            | "type"
            | "typeof"
            | "union"
            | "unsafe"
            | "unsized"
            | "use"
            | "virtual"
            | "where"
            | "while"
            | "yield"
    )
}
