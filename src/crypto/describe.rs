//! Describes what was given in place of a key, for error messages.

use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use openssl::x509::X509;

use super::pem::blocks;

/// Says what `given` is without showing it: it may be a key.
pub(super) fn describe(given: &[u8]) -> String {
    let trimmed = given.trim_ascii();
    let one_line = !trimmed.contains(&b'\n');
    if let Some(block) = blocks(given).first() {
        let what = match block.label.as_str() {
            "CERTIFICATE" => "a certificate",
            "CERTIFICATE REQUEST" => "a certificate request",
            "PUBLIC KEY" | "RSA PUBLIC KEY" => "a public key",
            "ENCRYPTED PRIVATE KEY" => "an encrypted private key",
            "EC PRIVATE KEY" => "an EC key (WeChat Pay's API v3 uses RSA keys)",
            "OPENSSH PRIVATE KEY" => "an OpenSSH key",
            label if label.ends_with("PRIVATE KEY") => "a private key",
            _ => "PEM of another kind",
        };
        return if one_line && !block.has_lines() {
            format!(
                "{what} whose line breaks are lost (in an environment variable, write them as `\\n`)"
            )
        } else {
            what.to_owned()
        };
    }
    if trimmed.is_empty() {
        return "nothing".to_owned();
    }
    if given.first() == Some(&0x30) {
        return "DER bytes (convert them by `openssl … -inform DER`)".to_owned();
    }
    if one_line && is_uri(trimmed) {
        return "a URI (use load)".to_owned();
    }
    if one_line && (trimmed.ends_with(b".pem") || trimmed.starts_with(b"/")) {
        return "a path (use from_file)".to_owned();
    }
    if is_base64(trimmed) {
        return "Base64 without its BEGIN and END lines (use load, with `private.pkcs8://` or \
                `public.spki://` before it)"
            .to_owned();
    }
    format!("{} bytes without a PEM block", given.len())
}

/// Says what was found where `expected` could not be read.
pub(super) fn describe_instead_of(expected: &str, given: &[u8]) -> String {
    let found = describe(given);
    if found == expected { format!("{found}, but damaged") } else { found }
}

/// Says what DER bytes are. None of these parsers asks for a passphrase.
pub(super) fn describe_der(der: &[u8]) -> &'static str {
    if PKey::private_key_from_pkcs8(der).is_ok() {
        "a private key in PKCS#8"
    } else if Rsa::private_key_from_der(der).is_ok() {
        "a private key in PKCS#1"
    } else if PKey::public_key_from_der(der).is_ok() {
        "a public key in SPKI"
    } else if Rsa::public_key_from_der_pkcs1(der).is_ok() {
        "a public key in PKCS#1"
    } else if X509::from_der(der).is_ok() {
        "a certificate"
    } else {
        "damaged, or something else"
    }
}

/// Whether this begins like a URI that `load` takes, ignoring case.
pub(super) fn is_uri(given: &[u8]) -> bool {
    ["file:", "private.", "public."].iter().any(|scheme| {
        given.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
    })
}

/// Whether this is long enough for a key and consists of Base64 characters.
fn is_base64(text: &[u8]) -> bool {
    let fits = |byte: &u8| {
        byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace() || b"+/=".contains(byte)
    };
    text.len() > 300 && text.starts_with(b"MII") && text.iter().all(fits)
}
