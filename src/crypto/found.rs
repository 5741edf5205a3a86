//! What somebody gave where a key was expected: half of a good error message.

use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use openssl::x509::X509;

const BEGIN: &[u8] = b"-----BEGIN ";

/// The labels of a PEM text's blocks (`PRIVATE KEY`, `CERTIFICATE`), in order.
///
/// Looked for among the bytes: a copy of the text would have to be wiped.
pub(super) fn labels(pem: &[u8]) -> Vec<String> {
    let mut labels = Vec::new();
    let mut rest = pem;
    while let Some(start) = find(rest, BEGIN) {
        rest = &rest[start + BEGIN.len()..];
        let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
        if let Some(end) = find(line, b"-----") {
            labels.push(String::from_utf8_lossy(&line[..end]).into_owned());
        }
    }
    labels
}

/// Whether the PEM text is encrypted. OpenSSL would ask for the passphrase on the terminal.
pub(super) fn is_encrypted(pem: &[u8]) -> bool {
    is_encrypted_pkcs8(pem) || is_encrypted_traditional(pem)
}

/// Whether a block may be encrypted in both ways, or two in one way each, which nobody makes:
/// OpenSSL might ask for the passphrase twice, and its binding panics then.
pub(super) fn is_encrypted_twice(pem: &[u8]) -> bool {
    is_encrypted_pkcs8(pem) && find(pem, b"Proc-Type").is_some()
}

fn is_encrypted_pkcs8(pem: &[u8]) -> bool {
    find(pem, b"-----BEGIN ENCRYPTED PRIVATE KEY-----").is_some()
}

fn is_encrypted_traditional(pem: &[u8]) -> bool {
    find(pem, b"Proc-Type: 4,ENCRYPTED").is_some()
}

/// Names what was found, never showing it: it may be a key all the same.
pub(super) fn describe(given: &[u8]) -> String {
    let trimmed = given.trim_ascii();
    let one_line = !trimmed.contains(&b'\n');
    if let Some(label) = labels(given).first() {
        let what = match label.as_str() {
            "CERTIFICATE" => "a certificate",
            "CERTIFICATE REQUEST" => "a certificate request",
            "PUBLIC KEY" | "RSA PUBLIC KEY" => "a public key",
            "ENCRYPTED PRIVATE KEY" => "an encrypted private key",
            label if label.ends_with("PRIVATE KEY") => "a private key",
            _ => "PEM of another kind",
        };
        return if one_line {
            format!("{what} whose line breaks are lost (`\\n` in an environment variable, say)")
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
    format!("{} bytes without a PEM block", given.len())
}

/// Names what was found where `expected` could not be read.
pub(super) fn describe_instead_of(expected: &str, given: &[u8]) -> String {
    let found = describe(given);
    if found == expected { format!("{found}, but damaged") } else { found }
}

/// Names what DER bytes are. None of these parsers asks for a passphrase.
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

/// Whether this begins as the forms do that `load` takes, in whatever case.
pub(super) fn is_uri(given: &[u8]) -> bool {
    ["file:", "private.", "public."].iter().any(|scheme| {
        given.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
    })
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
