//! The encrypted flow of funds of sub-merchants: a list of files with their keys.
//!
//! The gateway knows one merchant, so each sub-merchant's bill has the merchant's own entries.

use http::Method;
use openssl::hash::{MessageDigest, hash};
use openssl::symm::{Cipher, encrypt_aead};
use serde_json::json;

use super::Entry;
use super::bills::{bill_date, choice, fund_flow_of, gzip, none_of};
use super::fields::query;
use super::refusal::Refusal;
use crate::gateway::cipher::{ALGORITHM, encrypt_field};
use crate::gateway::keys::{alphanumerics, hex};
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::world::model::bill_file::BillFile;
use crate::gateway::world::state::World;
use crate::language::say;

const SUB_MERCHANT: &str = "/v3/bill/sub-merchant-fundflowbill";
const ECOMMERCE: &str = "/v3/ecommerce/bill/fundflowbill";

/// The calls whose responses are encrypted for the merchant's certificate.
pub(super) const CALLS: &[Entry] = &[
    (Method::GET, SUB_MERCHANT, |world, request| fund_flow(world, request, SUB_MERCHANT)),
    (Method::GET, ECOMMERCE, |world, request| fund_flow(world, request, ECOMMERCE)),
];

fn fund_flow(
    world: &World,
    request: &ReceivedRequest,
    path: &str,
) -> Result<StubResponse, Refusal> {
    let day = bill_date(request)?;
    query(request, "algorithm")?;
    // That of SM4 is not built in.
    choice(request, "algorithm", &[ALGORITHM])?;
    query(request, "account_type")?;
    let account = match path {
        ECOMMERCE => choice(request, "account_type", &["ALL"])?,
        _ => {
            query(request, "sub_mchid")?;
            choice(request, "account_type", &["BASIC", "OPERATION", "FEES", "DEPOSIT"])?
        }
    };
    let packed = choice(request, "tar_type", &["GZIP"])?.is_some();
    let has_entries = account.is_none_or(|account| ["ALL", "BASIC"].contains(&account));
    let bill = fund_flow_of(world, &day, has_entries).ok_or_else(|| none_of(&day))?;
    let digest = hex(&hash(MessageDigest::sha1(), bill.as_bytes())?);
    let plaintext = if packed { gzip(&bill)? } else { bill.into_bytes() };
    // The nonce of WeChat Pay's sample has 16 characters.
    let (key, nonce) = (alphanumerics(32)?, alphanumerics(16)?);
    let contents = encrypt(&key, &nonce, &plaintext)?;
    let encrypt_key = encrypt_field(&world.keys.merchant.key, &key).map_err(|error| {
        let reason = say!(
            "the key of the bill could not be encrypted: {error}: try again",
            "账单的密钥无法加密：{error}，请重试"
        );
        Refusal::new(http::StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR", "系统异常", &reason)
    })?;
    let token = alphanumerics(64)?;
    let address = format!("/v3/billdownload/file?token={token}");
    let media_type = "application/octet-stream";
    world.state().files.add(token, BillFile { contents, media_type });
    let file = json!({
        "bill_sequence": 1,
        "download_url": world.address(request.headers(), &address),
        "encrypt_key": encrypt_key,
        "hash_type": "SHA1",
        "hash_value": digest,
        "nonce": nonce,
    });
    Ok(json!({ "download_bill_count": 1, "download_bill_list": [file] }).into())
}

/// The ciphertext, with its tag at the end, in bytes and without associated data.
fn encrypt(key: &str, nonce: &str, plaintext: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut tag = [0; 16];
    let (key, nonce) = (key.as_bytes(), nonce.as_bytes());
    let cipher = Cipher::aes_256_gcm();
    let mut ciphertext = encrypt_aead(cipher, key, Some(nonce), &[], plaintext, &mut tag)?;
    ciphertext.extend_from_slice(&tag);
    Ok(ciphertext)
}
