//! Sensitive fields: names, numbers, addresses, which travel encrypted inside TLS.
//!
//! They are encrypted with a key of the platform's, and `Wechatpay-Serial` must name that key: so
//! both come from one hand.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::crypto::{PrivateKey, PublicKey, Rsa};
use crate::error::{Error, one_line};
use crate::json_value::kind_of;

/// Encrypts sensitive fields with one platform key, and decrypts those of answers with the
/// merchant's. From [`Client::sensitive`](crate::Client::sensitive).
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
    /// `None` when a signer of the user's holds it.
    merchant: Option<PrivateKey>,
}

/// A ciphertext, and whose key made it. As text, and in JSON, it is the ciphertext in Base64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encrypted {
    ciphertext: String,
    serial: String,
}

impl Sensitive {
    pub(crate) fn new(serial: String, platform: PublicKey, merchant: Option<PrivateKey>) -> Self {
        Self { serial, platform, merchant }
    }

    /// The key's serial number or id, which the call's `Wechatpay-Serial` must name:
    /// [`Options::sensitive`](crate::Options::sensitive) sees to it.
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// Encrypts by RSA-OAEP with SHA-1, as the protocol wants it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) for more than 214 bytes, which is what
    /// RSA-2048 takes.
    pub fn encrypt(&self, plaintext: impl AsRef<str>) -> Result<Encrypted, Error> {
        let ciphertext = Rsa::encrypt(plaintext.as_ref(), &self.platform)?;
        Ok(Encrypted { ciphertext, serial: self.serial.clone() })
    }

    /// Encrypts fields of a JSON value in their place. A path is a JSON pointer (RFC 6901), in
    /// which `*` stands for each item of a list or an object: `/contact_info/contact_name`,
    /// `/ubo_info_list/*/ubo_id_doc_name`.
    ///
    /// Each path must lead to something, or what was meant would go out as it is: give an optional
    /// field's path only where the field is there. What is null, on the way or at its end, and an
    /// empty list or object for `*`, are there and need no encryption. Of several items one that
    /// has the field is enough.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`](crate::ErrorKind::Options), naming the path, for one that does not
    /// begin with `/`, leads nowhere, to what is no text, or to an empty text, of which WeChat Pay
    /// would see the 344 characters of a ciphertext. The value is then as it was.
    pub fn encrypt_fields(&self, json: &mut Value, paths: &[&str]) -> Result<(), Error> {
        each(json, paths, true, &mut |text| Ok(self.encrypt(text)?.ciphertext))
    }

    /// Decrypts a field of an answer with the merchant's private key.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) when the client has a signer in place of the
    /// key, [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) when it was encrypted with another key.
    pub fn decrypt(&self, ciphertext: impl AsRef<str>) -> Result<String, Error> {
        let merchant = self.merchant.as_ref().ok_or_else(|| {
            Error::config(
                "the client has a signer() in place of the private key, so the key's holder must \
                 decrypt: RSA-OAEP with SHA-1",
            )
        })?;
        let plaintext = Rsa::decrypt(ciphertext, merchant)?;
        String::from_utf8(plaintext)
            .map_err(|_| Error::crypto("the decrypted field is no UTF-8: is it one at all?"))
    }

    /// Decrypts fields of a JSON value in their place, by paths as
    /// [`encrypt_fields`](Self::encrypt_fields) takes them. A field that is absent, null or empty
    /// is passed over, since WeChat Pay leaves out what it does not have.
    ///
    /// # Errors
    ///
    /// Those of both.
    pub fn decrypt_fields(&self, json: &mut Value, paths: &[&str]) -> Result<(), Error> {
        each(json, paths, false, &mut |text| self.decrypt(text))
    }
}

impl Encrypted {
    /// The serial number or id of the key that encrypted it.
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

/// Holds keys, so it shows the serial number alone.
impl fmt::Debug for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sensitive").field("serial", &self.serial).finish_non_exhaustive()
    }
}

type Change<'c> = &'c mut dyn FnMut(&str) -> Result<String, Error>;

/// All fields are changed, or none. `all_there` is whether each path must lead to a text.
fn each(
    json: &mut Value,
    paths: &[&str],
    all_there: bool,
    change: Change<'_>,
) -> Result<(), Error> {
    let mut changed = json.clone();
    for path in paths {
        let Some(steps) = path.strip_prefix('/') else {
            return Err(Error::options(format!(
                "the path `{}` must begin with `/`, as `/contact_info/contact_name` does",
                one_line(path, 80)
            )));
        };
        let steps: Vec<_> =
            steps.split('/').map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
        let found = walk(&mut changed, &steps, path, &mut |text| match text {
            "" if all_there => Err(Error::options(format!(
                "the path `{}` leads to an empty text: remove the field, or give it null",
                one_line(path, 80)
            ))),
            "" => Ok(String::new()),
            _ => change(text),
        })?;
        if !found && all_there {
            return Err(astray(path, "no field of that name is there"));
        }
    }
    *json = changed;
    Ok(())
}

/// Whether the path led to something.
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
                astray(
                    path,
                    &format!("`{}` is no index of the list there: write `*`", one_line(step, 40)),
                )
            })?;
            match items.get_mut(index) {
                Some(item) => walk(item, rest, path, change),
                None => Ok(false),
            }
        }
        Value::Null => Ok(true),
        other => Err(astray(path, &format!("there is {} on the way", kind_of(other)))),
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

/// What was meant would go out as it is.
fn astray(path: &str, why: &str) -> Error {
    Error::options(format!("the path `{}` leads nowhere: {why}", one_line(path, 80)))
}

fn replace(value: &mut Value, path: &str, change: Change<'_>) -> Result<(), Error> {
    match value {
        Value::Null => Ok(()),
        Value::String(text) => {
            *text = change(text)?;
            Ok(())
        }
        other => Err(Error::options(format!(
            "the path `{}` leads to {}, but only text is encrypted: give the path of a field",
            one_line(path, 80),
            kind_of(other)
        ))),
    }
}
