//! Sensitive fields: names, numbers, addresses, which travel encrypted inside TLS.
//!
//! They are encrypted with a key of the platform's, and `Wechatpay-Serial` must name that key: so
//! both come from one hand.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::crypto::{PrivateKey, PublicKey, Rsa};
use crate::error::{Error, one_line};
use crate::value::kind_of;

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
    /// `/ubo_info_list/*/ubo_id_doc_name`. A field that is absent or null is passed over, since
    /// most are optional.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`](crate::ErrorKind::Options) for a path that does not begin with `/`,
    /// leads to what is no text, or can lead nowhere. The value is then as it was.
    pub fn encrypt_fields(&self, json: &mut Value, paths: &[&str]) -> Result<(), Error> {
        each(json, paths, &mut |text| Ok(self.encrypt(text)?.ciphertext))
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
    /// [`encrypt_fields`](Self::encrypt_fields) takes them.
    ///
    /// # Errors
    ///
    /// Those of both.
    pub fn decrypt_fields(&self, json: &mut Value, paths: &[&str]) -> Result<(), Error> {
        each(json, paths, &mut |text| self.decrypt(text))
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

/// All fields are changed, or none.
fn each(json: &mut Value, paths: &[&str], change: Change<'_>) -> Result<(), Error> {
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
        walk(&mut changed, &steps, path, change)?;
    }
    *json = changed;
    Ok(())
}

fn walk(value: &mut Value, steps: &[String], path: &str, change: Change<'_>) -> Result<(), Error> {
    let Some((step, rest)) = steps.split_first() else {
        return replace(value, path, change);
    };
    match value {
        Value::Object(map) if step == "*" => {
            map.values_mut().try_for_each(|item| walk(item, rest, path, change))
        }
        Value::Array(items) if step == "*" => {
            items.iter_mut().try_for_each(|item| walk(item, rest, path, change))
        }
        Value::Object(map) => {
            map.get_mut(step).map_or(Ok(()), |item| walk(item, rest, path, change))
        }
        Value::Array(items) => {
            let index: usize = step.parse().map_err(|_| {
                astray(
                    path,
                    &format!("`{}` is no index of the list there: write `*`", one_line(step, 40)),
                )
            })?;
            items.get_mut(index).map_or(Ok(()), |item| walk(item, rest, path, change))
        }
        Value::Null => Ok(()),
        other => Err(astray(path, &format!("there is {} on the way", kind_of(other)))),
    }
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
