//! The codings that a response's Content-Encoding names.

use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use crate::error::one_line;
use crate::language::{Text, say};

/// A content coding that this client decodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Gzip,
    Deflate,
}

/// The most codings of one body: each costs memory.
const MOST: usize = 4;

impl Coding {
    /// All that were applied, in this order.
    ///
    /// # Errors
    ///
    /// What is wrong with the header, for the end of a sentence.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Vec<Self>, Text> {
        let mut codings = Vec::new();
        for encoding in headers.get_all(CONTENT_ENCODING) {
            let Ok(names) = encoding.to_str() else {
                return Err(say!(
                    "its Content-Encoding is not ASCII",
                    "其 Content-Encoding 含有非 ASCII 字符"
                ));
            };
            for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                codings.extend(Self::named(name)?);
            }
        }
        if codings.len() > MOST {
            return Err(say!(
                "its Content-Encoding names more than {MOST} encodings",
                "其 Content-Encoding 列出的编码超过 {MOST} 种"
            ));
        }
        Ok(codings)
    }

    /// The coding of a file, if any. Each further one could expand it a thousandfold, and no server
    /// needs one.
    ///
    /// # Errors
    ///
    /// What is wrong with the header, for the end of a sentence.
    pub(crate) fn of_file(headers: &HeaderMap) -> Result<Option<Self>, Text> {
        match Self::of(headers)?[..] {
            [] => Ok(None),
            [coding] => Ok(Some(coding)),
            _ => Err(say!(
                "its Content-Encoding names more than one encoding, and a file may have one: \
                 nothing of it is kept",
                "其 Content-Encoding 列出了多种编码，而文件最多一种：未保留任何内容"
            )),
        }
    }

    /// `None` for the coding that changes nothing.
    fn named(name: &str) -> Result<Option<Self>, Text> {
        match name.to_ascii_lowercase().as_str() {
            "identity" => Ok(None),
            "gzip" | "x-gzip" => Ok(Some(Self::Gzip)),
            "deflate" => Ok(Some(Self::Deflate)),
            _ => {
                let name = one_line(name, 40);
                Err(say!(
                    "its Content-Encoding `{name}` is not supported (gzip, deflate): request no \
                     other in Accept-Encoding",
                    "其 Content-Encoding `{name}` 不受支持（仅支持 gzip、deflate）：\
                     不要在 Accept-Encoding 中请求其他编码"
                ))
            }
        }
    }

    /// Removes the headers that are no longer true of a decoded body.
    pub(crate) fn forget(headers: &mut HeaderMap) {
        if headers.remove(CONTENT_ENCODING).is_some() {
            headers.remove(CONTENT_LENGTH);
        }
    }
}
