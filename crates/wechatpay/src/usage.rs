//! What was typed wrongly, on one line: what, and where to read on.

use std::net::AddrParseError;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::language;
use super::terminal::harmless_line;

/// One line of the parser's paragraphs.
pub(crate) fn line(error: &Error) -> String {
    let text = error.render().to_string();
    let mut paragraphs = text.split("\n\n");
    let first = paragraphs.next().unwrap_or_default();
    let english = joined(first.trim_start_matches("error: "));
    let what = match (language::is_chinese(), value(error)) {
        (_, Some(value)) => value,
        (true, None) => chinese(error),
        (false, None) => english,
    };
    let tips = text.lines().filter_map(|line| line.trim().strip_prefix("tip: "));
    let tips: String = match language::is_chinese() {
        // Of the name that was perhaps meant; the others are English sentences.
        true => meant(error).map(|name| format!("，是否想写 `{name}`？")).unwrap_or_default(),
        false => tips.map(|tip| format!(" ({tip})")).collect(),
    };
    let usage =
        text.lines().find_map(|line| line.strip_prefix("Usage: ").or(line.strip_prefix("用法：")));
    // An error of a value alone does not say whose it is.
    let usage = usage.map_or_else(typed, str::to_owned);
    let is_name = |word: &&str| word.starts_with(|first: char| first.is_ascii_lowercase());
    let words = usage.split_whitespace().take_while(is_name);
    let command = words.collect::<Vec<_>>().join(" ");
    say!("{what}{tips}: see `{command} --help`", "{what}{tips}：请看 `{command} --help`")
}

/// The command that was typed.
fn typed() -> String {
    let known = language::command();
    let given = std::env::args().skip(1).find(|word| known.find_subcommand(word).is_some());
    format!("wechatpay {}", given.unwrap_or_default())
}

fn joined(paragraph: &str) -> String {
    paragraph.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn text(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join("、")),
        _ => None,
    }
}

fn meant(error: &Error) -> Option<String> {
    text(error, ContextKind::SuggestedSubcommand).or_else(|| text(error, ContextKind::SuggestedArg))
}

/// Of a value that can't be read, whose reason is a number's, a range's or an address's.
fn value(error: &Error) -> Option<String> {
    if error.kind() != ErrorKind::ValueValidation {
        return None;
    }
    let argument = text(error, ContextKind::InvalidArg)?;
    let value = text(error, ContextKind::InvalidValue)?;
    let value = harmless_line(&value);
    let source = std::error::Error::source(error);
    let is_address = source.is_some_and(|source| source.is::<AddrParseError>());
    let why = source.map(ToString::to_string).unwrap_or_default();
    let range = why.split_once(" is not in ").and_then(|(_, range)| range.split_once(".."));
    Some(match range {
        Some((from, to)) => {
            let to = to.trim_start_matches('=');
            say!(
                "`{value}` is not valid for {argument}: give a whole number from {from} to {to}",
                "{argument} 的值 `{value}` 不正确：应为 {from} 到 {to} 的整数"
            )
        }
        None if is_address => say!(
            "`{value}` is not valid for {argument}: give an IP address, such as 0.0.0.0",
            "{argument} 的值 `{value}` 不正确：应为 IP 地址，例如 0.0.0.0"
        ),
        None => say!(
            "`{value}` is not valid for {argument}: give a whole number",
            "{argument} 的值 `{value}` 不正确：应为整数"
        ),
    })
}

fn chinese(error: &Error) -> String {
    let of = |kind| text(error, kind).map(|text| harmless_line(&text)).unwrap_or_default();
    let (argument, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::UnknownArgument => format!("不认识参数 `{argument}`"),
        ErrorKind::InvalidSubcommand => {
            format!("没有命令 `{}`", of(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 缺少值"),
        ErrorKind::InvalidValue => {
            let possible = match of(ContextKind::ValidValue) {
                values if values.is_empty() => values,
                values => format!("，可选：{values}"),
            };
            format!("{argument} 的值 `{value}` 不正确{possible}")
        }
        ErrorKind::ArgumentConflict => match of(ContextKind::PriorArg) {
            other if other == argument => format!("{argument} 只能写一次"),
            other => format!("{argument} 不能与 {other} 同时使用"),
        },
        ErrorKind::InvalidUtf8 => "参数不是有效的 UTF-8".to_owned(),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooManyValues => {
            format!("{argument} 的值的个数不正确")
        }
        ErrorKind::NoEquals => format!("{argument} 须写作 {argument}=值"),
        _ => format!("{argument} 有误"),
    }
}
