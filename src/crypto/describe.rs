//! Describes what was given in place of a key, for error messages.

use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use openssl::x509::X509;

use super::pem::blocks;
use crate::language::{Text, say};

/// Says what `given` is without showing it: it may be a key.
pub(super) fn describe(given: &[u8]) -> Text {
    let trimmed = given.trim_ascii();
    let one_line = !trimmed.contains(&b'\n');
    if let Some(block) = blocks(given).first() {
        let what = match block.label.as_str() {
            "CERTIFICATE" => certificate(),
            "CERTIFICATE REQUEST" => say!("a certificate request", "证书请求（CSR）"),
            "PUBLIC KEY" | "RSA PUBLIC KEY" => public_key(),
            "ENCRYPTED PRIVATE KEY" => say!("an encrypted private key", "加密的私钥"),
            "EC PRIVATE KEY" => say!(
                "an EC key (WeChat Pay's API v3 uses RSA keys)",
                "一个 EC 密钥（微信支付 APIv3 使用 RSA 密钥）"
            ),
            "OPENSSH PRIVATE KEY" => say!("an OpenSSH key", "一个 OpenSSH 密钥"),
            label if label.ends_with("PRIVATE KEY") => private_key(),
            _ => say!("PEM of another kind", "其他类型的 PEM"),
        };
        return if one_line && !block.has_lines() {
            say!(
                "{what} whose line breaks are lost (in an environment variable, write them as `\\n`)",
                "{what}，但换行已丢失（在环境变量中请写成 `\\n`）";
                what
            )
        } else {
            what
        };
    }
    if trimmed.is_empty() {
        return say!("nothing", "空文本");
    }
    if given.first() == Some(&0x30) {
        return say!(
            "DER bytes (convert them by `openssl … -inform DER`)",
            "二进制的 DER（请用 `openssl … -inform DER` 转换）"
        );
    }
    if one_line && is_uri(trimmed) {
        return say!("a URI (use load)", "一个 URI（请使用 load）");
    }
    if one_line && (trimmed.ends_with(b".pem") || trimmed.starts_with(b"/")) {
        return say!("a path (use from_file)", "一个路径（请使用 from_file）");
    }
    if is_base64(trimmed) {
        return say!(
            "Base64 without its BEGIN and END lines (use load, with `private.pkcs8://` or \
             `public.spki://` before it)",
            "没有 BEGIN 行和 END 行的 Base64（请使用 load，并在前面加上 `private.pkcs8://` 或 \
             `public.spki://`）"
        );
    }
    let length = given.len();
    say!("{length} bytes without a PEM block", "不含 PEM 块的 {length} 字节")
}

pub(super) fn private_key() -> Text {
    say!("a private key", "私钥")
}

pub(super) fn public_key() -> Text {
    say!("a public key", "公钥")
}

pub(super) fn certificate() -> Text {
    say!("a certificate", "证书")
}

/// Says what was found where `expected` could not be read.
pub(super) fn describe_instead_of(expected: &Text, given: &[u8]) -> Text {
    let found = describe(given);
    if found == *expected {
        say!("{found}, but damaged", "已损坏的{found}"; found)
    } else {
        found
    }
}

/// Says what DER bytes are. None of these parsers asks for a passphrase.
pub(super) fn describe_der(der: &[u8]) -> Text {
    if PKey::private_key_from_pkcs8(der).is_ok() {
        say!("a private key in PKCS#8", "PKCS#8 私钥")
    } else if Rsa::private_key_from_der(der).is_ok() {
        say!("a private key in PKCS#1", "PKCS#1 私钥")
    } else if PKey::public_key_from_der(der).is_ok() {
        say!("a public key in SPKI", "SPKI 公钥")
    } else if Rsa::public_key_from_der_pkcs1(der).is_ok() {
        say!("a public key in PKCS#1", "PKCS#1 公钥")
    } else if X509::from_der(der).is_ok() {
        certificate()
    } else {
        say!("damaged, or something else", "已损坏，或是其他内容")
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
