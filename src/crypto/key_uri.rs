//! The formats in which PHP's `Rsa::from` takes a key: PEM text, or a URI that names a file or
//! contains the key.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{base64, describe};
use crate::error::Error;

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
                "take the Base64 of apiclient_key.pem (`private.pkcs8://` for BEGIN PRIVATE KEY, \
                 `private.pkcs1://` for BEGIN RSA PRIVATE KEY)"
            }
            Self::PublicSpki | Self::PublicPkcs1 => {
                "take the Base64 of pub_key.pem (`public.spki://` for BEGIN PUBLIC KEY, \
                 `public.pkcs1://` for BEGIN RSA PUBLIC KEY); a certificate is given as PEM or file"
            }
        };
        Error::crypto(format!("the content of `{scheme}…` is {found}: {remedy}"))
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
            Some(_) => Err(Error::crypto(format!("`{scheme}` is not followed by a key"))),
            None => Err(Error::crypto(format!(
                "the text after `{scheme}` is not Base64: give the lines between BEGIN and END of \
                 the PEM file, and nothing else"
            ))),
        };
    }
    if describe::is_uri(trimmed.as_bytes()) {
        return Err(Error::crypto(
            "the URI of a key must begin with `file://`, `private.pkcs8://`, `private.pkcs1://`, \
             `public.spki://` or `public.pkcs1://`, in lower case",
        ));
    }
    if thing.contains("-----BEGIN ") || trimmed.is_empty() {
        return Ok(Source::Pem(thing));
    }
    // A short single line may be a path. The text is not shown: it may be a key.
    let what = if trimmed.len() < 1024 && !trimmed.contains('\n') {
        "neither PEM nor the URI of a key: put `file://` before a path, and `private.pkcs8://` or \
         `public.spki://` before the Base64 of a key"
    } else {
        "neither PEM nor the URI of a key: put `private.pkcs8://` or `public.spki://` before the \
         Base64 of a key"
    };
    Err(Error::crypto(format!("this is {what}")))
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
