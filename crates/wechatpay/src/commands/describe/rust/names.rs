//! Names of Rust from names of the documents.

use std::collections::HashSet;

/// Those that may not be written `r#…`, too.
const KEYWORDS: [&str; 53] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
];

/// Keywords of which there is no raw form.
const NEVER_RAW: [&str; 5] = ["crate", "self", "Self", "super", "_"];

/// Names that are taken, in a struct, an enum or the whole module.
#[derive(Default)]
pub(super) struct Taken(HashSet<String>);

impl Taken {
    pub(super) fn with(names: &[&str]) -> Self {
        Self(names.iter().map(|name| (*name).to_owned()).collect())
    }

    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.0.contains(name)
    }

    /// This name, with a number behind it if there is another one like it.
    pub(super) fn unique(&mut self, name: String) -> String {
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        let free = names.find(|name| self.0.insert(name.clone()));
        free.unwrap_or(name)
    }
}

/// `payAuthNo` as a field: `pay_auth_no`; `type` is `r#type`.
pub(super) fn field(name: &str) -> String {
    let mut text = String::new();
    let mut before = '_';
    for character in name.chars() {
        if character.is_ascii_uppercase()
            && (before.is_ascii_lowercase() || before.is_ascii_digit())
        {
            text.push('_');
        }
        let plain = if character.is_alphanumeric() { character } else { '_' };
        if plain != '_' || !text.ends_with('_') {
            text.extend(plain.to_lowercase());
        }
        before = character;
    }
    if text.starts_with(char::is_numeric) || text.is_empty() {
        text.insert(0, '_');
    }
    match text.as_str() {
        word if NEVER_RAW.contains(&word) => format!("{word}_"),
        word if KEYWORDS.contains(&word) => format!("r#{word}"),
        _ => text,
    }
}

/// What serde makes of a field's name.
pub(super) fn plain(field: &str) -> &str {
    field.strip_prefix("r#").unwrap_or(field)
}

/// `out-trade-no`, `goods_detail` or `NOT_PAY` as a type or a variant: `OutTradeNo`.
pub(super) fn type_(name: &str) -> String {
    let mut text = String::new();
    for word in name.split(|character: char| !character.is_alphanumeric()) {
        let is_shouted = !word.contains(|character: char| character.is_lowercase());
        let mut letters = word.chars();
        text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        if is_shouted {
            text.extend(letters.flat_map(char::to_lowercase));
        } else {
            text.extend(letters);
        }
    }
    if text.starts_with(char::is_numeric) || text.is_empty() {
        text.insert(0, 'V');
    }
    if KEYWORDS.contains(&text.as_str()) { text + "_" } else { text }
}

/// What the structs of an endpoint are named after: the last segment of its path that is no variable
/// and does not merely tell which one follows, as `id` does before `{transaction_id}`.
pub(super) fn endpoint(path: &str) -> String {
    let segments: Vec<&str> = path.split('/').collect();
    let variable = |at: usize| -> Option<&str> {
        segments.get(at)?.strip_prefix('{')?.strip_suffix('}').filter(|name| *name != "empty")
    };
    let names = |at: usize| {
        let segment = segments[at].replace('-', "_");
        variable(at + 1).is_some_and(|variable| variable.ends_with(&segment))
    };
    let mut literals = (1..segments.len()).rev().filter(|at| !segments[*at].starts_with('{'));
    let last = literals.clone().find(|at| !names(*at)).or_else(|| literals.next());
    type_(last.map_or("endpoint", |at| segments[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        for (name, expected) in [
            ("out_trade_no", "out_trade_no"),
            ("payAuthNo", "pay_auth_no"),
            ("setlLatlnt2X", "setl_latlnt2_x"),
            ("APIKey", "apikey"),
            ("type", "r#type"),
            ("self", "self_"),
            ("1st", "_1st"),
            ("a-b.c", "a_b_c"),
            ("金额", "金额"),
            ("", "_"),
        ] {
            let expected = if expected == "_" { "__" } else { expected };
            assert_eq!(field(name), expected, "{name}");
        }
    }

    #[test]
    fn types_and_variants() {
        for (name, expected) in [
            ("jsapi", "Jsapi"),
            ("out-trade-no", "OutTradeNo"),
            ("NOT_PAY", "NotPay"),
            ("no_balance", "NoBalance"),
            ("MchChannelPayType", "MchChannelPayType"),
            ("REFUND_REchARGE", "RefundREchARGE"),
            ("SELF", "Self_"),
            ("01", "V01"),
            ("", "V"),
        ] {
            assert_eq!(type_(name), expected, "{name}");
        }
    }

    #[test]
    fn endpoints_are_named_after_what_they_do() {
        for (path, expected) in [
            ("v3/pay/transactions/jsapi", "Jsapi"),
            ("v3/pay/transactions/id/{transaction_id}", "Transactions"),
            ("v3/pay/transactions/out-trade-no/{out_trade_no}/close", "Close"),
            ("v3/refund/domestic/refunds/{out_refund_no}", "Refunds"),
            ("v3/applyment4sub/applyment/{empty}", "Applyment"),
            ("v3/id/{id}", "Id"),
            ("v3/{a}", "Endpoint"),
        ] {
            assert_eq!(endpoint(path), expected, "{path}");
        }
    }

    #[test]
    fn what_is_taken_is_numbered() {
        let mut taken = Taken::with(&["Other"]);
        let names = ["A", "A", "A2", "Other"].map(|name| taken.unique(name.to_owned()));
        assert_eq!(names, ["A", "A2", "A22", "Other2"]);
    }
}
