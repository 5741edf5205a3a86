//! Packed bills, and encrypted ones.

use std::sync::{Arc, Mutex};

use flate2::Compression;
use http::{Method, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use wechatpay_chain::gateway::StubResponse;
use wechatpay_chain::{
    BoxError, BoxFuture, Client, Download, Error, ErrorKind, Gateway, Lang, Outcome, PublicKey,
    Rsa, SignInput, Signer,
};

use crate::support;
use support::folder::Folder;
use support::{gzip, sha1};

const CSV: &[u8] = "\u{feff}交易时间,金额\r\n`2024-01-01,`0.01\r\n".as_bytes();

/// A gateway takes a while to make its keys, so a test has one for all its bills.
fn gateway() -> (Gateway, Client) {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    (gateway, client)
}

/// From now on there is this bill, of this hash.
fn bill(gateway: &Gateway, file: Vec<u8>, hash: &str) {
    let url = format!("{}v3/billdownload/file?token=AbC", gateway.base_uri());
    let applied = json!({"hash_type": "SHA1", "hash_value": hash, "download_url": url});
    gateway.on(Method::GET, "/v3/bill/tradebill", move |_| applied.clone());
    gateway.on(Method::GET, "/v3/billdownload/file", move |_| raw(&file));
}

fn raw(file: &[u8]) -> StubResponse {
    StubResponse::new(StatusCode::OK).body(file.to_vec()).unsigned()
}

fn tradebill(client: &Client) -> Download {
    client.chain("v3/bill/tradebill").bill(json!({"query": {"bill_date": "2024-01-01"}}))
}

#[test]
fn a_packed_bill_is_unpacked() {
    let (gateway, client) = gateway();
    let dir = Folder::new();
    let packed = gzip(CSV);
    let (first, second) = CSV.split_at(11);
    let members = [gzip(first), gzip(b""), gzip(second)].concat();
    // What is not packed stays as it is, however short.
    for (file, unpacked) in [
        (packed.clone(), CSV),
        (members, CSV),
        (CSV.to_vec(), CSV),
        (b"x".to_vec(), b"x"),
        (Vec::new(), b""),
        (gzip(b""), b""),
    ] {
        bill(&gateway, file.clone(), &sha1(unpacked));
        tradebill(&client).unpacked().save(dir.at("bill")).unwrap();
        assert_eq!(std::fs::read(dir.at("bill")).unwrap(), unpacked);
        assert_eq!(&tradebill(&client).unpacked().get().unwrap().body()[..], unpacked);
        // The hash may be the packed file's as well.
        bill(&gateway, file.clone(), &sha1(&file));
        let seen = Arc::new(Mutex::new((0, None)));
        let telling = Arc::clone(&seen);
        let response = tradebill(&client)
            .hash("SHA1", sha1(unpacked))
            .progress(move |bytes, total| *telling.lock().unwrap() = (bytes, total))
            .unpacked()
            .get()
            .unwrap();
        assert_eq!(&response.body()[..], unpacked);
        assert!(response.headers().get("content-length").is_none());
        let length = file.len() as u64;
        if length > 0 {
            assert_eq!(*seen.lock().unwrap(), (length, Some(length)), "bytes received");
        }
    }
}

#[test]
fn a_packed_file_without_a_hash_is_unpacked() {
    let (gateway, client) = gateway();
    gateway.on(Method::GET, "/v3/billdownload/file", |_| raw(&gzip(CSV)));
    let path = format!("{}v3/billdownload/file?token=t", gateway.base_uri());
    let file = client.chain(&path).download(()).unpacked().get().unwrap();
    assert_eq!(&file.body()[..], CSV);
    let file = client.download_unsigned(&path).unpacked();
    // The gateway refuses what is not signed; the error's body is not unpacked.
    assert_eq!(file.get().unwrap_err().kind(), ErrorKind::Api);
}

#[test]
fn what_can_not_be_unpacked_leaves_the_file_as_it_was() {
    let (gateway, client) = gateway();
    let dir = Folder::new();
    let path = dir.file("bill.csv", "yesterday's");
    let packed = gzip(CSV);
    let mut damaged = packed.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0xff;
    for file in [
        packed[..packed.len() - 1].to_vec(),
        packed[..1].to_vec(),
        damaged,
        [&packed[..], b"more"].concat(),
        [0x1f, 0x9d, 0x90].to_vec(),
    ] {
        // Nothing but the unpacking notices it.
        bill(&gateway, file.clone(), &sha1(&file));
        for result in
            [tradebill(&client).unpacked().save(&path), tradebill(&client).unpacked().get()]
        {
            let error = result.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Verify, Outcome::Unknown));
            assert!(error.to_string().contains("can't be decompressed"), "{error}");
            assert!(error.localized(Lang::Chinese).contains("无法解压"), "{error}");
        }
    }
    bill(&gateway, packed, &sha1(b"another bill"));
    let error = tradebill(&client).unpacked().save(&path).unwrap_err();
    assert!(error.to_string().contains("SHA1 of the file"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), b"yesterday's");
    assert_eq!(dir.names(), ["bill.csv"]);
}

#[test]
fn the_unpacked_size_is_limited() {
    let (gateway, client) = gateway();
    let dir = Folder::new();
    let large = vec![b'x'; 100_000];
    bill(&gateway, gzip(&large), &sha1(&large));
    let error = tradebill(&client).unpacked().max_size(99_999).save(dir.at("bill")).unwrap_err();
    assert!(error.to_string().contains("99999 bytes of max_size()"), "{error}");
    assert!(tradebill(&client).unpacked().max_size(100_000).save(dir.at("bill")).is_ok());
    // 65 MiB of zeros, in one thousandth of that.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..65 {
        std::io::Write::write_all(&mut encoder, &vec![0; 1 << 20]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    bill(&gateway, bomb.clone(), &sha1(&bomb));
    let error = tradebill(&client).unpacked().save(dir.at("bomb")).unwrap_err();
    assert!(error.to_string().contains("200 times its size"), "{error}");
    assert_eq!(dir.names(), ["bill"]);
}

const NONCE: &[u8] = b"a8607ef79034c49c";
const LIST: &str = "/v3/bill/sub-merchant-fundflowbill";

fn encrypt(key: &[u8], plaintext: &[u8]) -> Vec<u8> {
    let mut tag = [0; 16];
    let cipher = openssl::symm::Cipher::aes_256_gcm();
    let encrypted =
        openssl::symm::encrypt_aead(cipher, key, Some(NONCE), &[], plaintext, &mut tag).unwrap();
    [&encrypted[..], &tag].concat()
}

/// An item of the list, for the file that `bills_of` serves under this number.
fn item(gateway: &Gateway, number: usize, key: &[u8], hash: &str) -> Value {
    let merchant = PublicKey::from_pem(gateway.merchant_certificate_pem()).unwrap();
    json!({
        "bill_sequence": number + 1,
        "download_url": format!("{}v3/billdownload/file?token={number}", gateway.base_uri()),
        "encrypt_key": Rsa::encrypt(key, &merchant).unwrap(),
        "hash_type": "SHA1",
        "hash_value": hash,
        "nonce": std::str::from_utf8(NONCE).unwrap(),
    })
}

/// From now on there are these encrypted files.
fn bills_of(gateway: &Gateway, list: Vec<Value>, files: Vec<Vec<u8>>) {
    gateway.on(
        Method::GET,
        LIST,
        move |_| json!({"download_bill_count": list.len(), "download_bill_list": list}),
    );
    gateway.on(Method::GET, "/v3/billdownload/file", move |request| {
        raw(&files[request.query_value("token").unwrap().parse::<usize>().unwrap()])
    });
}

fn bills(client: &Client) -> Download {
    client.chain("v3/bill/sub-merchant-fundflowbill").bills(json!({"query": {
        "sub_mchid": "1900000110",
        "bill_date": "2024-01-01",
        "account_type": "BASIC",
        "algorithm": "AEAD_AES_256_GCM",
    }}))
}

const KEYS: [&[u8; 32]; 2] =
    [b"0123456789abcdef0123456789ABCDEF", b"fedcba9876543210FEDCBA9876543210"];

#[test]
fn an_encrypted_bill_is_decrypted() {
    let (gateway, client) = gateway();
    let dir = Folder::new();
    // Larger than a chunk.
    let large = CSV.repeat(20_000);
    for (plaintext, file) in [
        (CSV.to_vec(), CSV.to_vec()),
        (CSV.to_vec(), gzip(CSV)),
        (large.clone(), large),
        (Vec::new(), Vec::new()),
    ] {
        let encrypted = encrypt(KEYS[0], &file);
        let hash = sha1(&plaintext);
        bills_of(&gateway, vec![item(&gateway, 0, KEYS[0], &hash)], vec![encrypted]);
        let before = gateway.requests().len();
        assert_eq!(&bills(&client).get().unwrap().body()[..], file);
        bills(&client).unpacked().save(dir.at("bill")).unwrap();
        assert_eq!(std::fs::read(dir.at("bill")).unwrap(), plaintext);
        let requests = gateway.requests();
        assert_eq!(requests.len() - before, 4);
        assert!(requests.iter().all(|request| request.verified()));
    }
}

/// The addresses of the list expire, so the second file has one of a new list.
#[test]
fn the_files_of_a_bill_are_joined_in_their_order() {
    let (gateway, client) = gateway();
    let (first, second) = CSV.split_at(20);
    let files = vec![encrypt(KEYS[0], &gzip(first)), encrypt(KEYS[1], &gzip(second))];
    let [one, two] = [(0, first), (1, second)]
        .map(|(number, text)| item(&gateway, number, KEYS[number], &sha1(text)));
    bills_of(&gateway, vec![two, one], files);
    assert_eq!(&bills(&client).unpacked().get().unwrap().body()[..], CSV);
    let requests = gateway.requests();
    let targets: Vec<_> = requests.iter().map(|request| request.target()).collect();
    let asked = "/v3/bill/sub-merchant-fundflowbill?sub_mchid=1900000110&bill_date=2024-01-01&\
                 account_type=BASIC&algorithm=AEAD_AES_256_GCM";
    let file = |number| format!("/v3/billdownload/file?token={number}");
    assert_eq!(targets, [asked, &file(0), asked, &file(1)]);
    assert!(requests.iter().all(|request| request.verified()));

    // Read where there is no runtime.
    let mut body = bills(&client).unpacked().stream_async().wait().unwrap().into_body();
    let mut read = Vec::new();
    while let Some(frame) =
        futures_util::FutureExt::now_or_never(body.frame()).unwrap_or_else(|| {
            std::thread::sleep(std::time::Duration::from_millis(1));
            Some(Ok(http_body::Frame::data(bytes::Bytes::new())))
        })
    {
        read.extend_from_slice(frame.unwrap().data_ref().unwrap());
    }
    assert_eq!(read, CSV);
}

#[track_caller]
fn refused(download: Download, kind: ErrorKind, outcome: Outcome, words: &str) -> Error {
    let dir = Folder::new();
    let path = dir.file("bill.csv", "yesterday's");
    let error = download.unpacked().save(&path).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{error}");
    assert!(error.to_string().contains(words), "{words}: {error}");
    assert_eq!(std::fs::read(&path).unwrap(), b"yesterday's");
    assert_eq!(dir.names(), ["bill.csv"]);
    error
}

#[test]
fn a_file_that_was_changed_is_refused() {
    let (gateway, client) = gateway();
    let whole = encrypt(KEYS[0], CSV);
    let mut other_tag = whole.clone();
    *other_tag.last_mut().unwrap() ^= 1;
    let mut other_text = whole.clone();
    other_text[0] ^= 1;
    for file in
        [other_tag, other_text, whole[..whole.len() - 1].to_vec(), whole[..3].to_vec(), Vec::new()]
    {
        bills_of(&gateway, vec![item(&gateway, 0, KEYS[0], &sha1(CSV))], vec![file]);
        refused(bills(&client), ErrorKind::Crypto, Outcome::Unknown, "can't be decrypted");
        assert_eq!(bills(&client).get().unwrap_err().kind(), ErrorKind::Crypto);
    }
    // Its own tag is right, and it is another file.
    let other = item(&gateway, 0, KEYS[0], &sha1(b"another bill"));
    bills_of(&gateway, vec![other], vec![whole.clone()]);
    refused(bills(&client), ErrorKind::Verify, Outcome::Unknown, "SHA1 of the file");
    // The second file is wrong.
    let list = [0, 1].map(|number| item(&gateway, number, KEYS[number], &sha1(CSV)));
    bills_of(&gateway, list.to_vec(), vec![whole.clone(), whole]);
    refused(bills(&client), ErrorKind::Crypto, Outcome::Unknown, "can't be decrypted");
}

#[test]
fn a_list_that_is_not_whole_is_refused() {
    let (gateway, client) = gateway();
    let one = item(&gateway, 0, KEYS[0], &sha1(CSV));
    for (changes, kind, words) in [
        (json!({"encrypt_key": "aGk="}), ErrorKind::Crypto, "encrypt_key of the bill"),
        (json!({"encrypt_key": null}), ErrorKind::Decode, "but no encrypt_key"),
        (json!({"nonce": ""}), ErrorKind::Decode, "but no nonce"),
        (json!({"download_url": 1}), ErrorKind::Decode, "but no download_url"),
        (json!({"hash_type": "SM3"}), ErrorKind::Decode, "`SM3` is not supported"),
    ] {
        let mut item = one.clone();
        for (key, value) in changes.as_object().unwrap() {
            item[key] = value.clone();
        }
        let before = gateway.requests().len();
        bills_of(&gateway, vec![item], vec![encrypt(KEYS[0], CSV)]);
        let error = refused(bills(&client), kind, Outcome::Accepted, words);
        assert!(!format!("{error} {error:?}").contains("token="), "{error:?}");
        assert_eq!(gateway.requests().len(), before + 1);
    }
    // The key of SM4 has 16 bytes.
    let short = item(&gateway, 0, &KEYS[0][..16], &sha1(CSV));
    bills_of(&gateway, vec![short], Vec::new());
    refused(bills(&client), ErrorKind::Crypto, Outcome::Accepted, "16 bytes");

    let third = item(&gateway, 2, KEYS[0], &sha1(CSV));
    for (list, words) in [
        (json!({"download_bill_count": 2, "download_bill_list": [one]}), "does not list all"),
        (
            json!({"download_bill_count": 2, "download_bill_list": [one, third]}),
            "does not list all",
        ),
        (json!({"download_bill_count": 2, "download_bill_list": [one, one]}), "does not list all"),
        (json!({"download_bill_count": 0, "download_bill_list": []}), "no download_bill_list"),
        (json!({"download_url": "v3/x", "hash_type": "SHA1", "hash_value": "00"}), "by bill()"),
    ] {
        gateway.on(Method::GET, LIST, move |_| list.clone());
        refused(bills(&client), ErrorKind::Decode, Outcome::Accepted, words);
    }
    // A plain bill() says which one to use.
    let list = json!({"download_bill_count": 1, "download_bill_list": [one]});
    gateway.on(Method::GET, LIST, move |_| list.clone());
    let error = client.chain(LIST).bill(json!({})).get().unwrap_err();
    assert!(error.to_string().contains("use bills()"), "{error}");
}

/// It was made anew after its first file was fetched: the rest of it is that of another bill.
#[test]
fn the_files_of_two_bills_are_not_joined() {
    let (gateway, client) = gateway();
    let files = vec![encrypt(KEYS[0], CSV), encrypt(KEYS[1], CSV)];
    let list = [0, 1].map(|number| item(&gateway, number, KEYS[number], &sha1(CSV)));
    bills_of(&gateway, list.to_vec(), files);
    let mut anew = list.clone();
    anew[0]["hash_value"] = sha1(b"another").into();
    let asked = std::sync::atomic::AtomicUsize::new(0);
    gateway.on(Method::GET, LIST, move |_| {
        let is_first = asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0;
        json!({"download_bill_count": 2, "download_bill_list": if is_first { &list } else { &anew }})
    });
    refused(bills(&client), ErrorKind::Decode, Outcome::Accepted, "made anew");
}

/// The second call for the list is named as the first, and not by the values in its address.
#[test]
fn the_log_has_the_template_of_each_call() {
    let (gateway, client) = gateway();
    let files = vec![encrypt(KEYS[0], CSV), encrypt(KEYS[1], CSV)];
    let list = [0, 1].map(|number| item(&gateway, number, KEYS[number], &sha1(CSV)));
    bills_of(&gateway, list.to_vec(), files);
    let log = support::log::Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        let chain = client.chain("v3/bill/{kind}-fundflowbill");
        chain.bills(json!({"kind": "sub-merchant", "query": {"x": 1}})).get().unwrap();
    });
    let text = log.text();
    let ended: Vec<_> = text.lines().filter(|line| line.contains("the call ended")).collect();
    let template = "url.template=\"/v3/bill/{kind}-fundflowbill\"";
    let named = ended.iter().filter(|line| line.contains(template)).count();
    assert_eq!((ended.len(), named), (4, 2), "{text}");
    assert!(!text.contains("sub-merchant"), "{text}");
}

#[test]
fn a_stranger_gets_no_signed_request() {
    let (gateway, client) = gateway();
    let mut item = item(&gateway, 0, KEYS[0], &sha1(CSV));
    item["download_url"] = "https://api.mch.weixin.qq.com.evil.example/v3/f?token=t".into();
    bills_of(&gateway, vec![item], Vec::new());
    let error = refused(bills(&client), ErrorKind::UntrustedHost, Outcome::Unknown, "evil.example");
    assert!(!error.to_string().contains("token"), "{error}");
    assert_eq!(gateway.requests().len(), 1);
}

struct Kms;

impl Signer for Kms {
    fn authorization<'a>(
        &'a self,
        _: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async { Err("nothing is to be signed".into()) })
    }
}

#[test]
fn without_the_private_key_nothing_is_sent() {
    let gateway = support::gateway();
    let client = Client::builder()
        .base_uri(gateway.base_uri())
        .signer(Kms)
        .verifier(support::server_less::Accept)
        .build()
        .unwrap();
    refused(bills(&client), ErrorKind::Config, Outcome::NotSent, "private_key()");
    assert!(gateway.requests().is_empty());
}
