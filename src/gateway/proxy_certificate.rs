//! The certificate by which the gateway speaks for WeChat Pay's API hosts, to clients that use it as
//! their proxy.
//!
//! A client must trust the authority that signed it, and a user may install that system-wide. So the
//! authority can't sign for other hosts, is valid for a few months, and its key is thrown away as soon
//! as it has signed this one certificate.

use openssl::asn1::{Asn1Integer, Asn1Object, Asn1OctetString, Asn1Time};
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName,
    SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Builder, X509Extension, X509Name, X509NameRef};

use super::keys::{COMMON_NAME, serial_number};
use crate::error::{BoxError, Error, ErrorKind};
use crate::language::say;
use crate::transport::api_host_names;

/// How long it is valid.
const LIFETIME_DAYS: u32 = 90;
/// A new one replaces it at a start when it is valid no longer than this.
const RENEWED_DAYS: u32 = 30;
const NAME_CONSTRAINTS: &str = "2.5.29.30";

/// Contains a private key, so it has no `Debug`.
pub(super) struct ProxyCertificate {
    pub(super) key: PKey<Private>,
    pub(super) key_pem: String,
    pub(super) certificate: X509,
    pub(super) certificate_pem: String,
    /// What clients trust.
    pub(super) authority_pem: String,
}

impl ProxyCertificate {
    pub(super) fn generate() -> Result<Self, Error> {
        let made = || -> Result<Self, BoxError> {
            let authority_key = elliptic()?;
            let authority = authority(&authority_key)?;
            let key = elliptic()?;
            let certificate = certificate(&key, &authority, &authority_key)?;
            Self::of(key, certificate, &authority)
        };
        made().map_err(|error| {
            let message = say!(
                "the gateway's certificate for WeChat Pay's hosts could not be made: {error}",
                "无法生成网关用于微信支付域名的证书：{error}"
            );
            Error::new(ErrorKind::Crypto, message).with_source(error)
        })
    }

    /// Reads what an earlier start wrote. `None` if it is time for a new one.
    pub(super) fn read(
        key_pem: &str,
        certificate_pem: &str,
        authority_pem: &str,
    ) -> Result<Option<Self>, BoxError> {
        let key = PKey::private_key_from_pem(key_pem.as_bytes())?;
        let certificate = X509::from_pem(certificate_pem.as_bytes())?;
        let authority = X509::from_pem(authority_pem.as_bytes())?;
        let lasts = certificate.not_after() > &*Asn1Time::days_from_now(RENEWED_DAYS)?;
        lasts.then(|| Self::of(key, certificate, &authority)).transpose()
    }

    fn of(key: PKey<Private>, certificate: X509, authority: &X509) -> Result<Self, BoxError> {
        Ok(Self {
            key_pem: String::from_utf8(key.private_key_to_pem_pkcs8()?)?,
            certificate_pem: String::from_utf8(certificate.to_pem()?)?,
            authority_pem: String::from_utf8(authority.to_pem()?)?,
            key,
            certificate,
        })
    }
}

/// Fast to generate, unlike RSA: each start of a gateway without a folder generates two.
fn elliptic() -> Result<PKey<Private>, ErrorStack> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
    PKey::from_ec_key(EcKey::generate(&group)?)
}

fn authority(key: &PKey<Private>) -> Result<X509, ErrorStack> {
    let name = name("sandbox proxy authority")?;
    let mut builder = builder(&name, &name, key)?;
    builder.append_extension(BasicConstraints::new().critical().ca().pathlen(0).build()?)?;
    builder.append_extension(KeyUsage::new().critical().key_cert_sign().build()?)?;
    builder.append_extension(name_constraints()?)?;
    let id = SubjectKeyIdentifier::new().build(&builder.x509v3_context(None, None))?;
    builder.append_extension(id)?;
    builder.sign(key, MessageDigest::sha256())?;
    Ok(builder.build())
}

fn certificate(
    key: &PKey<Private>,
    authority: &X509,
    authority_key: &PKey<Private>,
) -> Result<X509, ErrorStack> {
    let name = name("sandbox proxy")?;
    let mut builder = builder(&name, authority.subject_name(), key)?;
    builder.append_extension(BasicConstraints::new().critical().build()?)?;
    builder.append_extension(KeyUsage::new().critical().digital_signature().build()?)?;
    builder.append_extension(ExtendedKeyUsage::new().server_auth().build()?)?;
    let mut names = SubjectAlternativeName::new();
    api_host_names().for_each(|name| {
        names.dns(name);
    });
    let context = builder.x509v3_context(Some(authority), None);
    let extensions = [
        names.build(&context)?,
        SubjectKeyIdentifier::new().build(&context)?,
        AuthorityKeyIdentifier::new().keyid(true).build(&context)?,
    ];
    for extension in extensions {
        builder.append_extension(extension)?;
    }
    builder.sign(authority_key, MessageDigest::sha256())?;
    Ok(builder.build())
}

fn name(organization: &str) -> Result<X509Name, ErrorStack> {
    let mut name = X509Name::builder()?;
    name.append_entry_by_text("C", "CN")?;
    name.append_entry_by_text("O", organization)?;
    name.append_entry_by_text("CN", COMMON_NAME)?;
    Ok(name.build())
}

fn builder(
    subject: &X509NameRef,
    issuer: &X509NameRef,
    key: &PKey<Private>,
) -> Result<X509Builder, ErrorStack> {
    let mut builder = X509::builder()?;
    builder.set_version(2)?;
    let serial = Asn1Integer::from_bn(&*BigNum::from_slice(&serial_number()?)?)?;
    builder.set_serial_number(&serial)?;
    builder.set_subject_name(subject)?;
    builder.set_issuer_name(issuer)?;
    builder.set_not_before(&*Asn1Time::days_from_now(0)?)?;
    builder.set_not_after(&*Asn1Time::days_from_now(LIFETIME_DAYS)?)?;
    builder.set_pubkey(key)?;
    Ok(builder)
}

/// WeChat Pay's API hosts, and no address: `SEQUENCE { [0] { SEQUENCE { [2] name }, … }, [1] { SEQUENCE
/// { [7] all of IPv4 }, SEQUENCE { [7] all of IPv6 } } }`.
fn name_constraints() -> Result<X509Extension, ErrorStack> {
    let hosts = api_host_names().map(|name| der(0x30, &der(0x82, name.as_bytes())));
    let permitted = der(0xa0, &hosts.collect::<Vec<_>>().concat());
    let addresses = [&[0; 8][..], &[0; 32]].map(|all| der(0x30, &der(0x87, all)));
    let excluded = der(0xa1, &addresses.concat());
    let constraints = der(0x30, &[permitted, excluded].concat());
    X509Extension::new_from_der(
        &*Asn1Object::from_str(NAME_CONSTRAINTS)?,
        true,
        &*Asn1OctetString::new_from_bytes(&constraints)?,
    )
}

/// Tag, length and contents, of less than 64 KiB.
fn der(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len().to_be_bytes();
    let [.., high, low] = length;
    let head = if contents.len() < 0x80 { vec![tag, low] } else { vec![tag, 0x82, high, low] };
    [&head, contents].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_was_written() {
        let made = ProxyCertificate::generate().unwrap();
        let marked = format!("A mark.\n{}", made.key_pem);
        let read = ProxyCertificate::read(&marked, &made.certificate_pem, &made.authority_pem);
        let read = read.unwrap().unwrap();
        assert_eq!(read.key_pem, made.key_pem);
        assert_eq!(read.authority_pem, made.authority_pem);
    }

    #[test]
    fn a_long_value_has_a_long_length() {
        assert_eq!(der(0x30, &[7; 2]), [0x30, 2, 7, 7]);
        assert_eq!(der(0x30, &[7; 0x80])[..4], [0x30, 0x82, 0, 0x80]);
        assert_eq!(der(0x30, &[7; 0x1234])[..4], [0x30, 0x82, 0x12, 0x34]);
    }
}
