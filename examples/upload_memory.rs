//! The memory that an upload of 200 MiB takes: the peak of the process before and after it.
//!
//! ```sh
//! cargo run --release --example upload_memory
//! ```
//!
//! The server is a thread of the same process that counts the bytes. The peak is Linux's `VmHWM`; the
//! example fails if it grows by 16 MiB or more.

#![allow(clippy::print_stdout, reason = "it is a command")]

use std::error::Error as StdError;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use wechatpay_chain::{
    BoxError, BoxFuture, Client, MediaUtil, Options, PrivateKey, Verifier, VerifyInput,
};

const MIB: u64 = 1024 * 1024;
const SIZE: u64 = 200 * MIB;
const LIMIT: u64 = 16 * MIB;

type Result<T> = std::result::Result<T, Box<dyn StdError + Send + Sync>>;

fn main() -> Result<()> {
    let path = std::env::temp_dir().join(format!("upload-memory-{}.mp4", std::process::id()));
    let result = write_file(&path).and_then(|()| measure(&path));
    fs::remove_file(&path)?;
    result
}

fn measure(path: &Path) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let client = client(&format!("http://{}/", listener.local_addr()?))?;
    let server = discard(listener);
    let before = peak()?;

    let start = Instant::now();
    let mut media = MediaUtil::new(path)?;
    let hashed = start.elapsed();
    let sent = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&sent);
    media.progress(move |sent, _total| counter.store(sent, Ordering::Relaxed));
    let options = Options::new().body(media.stream()).timeout(600);
    client.chain("v3/merchant/media/video_upload").post(options)?;
    let (all, after) = (start.elapsed(), peak()?);

    let received = server.join().map_err(|_| "the server failed")??;
    let sent = sent.load(Ordering::Relaxed);
    if received != sent || received <= SIZE {
        return Err(format!("{sent} bytes sent, {received} received").into());
    }
    let grown = after.saturating_sub(before);
    let mib = |bytes: u64| bytes as f64 / MIB as f64;
    println!("received {:.1} MiB; hashing {hashed:.2?}, all {all:.2?}", mib(received));
    println!("peak memory before {:.1} MiB, after {:.1} MiB", mib(before), mib(after));
    println!("grown by {:.1} MiB", mib(grown));
    if grown >= LIMIT {
        return Err(format!("it should have grown by less than {:.0} MiB", mib(LIMIT)).into());
    }
    Ok(())
}

fn write_file(path: &Path) -> Result<()> {
    let mut file = File::create(path)?;
    let piece: Vec<u8> = (0..64 * 1024_u32).map(|n| (n % 251) as u8).collect();
    for _ in 0..SIZE / piece.len() as u64 {
        file.write_all(&piece)?;
    }
    Ok(())
}

/// The peak memory of this process, in bytes.
fn peak() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")
        .map_err(|error| format!("this example measures by Linux's /proc: {error}"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).ok_or("no VmHWM")?;
    Ok(kib.parse::<u64>()? * 1024)
}

/// The server does not sign its response.
struct Unchecked;

impl Verifier for Unchecked {
    fn verify<'a>(
        &'a self,
        _: &'a VerifyInput<'a>,
    ) -> BoxFuture<'a, std::result::Result<(), BoxError>> {
        Box::pin(async { Ok(()) })
    }
}

fn client(base_uri: &str) -> Result<Client> {
    let key = PKey::from_rsa(Rsa::generate(2048)?)?.private_key_to_pem_pkcs8()?;
    let client = Client::builder()
        .base_uri(base_uri)
        .mchid("1900000109")
        .serial("3775B6A45ACD588826D15E583A95F5DD00000000")
        .private_key(PrivateKey::from_pem(key)?)
        .verifier(Unchecked)
        .build()?;
    Ok(client)
}

/// Receives a request, and returns the length of its body.
fn discard(listener: TcpListener) -> JoinHandle<Result<u64>> {
    thread::spawn(move || {
        let (mut stream, _) = listener.accept()?;
        let (length, mut received) = head(&mut stream)?;
        let mut buffer = vec![0; 64 * 1024];
        while received < length {
            match stream.read(&mut buffer)? {
                0 => return Err(format!("{received} of {length} bytes came").into()),
                read => received += read as u64,
            }
        }
        let now = wechatpay_chain::Formatter::timestamp();
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nWechatpay-Timestamp: {now}\r\n\
             Wechatpay-Nonce: n\r\nWechatpay-Serial: s\r\nWechatpay-Signature: unchecked\r\n\r\n{{}}"
        )?;
        Ok(received)
    })
}

/// Reads the head, and returns the length of the body and how much of it was received.
fn head(stream: &mut TcpStream) -> Result<(u64, u64)> {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer)? {
            0 => return Err("the request ended in its head".into()),
            read => head.extend_from_slice(&buffer[..read]),
        }
        if let Some(end) = head.windows(4).position(|window| window == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&head[..end]).to_ascii_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length = length.ok_or("no Content-Length")?.parse()?;
            return Ok((length, (head.len() - end - 4) as u64));
        }
    }
}
