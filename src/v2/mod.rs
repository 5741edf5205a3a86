//! APIv2, the XML protocol, under paths that begin with `v2/`.
//!
//! A request is signed by its parameters and the merchant's APIv2 key; so is a response. Both are
//! unlike APIv3's signatures, so neither is ever made or accepted in the other's place.

mod mutual_tls;
mod request;
mod response;

use serde_json::{Map, Value};
use zeroize::Zeroizing;

pub use self::mutual_tls::is_demanded;
pub use self::request::signed_text;
pub(crate) use self::request::{headers, path, prepare, refuse_address, refuse_v3};
pub(crate) use self::response::{Failed, begins_as_xml, is_bill, is_final, judge};
use crate::crypto::Hash;
use crate::error::{Error, one_line};
use crate::formatter::Formatter;
use crate::language::{Text, say};

/// What signs the requests of a merchant.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) mchid: Option<String>,
    pub(crate) secret: Secret,
    /// Whether there is a certificate for mutual TLS.
    pub(crate) mutual_tls: bool,
}

/// How a v2 request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct V2 {
    /// By mutual TLS, with the merchant's certificate.
    pub(crate) security: bool,
}

/// The APIv2 key: 32 bytes, never printed, and wiped when dropped.
#[derive(Clone)]
pub(crate) struct Secret(Zeroizing<Vec<u8>>);

/// The length that WeChat Pay demands.
const LENGTH: usize = 32;

impl Secret {
    /// # Errors
    ///
    /// Config, if it has another length.
    pub(crate) fn new(secret: &[u8]) -> Result<Self, Error> {
        let length = secret.len();
        if length == LENGTH {
            return Ok(Self(secret.to_vec().into()));
        }
        Err(Error::config(say!(
            "the APIv2 key (`secret`) has {length} bytes, but must have {LENGTH}: take the one set \
             at pay.weixin.qq.com under API security, not a path",
            "APIv2 密钥（`secret`）有 {length} 字节，应为 {LENGTH} 字节：请使用在 pay.weixin.qq.com \
             “API 安全”中设置的密钥，而不是文件路径"
        )))
    }

    /// The signature of an object's fields by `MD5` or `HMAC-SHA256`, in upper case.
    pub(crate) fn sign(&self, kind: &str, fields: &Map<String, Value>) -> Result<String, Error> {
        let text = Formatter::query_string_like(Formatter::ksort(crate::xml::texts(fields)));
        Hash::sign(kind, text, self.0.as_slice())
    }

    /// Checks the signature of what was received, and returns the algorithm.
    ///
    /// It covers texts only, so there must be nothing else: whoever adds an element a second time, or
    /// one with elements in it, would have it read unsigned. WeChat Pay numbers what there are several
    /// of, as in `coupon_id_0`.
    ///
    /// # Errors
    ///
    /// Why it does not hold.
    pub(crate) fn verify(
        &self,
        fields: &Map<String, Value>,
        signature: &str,
    ) -> Result<&'static str, Text> {
        if let Some((name, _)) = fields.iter().find(|(_, value)| !value.is_string()) {
            let name = one_line(name, 64);
            return Err(say!(
                "its `sign` does not cover `{name}`, which is there more than once or has elements \
                 in it",
                "它的 `sign` 不涵盖 `{name}`：该元素出现多次，或内含其他元素"
            ));
        }
        let kind = kind_of(signature);
        let expected =
            self.sign(kind, fields).map_err(|error| say!("{error}", "{error}"; error))?;
        if Hash::equals(&expected, signature) {
            return Ok(kind);
        }
        Err(say!(
            "its `sign` is not the {kind} of its fields with this APIv2 key: compare the key with the \
             one at pay.weixin.qq.com",
            "它的 `sign` 不是用此 APIv2 密钥对各字段计算的 {kind}：请与 pay.weixin.qq.com 上的密钥核对"
        ))
    }

    /// Its MD5 encrypts refund notifications.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// `HMAC-SHA256` has 64 hexadecimal digits, `MD5` 32. A response does not name its algorithm.
fn kind_of(signature: &str) -> &'static str {
    if signature.len() == 64 { HMAC_SHA256 } else { MD5 }
}

pub(crate) const MD5: &str = "MD5";
pub(crate) const HMAC_SHA256: &str = "HMAC-SHA256";
