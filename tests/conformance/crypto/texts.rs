//! Hashes, and the texts that are signed.

use serde_json::{Map, Value, json};
use wechatpay_chain::{Error, Formatter, Hash, Transformer};

use super::{Comparison, text};

pub(super) fn compare(comparison: &mut Comparison<'_>) {
    for vector in comparison.section("hash") {
        let name = format!("hash/{}/{}", text(&vector["fn"]), text(&vector["name"]));
        let php = vector.get("result");
        comparison.compare(name, php, hash(&text(&vector["fn"]), &vector["args"]));
    }
    for vector in comparison.section("formatter") {
        let arguments: Vec<_> =
            vector["args"].as_array().unwrap().iter().map(Value::to_string).collect();
        let name = format!("formatter/{}({})", text(&vector["fn"]), arguments.join(", "));
        let ours = formatter(&text(&vector["fn"]), &vector);
        comparison.compare(name, vector.get("result"), ours);
    }
    for vector in comparison.section("transformer") {
        let (function, argument) = (text(&vector["fn"]), &vector["args"][0]);
        // PHP has one empty array.
        let empty = Value::Object(Map::new());
        let php = vector.get("result").map(|php| if *php == json!([]) { &empty } else { php });
        let ours = match &*function {
            "toXml" => Transformer::to_xml(argument).map(Value::from),
            "toArray" => Transformer::to_array(text(argument)),
            other => panic!("unknown function {other}"),
        };
        comparison.compare(format!("transformer/{function}({argument})"), php, ours);
    }
}

fn hash(function: &str, arguments: &Value) -> Result<Value, Error> {
    let argument = |index: usize| arguments[index].as_str().unwrap_or_default();
    match function {
        "md5" => {
            // A flag, which PHP takes in all its disguises.
            let agency = match &arguments[2] {
                Value::Bool(agency) => *agency,
                Value::String(agency) => !agency.is_empty() && agency != "0",
                Value::Number(agency) => agency.as_f64() != Some(0.0),
                _ => false,
            };
            Hash::md5(argument(0), argument(1), agency).map(Value::from)
        }
        "hmac" => {
            let algorithm = arguments[2].as_str().unwrap_or("sha256");
            Hash::hmac(argument(0), argument(1), algorithm).map(Value::from)
        }
        "sign" => Hash::sign(argument(0), argument(1), argument(2)).map(Value::from),
        "equals" => Ok(Hash::equals(argument(0), arguments[1].as_str()).into()),
        other => panic!("unknown function {other}"),
    }
}

fn formatter(function: &str, vector: &Value) -> Result<Value, Error> {
    let argument = |index: usize| vector["args"][index].as_str().unwrap_or_default();
    Ok(match function {
        "request" => {
            let request =
                Formatter::request(argument(0), argument(1), argument(2), argument(3), argument(4));
            String::from_utf8(request).unwrap().into()
        }
        "response" => {
            let response = Formatter::response(argument(0), argument(1), argument(2));
            String::from_utf8(response).unwrap().into()
        }
        "authorization" => Formatter::authorization(
            argument(0),
            argument(1),
            argument(2),
            argument(3),
            argument(4),
        )
        .into(),
        "joinedByLineFeed" => {
            let pieces = vector["args"].as_array().unwrap();
            Formatter::joined_by_line_feed(pieces.iter().map(text)).into()
        }
        "queryStringLike" => {
            let pairs = pairs(&vector["args"][0]);
            let pairs = pairs.iter().map(|(key, value)| (key, text(value)));
            Formatter::query_string_like(pairs).into()
        }
        "ksort" => {
            let sorted = Formatter::ksort(pairs(&vector["args"][0])).into_iter();
            sorted.map(|(key, value)| Value::from(vec![key.into(), value])).collect()
        }
        "nonce" if vector["property"].is_string() => {
            let nonce = Formatter::nonce(32);
            let is_right =
                nonce.len() == 32 && nonce.bytes().all(|byte| byte.is_ascii_alphanumeric());
            is_right.into()
        }
        "nonce" => {
            let size = vector["args"][0].as_u64().unwrap();
            Formatter::nonce(usize::try_from(size).unwrap()).into()
        }
        other => panic!("unknown function {other}"),
    })
}

/// PHP's lists have their indices as keys.
fn pairs(array: &Value) -> Vec<(String, Value)> {
    match array {
        Value::Array(values) => {
            let pairs = values.iter().enumerate();
            pairs.map(|(index, value)| (index.to_string(), value.clone())).collect()
        }
        Value::Object(map) => map.clone().into_iter().collect(),
        other => panic!("{other} is no array"),
    }
}
