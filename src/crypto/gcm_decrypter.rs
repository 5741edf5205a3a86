//! AES-256-GCM over a file of any size, decrypted while it is received.

use openssl::error::ErrorStack;
use openssl::symm::{Cipher, Crypter, Mode};

use super::AES_KEY_LENGTH;
use super::aes_gcm::TAG_LENGTH;
use crate::error::Error;
use crate::language::say;

/// How much is decrypted at once, in bytes: OpenSSL counts in C integers.
const STEP: usize = 1 << 20;

/// Decrypts a ciphertext that ends with its tag. What comes out must not be trusted before
/// [`finish`](Self::finish) has said that the tag is right.
pub(crate) struct GcmDecrypter {
    crypter: Crypter,
    /// The last bytes so far: they may be the tag.
    held: Vec<u8>,
}

impl GcmDecrypter {
    /// Without associated data.
    ///
    /// # Errors
    ///
    /// If the key does not have 32 bytes, or the nonce is empty.
    pub(crate) fn new(key: &[u8], nonce: &[u8]) -> Result<Self, Error> {
        if key.len() != AES_KEY_LENGTH {
            let length = key.len();
            return Err(Error::crypto(say!(
                "the key has {length} bytes, but AES-256 needs {AES_KEY_LENGTH}",
                "密钥有 {length} 字节，AES-256 需要 {AES_KEY_LENGTH} 字节",
            )));
        }
        // GCM takes a nonce of any length but none.
        if nonce.is_empty() {
            return Err(Error::crypto(say!("the nonce is empty", "nonce 为空")));
        }
        let crypter = Crypter::new(Cipher::aes_256_gcm(), Mode::Decrypt, key, Some(nonce));
        let crypter = crypter.map_err(|error| {
            let message = say!("AES-256-GCM failed: {error}", "AES-256-GCM 出错：{error}");
            Error::crypto(message).with_source(error)
        })?;
        Ok(Self { crypter, held: Vec::new() })
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) -> Result<Vec<u8>, ErrorStack> {
        let mut plaintext = Vec::new();
        for piece in bytes.chunks(STEP) {
            self.held.extend_from_slice(piece);
            let ready = self.held.len().saturating_sub(TAG_LENGTH);
            let before = plaintext.len();
            plaintext.resize(before + ready, 0);
            let written = self.crypter.update(&self.held[..ready], &mut plaintext[before..])?;
            plaintext.truncate(before + written);
            self.held.drain(..ready);
        }
        Ok(plaintext)
    }

    /// How many bytes wait until it is known whether they are the tag.
    pub(crate) fn held(&self) -> u64 {
        self.held.len() as u64
    }

    /// Whether the tag is that of all that was decrypted.
    pub(crate) fn finish(mut self) -> bool {
        self.held.len() == TAG_LENGTH
            && self.crypter.set_tag(&self.held).is_ok()
            && self.crypter.finalize(&mut []).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use openssl::symm::encrypt_aead;
    use proptest::prelude::*;

    use super::*;

    const KEY: &[u8; 32] = b"0123456789abcdef0123456789ABCDEF";

    fn encrypted(plaintext: &[u8], nonce: &[u8]) -> Vec<u8> {
        let mut tag = [0; TAG_LENGTH];
        let cipher = Cipher::aes_256_gcm();
        let mut ciphertext =
            encrypt_aead(cipher, KEY, Some(nonce), &[], plaintext, &mut tag).unwrap();
        ciphertext.extend_from_slice(&tag);
        ciphertext
    }

    /// What comes out, and whether it may be trusted.
    fn decrypted(pieces: &[&[u8]], nonce: &[u8]) -> (Vec<u8>, bool) {
        let mut decrypter = GcmDecrypter::new(KEY, nonce).unwrap();
        let plaintext = pieces.iter().map(|piece| decrypter.update(piece).unwrap());
        (plaintext.collect::<Vec<_>>().concat(), decrypter.finish())
    }

    #[test]
    fn what_is_not_whole_is_not_trusted() {
        for nonce in [&b"abcdef012345"[..], b"a8607ef79034c49c"] {
            let whole = encrypted(b"bill", nonce);
            assert_eq!(decrypted(&[&whole], nonce), (b"bill".to_vec(), true));
            for length in 0..whole.len() {
                assert!(!decrypted(&[&whole[..length]], nonce).1, "{length}");
            }
            for index in 0..whole.len() {
                let mut other = whole.clone();
                other[index] ^= 1;
                assert!(!decrypted(&[&other], nonce).1, "{index}");
            }
            assert!(!decrypted(&[&whole, b"x"], nonce).1);
            assert!(!decrypted(&[&whole], b"another nonce").1);
        }
        assert!(decrypted(&[&encrypted(b"", b"nonce")], b"nonce").1, "an empty file");
        assert!(GcmDecrypter::new(KEY, b"").is_err());
        assert!(GcmDecrypter::new(&KEY[..16], b"nonce").is_err());
    }

    proptest! {
        #[test]
        fn a_file_in_any_pieces(plaintext in any::<Vec<u8>>(), cuts in prop::collection::vec(0..200_usize, 0..8)) {
            let whole = encrypted(&plaintext, b"abcdef012345");
            let (mut rest, mut pieces) = (&whole[..], Vec::new());
            for cut in cuts {
                let (piece, other) = rest.split_at(cut.min(rest.len()));
                pieces.push(piece);
                rest = other;
            }
            pieces.push(rest);
            prop_assert_eq!(decrypted(&pieces, b"abcdef012345"), (plaintext, true));
        }
    }
}
