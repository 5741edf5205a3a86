//! The written crate's `Cargo.toml`.

use super::Module;

/// The text of the file.
pub(super) fn text(
    package: &str,
    library: &str,
    modules: &[Module<'_>],
    asynchronous: bool,
    is_in_a_foreign_workspace: bool,
) -> String {
    let uses = |what: &str| modules.iter().any(|module| names(&module.ported.rust, what));
    let mut text = format!(
        "# Written by `wechatpay port`.\n[package]\nname = \"{package}\"\nversion = \"0.1.0\"\n\
         edition = \"2024\"\npublish = false\n\n[dependencies]\n"
    );
    if uses("http") {
        text += "http = \"1\"\n";
    }
    if uses("serde_json") {
        text += "serde_json = \"1\"\n";
    }
    if uses("tokio") {
        text += "tokio = { version = \"1\", features = [\"rt-multi-thread\"] }\n";
    }
    text += &format!("wechatpay-chain = {{ {library} }}\n\n[dev-dependencies]\n");
    text += "serde_json = \"1\"\n";
    if asynchronous {
        text += "tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n";
    }
    text += &format!("wechatpay-chain = {{ {library}, features = [\"gateway\"] }}\n");
    if is_in_a_foreign_workspace {
        text += "\n# Of no workspace. To make it a member of the one around it, remove this.\n[workspace]\n";
    }
    text
}

/// Whether the text has a path that begins with this crate.
fn names(rust: &str, name: &str) -> bool {
    let path = format!("{name}::");
    rust.match_indices(&path).any(|(at, _)| {
        let before = rust[..at].chars().next_back();
        !before.is_some_and(|before| before.is_alphanumeric() || before == '_' || before == ':')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_known_by_its_path() {
        assert!(names("use http::Method;", "http") && names("(http::Method::GET)", "http"));
        assert!(!names("use wechatpay_chain::http::Method;", "http"));
        assert!(!names("let http = 1; xhttp::y", "http"));
    }
}
