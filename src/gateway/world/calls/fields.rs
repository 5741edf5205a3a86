//! Reads a request's fields, and refuses invalid ones.

use std::ops::RangeInclusive;

use serde_json::Value;

use super::known::{self, Known};
use super::refusal::{Refusal, of_field};
use crate::gateway::diagnosis::form;
use crate::gateway::request::ReceivedRequest;
use crate::json_value::kind_of;
use crate::language::{Text, say};

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
        let refused = |problem: Text| {
            let place = match location {
                "body" => say!("the body", "请求体"),
                _ => say!("the meta", "meta 部分"),
            };
            let reason = say!(
                "{place} {problem}: send a JSON object",
                "{place} {problem}，请发送 JSON 对象";
                place,
                problem
            );
            let refusal =
                Refusal::bad_request("PARAM_ERROR", "参数错误，请求不是JSON对象", &reason);
            refusal.about(location, "", None, problem)
        };
        let whole: Value = serde_json::from_slice(json).map_err(|error| {
            refused(if form::is_one(json) {
                say!("is a form (`a=1&b=2`)", "是表单（`a=1&b=2`）")
            } else if json.trim_ascii_start().starts_with(b"<") {
                say!("is XML, as of APIv2", "是 APIv2 的 XML")
            } else {
                say!("is not valid JSON ({error})", "不是有效的 JSON（{error}）")
            })
        })?;
        if !whole.is_object() {
            let kind = kind_of(&whole);
            return Err(refused(say!("is {kind}", "是{kind}"; kind)));
        }
        Ok(Self { whole, location })
    }

    /// The value at this JSON pointer. A null counts as missing.
    pub(super) fn get(&self, pointer: &str) -> Option<&Value> {
        self.whole.pointer(pointer).filter(|value| !value.is_null())
    }

    pub(super) fn refuse(&self, pointer: &str, issue: Text) -> Refusal {
        Refusal::field(self.location, pointer, self.whole.pointer(pointer), issue)
    }

    /// Refuses a field that is well-formed, but breaks a rule.
    pub(super) fn invalid(&self, words: &'static str, pointer: &str, issue: Text) -> Refusal {
        let reason = of_field(self.location, pointer, &issue);
        Refusal::bad_request("INVALID_REQUEST", words, &reason).about(
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
        text.ok_or_else(|| self.refuse(pointer, missing()))
    }

    /// A string that is there.
    pub(in crate::gateway) fn string(&self, pointer: &str) -> Result<&str, Refusal> {
        self.text(pointer, 0..=usize::MAX)
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
            let kind = kind_of(value);
            let issue = say!("is {kind}: send a string", "是{kind}，请发送字符串"; kind);
            return Err(self.refuse(pointer, issue));
        };
        let count = text.chars().count();
        if length.contains(&count) {
            return Ok(Some(text));
        }
        let (least, most) = length.into_inner();
        let issue = say!(
            "has {count} characters: send {least} to {most}",
            "有 {count} 个字符，请发送 {least} 到 {most} 个"
        );
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
        let issue = say!(
            "contains other characters than letters, digits and {others}: remove them",
            "含有字母、数字和 {others} 以外的字符，请去掉"
        );
        Err(self.refuse(pointer, issue))
    }

    /// One of these strings.
    pub(super) fn choice(&self, pointer: &str, values: &[&str]) -> Result<&str, Refusal> {
        let text = self.text(pointer, 0..=128)?;
        if values.contains(&text) {
            return Ok(text);
        }
        Err(self.refuse(pointer, unknown(values)))
    }

    pub(super) fn boolean(&self, pointer: &str) -> Result<bool, Refusal> {
        let value = self.get(pointer);
        let value = value.ok_or_else(|| {
            self.refuse(
                pointer,
                say!("is missing: send true or false", "缺失，请发送 true 或 false"),
            )
        })?;
        value.as_bool().ok_or_else(|| {
            let kind = kind_of(value);
            let issue =
                say!("is {kind}: send true or false", "是{kind}，请发送 true 或 false"; kind);
            self.refuse(pointer, issue)
        })
    }

    /// The pointers to the members of a list.
    pub(super) fn list(
        &self,
        pointer: &str,
        length: RangeInclusive<usize>,
    ) -> Result<Vec<String>, Refusal> {
        let value = self.get(pointer);
        let value = value.ok_or_else(|| {
            self.refuse(pointer, say!("is missing: send a list", "缺失，请发送数组"))
        })?;
        let Some(list) = value.as_array() else {
            let kind = kind_of(value);
            let issue = say!("is {kind}: send a list", "是{kind}，请发送数组"; kind);
            return Err(self.refuse(pointer, issue));
        };
        if !length.contains(&list.len()) {
            let (least, most) = length.into_inner();
            let count = list.len();
            let issue = say!(
                "has {count} members: send {least} to {most}",
                "有 {count} 项，请发送 {least} 到 {most} 项"
            );
            return Err(self.refuse(pointer, issue));
        }
        Ok((0..list.len()).map(|index| format!("{pointer}/{index}")).collect())
    }

    /// The pointers that a pattern fits and that have a value; `*` is each of a list.
    pub(in crate::gateway) fn matching(&self, pattern: &str) -> Vec<String> {
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
        let value = value.ok_or_else(|| {
            self.refuse(pointer, say!("is missing: add it, in fen", "缺失，请加上，单位为分"))
        })?;
        let issue = match value.as_u64() {
            Some(0) => say!(
                "is 0: send an amount in fen, at least 1",
                "为 0，请发送以分为单位的金额，至少为 1"
            ),
            Some(fen) => return Ok(fen),
            None if value.is_f64() => say!(
                "is {value}: send an integer of fen, without a decimal point; a price in yuan times \
                 100, as in 19.9 * 100, is a floating-point number, so round it and convert it to an \
                 integer",
                "为 {value}，请发送以分为单位的整数，不带小数点；以元为单位的价格乘以 100（如 19.9 * 100）得到\
                 浮点数，请取整并转换为整数"
            ),
            None if value.is_number() => say!(
                "is {value}: send an integer of fen, at least 1",
                "为 {value}，请发送以分为单位的整数，至少为 1"
            ),
            None => {
                let kind = kind_of(value);
                say!("is {kind}: send an integer, in fen", "是{kind}，请发送以分为单位的整数"; kind)
            }
        };
        Err(self.refuse(pointer, issue))
    }

    /// CNY is all that the domestic endpoints take.
    pub(super) fn currency(&self, pointer: &str) -> Result<(), Refusal> {
        match self.optional_text(pointer, 1..=16)? {
            None | Some("CNY") => Ok(()),
            Some(_) => {
                let issue = say!(
                    "is not a currency of this endpoint: send CNY",
                    "不是该接口的币种，请发送 CNY"
                );
                Err(self.refuse(pointer, issue))
            }
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
            let issue = say!(
                "is not an http(s) URL: send https://<host>/<path>",
                "不是 http(s) 的 URL，请发送 https://<host>/<path>"
            );
            return Err(self.refuse(pointer, issue));
        };
        if uri.query().is_some() || url.contains('#') {
            let issue =
                say!("has a query or fragment: send it without", "含有查询串或片段，请去掉");
            return Err(self.refuse(pointer, issue));
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
    value.ok_or_else(|| Refusal::field("query", name, None, missing_parameter(name)))
}

/// What is wrong with a field that is not there.
pub(in crate::gateway) fn missing() -> Text {
    say!("is missing: add it", "缺失，请加上")
}

/// What is wrong with a parameter that is not there.
pub(in crate::gateway) fn missing_parameter(name: &str) -> Text {
    say!("is missing: add ?{name}=…", "缺失，请加上 ?{name}=…")
}

/// What is wrong with a value that is none of these.
pub(in crate::gateway) fn unknown(values: &[&str]) -> Text {
    let values = values.iter().map(|value| Text::verbatim((*value).to_owned()));
    let values = Text::joined(values, say!(" or ", " 或 "));
    say!("is unknown: send {values}", "的值未知，请发送 {values}"; values)
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
            usize::MAX => {
                say!("is not an integer from {least} on", "不是大于等于 {least} 的整数")
            }
            most => {
                say!("is not an integer from {least} to {most}", "不是 {least} 到 {most} 的整数")
            }
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
    let issue = say!(
        "is not the merchant that signed: send {ours}, the gateway's",
        "不是签名的商户，请发送网关的商户号 {ours}"
    );
    let reason = of_field(location, field, &issue);
    Refusal::bad_request("MCH_NOT_EXISTS", "商户号不存在", &reason).about(
        location,
        field,
        Some(&mchid.into()),
        issue,
    )
}
