//! Encrypts and decrypts sensitive fields: names, numbers, addresses.
//!
//! They are encrypted with a platform key, which `Wechatpay-Serial` must name, so one type provides
//! both.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::crypto::{PrivateKey, PublicKey, Rsa};
use crate::error::{Error, one_line};
use crate::json_value::kind_of;
use crate::language::{Text, say};

/// Encrypts sensitive fields of requests with a platform key, and decrypts those of responses with
/// the merchant's key. Returned by [`Client::sensitive`](crate::Client::sensitive).
///
/// All fields of a call must be encrypted by the same `Sensitive`, and
/// [`Options::sensitive`](crate::Options::sensitive) sends its serial number as `Wechatpay-Serial`.
///
/// ```no_run
/// use serde_json::json;
/// use wechatpay_chain::{Client, Error, Options};
///
/// # fn apply(client: &Client) -> Result<(), Error> {
/// let sensitive = client.sensitive()?;
/// let mut application = json!({
///     "business_code": "1900013511_10000",
///     "contact_info": {"contact_name": "张三", "mobile_phone": "13900000000"},
/// });
/// sensitive.encrypt_fields(&mut application, &["/contact_info/contact_name", "/contact_info/mobile_phone"])?;
/// let options = Options::new().sensitive(&sensitive).json(application);
/// client.chain("v3/applyment4sub/applyment/").post(options)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Sensitive {
    serial: String,
    platform: PublicKey,
    /// `None` if the user's signer holds the key.
    merchant: Option<PrivateKey>,
}

/// A ciphertext with the serial number of the key that encrypted it. Displayed and serialized, it is
/// the ciphertext as Base64.
///
/// ```no_run
/// use serde_json::json;
/// use wechatpay_chain::{Client, Error, Options};
///
/// # fn add(client: &Client) -> Result<(), Error> {
/// let sensitive = client.sensitive()?;
/// let name = sensitive.encrypt("张三")?;
/// let body = json!({"type": "PERSONAL_OPENID", "account": "86693852", "name": name});
/// let options = Options::new().sensitive(&sensitive).json(body);
/// client.chain("v3/profitsharing/receivers/add").post(options)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encrypted {
    ciphertext: String,
    serial: String,
}

impl Sensitive {
    pub(crate) fn new(serial: String, platform: PublicKey, merchant: Option<PrivateKey>) -> Self {
        Self { serial, platform, merchant }
    }

    /// Returns the serial number or id of the platform key, which `Wechatpay-Serial` must name;
    /// [`Options::sensitive`](crate::Options::sensitive) sets that header.
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// Encrypts a text by RSA-OAEP with SHA-1, the protocol's algorithm.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if the text has more than 214 bytes, the limit
    /// of RSA-2048.
    pub fn encrypt(&self, plaintext: impl AsRef<str>) -> Result<Encrypted, Error> {
        let ciphertext = Rsa::encrypt(plaintext.as_ref(), &self.platform)?;
        Ok(Encrypted { ciphertext, serial: self.serial.clone() })
    }

    /// Encrypts fields of a JSON value in place. A path is a JSON pointer (RFC 6901) in which `*`
    /// matches each item of a list or an object: `/contact_info/contact_name`,
    /// `/ubo_info_list/*/ubo_id_doc_name`.
    ///
    /// Each path must match a field, since a misspelt path would send the field unencrypted: pass the
    /// path of an optional field only if the field is present. With `*`, one item that has the field
    /// is enough. Nulls at or before the end of a path match and are not encrypted; so do empty
    /// lists and objects for `*`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`](crate::ErrorKind::Options), naming the path, if it does not begin with
    /// `/`, matches nothing, or leads to an empty string or to anything but a string. The value is
    /// not changed then.
    pub fn encrypt_fields(&self, json: &mut Value, paths: &[&str]) -> Result<(), Error> {
        each(json, paths, true, &mut |text| Ok(self.encrypt(text)?.ciphertext))
    }

    /// Decrypts a field of a response with the merchant's private key.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if the client has a signer instead of a key,
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if the field can't be decrypted with the key.
    pub fn decrypt(&self, ciphertext: impl AsRef<str>) -> Result<String, Error> {
        let merchant = self.merchant.as_ref().ok_or_else(|| {
            Error::config(say!(
                "the client has a signer() instead of the private key: decrypt where the key is, by \
                 RSA-OAEP with SHA-1",
                "客户端使用 signer()，没有商户 API 私钥：请在保管私钥之处以 RSA-OAEP（SHA-1）解密"
            ))
        })?;
        let plaintext = Rsa::decrypt(ciphertext, merchant)?;
        String::from_utf8(plaintext).map_err(|_| {
            Error::crypto(say!(
                "the decrypted field is not UTF-8: check that the path is that of an encrypted \
                 field",
                "解密得到的内容不是 UTF-8：请检查路径所指是否为加密的字段"
            ))
        })
    }

    /// Decrypts fields of a JSON value in place. Takes the same paths as
    /// [`encrypt_fields`](Self::encrypt_fields), but skips fields that are absent, null or empty, since
    /// WeChat Pay omits fields without a value.
    ///
    /// ```no_run
    /// use serde_json::{Value, json};
    /// use wechatpay_chain::{Client, Error, ResponseExt};
    ///
    /// # fn complaint(client: &Client) -> Result<(), Error> {
    /// let response = client
    ///     .chain("v3/merchant-service/complaints-v2/{complaint_id}")
    ///     .get(json!({"complaint_id": "200201820200101080076610000"}))?;
    /// let mut complaint: Value = response.json()?;
    /// client.sensitive()?.decrypt_fields(&mut complaint, &["/payer_phone"])?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`decrypt`](Self::decrypt) and of invalid paths.
    pub fn decrypt_fields(&self, json: &mut Value, paths: &[&str]) -> Result<(), Error> {
        each(json, paths, false, &mut |text| self.decrypt(text))
    }
}

impl Encrypted {
    /// Returns the serial number or id of the key that encrypted it.
    pub fn serial(&self) -> &str {
        &self.serial
    }
}

impl AsRef<str> for Encrypted {
    fn as_ref(&self) -> &str {
        &self.ciphertext
    }
}

impl fmt::Display for Encrypted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.ciphertext)
    }
}

impl Serialize for Encrypted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.ciphertext)
    }
}

/// Prints only the serial number, and no key.
impl fmt::Debug for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sensitive").field("serial", &self.serial).finish_non_exhaustive()
    }
}

type Change<'c> = &'c mut dyn FnMut(&str) -> Result<String, Error>;

/// Changes all fields or none. With `all_there` each path must lead to a text.
fn each(
    json: &mut Value,
    paths: &[&str],
    all_there: bool,
    change: Change<'_>,
) -> Result<(), Error> {
    let mut changed = json.clone();
    for path in paths {
        let Some(steps) = path.strip_prefix('/') else {
            let path = one_line(path, 80);
            return Err(Error::options(say!(
                "the path `{path}` must begin with `/`, as `/contact_info/contact_name` does",
                "路径 `{path}` 必须以 `/` 开头，例如 `/contact_info/contact_name`"
            )));
        };
        let steps: Vec<_> =
            steps.split('/').map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
        let found = walk(&mut changed, &steps, path, &mut |text| match text {
            "" if all_there => {
                let path = one_line(path, 80);
                Err(Error::options(say!(
                    "the path `{path}` leads to an empty string: remove the field, or set it to null",
                    "路径 `{path}` 所指的是空字符串：请去掉该字段，或设为 null"
                )))
            }
            "" => Ok(String::new()),
            _ => change(text),
        })?;
        if !found && all_there {
            return Err(astray(path, say!("there is no such field", "没有这个字段")));
        }
    }
    *json = changed;
    Ok(())
}

/// Returns whether the path matched.
fn walk(
    value: &mut Value,
    steps: &[String],
    path: &str,
    change: Change<'_>,
) -> Result<bool, Error> {
    let Some((step, rest)) = steps.split_first() else {
        return replace(value, path, change).map(|()| true);
    };
    match value {
        Value::Object(map) if step == "*" => walk_all(map.values_mut(), rest, path, change),
        Value::Array(items) if step == "*" => walk_all(items.iter_mut(), rest, path, change),
        Value::Object(map) => match map.get_mut(step) {
            Some(item) => walk(item, rest, path, change),
            None => Ok(false),
        },
        Value::Array(items) => {
            let index: usize = step.parse().map_err(|_| {
                let step = one_line(step, 40);
                let why = say!(
                    "`{step}` is not an index of the list there: use `*`",
                    "该处是数组，而 `{step}` 不是下标：请使用 `*`"
                );
                astray(path, why)
            })?;
            match items.get_mut(index) {
                Some(item) => walk(item, rest, path, change),
                None => Ok(false),
            }
        }
        Value::Null => Ok(true),
        other => {
            let kind = kind_of(other);
            Err(astray(path, say!("there is {kind} on the way", "路径中途是{kind}"; kind)))
        }
    }
}

fn walk_all<'v>(
    items: impl ExactSizeIterator<Item = &'v mut Value>,
    steps: &[String],
    path: &str,
    change: Change<'_>,
) -> Result<bool, Error> {
    let mut found = items.len() == 0;
    for item in items {
        found |= walk(item, steps, path, change)?;
    }
    Ok(found)
}

/// The error for a path that matches nothing: the field would be sent unencrypted.
fn astray(path: &str, why: Text) -> Error {
    let path = one_line(path, 80);
    Error::options(
        say!("the path `{path}` leads nowhere: {why}", "路径 `{path}` 没有匹配的字段：{why}"; why),
    )
}

fn replace(value: &mut Value, path: &str, change: Change<'_>) -> Result<(), Error> {
    match value {
        Value::Null => Ok(()),
        Value::String(text) => {
            *text = change(text)?;
            Ok(())
        }
        other => {
            let (path, kind) = (one_line(path, 80), kind_of(other));
            Err(Error::options(say!(
                "the path `{path}` leads to {kind}, but only strings are encrypted: give the path \
                 of a field",
                "路径 `{path}` 所指的是{kind}，而只有字符串可以加密：请给出字段的路径";
                kind
            )))
        }
    }
}
