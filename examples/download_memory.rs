//! Downloads a bill of 1 GiB over loopback, checks its hash, and shows that memory stays flat.
//!
//! `cargo run --release --example download_memory`, followed by a number of MiB for another size.
//! The server is a thread that generates the bytes while sending them.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it does")]

use std::error::Error;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use openssl::pkey::PKey;
use openssl::rsa::Rsa as RsaKey;
use openssl::sha::Sha1;
use serde_json::json;
use wechatpay_chain::{Client, Formatter, PrivateKey, PublicKey, Rsa};

const CHUNK: usize = 64 << 10;
const CHUNKS_IN_A_MIB: u64 = 16;
const LIMIT_KIB: u64 = 16 << 10;
const SERIAL: &str = "PUB_KEY_ID_0114232134912410000000000000";

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Result<()> {
    let mib: u64 = std::env::args().nth(1).map_or(Ok(1024), |mib| mib.parse())?;
    let key = || Ok::<_, Box<dyn Error + Send + Sync>>(PKey::from_rsa(RsaKey::generate(2048)?)?);
    let (merchant, platform) = (key()?, key()?);
    let private = PrivateKey::from_pem(merchant.private_key_to_pem_pkcs8()?)?;
    let public = PublicKey::from_pem(platform.public_key_to_pem()?)?;
    let signer = PrivateKey::from_pem(platform.private_key_to_pem_pkcs8()?)?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let base_uri = format!("http://{}/", listener.local_addr()?);
    let mut hash = Sha1::new();
    for index in 0..mib * CHUNKS_IN_A_MIB {
        hash.update(&chunk(index));
    }
    let hash: String = hash.finish().iter().map(|byte| format!("{byte:02x}")).collect();
    let bill = json!({
        "hash_type": "SHA1",
        "hash_value": hash,
        "download_url": format!("{base_uri}v3/billdownload/file?token=1"),
    });
    let bill = bill.to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            if let Err(error) =
                stream.map_err(Into::into).and_then(|s| serve(s, &signer, &bill, mib))
            {
                eprintln!("the server: {error}");
            }
        }
    });

    let client = Client::builder()
        .base_uri(&base_uri)
        .mchid("1900000109")
        .serial("3775B6A45ACD588826D15E583A95F5DD00000000")
        .private_key(private)
        .platform_key(SERIAL, public)
        .build()?;
    let bill = || {
        client
            .chain("v3/bill/tradebill")
            .bill(json!({"query": {"bill_date": "2024-01-01", "bill_type": "ALL"}}))
    };
    let target = std::env::temp_dir().join(format!("download_memory-{}.csv", std::process::id()));
    let received = Arc::new(AtomicU64::new(0));
    let telling = Arc::clone(&received);
    let (before, begun) = (peak_kib(), Instant::now());
    bill().progress(move |bytes, _| telling.store(bytes, Ordering::Relaxed)).save(&target)?;
    let (took, after) = (begun.elapsed(), peak_kib());
    let length = std::fs::metadata(&target)?.len();
    std::fs::remove_file(&target)?;
    assert_eq!((length, received.load(Ordering::Relaxed)), (mib << 20, mib << 20));
    println!("{mib} MiB, SHA-1 {hash}, in {:.2} s", took.as_secs_f64());
    let (Some(before), Some(after)) = (before, after) else {
        println!("peak memory: known on Linux only");
        return Ok(());
    };
    let growth = after - before;
    println!("peak memory: {before} KiB before, {after} KiB after: it grew by {growth} KiB");
    if growth >= LIMIT_KIB {
        return Err(format!("that is not below {LIMIT_KIB} KiB").into());
    }
    Ok(())
}

/// The bytes of the bill; all chunks differ.
fn chunk(index: u64) -> [u8; CHUNK] {
    let mut chunk = [b'0'; CHUNK];
    chunk[..8].copy_from_slice(&index.to_be_bytes());
    chunk
}

/// Responds to the calls of a connection: signed to the application for the bill, unsigned to the
/// download.
fn serve(stream: TcpStream, key: &PrivateKey, bill: &str, mib: u64) -> Result<()> {
    let mut writer = BufWriter::new(stream.try_clone()?);
    let mut lines = BufReader::new(stream).lines();
    while let Some(request) = lines.next() {
        let request = request?;
        while lines.next().transpose()?.is_some_and(|header| !header.is_empty()) {}
        if request.starts_with("GET /v3/billdownload/file?") {
            write!(writer, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", mib << 20)?;
            for index in 0..mib * CHUNKS_IN_A_MIB {
                writer.write_all(&chunk(index))?;
            }
        } else {
            let (timestamp, nonce) = (Formatter::timestamp(), Formatter::nonce(32));
            let message = Formatter::response(timestamp, &nonce, bill.as_bytes());
            write!(
                writer,
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nWechatpay-Serial: {SERIAL}\r\n\
                 Wechatpay-Timestamp: {timestamp}\r\nWechatpay-Nonce: {nonce}\r\n\
                 Wechatpay-Signature: {}\r\n\r\n{bill}",
                bill.len(),
                Rsa::sign(&message, key)?
            )?;
        }
        writer.flush()?;
    }
    Ok(())
}

/// The peak memory of this process, in KiB.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
