//! Keys made for the test run, and what is tested of keys in several places.

use std::sync::OnceLock;

use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::sign::{Signer, Verifier};
use openssl::ssl::{SslAcceptor, SslAcceptorBuilder, SslMethod, SslVersion};
use openssl::x509::extension::SubjectAlternativeName;
use openssl::x509::{X509, X509NameBuilder};
use wechatpay_chain::{Error, PrivateKey, PublicKey};

use super::watch;

pub(crate) const MCHID: &str = "1900000109";
pub(crate) const MERCHANT_SERIAL: &str = "3775B6A45ACD588826D15E583A95F5DD00000000";
pub(crate) const PLATFORM_SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7200000000";

pub(crate) struct Keys {
    pub(crate) merchant: PKey<Private>,
    pub(crate) platform: PKey<Private>,
    pub(crate) merchant_private_pem: Vec<u8>,
    pub(crate) platform_public_pem: Vec<u8>,
    /// Of [`PLATFORM_SERIAL`], valid for long.
    pub(crate) platform_certificate_pem: Vec<u8>,
}

impl Keys {
    pub(crate) fn shared() -> &'static Self {
        static KEYS: OnceLock<Keys> = OnceLock::new();
        KEYS.get_or_init(|| {
            let (merchant, platform) = (rsa(2048), rsa(2048));
            for key in [&merchant, &platform] {
                watch::secret(key.private_key_to_pem_pkcs8().unwrap());
            }
            Self {
                merchant_private_pem: merchant.private_key_to_pem_pkcs8().unwrap(),
                platform_public_pem: platform.public_key_to_pem().unwrap(),
                platform_certificate_pem: certificate_from(
                    &platform,
                    PLATFORM_SERIAL,
                    946_684_800,
                    4_102_444_800,
                )
                .to_pem()
                .unwrap(),
                merchant,
                platform,
            }
        })
    }
}

/// The platform's certificate, of [`PLATFORM_SERIAL`].
pub(crate) fn platform_certificate() -> PublicKey {
    PublicKey::from_pem(&Keys::shared().platform_certificate_pem).unwrap()
}

/// A certificate's key.
pub(crate) fn certified(key: &PKey<Private>, serial: &str) -> PublicKey {
    PublicKey::from_pem(certificate(key, serial).to_pem().unwrap()).unwrap()
}

pub(crate) fn rsa(bits: u32) -> PKey<Private> {
    PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap()
}

pub(crate) fn sign(key: &PKey<Private>, message: &[u8]) -> String {
    let mut signer = Signer::new(MessageDigest::sha256(), key).unwrap();
    openssl::base64::encode_block(&signer.sign_oneshot_to_vec(message).unwrap())
}

pub(crate) fn verify(key: &PKey<Private>, message: &[u8], signature: &str) -> bool {
    let signature = openssl::base64::decode_block(signature).unwrap();
    let mut verifier = Verifier::new(MessageDigest::sha256(), key).unwrap();
    verifier.verify_oneshot(&signature, message).unwrap()
}

/// A self-signed certificate of `serial` for 127.0.0.1, localhost and pay.invalid.
pub(crate) fn certificate(key: &PKey<Private>, serial: &str) -> X509 {
    let now = i64::try_from(super::server::now()).unwrap();
    certificate_from(key, serial, now, now + 2 * 86_400)
}

/// The same, valid between these times, in seconds since 1970.
pub(crate) fn certificate_from(key: &PKey<Private>, serial: &str, from: i64, until: i64) -> X509 {
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("CN", "localhost").unwrap();
    let name = name.build();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    let serial = BigNum::from_hex_str(serial).unwrap().to_asn1_integer().unwrap();
    builder.set_serial_number(&serial).unwrap();
    builder.set_subject_name(&name).unwrap();
    builder.set_issuer_name(&name).unwrap();
    builder.set_pubkey(key).unwrap();
    builder.set_not_before(&Asn1Time::from_unix(from).unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::from_unix(until).unwrap()).unwrap();
    let context = builder.x509v3_context(None, None);
    let names = SubjectAlternativeName::new()
        .ip("127.0.0.1")
        .dns("localhost")
        .dns("pay.invalid")
        .build(&context)
        .unwrap();
    builder.append_extension(names).unwrap();
    builder.sign(key, MessageDigest::sha256()).unwrap();
    builder.build()
}

/// A server's side of TLS, with a certificate of its own.
pub(crate) fn acceptor(newest: Option<SslVersion>) -> (SslAcceptor, Vec<u8>) {
    acceptor_with(newest, |_| ())
}

pub(crate) fn acceptor_with(
    newest: Option<SslVersion>,
    configure: impl FnOnce(&mut SslAcceptorBuilder),
) -> (SslAcceptor, Vec<u8>) {
    let key = rsa(2048);
    let certificate = certificate(&key, "0A");
    let mut acceptor = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls()).unwrap();
    acceptor.set_private_key(&key).unwrap();
    acceptor.set_certificate(&certificate).unwrap();
    if newest.is_some() {
        acceptor.set_min_proto_version(None).unwrap();
        acceptor.set_max_proto_version(newest).unwrap();
        acceptor.set_cipher_list("ALL:@SECLEVEL=0").unwrap();
    }
    configure(&mut acceptor);
    (acceptor.build(), certificate.to_pem().unwrap())
}

pub(crate) fn signs_as(key: &PKey<Private>, parsed: &PrivateKey) -> bool {
    verify(key, b"message", &wechatpay_chain::Rsa::sign("message", parsed).unwrap())
}

pub(crate) fn verifies_as(key: &PKey<Private>, parsed: &PublicKey) -> bool {
    wechatpay_chain::Rsa::verify("message", &sign(key, b"message"), parsed).unwrap()
}

/// No sixteen characters of the secret stand in the error or in its sources.
pub(crate) fn assert_shows_none_of(error: &Error, secret: &str) {
    let shown = format!("{error} {error:?}");
    for piece in secret.as_bytes().windows(16) {
        let piece = String::from_utf8_lossy(piece);
        // The label of a PEM block is no secret.
        if !"-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----".contains(piece.trim()) {
            assert!(!shown.contains(&*piece), "{piece} in {shown}");
        }
    }
}
