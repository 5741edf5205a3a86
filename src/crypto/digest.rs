//! The hash of a download, updated while it is received.

use std::io::Write;

use flate2::write::MultiGzDecoder;
use openssl::hash::{Hasher, MessageDigest};

use super::hexadecimal;
use crate::error::{BoxError, Error, ErrorKind};
use crate::language::say;

/// The first bytes of a gzip file. A bill in text begins with a letter or a byte order mark.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A hash over the bytes and, if they are a gzip file, another one over its content: WeChat Pay
/// hashes the unpacked bill even if `tar_type` is GZIP.
pub(crate) struct Digest {
    kind: MessageDigest,
    plain: Hasher,
    unpacked: Unpacked,
}

enum Unpacked {
    /// Fewer than two bytes were received: these.
    Undecided(Vec<u8>),
    /// Unpacks directly into the hash, so that memory does not grow.
    Gzip(Box<MultiGzDecoder<Hasher>>),
    /// Not a gzip file, or a damaged one.
    None,
}

impl Digest {
    pub(crate) fn sha1() -> Result<Self, Error> {
        Self::new(MessageDigest::sha1())
    }

    /// Takes the `hash_type` of a response: SHA1 or SHA256.
    ///
    /// # Errors
    ///
    /// Of the given kind if it is neither.
    pub(crate) fn named(hash_type: &str, kind: ErrorKind) -> Result<Self, Error> {
        let plain: String = hash_type.chars().filter(|letter| *letter != '-').collect();
        match plain.to_ascii_uppercase().as_str() {
            "SHA1" => Self::sha1(),
            "SHA256" => Self::new(MessageDigest::sha256()),
            _ => {
                let shown = crate::error::one_line(hash_type, 40);
                Err(Error::new(
                    kind,
                    say!(
                        "the hash_type `{shown}` is not supported: only SHA1 and SHA256 are",
                        "不支持 hash_type `{shown}`：只支持 SHA1 和 SHA256"
                    ),
                ))
            }
        }
    }

    fn new(kind: MessageDigest) -> Result<Self, Error> {
        let plain = Hasher::new(kind).map_err(|error| {
            Error::crypto(say!("OpenSSL can't hash: {error}", "OpenSSL 无法计算摘要：{error}"))
                .with_source(error)
        })?;
        Ok(Self { kind, plain, unpacked: Unpacked::Undecided(Vec::new()) })
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) -> Result<(), BoxError> {
        self.plain.update(bytes)?;
        let mut intact = true;
        match &mut self.unpacked {
            Unpacked::Undecided(seen) => {
                let before = seen.len();
                let wanted = (GZIP.len() - before).min(bytes.len());
                seen.extend_from_slice(&bytes[..wanted]);
                if *seen == GZIP {
                    let mut decoder = MultiGzDecoder::new(Hasher::new(self.kind)?);
                    let begun = decoder.write_all(&GZIP[..before]);
                    intact = begun.and_then(|()| decoder.write_all(bytes)).is_ok();
                    self.unpacked = Unpacked::Gzip(Box::new(decoder));
                } else if seen.len() == GZIP.len() {
                    self.unpacked = Unpacked::None;
                }
            }
            Unpacked::Gzip(decoder) => intact = decoder.write_all(bytes).is_ok(),
            Unpacked::None => {}
        }
        if !intact {
            self.unpacked = Unpacked::None;
        }
        Ok(())
    }

    /// Whether `expected`, in hexadecimal digits, is one of the hashes.
    pub(crate) fn is(mut self, expected: &str) -> Result<bool, BoxError> {
        let is = |hasher: &mut Hasher| -> Result<bool, BoxError> {
            Ok(expected.eq_ignore_ascii_case(&hexadecimal(&hasher.finish()?)))
        };
        if is(&mut self.plain)? {
            return Ok(true);
        }
        match self.unpacked {
            Unpacked::Gzip(decoder) => match decoder.finish() {
                Ok(mut hasher) => is(&mut hasher),
                // Truncated.
                Err(_) => Ok(false),
            },
            Unpacked::Undecided(_) | Unpacked::None => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn is(kind: &str, pieces: &[&[u8]], expected: &str) -> bool {
        let mut digest = Digest::named(kind, ErrorKind::Options).unwrap();
        for piece in pieces {
            digest.update(piece).unwrap();
        }
        digest.is(expected).unwrap()
    }

    #[test]
    fn known_answers() {
        // FIPS 180-4's examples.
        let sha1 = "a9993e364706816aba3e25717850c26c9cd0d89d";
        let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        for kind in ["SHA1", "sha1", "SHA-1"] {
            assert!(is(kind, &[b"abc"], sha1));
        }
        assert!(is("SHA1", &[b"a", b"", b"bc"], &sha1.to_uppercase()));
        assert!(is("SHA256", &[b"ab", b"c"], sha256));
        assert!(is("SHA1", &[], "da39a3ee5e6b4b0d3255bfef95601890afd80709"));
        assert!(!is("SHA1", &[b"abd"], sha1));
        assert!(!is("SHA256", &[b"abc"], sha1));
        assert!(!is("SHA1", &[b"abc"], ""));
        let refused = Digest::named("SM3", ErrorKind::Options).err().unwrap();
        assert!(refused.to_string().contains("`SM3`"), "{refused}");
    }

    #[test]
    fn a_gzip_file_is_known_by_both_its_hashes() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(b"abc").unwrap();
        let file = encoder.finish().unwrap();
        let sha1 = "a9993e364706816aba3e25717850c26c9cd0d89d";
        let bytes: Vec<&[u8]> = file.chunks(1).collect();
        assert!(is("SHA1", &[&file], sha1));
        assert!(is("SHA1", &bytes, sha1));
        assert!(is("SHA1", &bytes, &hexadecimal(&openssl::sha::sha1(&file))));
        assert!(!is("SHA1", &[&file[..file.len() - 1]], sha1), "cut off");
        assert!(!is("SHA1", &[&file, b"x"], sha1), "something behind it");
        let two = [&file[..], &file].concat();
        let abcabc = hexadecimal(&openssl::sha::sha1(b"abcabc"));
        assert!(is("SHA1", &[&two], &abcabc), "two members");
    }
}
