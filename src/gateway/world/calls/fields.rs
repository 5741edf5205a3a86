//! Reads a request's fields, and refuses invalid ones.

use std::ops::RangeInclusive;

use serde_json::Value;

use super::known::{self, Known};
use super::refusal::Refusal;
use crate::gateway::request::ReceivedRequest;
use crate::json_value::kind_of;

/// The JSON object of a request's body, or of an upload's meta.
pub(in crate::gateway) struct Fields {
    pub(in crate::gateway) whole: Value,
    location: &'static str,
}

impl Fields {
    /// Reads a body with no other members than these.
    pub(super) fn of_body(request: &ReceivedRequest, known: Known) -> Result<Self, Refusal> {
        let fields = Self::parse("body", request.body())?;
        known::check(&fields.whole, known)?;
        Ok(fields)
    }

    pub(in crate::gateway) fn parse(location: &'static str, json: &[u8]) -> Result<Self, Refusal> {
        let refused = |problem: String| {
            let english = format!("the {location} {problem}: send a JSON object");
            let refusal =
                Refusal::bad_request("PARAM_ERROR", "参数错误，请求不是JSON对象", english);
            refusal.about(location, "", None, &problem)
        };
        let whole: Value = serde_json::from_slice(json)
            .map_err(|error| refused(format!("can't be read as JSON ({error})")))?;
        if !whole.is_object() {
            return Err(refused(format!("is {}", kind_of(&whole))));
        }
        Ok(Self { whole, location })
    }

    /// The value at this JSON pointer. A null counts as missing.
    pub(super) fn get(&self, pointer: &str) -> Option<&Value> {
        self.whole.pointer(pointer).filter(|value| !value.is_null())
    }

    pub(super) fn refuse(&self, pointer: &str, issue: impl AsRef<str>) -> Refusal {
        Refusal::field(self.location, pointer, self.whole.pointer(pointer), issue)
    }

    /// Refuses a field that is well-formed, but breaks a rule.
    pub(super) fn invalid(&self, chinese: &str, pointer: &str, issue: &str) -> Refusal {
        let english = format!("`{pointer}` of the {} {issue}", self.location);
        Refusal::bad_request("INVALID_REQUEST", chinese, english).about(
            self.location,
            pointer,
            self.get(pointer),
            issue,
        )
    }

    /// A string with this number of characters.
    pub(super) fn text(
        &self,
        pointer: &str,
        length: RangeInclusive<usize>,
    ) -> Result<&str, Refusal> {
        let text = self.optional_text(pointer, length)?;
        text.ok_or_else(|| self.refuse(pointer, "is missing: add it"))
    }

    pub(super) fn optional_text(
        &self,
        pointer: &str,
        length: RangeInclusive<usize>,
    ) -> Result<Option<&str>, Refusal> {
        let Some(value) = self.get(pointer) else {
            return Ok(None);
        };
        let Some(text) = value.as_str() else {
            let issue = format!("is {}: send a string", kind_of(value));
            return Err(self.refuse(pointer, issue));
        };
        let count = text.chars().count();
        if length.contains(&count) {
            return Ok(Some(text));
        }
        let (least, most) = length.into_inner();
        let issue = format!("has {count} characters: send {least} to {most}");
        Err(self.refuse(pointer, issue))
    }

    /// A number of the merchant's, of letters, digits and these other characters.
    pub(super) fn number(
        &self,
        pointer: &str,
        length: RangeInclusive<usize>,
        others: &str,
    ) -> Result<&str, Refusal> {
        let number = self.text(pointer, length)?;
        if number.chars().all(|char| char.is_ascii_alphanumeric() || others.contains(char)) {
            return Ok(number);
        }
        let issue =
            format!("contains other characters than letters, digits and {others}: remove them");
        Err(self.refuse(pointer, issue))
    }

    /// One of these strings.
    pub(super) fn choice(&self, pointer: &str, values: &[&str]) -> Result<&str, Refusal> {
        let text = self.text(pointer, 0..=128)?;
        if values.contains(&text) {
            return Ok(text);
        }
        Err(self.refuse(pointer, format!("is unknown: send {}", values.join(" or "))))
    }

    pub(super) fn boolean(&self, pointer: &str) -> Result<bool, Refusal> {
        let value = self.get(pointer);
        let value = value.ok_or_else(|| self.refuse(pointer, "is missing: send true or false"))?;
        let issue = || format!("is {}: send true or false", kind_of(value));
        value.as_bool().ok_or_else(|| self.refuse(pointer, issue()))
    }

    /// The pointers to the members of a list.
    pub(super) fn list(
        &self,
        pointer: &str,
        length: RangeInclusive<usize>,
    ) -> Result<Vec<String>, Refusal> {
        let value = self.get(pointer);
        let value = value.ok_or_else(|| self.refuse(pointer, "is missing: send a list"))?;
        let Some(list) = value.as_array() else {
            return Err(self.refuse(pointer, format!("is {}: send a list", kind_of(value))));
        };
        if !length.contains(&list.len()) {
            let (least, most) = length.into_inner();
            let issue = format!("has {} members: send {least} to {most}", list.len());
            return Err(self.refuse(pointer, issue));
        }
        Ok((0..list.len()).map(|index| format!("{pointer}/{index}")).collect())
    }

    /// The pointers that a pattern fits and that have a value; `*` is each of a list.
    pub(super) fn matching(&self, pattern: &str) -> Vec<String> {
        let Some((list, rest)) = pattern.split_once("/*") else {
            let found = self.get(pattern).map(|_| pattern.to_owned());
            return found.into_iter().collect();
        };
        let count = self.get(list).and_then(Value::as_array).map_or(0, Vec::len);
        (0..count).flat_map(|index| self.matching(&format!("{list}/{index}{rest}"))).collect()
    }

    /// An amount in fen, above 0.
    pub(super) fn fen(&self, pointer: &str) -> Result<u64, Refusal> {
        let value = self.get(pointer);
        let value = value.ok_or_else(|| self.refuse(pointer, "is missing: add it, in fen"))?;
        let issue = match value.as_u64() {
            Some(0) => "is 0: send an amount in fen, at least 1".to_owned(),
            Some(fen) => return Ok(fen),
            None if value.is_f64() => format!(
                "is {value}: send an integer of fen, without a decimal point; a price in yuan times \
                 100, as in 19.9 * 100, is a floating-point number, so round it and convert it to an \
                 integer"
            ),
            None if value.is_number() => {
                format!("is {value}: send an integer of fen, at least 1")
            }
            None => format!("is {}: send an integer, in fen", kind_of(value)),
        };
        Err(self.refuse(pointer, issue))
    }

    /// CNY is all that the domestic endpoints take.
    pub(super) fn currency(&self, pointer: &str) -> Result<(), Refusal> {
        match self.optional_text(pointer, 1..=16)? {
            None | Some("CNY") => Ok(()),
            Some(_) => Err(self.refuse(pointer, "is not a currency of this endpoint: send CNY")),
        }
    }

    /// An address for notifications, `http` or `https`.
    pub(super) fn notify_url(&self) -> Result<Option<&str>, Refusal> {
        self.url("/notify_url")
    }

    pub(super) fn url(&self, pointer: &str) -> Result<Option<&str>, Refusal> {
        let Some(url) = self.optional_text(pointer, 1..=255)? else {
            return Ok(None);
        };
        let uri = url.parse::<http::Uri>().ok();
        let uri = uri.filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")));
        let Some(uri) = uri else {
            return Err(self.refuse(pointer, "is not an http(s) URL: send https://<host>/<path>"));
        };
        if uri.query().is_some() || url.contains('#') {
            return Err(self.refuse(pointer, "has a query or fragment: send it without"));
        }
        Ok(Some(url))
    }

    /// The merchant's number, which must be the gateway's.
    pub(super) fn mchid(&self, ours: &str) -> Result<(), Refusal> {
        self.mchid_at("/mchid", ours)
    }

    pub(super) fn mchid_at(&self, pointer: &str, ours: &str) -> Result<(), Refusal> {
        let mchid = self.text(pointer, 1..=32)?;
        if mchid == ours { Ok(()) } else { Err(stranger(self.location, pointer, mchid, ours)) }
    }
}

/// The query parameter of this name, not empty.
pub(super) fn query(request: &ReceivedRequest, name: &str) -> Result<String, Refusal> {
    let value = request.query_value(name).filter(|value| !value.is_empty());
    value.ok_or_else(|| Refusal::field("query", name, None, format!("is missing: add ?{name}=…")))
}

/// The query parameter of this name, an integer, or its default.
pub(super) fn query_number(
    request: &ReceivedRequest,
    name: &str,
    range: RangeInclusive<usize>,
    default: usize,
) -> Result<usize, Refusal> {
    let Some(text) = request.query_value(name) else {
        return Ok(default);
    };
    let number = text.parse().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| {
        let (least, most) = range.into_inner();
        let issue = match most {
            usize::MAX => format!("is not an integer from {least} on"),
            most => format!("is not an integer from {least} to {most}"),
        };
        Refusal::field("query", name, Some(&text.as_str().into()), issue)
    })
}

/// The query's mchid, which must be the gateway's.
pub(super) fn query_mchid(request: &ReceivedRequest, ours: &str) -> Result<(), Refusal> {
    query_mchid_as(request, "mchid", ours)
}

pub(super) fn query_mchid_as(
    request: &ReceivedRequest,
    name: &str,
    ours: &str,
) -> Result<(), Refusal> {
    let mchid = query(request, name)?;
    if mchid == ours { Ok(()) } else { Err(stranger("query", name, &mchid, ours)) }
}

fn stranger(location: &'static str, field: &str, mchid: &str, ours: &str) -> Refusal {
    let issue = format!("is not the merchant that signed: send {ours}, the gateway's");
    let english = format!("`{field}` of the {location} {issue}");
    Refusal::bad_request("MCH_NOT_EXISTS", "商户号不存在", english).about(
        location,
        field,
        Some(&mchid.into()),
        &issue,
    )
}
