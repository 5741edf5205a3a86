//! Names of packages, modules and paths.

use std::path::{Component, Path, PathBuf};

/// The package's name for a folder: small letters, digits and hyphens.
pub(super) fn package(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let name: String =
        name.chars()
            .map(|character| {
                if character.is_ascii_alphanumeric() || character == '_' { character } else { '-' }
            })
            .collect();
    let name = name.trim_matches('-');
    // Cargo's own words, Rust's, and the packages that it depends on.
    const TAKEN: [&str; 13] = [
        "",
        "test",
        "core",
        "std",
        "alloc",
        "proc-macro",
        "proc_macro",
        "http",
        "serde_json",
        "serde-json",
        "tokio",
        "wechatpay-chain",
        "wechatpay_chain",
    ];
    let is_taken = TAKEN.contains(&name) || is_keyword(name);
    if is_taken || !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return format!("ported-{name}").trim_end_matches('-').to_owned();
    }
    name.to_owned()
}

fn is_keyword(name: &str) -> bool {
    const KEYWORDS: [&str; 52] = [
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
        "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
        "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
        "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type",
        "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
    ];
    KEYWORDS.contains(&name)
}

/// The modules' names, each once, and none that names another file of the crate.
pub(super) fn modules<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = vec!["lib".to_owned(), "main".to_owned()];
    let mut modules = Vec::new();
    for name in names {
        let mut unique = match name {
            "lib" | "main" => format!("php_{name}"),
            _ => name.to_owned(),
        };
        let mut number = 2;
        while taken.contains(&unique) {
            unique = format!("{name}_{number}");
            number += 1;
        }
        taken.push(unique.clone());
        modules.push(unique);
    }
    modules
}

/// The way from one absolute folder to another.
pub(super) fn relative(from: &Path, to: &Path) -> PathBuf {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n(Component::ParentDir, from.len() - common);
    up.chain(to[common..].iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_have_names_that_cargo_takes() {
        for (folder, expected) in [
            ("/a/pay", "pay"),
            ("Pay Service", "pay-service"),
            ("2024", "ported-2024"),
            ("match", "ported-match"),
            ("tokio", "ported-tokio"),
            ("支付", "ported"),
            ("", "ported"),
        ] {
            assert_eq!(package(Path::new(folder)), expected);
        }
    }

    #[test]
    fn modules_have_one_name_each() {
        let names = modules(["pay", "lib", "pay", "pay_2", "php_lib"].into_iter());
        assert_eq!(names, ["pay", "php_lib", "pay_2", "pay_2_2", "php_lib_2"]);
    }

    #[test]
    fn a_way_leads_over_what_both_have() {
        let way = relative(Path::new("/a/b/c"), Path::new("/a/d"));
        assert_eq!(way, Path::new("../../d"));
        assert_eq!(relative(Path::new("/a"), Path::new("/a/b")), Path::new("b"));
    }
}
