//! A call with the arguments that the documents require, in no language yet.

use http::Method;
use serde_json::{Number, Value};
use wechatpay_chain::__v2_needs_certificate as needs_certificate;
use wechatpay_chain::catalogue::{BodyKind, Endpoint, Field, Fields, Type};

use super::super::describe::shapes::ADDED;
use crate::items;

/// A value, made up by the name and the type of its field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sample {
    Text(String),
    Number(Number),
    Boolean(bool),
    Object(Vec<(String, Self)>),
    List(Vec<Self>),
    /// To be encrypted with the platform's key.
    Encrypted(String),
    /// A string of this JSON.
    Json(Box<Self>),
    /// What is known of the file of an upload.
    FileName,
    FileHash,
}

/// How the response is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    Response,
    /// Applied for, fetched, its hash checked.
    Bill,
    /// A list of encrypted files.
    Bills,
    /// The response is the file of this name.
    File(&'static str),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body {
    None,
    Json(Sample),
    /// The parameters of APIv2, of a GET too.
    Xml(Sample),
    /// The name of the part that is the file, and the meta.
    Upload(&'static str, Sample),
}

#[derive(Debug)]
pub(super) struct Call {
    pub(super) endpoint: Endpoint,
    pub(super) variables: Vec<(String, Sample)>,
    pub(super) headers: Vec<(String, Sample)>,
    pub(super) query: Vec<(String, Sample)>,
    pub(super) body: Body,
    pub(super) taken: Taken,
}

impl Call {
    pub(super) fn of(endpoint: Endpoint) -> Self {
        let is_v2 = items::is_v2(endpoint.path());
        let text = |name: &str| (name.to_owned(), Sample::Text(made_up(name)));
        let in_query = || required(endpoint.query());
        let body = match endpoint.body_kind() {
            Some(BodyKind::Multipart) => upload(endpoint.body()),
            Some(BodyKind::Xml) => Body::Xml(parameters(endpoint.body())),
            None if is_v2 => Body::Xml(parameters(endpoint.query())),
            Some(_) if !endpoint.body().is_empty() => Body::Json(object(endpoint.body())),
            _ => Body::None,
        };
        // `Wechatpay-Serial` comes with what is encrypted; the others are for special cases.
        let own = |name: &&str| *name == "Idempotency-Key";
        Self {
            endpoint,
            variables: endpoint.path_variables().map(text).collect(),
            headers: endpoint.headers().filter(own).map(text).collect(),
            query: match is_v2 && endpoint.body_kind().is_none() {
                true => Vec::new(),
                false => in_query(),
            },
            body,
            taken: taken(endpoint),
        }
    }

    /// APIv2 has its parameters in the body; what is in the query belongs to the path.
    pub(super) fn path(&self) -> String {
        let mut path = self.endpoint.path().to_owned();
        if self.is_v2() {
            for (at, (name, value)) in self.query.iter().enumerate() {
                let value = value.plain();
                let sign = if at == 0 { '?' } else { '&' };
                path += &format!("{sign}{name}={}", value.as_str().unwrap_or_default());
            }
        }
        path
    }

    pub(super) fn is_v2(&self) -> bool {
        matches!(self.body, Body::Xml(_))
    }

    /// Whether PHP must be told to present the certificate.
    pub(super) fn needs_certificate(&self) -> bool {
        self.is_v2() && self.endpoint.path().strip_prefix("v2/").is_some_and(needs_certificate)
    }

    pub(super) fn has_encrypted(&self) -> bool {
        let of_body = match &self.body {
            Body::None => false,
            Body::Json(body) | Body::Xml(body) | Body::Upload(_, body) => body.has_encrypted(),
        };
        of_body || self.query.iter().any(|(_, value)| value.has_encrypted())
    }

    /// The host that a client does not trust by default.
    pub(super) fn other_host(&self) -> Option<&'static str> {
        let host = self.endpoint.base_uri()?.strip_prefix("https://")?.split('/').next()?;
        let known = ["api.", "api2.", "apihk.", "apius.", "apieu."];
        let rest = known.iter().find_map(|name| host.strip_prefix(name));
        (rest != Some("mch.weixin.qq.com")).then_some(host)
    }
}

impl Sample {
    pub(super) fn has_encrypted(&self) -> bool {
        match self {
            Self::Encrypted(_) => true,
            Self::Object(fields) => fields.iter().any(|(_, value)| value.has_encrypted()),
            Self::List(items) => items.iter().any(Self::has_encrypted),
            Self::Json(inside) => inside.has_encrypted(),
            _ => false,
        }
    }

    /// As JSON, with what is to be encrypted in plain text.
    pub(super) fn plain(&self) -> Value {
        match self {
            Self::Text(text) | Self::Encrypted(text) => text.as_str().into(),
            Self::Number(number) => number.clone().into(),
            Self::Boolean(is) => (*is).into(),
            Self::Object(fields) => {
                fields.iter().map(|(name, value)| (name.clone(), value.plain())).collect()
            }
            Self::List(items) => items.iter().map(Self::plain).collect(),
            Self::Json(inside) => inside.plain().to_string().into(),
            Self::FileName => "picture.png".into(),
            Self::FileHash => made_up("sha256").into(),
        }
    }
}

fn taken(endpoint: Endpoint) -> Taken {
    let path = endpoint.path();
    let last = path.rsplit('/').next().unwrap_or_default();
    if items::is_v2(path) {
        return match last.starts_with("download") {
            true => Taken::File("bill.csv"),
            false => Taken::Response,
        };
    }
    if endpoint.method() != Method::GET {
        return Taken::Response;
    }
    let response = endpoint.response();
    // Those without it are states of what is still being made.
    let has = |name: &str| response.get(name).is_some_and(Field::is_required);
    if response.get("download_bill_list").is_some() {
        Taken::Bills
    } else if has("hash_type") && has("hash_value") && (has("download_url") || has("url")) {
        Taken::Bill
    } else if !response.is_empty() || !endpoint.title().contains("下载") {
        Taken::Response
    } else if path.contains("/images/") {
        Taken::File("picture.jpg")
    } else if path.contains("transferdownload/") {
        Taken::File("receipt.pdf")
    } else {
        Taken::File("bill.csv")
    }
}

/// More fields make no sample, and the macro `json!` takes no 50.
const MOST: usize = 30;

/// Its required fields; if there are none, the others, since one of them will be meant.
fn object(fields: Fields) -> Sample {
    let some = required(fields);
    if !some.is_empty() {
        return Sample::Object(some);
    }
    Sample::Object(fields.iter().take(MOST).filter_map(named).collect())
}

/// APIv2's, which name the merchant.
fn parameters(fields: Fields) -> Sample {
    let Sample::Object(mut parameters) = object(fields) else { return Sample::Object(Vec::new()) };
    let is_merchant = |name: &str| ["mch_id", "mchid", "combine_mch_id"].contains(&name);
    // As a text, since PHP compares it with the client's.
    let merchant = Sample::Text(made_up("mch_id"));
    match parameters.iter_mut().find(|(name, _)| is_merchant(name)) {
        Some((_, value)) => *value = merchant,
        None => parameters.insert(0, ("mch_id".to_owned(), merchant)),
    }
    Sample::Object(parameters)
}

fn required(fields: Fields) -> Vec<(String, Sample)> {
    fields.iter().filter(|field| field.is_required()).filter_map(named).collect()
}

fn named(field: Field) -> Option<(String, Sample)> {
    // APIv2 numbers some: `coupon_id_$n`.
    let name = field.name().replace("$n", "0").replace("$m", "0");
    (!ADDED.contains(&field.name())).then(|| (name, value(field)))
}

fn value(field: Field) -> Sample {
    match field.kind() {
        Type::List(of) => Sample::List(vec![one(field, *of)]),
        of => one(field, of),
    }
}

fn one(field: Field, of: Type) -> Sample {
    let listed = field.values().next();
    match of {
        Type::Object => object(field.fields()),
        _ if field.is_json_encoded() => Sample::Json(Box::new(match field.fields().is_empty() {
            true => Sample::List(Vec::new()),
            false => object(field.fields()),
        })),
        Type::Integer | Type::Number => {
            let usual = if field.name() == "offset" { 0 } else { 1 };
            let made_up = made_up(field.name());
            // As wide as a literal in Rust without a suffix.
            let number = listed.unwrap_or(&made_up).parse::<i32>();
            Sample::Number(number.unwrap_or(usual).into())
        }
        Type::Boolean => Sample::Boolean(listed != Some("false")),
        _ => {
            let text = listed.map_or_else(|| made_up(field.name()), str::to_owned);
            if field.is_encrypted() { Sample::Encrypted(text) } else { Sample::Text(text) }
        }
    }
}

/// The hash of SM3 is not at hand.
fn upload(fields: Fields) -> Body {
    let Some(file) = fields.iter().find(|field| !field.is_json_encoded()) else {
        return Body::None;
    };
    let meta = fields.get("meta").map(Field::fields);
    let Some(Sample::Object(mut meta)) = meta.map(object) else {
        return Body::Upload(file.name(), Sample::Object(Vec::new()));
    };
    let is_other_hash = meta.iter().any(|(name, _)| name.ends_with("rithm"));
    for (name, value) in &mut meta {
        match name.as_str() {
            "filename" | "file_name" => *value = Sample::FileName,
            "sha256" | "digest" | "file_digest" if !is_other_hash => *value = Sample::FileHash,
            _ => {}
        }
    }
    Body::Upload(file.name(), Sample::Object(meta))
}

/// A text that a field of this name may have.
fn made_up(name: &str) -> String {
    let ends = |end: &str| name.ends_with(end);
    let text = match name {
        "mchid" | "mch_id" | "sp_mchid" | "combine_mchid" | "combine_mch_id" => "1900000109",
        _ if ends("mchid") || ends("mch_id") => "1900000209",
        _ if ends("appid") => "wxd678efh567hg6787",
        _ if ends("openid") => "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        _ if ends("unionid") => "oQgp60Ywmf1cYUUSpHVQkDHqR_Tw",
        _ if ends("currency") || ends("fee_type") => "CNY",
        _ if ends("date") || ends("_day") || ends("_begin") || ends("_end") => "2024-01-01",
        _ if ends("time") => "2024-01-01T08:00:00+08:00",
        _ if ends("timestamp") => "1704067200",
        _ if name.contains("notify") => "https://shop.example/notify",
        _ if ends("url") || ends("link") => "https://shop.example/",
        _ if ends("ip") => "203.0.113.8",
        _ if ends("sha256") => "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        _ if ends("mobile") || ends("phone") || ends("phone_number") => "13900000000",
        _ if ends("email") => "shop@shop.example",
        "transaction_id" => "4200001234202401011234567890",
        _ if ends("media_id") || ends("_pic") || ends("_copy") => "ChsyMDAwMDAw",
        _ if ends("id") || ends("_no") || ends("number") || ends("Key") => "20240101000001",
        _ if ends("contact_name") || ends("user_name") || ends("person_name") => "张三",
        _ if ["name", "description", "remark", "reason", "body", "title", "desc", "address"]
            .iter()
            .any(|end| ends(end)) =>
        {
            "示例"
        }
        _ => "SAMPLE",
    };
    text.to_owned()
}
