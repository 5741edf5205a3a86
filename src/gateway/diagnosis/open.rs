//! What a signature itself tells. RSA gives back what was signed: by which key, with which padding,
//! and the hash. So a mistake in the message is looked for by hashing alone, which is cheap.

use openssl::error::ErrorStack;
use openssl::hash::{MessageDigest, hash};
use openssl::pkey::{PKey, Private};
use openssl::rsa::Padding;

use super::mistake::{self, Mistake};

/// How a digest is announced in front of its hash (RFC 8017, 9.2), and what it is called here.
struct Digest {
    new: fn() -> MessageDigest,
    prefix: &'static [u8],
    mistake: Option<&'static Mistake>,
}

/// SHA-256 first, as the likeliest.
static DIGESTS: [Digest; 6] = [
    Digest {
        new: MessageDigest::sha256,
        prefix: b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20",
        mistake: None,
    },
    Digest {
        new: MessageDigest::sha1,
        prefix: b"\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14",
        mistake: Some(&mistake::DIGEST_SHA1),
    },
    Digest {
        new: MessageDigest::sha512,
        prefix: b"\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40",
        mistake: Some(&mistake::DIGEST_SHA512),
    },
    Digest {
        new: MessageDigest::md5,
        prefix: b"\x30\x20\x30\x0c\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x05\x05\x00\x04\x10",
        mistake: Some(&mistake::DIGEST_MD5),
    },
    Digest {
        new: MessageDigest::sha384,
        prefix: b"\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30",
        mistake: Some(&mistake::DIGEST_OTHER),
    },
    Digest {
        new: MessageDigest::sha224,
        prefix: b"\x30\x2d\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x04\x05\x00\x04\x1c",
        mistake: Some(&mistake::DIGEST_OTHER),
    },
];
/// This many zero bytes in PSS padding are not a coincidence.
const ZEROS: usize = 8;

/// A signature that a key opened.
pub(super) struct Opened {
    content: Content,
    pub(super) mistakes: Vec<&'static Mistake>,
    /// False where a signature by another key could look like this.
    pub(super) sure: bool,
}

enum Content {
    /// PKCS#1 v1.5: the hash.
    Hash(MessageDigest, Vec<u8>),
    /// PKCS#1 v1.5 around something that no digest announces.
    Bare(Vec<u8>),
    /// PSS: the salt, and the hash over the message's hash and it.
    Salted(MessageDigest, Vec<u8>, Vec<u8>),
}

/// What was signed of a message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    Message,
    Hash,
}

impl Opened {
    /// All that this key may have signed there; empty, if it is another key's.
    pub(super) fn all(
        key: &PKey<Private>,
        signature: &[u8],
        of_key: Option<&'static Mistake>,
    ) -> Vec<Self> {
        let mut reversed = signature.to_vec();
        reversed.reverse();
        let mut all = Vec::new();
        for (bytes, order) in [(signature, None), (&*reversed, Some(&mistake::BYTES_REVERSED))] {
            // An error means that it is not below the key's modulus.
            let Ok(block) = recover(key, bytes) else {
                continue;
            };
            for (content, mistakes, sure) in contents(&block) {
                let mistakes = of_key.into_iter().chain(order).chain(mistakes).collect();
                all.push(Self { content, mistakes, sure });
            }
        }
        all
    }

    /// Whether it is over this message, or over its hash if `hashes` are to be tried as well.
    pub(super) fn is_over(&self, message: &[u8], hashes: bool) -> Result<Option<Over>, ErrorStack> {
        match &self.content {
            Content::Bare(content) => {
                let of = hash(MessageDigest::sha256(), message)?;
                let same = content == message || *content == *of || content == &hex(&of, false);
                Ok(same.then_some(Over::Message))
            }
            Content::Hash(digest, expected) => {
                let of = hash(*digest, message)?;
                if *expected == *of {
                    return Ok(Some(Over::Message));
                }
                if !hashes {
                    return Ok(None);
                }
                let sha256 =
                    if of.len() == 32 { of } else { hash(MessageDigest::sha256(), message)? };
                let text = openssl::base64::encode_block(&sha256).into_bytes();
                for inner in [sha256.to_vec(), hex(&sha256, false), hex(&sha256, true), text] {
                    if *expected == *hash(*digest, &inner)? {
                        return Ok(Some(Over::Hash));
                    }
                }
                Ok(None)
            }
            Content::Salted(digest, salt, expected) => {
                let of = hash(*digest, message)?;
                let salted = hash(*digest, &[&[0; 8], &*of, salt].concat())?;
                Ok((*expected == *salted).then_some(Over::Message))
            }
        }
    }
}

/// The padded block that was signed.
fn recover(key: &PKey<Private>, signature: &[u8]) -> Result<Vec<u8>, ErrorStack> {
    let rsa = key.rsa()?;
    let mut block = vec![0; rsa.size() as usize];
    let length = rsa.public_decrypt(signature, &mut block, Padding::NONE)?;
    block.truncate(length);
    Ok(block)
}

fn contents(block: &[u8]) -> Vec<(Content, Vec<&'static Mistake>, bool)> {
    if let Some(content) = unpadded(block) {
        let announced = DIGESTS.iter().find_map(|digest| {
            let hash = content.strip_prefix(digest.prefix)?;
            Some((digest, hash)).filter(|_| hash.len() == (digest.new)().size())
        });
        return vec![match announced {
            Some((digest, hash)) => {
                let hash = Content::Hash((digest.new)(), hash.to_vec());
                (hash, digest.mistake.into_iter().collect(), true)
            }
            None => (Content::Bare(content.to_vec()), vec![&mistake::NO_DIGEST_INFO], true),
        }];
    }
    let salted = DIGESTS.iter().filter_map(|digest| {
        let (salt, hash, zeros) = unsalted(block, (digest.new)()).ok().flatten()?;
        let mistakes = [&mistake::PADDING_PSS].into_iter().chain(digest.mistake).collect();
        Some((Content::Salted((digest.new)(), salt, hash), mistakes, zeros >= ZEROS))
    });
    salted.collect()
}

/// The bytes after `00 01 FF … FF 00`.
fn unpadded(block: &[u8]) -> Option<&[u8]> {
    let rest = block.strip_prefix(&[0, 1])?;
    let ones = rest.iter().take_while(|byte| **byte == 0xff).count();
    let content = rest.get(ones..)?.strip_prefix(&[0])?;
    (ones >= 8).then_some(content)
}

/// Salt, hash and the number of zero bytes of a PSS block (RFC 8017, 9.1.2).
#[expect(clippy::type_complexity, reason = "three parts of one block, for one caller")]
fn unsalted(
    block: &[u8],
    digest: MessageDigest,
) -> Result<Option<(Vec<u8>, Vec<u8>, usize)>, ErrorStack> {
    let Some((0xbc, rest)) = block.split_last() else {
        return Ok(None);
    };
    let Some(length) = rest.len().checked_sub(digest.size()).filter(|length| *length > 0) else {
        return Ok(None);
    };
    let (masked, expected) = rest.split_at(length);
    let mut data = Vec::with_capacity(length + digest.size());
    for counter in 0u32.. {
        if data.len() >= length {
            break;
        }
        data.extend_from_slice(&hash(digest, &[expected, &counter.to_be_bytes()].concat())?);
    }
    data.truncate(length);
    data.iter_mut().zip(masked).for_each(|(mask, byte)| *mask ^= byte);
    // A 2048-bit key leaves the block 2047 bits.
    data[0] &= 0x7f;
    let zeros = data.iter().take_while(|byte| **byte == 0).count();
    let salt = data.get(zeros..).and_then(|rest| rest.strip_prefix(&[1]));
    Ok(salt.map(|salt| (salt.to_vec(), expected.to_vec(), zeros)))
}

pub(super) fn hex(bytes: &[u8], capital: bool) -> Vec<u8> {
    let digits = if capital { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
    let pair = |byte: &u8| [digits[usize::from(byte >> 4)], digits[usize::from(byte & 15)]];
    bytes.iter().flat_map(pair).collect()
}
