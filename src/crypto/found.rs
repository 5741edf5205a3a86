//! What somebody gave where a key was expected: half of a good error message.

/// The labels of a PEM text's blocks (`PRIVATE KEY`, `CERTIFICATE`), in order.
pub(super) fn labels(pem: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(pem);
    let mut labels = Vec::new();
    for piece in text.split("-----BEGIN ").skip(1) {
        if let Some((label, _)) = piece.split_once("-----") {
            labels.push(label.to_owned());
        }
    }
    labels
}

/// Whether the PEM text is encrypted. OpenSSL would ask for the passphrase on the terminal.
pub(super) fn is_encrypted(pem: &[u8]) -> bool {
    let text = String::from_utf8_lossy(pem);
    text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")
        || text.contains("Proc-Type: 4,ENCRYPTED")
}

/// Names what was found, never showing it: it may be a key all the same.
pub(super) fn describe(given: &[u8]) -> String {
    let text = String::from_utf8_lossy(given);
    let one_line = !text.trim().contains('\n');
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
    let text = text.trim();
    if text.is_empty() {
        return "nothing".to_owned();
    }
    if given.first() == Some(&0x30) {
        return "DER bytes (convert them by `openssl … -inform DER`)".to_owned();
    }
    if one_line && (text.ends_with(".pem") || text.starts_with("file://") || text.starts_with('/'))
    {
        return "a path (use from_file)".to_owned();
    }
    format!("{} bytes without a PEM block", given.len())
}
