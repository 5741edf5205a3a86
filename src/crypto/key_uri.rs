//! The formats in which PHP's `Rsa::from` takes a key: PEM text, or a URI that names a file or
//! contains the key.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{base64, describe};
use crate::error::Error;
use crate::language::say;

/// The parsed argument of `load`.
pub(super) enum Source<'a> {
    File(PathBuf),
    /// DER bytes, wiped when dropped.
    Der(Form, Zeroizing<Vec<u8>>),
    Pem(&'a str),
}

/// The format of the Base64 after a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    PrivatePkcs8,
    PrivatePkcs1,
    PublicSpki,
    PublicPkcs1,
}

impl Form {
    const ALL: [Self; 4] =
        [Self::PrivatePkcs8, Self::PrivatePkcs1, Self::PublicSpki, Self::PublicPkcs1];

    pub(super) fn scheme(self) -> &'static str {
        match self {
            Self::PrivatePkcs8 => "private.pkcs8://",
            Self::PrivatePkcs1 => "private.pkcs1://",
            Self::PublicSpki => "public.spki://",
            Self::PublicPkcs1 => "public.pkcs1://",
        }
    }

    /// The error for `der` that does not have this format.
    pub(super) fn mismatch(self, der: &[u8]) -> Error {
        let (scheme, found) = (self.scheme(), describe::describe_der(der));
        let remedy = match self {
            Self::PrivatePkcs8 | Self::PrivatePkcs1 => {
                say!(
                    "take the Base64 of apiclient_key.pem (`private.pkcs8://` for BEGIN PRIVATE \
                     KEY, `private.pkcs1://` for BEGIN RSA PRIVATE KEY)",
                    "请使用 apiclient_key.pem 的 Base64（BEGIN PRIVATE KEY 对应 \
                     `private.pkcs8://`，BEGIN RSA PRIVATE KEY 对应 `private.pkcs1://`）"
                )
            }
            Self::PublicSpki | Self::PublicPkcs1 => {
                say!(
                    "take the Base64 of pub_key.pem (`public.spki://` for BEGIN PUBLIC KEY, \
                     `public.pkcs1://` for BEGIN RSA PUBLIC KEY); a certificate is given as PEM \
                     or file",
                    "请使用 pub_key.pem 的 Base64（BEGIN PUBLIC KEY 对应 `public.spki://`，BEGIN \
                     RSA PUBLIC KEY 对应 `public.pkcs1://`）；证书请以 PEM 文本或文件传入"
                )
            }
        };
        Error::crypto(say!(
            "the content of `{scheme}…` is {found}: {remedy}",
            "`{scheme}…` 的内容不符（{found}）：{remedy}";
            found, remedy
        ))
    }
}

/// # Errors
///
/// If the text is a URI with another scheme, or its content is not Base64.
pub(super) fn parse(thing: &str) -> Result<Source<'_>, Error> {
    let trimmed = thing.trim();
    if let Some(path) = trimmed.strip_prefix("file://") {
        return Ok(Source::File(path_of(path)));
    }
    for form in Form::ALL {
        let scheme = form.scheme();
        let Some(text) = trimmed.strip_prefix(scheme) else { continue };
        return match base64::decode(text) {
            Some(der) if !der.is_empty() => Ok(Source::Der(form, der)),
            Some(_) => Err(Error::crypto(say!(
                "`{scheme}` is not followed by a key",
                "`{scheme}` 之后没有密钥"
            ))),
            None => Err(Error::crypto(say!(
                "the text after `{scheme}` is not Base64: give the lines between BEGIN and END of \
                 the PEM file, and nothing else",
                "`{scheme}` 之后的文本不是 Base64：请只填写 PEM 文件中 BEGIN 行与 END 行之间的内容"
            ))),
        };
    }
    if describe::is_uri(trimmed.as_bytes()) {
        return Err(Error::crypto(say!(
            "the URI of a key must begin with `file://`, `private.pkcs8://`, `private.pkcs1://`, \
             `public.spki://` or `public.pkcs1://`, in lower case",
            "密钥的 URI 必须以小写的 `file://`、`private.pkcs8://`、`private.pkcs1://`、\
             `public.spki://` 或 `public.pkcs1://` 开头"
        )));
    }
    if thing.contains("-----BEGIN ") || trimmed.is_empty() {
        return Ok(Source::Pem(thing));
    }
    // A short single line may be a path. The text is not shown: it may be a key.
    Err(Error::crypto(if trimmed.len() < 1024 && !trimmed.contains('\n') {
        say!(
            "this is neither PEM nor the URI of a key: put `file://` before a path, and \
             `private.pkcs8://` or `public.spki://` before the Base64 of a key",
            "这既不是 PEM，也不是密钥的 URI：路径前请加上 `file://`，密钥的 Base64 前请加上 \
             `private.pkcs8://` 或 `public.spki://`"
        )
    } else {
        say!(
            "this is neither PEM nor the URI of a key: put `private.pkcs8://` or \
             `public.spki://` before the Base64 of a key",
            "这既不是 PEM，也不是密钥的 URI：密钥的 Base64 前请加上 `private.pkcs8://` 或 \
             `public.spki://`"
        )
    }))
}

/// As in PHP, the path is not percent-decoded. On Windows `file:///C:/…` has a slash before the
/// drive.
fn path_of(path: &str) -> PathBuf {
    let drive = path.strip_prefix('/').filter(|rest| rest.as_bytes().get(1) == Some(&b':'));
    match drive {
        Some(path) if cfg!(windows) => PathBuf::from(path),
        _ => Path::new(path).to_owned(),
    }
}
