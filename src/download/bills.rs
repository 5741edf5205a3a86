//! An encrypted bill: one call returns its files and their keys, and further ones fetch them.
//!
//! By WeChat Pay's page on downloading the fund flow of sub-merchants: each file is the ciphertext of
//! AES-256-GCM, in bytes, with the tag at its end and without associated data. Its key is encrypted
//! for the merchant's certificate. The hash is that of the decrypted and decompressed file. A bill of
//! more than about 16 GB comes in several files, which are joined in the order of `bill_sequence`.
//! Their addresses expire after five minutes.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream;
use http::header::CONTENT_LENGTH;
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use serde_json::Value;
use zeroize::Zeroizing;

use super::Check;
use super::bill::missing;
use crate::body::Body;
use crate::crypto::{GcmDecrypter, PrivateKey, Rsa};
use crate::error::{BoxError, Error, ErrorKind, Outcome};
use crate::inner::Inner;
use crate::language::say;
use crate::options::Options;
use crate::path::Path;
use crate::pipeline::{self, Asked};
use crate::promise::Promise;
use crate::response::{Response, ResponseExt};
use crate::stream::decrypted;
use crate::template::shown;

pub(super) async fn open(
    client: Arc<Inner>,
    path: Path,
    options: Options,
) -> Result<http::Response<Body>, Error> {
    let key = client.incoming.private_key.clone().ok_or_else(|| {
        let message = say!(
            "the bill is encrypted for the merchant's certificate, and the client has a signer() \
             instead of the private key: build a client with private_key() to request it",
            "账单用商户 API 证书加密，而客户端只有 signer()，没有商户私钥：请用设置了 private_key() 的客户端申请",
        );
        Error::config(message).not_sent()
    })?;
    let name = shown(path.as_str());
    let (response, asked) = pipeline::ask(&client, path, options).await?;
    if !response.status().is_success() {
        return Ok(response.map(Body::from));
    }
    let files = listed(&name, &response)?;
    let count = files.len();
    let hashes = files.iter().map(|file| file.hash_value.clone()).collect();
    let mut bill = Bill { client, key, name, asked, hashes, opened: 0, body: None };
    let (mut parts, body) = bill.fetch(&files).await?.into_parts();
    // That of the ciphertext.
    parts.headers.remove(CONTENT_LENGTH);
    if count == 1 {
        return Ok(http::Response::from_parts(parts, body));
    }
    bill.body = Some(body);
    let frames = stream::try_unfold(bill, |mut bill| async move {
        let frame = bill.frame().await?;
        Ok::<_, BoxError>(frame.map(|frame| (frame, bill)))
    });
    Ok(http::Response::from_parts(parts, Body::stream(StreamBody::new(frames))))
}

/// A bill whose files are fetched one after the other.
struct Bill {
    client: Arc<Inner>,
    key: PrivateKey,
    /// The path, for messages.
    name: String,
    asked: Asked,
    /// Those of its files, by the first list.
    hashes: Vec<String>,
    opened: usize,
    body: Option<Body>,
}

impl Bill {
    async fn frame(&mut self) -> Result<Option<Frame<Bytes>>, BoxError> {
        loop {
            if let Some(body) = &mut self.body {
                if let Some(frame) = body.frame().await {
                    return frame.map(Some);
                }
            }
            if self.opened == self.hashes.len() {
                return Ok(None);
            }
            self.body = Some(self.next().await?);
        }
    }

    /// Opens the next file. Its address may have expired while the last file was received, so the
    /// bill is requested again.
    async fn next(&mut self) -> Result<Body, Error> {
        let response = pipeline::ask_again(&self.client, &self.asked).await?;
        let files = listed(&self.name, &response)?;
        // Its parts would be of two bills.
        if !files.iter().map(|file| &file.hash_value).eq(&self.hashes) {
            let message = say!(
                "the bill was made anew while it was downloaded: nothing of it is kept, request it \
                 again",
                "下载过程中账单已重新生成：未保留任何内容，请重新申请",
            );
            return Err(Error::new(ErrorKind::Decode, message).with_outcome(Outcome::Accepted));
        }
        Ok(self.fetch(&files).await?.into_body())
    }

    async fn fetch(&mut self, files: &[File]) -> Result<http::Response<Body>, Error> {
        let file = files.get(self.opened).ok_or_else(|| Error::other("there is no next file"))?;
        self.opened += 1;
        // The call before succeeded; nothing was fetched.
        let decrypter =
            decrypter(file, &self.key).map_err(|error| error.with_outcome(Outcome::Accepted))?;
        let check = Check::new(&file.hash_type, file.hash_value.clone(), ErrorKind::Decode)
            .map_err(|error| error.with_outcome(Outcome::Accepted))?;
        let (client, shared) = (Arc::clone(&self.client), self.asked.shared);
        let address = Path::ROOT.join(&file.download_url);
        // A promise, since the body may be read outside any runtime.
        let response = Promise::from_future(async move {
            pipeline::open(&client, address, Options::new(), Some(shared)).await
        });
        Ok(response.await?.map(|body| check.of(decrypted(body, decrypter))))
    }
}

/// An item of `download_bill_list`.
struct File {
    sequence: i64,
    download_url: String,
    encrypt_key: String,
    nonce: String,
    hash_type: String,
    hash_value: String,
}

/// The files in their order.
fn listed(name: &str, response: &Response) -> Result<Vec<File>, Error> {
    let listed: Value = response.json()?;
    let Some(items) = listed["download_bill_list"].as_array().filter(|items| !items.is_empty())
    else {
        let remedy = say!(
            "if it is not encrypted, request it by bill()",
            "如果账单没有加密，请用 bill() 申请",
        );
        return Err(missing(
            name,
            &listed,
            say!("download_bill_list", "download_bill_list"),
            remedy,
        ));
    };
    let mut files = Vec::new();
    for item in items {
        let text = |key: &str| {
            let what = say!("{key} of each file", "每个文件的 {key}");
            let remedy = say!("look at the response of get()", "请用 get() 查看应答");
            let text = item[key].as_str().filter(|text| !text.is_empty());
            text.map(str::to_owned).ok_or_else(|| missing(name, item, what, remedy))
        };
        files.push(File {
            sequence: item["bill_sequence"].as_i64().unwrap_or(0),
            download_url: text("download_url")?,
            encrypt_key: text("encrypt_key")?,
            nonce: text("nonce")?,
            hash_type: text("hash_type")?,
            hash_value: text("hash_value")?,
        });
    }
    files.sort_by_key(|file| file.sequence);
    let follows = |pair: &[File]| pair[0].sequence.checked_add(1) == Some(pair[1].sequence);
    let count = listed["download_bill_count"].as_u64();
    let whole = count.is_none_or(|count| usize::try_from(count) == Ok(files.len()));
    if !whole || !files.windows(2).all(follows) {
        let message = say!(
            "the response of `{name}` does not list all files of the bill: its \
             download_bill_count and the bill_sequence of its files do not fit; request it again",
            "`{name}` 的应答没有列出账单的全部文件：download_bill_count 与各文件的 bill_sequence 不符；请重新申请",
        );
        return Err(Error::new(ErrorKind::Decode, message).with_outcome(Outcome::Accepted));
    }
    Ok(files)
}

fn decrypter(file: &File, key: &PrivateKey) -> Result<GcmDecrypter, Error> {
    let key = Rsa::decrypt(&file.encrypt_key, key).map(Zeroizing::new).map_err(|error| {
        let message = say!(
            "the encrypt_key of the bill can't be decrypted with the merchant's private key: \
             {error}",
            "账单的 encrypt_key 无法用商户私钥解密：{error}"; error
        );
        Error::crypto(message).with_source(error)
    })?;
    GcmDecrypter::new(&key, file.nonce.as_bytes()).map_err(|error| {
        let message = say!(
            "the encrypt_key and the nonce of the bill are not those of AEAD_AES_256_GCM: {error}; \
             request it with `algorithm` AEAD_AES_256_GCM",
            "账单的 encrypt_key 与 nonce 不适用于 AEAD_AES_256_GCM：{error}；请以 algorithm 为 \
             AEAD_AES_256_GCM 申请"; error
        );
        Error::crypto(message).with_source(error)
    })
}
