//! Every documented endpoint of APIv3: it is found, its sample is accepted, and each kind of mistake
//! in it is refused by name.

use std::fmt::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use http::StatusCode;
use serde_json::{Value, json};
use wechatpay_chain::catalogue::{self, BodyKind, Endpoint, Field, Fields, Type};
use wechatpay_chain::{Error, Gateway, Lang, Response, ResponseExt, Verification};

use super::samples::SAMPLE;
use super::{Shop, is_the_worlds};

/// Which fields a mistake is made in.
type Fits = fn(Field) -> bool;

/// A mistake: its kind, the option that it is in, the fields that it fits, what takes the place of
/// the value, how the refusal words it, and how many endpoints it is made of at least.
type Mistake = (&'static str, &'static str, Fits, fn(&Value) -> Option<Value>, &'static str, usize);

const MISTAKES: [Mistake; 14] = [
    ("missing", "json", is_needed, |_| None, "is missing: add it", 470),
    ("a text for a number", "json", is_number, as_text, "is a string: send a", 260),
    ("a number for a text", "json", is_text, |_| Some(json!(1)), "is 1: send a string", 530),
    ("a fraction", "json", is_integer, |_| Some(json!(19.9)), "is 19.9: send an integer", 150),
    ("a text for a boolean", "json", is_boolean, as_text, "is a string: send true or", 85),
    ("a text for an object", "json", is_object, as_text, "is a string: send an object", 190),
    ("an object for a list", "json", is_list, |_| Some(json!({})), "is an object: send a", 175),
    ("an unknown value", "json", is_listed, |_| Some(json!("NO_SUCH")), "is unknown: send ", 185),
    ("a null", "json", |_| true, |_| Some(Value::Null), "is null", 540),
    ("a plain text", "json", Field::is_encrypted, |_| Some(json!("张三")), "is not encrypted", 95),
    ("missing", "query", is_needed, |_| None, "is missing: add ?", 135),
    ("a text for a number", "query", is_number, |_| Some(json!("many")), "is not a", 75),
    ("an unknown value", "query", is_listed, |_| Some(json!("NO_SUCH")), "is unknown: send ", 60),
    ("a plain text", "query", Field::is_encrypted, |_| Some(json!("张三")), "is not encrypted", 11),
];

fn is_needed(field: Field) -> bool {
    // Of some one is enough.
    let either = ["appid", "mchid", "out_trade_no", "transaction_id"];
    field.is_required() && !either.iter().any(|end| field.name().ends_with(end))
}

fn is_number(field: Field) -> bool {
    matches!(field.kind(), Type::Integer | Type::Number)
}

fn is_integer(field: Field) -> bool {
    field.kind() == Type::Integer
}

fn is_text(field: Field) -> bool {
    field.kind() == Type::String
}

fn is_boolean(field: Field) -> bool {
    field.kind() == Type::Boolean
}

fn is_object(field: Field) -> bool {
    field.kind() == Type::Object
}

fn is_list(field: Field) -> bool {
    matches!(field.kind(), Type::List(_))
}

fn is_listed(field: Field) -> bool {
    is_text(field) && field.values().len() > 0 && !field.is_encrypted()
}

fn as_text(value: &Value) -> Option<Value> {
    Some(value.to_string().into())
}

/// The pointer to the last field that fits, however deep, of those that are there.
fn pointer(fields: Fields, fits: Fits) -> Option<String> {
    fields.iter().rev().find_map(|field| {
        let index = if is_list(field) { "/0" } else { "" };
        let has_members = matches!(field.kind(), Type::Object | Type::List(Type::Object));
        let below = has_members.then(|| pointer(field.fields(), fits)).flatten();
        let below = below.map(|below| format!("/{}{index}{below}", field.name()));
        below.or_else(|| fits(field).then(|| format!("/{}", field.name())))
    })
}

/// By its path, with values, too, and by its title.
fn is_found(one: Endpoint) -> Result<(), String> {
    let (method, path) = (one.method(), one.path());
    let found = catalogue::endpoint(&method, path);
    if found != Some(one) {
        return Err(format!("its path finds {found:?}"));
    }
    let filled: Vec<_> = path
        .split('/')
        .map(|segment| match segment {
            "{empty}" => "",
            variable if variable.starts_with('{') => "1900000109",
            literal => literal,
        })
        .collect();
    let found = catalogue::endpoint(&method, &filled.join("/"));
    // The two that can't be told apart.
    let is_same = path == "v3/apply4subject/applyment/{applyment_id}/cancel";
    if found != Some(one) && !is_same {
        return Err(format!("its path with values finds {found:?}"));
    }
    let words = format!("{} {path}", one.title());
    match catalogue::search(&words).any(|found| found == one) {
        true => Ok(()),
        false => Err(format!("a search for `{words}` does not find it")),
    }
}

/// What is as documented gets what is documented.
fn is_as_documented(one: Endpoint, response: Result<Response, Error>) -> Result<(), String> {
    let response = response.map_err(|error| error.to_string())?;
    let verified = response.extensions().get();
    if !matches!(verified, Some(Verification::Verified { .. } | Verification::Exempt)) {
        return Err(format!("{verified:?}"));
    }
    let names: Vec<_> = one.response().iter().map(Field::name).collect();
    if names.is_empty() {
        return match response.status() {
            StatusCode::NO_CONTENT => Ok(()),
            other => Err(format!("{other} without a body")),
        };
    }
    let body: Value = response.json().map_err(|error| error.to_string())?;
    let members: Vec<_> = body.as_object().into_iter().flat_map(|body| body.keys()).collect();
    if members == names { Ok(()) } else { Err(format!("it responds with {members:?}")) }
}

/// The detail of the refusal.
fn refused(shop: &Shop, one: Endpoint, options: &Value) -> Result<Value, String> {
    let refused = |error: Error| match error.api() {
        Some(api) if error.status() == Some(StatusCode::BAD_REQUEST) => {
            let is_told = api.code == "PARAM_ERROR" && !api.message.is_empty();
            if is_told { Ok(api.detail.clone()) } else { Err(format!("it says {api:?}")) }
        }
        _ => Err(error.to_string()),
    };
    match shop.call(one, options) {
        Ok(_) => Err("it is accepted".to_owned()),
        Err(error) => refused(error),
    }
}

/// Makes a mistake, and returns whether there is a field for it.
fn is_refused(shop: &Shop, one: Endpoint, valid: &Value, of: &Mistake) -> Result<bool, String> {
    let (_, option, fits, wrong, issue, _) = of;
    let (fields, location) = match *option {
        "json" if one.body_kind() == Some(BodyKind::Json) => (one.body(), "body"),
        "query" => (one.query(), "query"),
        _ => return Ok(false),
    };
    let Some(pointer) = pointer(fields, *fits) else { return Ok(false) };
    let mut options = valid.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
    let parent = options[*option].pointer_mut(parent).and_then(Value::as_object_mut);
    let parent = parent.ok_or("no such field in the sample")?;
    match wrong(&parent[name]) {
        Some(value) => parent.insert(name.to_owned(), value),
        None => parent.shift_remove(name),
    };
    let detail = refused(shop, one, &options)?;
    // A parameter is a name, a field a pointer.
    let field = if *option == "query" { pointer.trim_start_matches('/') } else { &pointer };
    let is_told = detail["location"] == location
        && detail["field"] == field
        && detail["issue"].as_str().is_some_and(|told| told.contains(issue));
    if is_told { Ok(true) } else { Err(format!("{pointer} is told as {detail}")) }
}

fn unknown_is_refused(shop: &Shop, one: Endpoint, valid: &Value) -> Result<(), String> {
    let parts =
        [("json", "body", one.body_kind() == Some(BodyKind::Json)), ("query", "query", true)];
    for (option, location, _) in parts.into_iter().filter(|(.., is_there)| *is_there) {
        let mut options = valid.clone();
        options[option]["no_such"] = json!(1);
        let detail = refused(shop, one, &options).map_err(|error| format!("{option}: {error}"))?;
        let expected = json!({"location": null, "value": [format!("/{location}/no_such")]});
        if detail != expected {
            return Err(format!("an unknown name in {option} is told as {detail}"));
        }
    }
    Ok(())
}

#[test]
fn every_endpoint_is_found_and_checked() {
    let all: Vec<_> = catalogue::endpoints().filter(|one| one.path().starts_with("v3/")).collect();
    assert!(all.len() >= 1018, "{}", all.len());
    let wrong = Mutex::new(String::new());
    let counts = MISTAKES.map(|_| AtomicUsize::new(0));
    let check = |shop: &Shop, one: Endpoint| {
        let tell = |of: &str, told: Result<(), String>| {
            if let Err(told) = told {
                let mut wrong = wrong.lock().unwrap();
                let _ = writeln!(wrong, "{one}, {of}: {told}");
            }
        };
        tell("lookup", is_found(one));
        let valid = shop.valid(one);
        let response = shop.call(one, &valid);
        let is_sample = shop.gateway.requests().last().is_some_and(|one| one.reason() == SAMPLE);
        if is_the_worlds(one) || !is_sample {
            let is_right = is_the_worlds(one) && !is_sample;
            let told =
                || format!("it is {}in WORLD: {response:?}", if is_sample { "" } else { "not " });
            return tell("sample", is_right.then_some(()).ok_or_else(told));
        }
        tell("sample", is_as_documented(one, response));
        tell("unknown", unknown_is_refused(shop, one, &valid));
        for (mistake, count) in MISTAKES.iter().zip(&counts) {
            let refused = is_refused(shop, one, &valid, mistake);
            count.fetch_add(usize::from(refused == Ok(true)), Ordering::Relaxed);
            tell(&format!("{} in {}", mistake.0, mistake.1), refused.map(drop));
        }
    };
    thread::scope(|scope| {
        for part in 0..2 {
            let (all, check) = (&all, &check);
            scope.spawn(move || {
                // The last request tells who responded.
                let gateway =
                    Gateway::builder().kept_requests(1).language(Lang::English).start().unwrap();
                let shop = Shop::of(gateway);
                all.iter().skip(part).step_by(2).for_each(|one| check(&shop, *one));
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} are wrong:\n{wrong}", wrong.lines().count());
    for ((kind, option, .., least), count) in MISTAKES.iter().zip(counts) {
        let count = count.into_inner();
        assert!(count >= *least, "{kind} in {option}: of {count} endpoints only");
    }
}
