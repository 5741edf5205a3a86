//! Items as HTTPie writes them: what each is, and what they make together.

use std::path::PathBuf;

use http::Method;
use http::header::CONTENT_TYPE;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};
use wechatpay_chain::{MediaUtil, Multipart, Options, Transformer, template};

use super::body::Node;
use super::failure::Failure;
use super::input;
use super::progress::Progress;

/// One item.
#[derive(Debug, PartialEq)]
enum Item {
    /// `k=v` and `k:=json`: a variable, or part of the body, as JSON.
    Value(String, String),
    Query(String, String),
    Header(String, String),
    File(String, PathBuf),
    StandardInput,
}

/// Longer ones first, since the first that fits counts.
const SEPARATORS: [&str; 5] = [":=", "==", "=", ":", "@"];

impl Item {
    /// Splits at the first separator. A mistake is named by the item's number, since its text may be
    /// private.
    fn read(number: usize, text: &str) -> Result<Self, Failure> {
        if text == "-" {
            return Ok(Self::StandardInput);
        }
        let at = |(index, _)| {
            let here = SEPARATORS.iter().find(|separator| text[index..].starts_with(**separator));
            here.map(|separator| (index, *separator))
        };
        let Some((index, separator)) = text.char_indices().find_map(at).filter(|(i, _)| *i > 0)
        else {
            return Err(Failure::usage(say!(
                "item {number} is none of k=v, k:=json, k==v, Header:value, k@file and -: check your shell \
                 quoting",
                "第 {number} 个参数项应为 k=v、k:=json、k==v、Header:value、k@file 或 -：请检查 shell 的引号"
            )));
        };
        let (key, value) = (text[..index].to_owned(), &text[index + separator.len()..]);
        Ok(match separator {
            ":=" => Self::Value(key.clone(), typed(&key, value)?),
            "==" => Self::Query(key, value.to_owned()),
            "=" => Self::Value(key, Value::from(value).to_string()),
            ":" => Self::Header(key, value.to_owned()),
            _ => Self::File(key, value.into()),
        })
    }
}

/// JSON, as it was typed.
fn typed(key: &str, json: &str) -> Result<String, Failure> {
    match serde_json::from_str::<IgnoredAny>(json) {
        Ok(_) => Ok(json.trim().to_owned()),
        Err(error) => {
            let at = error.column();
            Err(Failure::usage(say!(
                "`{key}:=…` is not valid JSON at character {at}: text is written {key}=text",
                "`{key}:=…` 第 {at} 个字符处不是有效的 JSON：文本请写作 {key}=文本"
            )))
        }
    }
}

/// A value of the path, or a parameter of APIv2: a number is text there, all its digits.
fn argument(key: &str, json: &str) -> Result<Value, Failure> {
    if json.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
        return Ok(json.into());
    }
    kept(key, json)
}

/// As it was typed, or not at all.
fn kept(key: &str, json: &str) -> Result<Value, Failure> {
    match (serde_json::from_str(json), wechatpay_chain::__changed_number(json)) {
        (Ok(value), None) => Ok(value),
        // Not shown: it may be a person's number.
        _ => Err(Failure::usage(say!(
            "`{key}:=…` has a number of more digits than are kept here: write it as text ({key}=…)",
            "`{key}:=…` 中的数字位数过多，此处无法原样保留：请写作文本（{key}=…）"
        ))),
    }
}

/// A body of items as the parameters of APIv2.
fn parameters(key: &str, body: &Node) -> Result<Value, Failure> {
    Ok(match body {
        Node::Empty => Value::Null,
        Node::Typed(json) => argument(key, json)?,
        Node::List(items) => {
            items.iter().map(|item| parameters(key, item)).collect::<Result<_, _>>()?
        }
        Node::Object(members) => {
            let member =
                |(name, value): &(String, Node)| Ok((name.clone(), parameters(name, value)?));
            Value::Object(members.iter().map(member).collect::<Result<_, Failure>>()?)
        }
    })
}

/// The items of a call, sorted.
#[derive(Default)]
struct Sorted {
    variables: Vec<(String, Value)>,
    /// As JSON.
    fields: Vec<(String, String)>,
    query: Map<String, Value>,
    headers: Vec<(String, String)>,
    files: Vec<(String, PathBuf)>,
    standard_input: bool,
}

impl Sorted {
    fn of(path: &str, items: &[String]) -> Result<Self, Failure> {
        let names = template::variables(path).map_err(|error| Failure::configured(&error))?;
        let mut sorted = Self::default();
        for (index, item) in items.iter().enumerate() {
            match Item::read(index + 1, item)? {
                Item::Value(key, value) if names.contains(&key) => {
                    let value = argument(&key, &value)?;
                    sorted.variables.push((key, value));
                }
                Item::Value(key, value) => sorted.fields.push((key, value)),
                Item::Query(key, value) => {
                    if sorted.query.insert(key.clone(), value.into()).is_some() {
                        return Err(Failure::usage(say!(
                            "`{key}==` is there twice: give it once",
                            "`{key}==` 出现了两次：只写一次"
                        )));
                    }
                }
                Item::Header(key, value) => sorted.headers.push((key, value)),
                Item::File(key, path) => sorted.files.push((key, path)),
                Item::StandardInput => sorted.standard_input = true,
            }
        }
        if path.contains('?') && !sorted.query.is_empty() {
            return Err(Failure::usage(say!(
                "the path has a query, and so have the items: write all of it in one of them",
                "路径与参数项中都有查询参数：请只写在一处"
            )));
        }
        Ok(sorted)
    }
}

/// Whether it is a call of APIv2, whose items are its parameters.
pub(crate) fn is_v2(path: &str) -> bool {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.get(..3).is_some_and(|begin| begin.eq_ignore_ascii_case("v2/"))
}

/// Its variables alone, which say where it goes.
pub(crate) fn variables(path: &str, items: &[String]) -> Result<Options, Failure> {
    let variables = Sorted::of(path, items)?.variables;
    let options = variables
        .into_iter()
        .fold(Options::new(), |options, (name, value)| options.var(name, value));
    // Without any parameter there is no call of APIv2.
    Ok(if is_v2(path) { options.xml(serde_json::json!({})) } else { options })
}

/// The options of a call to `path`. A body comes from one source alone.
pub(crate) fn options(
    method: &Method,
    path: &str,
    items: &[String],
    data_file: Option<&PathBuf>,
) -> Result<Options, Failure> {
    let sorted = Sorted::of(path, items)?;
    let is_v2 = is_v2(path);
    if *method == Method::GET
        && !is_v2
        && let Some((key, _)) = sorted.fields.first()
    {
        return Err(Failure::usage(say!(
            "the path has no variable {{{key}}}, and GET has no body: a query is {key}==value",
            "路径中没有变量 {{{key}}}，GET 也没有请求体：查询参数写作 {key}==值"
        )));
    }
    let sources = [
        sorted.standard_input,
        data_file.is_some(),
        !sorted.files.is_empty() || !sorted.fields.is_empty(),
    ];
    if sources.iter().filter(|source| **source).count() > 1 {
        return Err(Failure::usage(say!(
            "-, --data-file and the items k=v, k:=json and k@file are each a body: give one",
            "-、--data-file 以及 k=v、k:=json、k@file 各自都是请求体：只能用一种"
        )));
    }
    let has_type =
        sorted.headers.iter().any(|(name, _)| name.trim().eq_ignore_ascii_case("content-type"));
    let mut options = Options::new();
    for (name, value) in sorted.variables {
        options = options.var(name, value);
    }
    for (name, value) in sorted.headers {
        options = options.header(name, value);
    }
    if !sorted.query.is_empty() {
        options = options.query(sorted.query);
    }
    if is_v2 && (sorted.standard_input || data_file.is_some()) {
        let parameters = Transformer::to_array(input::read(data_file)?);
        return Ok(options.xml(parameters.map_err(|error| Failure::configured(&error))?));
    }
    if sorted.standard_input || data_file.is_some() {
        return Ok(options.body(input::read(data_file)?));
    }
    if !sorted.files.is_empty() {
        return upload(options, sorted.files, sorted.fields);
    }
    if sorted.fields.is_empty() {
        return Ok(options);
    }
    let mut body = Node::default();
    for (key, value) in sorted.fields {
        body.set(&key, value)?;
    }
    if is_v2 {
        return Ok(options.xml(parameters("", &body)?));
    }
    if !has_type {
        options = options.header(CONTENT_TYPE.as_str(), "application/json");
    }
    Ok(options.body(body.json()))
}

/// The members that items make: `k=v` and `k:=json` alone, nested as `a[b]=v` or `a.b=v`.
pub(crate) fn fields(items: &[String]) -> Result<Value, Failure> {
    let mut fields = Node::Object(Vec::new());
    for (index, item) in items.iter().enumerate() {
        let number = index + 1;
        let Item::Value(key, value) = Item::read(number, item)? else {
            return Err(Failure::usage(say!(
                "item {number} is not a field: write k=v or k:=json",
                "第 {number} 个参数项不是字段：请写作 k=v 或 k:=json"
            )));
        };
        let mut parts = key.split('.');
        let first = parts.next().unwrap_or_default().to_owned();
        fields.set(&parts.fold(first, |key, part| format!("{key}[{part}]")), value)?;
    }
    kept("", &fields.json())
}

/// An upload: `meta` is what MediaUtil makes of the file, unless it is given.
fn upload(
    options: Options,
    files: Vec<(String, PathBuf)>,
    mut fields: Vec<(String, String)>,
) -> Result<Options, Failure> {
    let meta = fields.iter().position(|(key, _)| key == "meta").map(|at| fields.remove(at).1);
    let meta = meta.map(|meta| kept("meta", &meta)).transpose()?;
    let progress = Progress::new();
    if let ([(name, path)], true) = (&files[..], fields.is_empty())
        && name == "file"
    {
        let mut media = MediaUtil::new(path).map_err(|error| Failure::configured(&error))?;
        if let Some(meta) = meta {
            media.set_meta(meta);
        }
        media.progress(move |sent, total| progress.show(sent, Some(total)));
        return Ok(options.body(media.stream()));
    }
    let meta = match (meta, &files[..]) {
        (Some(meta), _) => meta,
        (None, [(_, path)]) => {
            let media = MediaUtil::new(path).map_err(|error| Failure::configured(&error))?;
            serde_json::json!({"filename": media.filename(), "sha256": media.sha256()})
        }
        (None, _) => {
            return Err(Failure::usage(say!(
                "of several files one meta can't be made: give it, meta:='{{…}}'",
                "多个文件无法自动生成 meta：请写明 meta:='{{…}}'"
            )));
        }
    };
    let mut parts = Multipart::new().json("meta", meta);
    for (name, value) in fields {
        let text = serde_json::from_str::<String>(&value).unwrap_or(value);
        parts = parts.text(name, text);
    }
    for (name, path) in files {
        parts = parts.file(name, path);
    }
    Ok(options.body(parts.progress(move |sent, total| progress.show(sent, Some(total)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_items_by_their_first_separator() {
        let text =
            |key: &str, value: &str| Item::Value(key.to_owned(), Value::from(value).to_string());
        for (item, read) in [
            ("a=b", text("a", "b")),
            ("a=b==c@d:e", text("a", "b==c@d:e")),
            ("a:= 1.10 ", Item::Value("a".to_owned(), "1.10".to_owned())),
            ("a==b=c", Item::Query("a".to_owned(), "b=c".to_owned())),
            ("X-A:b=c", Item::Header("X-A".to_owned(), "b=c".to_owned())),
            ("file@a=b", Item::File("file".to_owned(), "a=b".into())),
            ("名=值", text("名", "值")),
            ("-", Item::StandardInput),
        ] {
            assert_eq!(Item::read(1, item).unwrap(), read, "{item}");
        }
        for wrong in ["a", "", "=b", "a:=secret"] {
            let failure = Item::read(1, wrong).unwrap_err().to_string();
            assert!(!failure.contains("secret"), "{failure}");
        }
    }
}
