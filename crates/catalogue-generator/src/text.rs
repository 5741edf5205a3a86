//! The files: a fact a line, and what belongs to it indented by two spaces.
//!
//! ```text
//! # A comment.
//! POST v3/pay/transactions/jsapi
//!   title JSAPI/小程序下单
//!   family 基础支付
//!   body json
//!     amount object required
//!       total integer required
//!       currency string = CNY
//! ```
//!
//! A field is its name, its type, its marks (`required`, `encrypted`, `json`), and after `=` the values
//! that it may have. An event is its type, and a dotted name of its resource a line.

use std::fmt::{self, Write};

use crate::{BODIES, Catalogue, Endpoint, Event, Field, KINDS, METHODS};

impl Catalogue {
    /// Adds what a file says.
    ///
    /// # Errors
    ///
    /// The first line that is not understood, by its number.
    pub fn read(&mut self, text: &str) -> Result<(), String> {
        // The last field at each depth is the end of this path.
        let mut section = None;
        for (number, line) in text.lines().enumerate() {
            let trimmed = line.trim_start();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            let indent = line.len() - trimmed.len();
            let depth = indent / 2;
            let read = if indent % 2 == 1 {
                Err("the indent is not a multiple of two spaces".into())
            } else {
                self.line(depth, trimmed, &mut section)
            };
            read.map_err(|error| format!("line {}: {error}: {trimmed}", number + 1))?;
        }
        Ok(())
    }

    fn line(
        &mut self,
        depth: usize,
        line: &str,
        section: &mut Option<Section>,
    ) -> Result<(), String> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        if depth == 0 {
            *section = None;
            if METHODS.contains(&word) {
                let [method, path] = [word, rest].map(str::to_owned);
                self.endpoints.push(Endpoint { method, path, ..Endpoint::default() });
            } else if rest.is_empty() && word.contains('.') {
                *section = Some(Section::Resource);
                self.events.push(Event { name: word.to_owned(), ..Event::default() });
            } else {
                return Err("neither an endpoint nor an event".into());
            }
            return Ok(());
        }
        if matches!(section, Some(Section::Resource)) {
            let event = self.events.last_mut().ok_or("no event before it")?;
            event.resource.push(line.to_owned());
            return Ok(());
        }
        let endpoint = self.endpoints.last_mut().ok_or("no endpoint before it")?;
        if depth == 1 {
            *section = endpoint.fact(word, rest)?;
            return Ok(());
        }
        let mut fields = match section {
            Some(Section::Query) => &mut endpoint.query,
            Some(Section::Body) => &mut endpoint.body,
            Some(Section::Response) => &mut endpoint.response,
            _ => return Err("a field outside query, body and response".into()),
        };
        for _ in 2..depth {
            fields = &mut fields.last_mut().ok_or("too far indented")?.fields;
        }
        fields.push(field(line)?);
        Ok(())
    }
}

enum Section {
    Query,
    Body,
    Response,
    Resource,
}

impl Endpoint {
    fn fact(&mut self, word: &str, rest: &str) -> Result<Option<Section>, String> {
        let text = rest.to_owned();
        match word {
            "title" => self.title = text,
            "family" => self.families.push(text),
            "role" => self.roles.push(text),
            "base" => self.base_uri = Some(text),
            "limit" => self.rate_limits.push(text),
            "header" => self.headers.push(text),
            "doc" => self.doc_links.push(text),
            "query" => return Ok(Some(Section::Query)),
            "response" => return Ok(Some(Section::Response)),
            "body" if BODIES[1..].contains(&rest) => {
                self.body_kind = Some(text);
                return Ok(Some(Section::Body));
            }
            _ => return Err("not a fact of an endpoint".into()),
        }
        Ok(None)
    }
}

fn field(line: &str) -> Result<Field, String> {
    let (line, values) = line.split_once(" = ").unwrap_or((line, ""));
    let mut words = line.split(' ');
    let mut field = Field {
        name: words.next().unwrap_or_default().to_owned(),
        kind: words.next().unwrap_or_default().to_owned(),
        values: values.split_whitespace().map(str::to_owned).collect(),
        ..Field::default()
    };
    if !KINDS.contains(&field.kind.as_str()) {
        return Err("not a type".into());
    }
    for word in words {
        match word {
            "required" => field.required = true,
            "encrypted" => field.encrypted = true,
            "json" => field.json = true,
            _ => return Err(format!("`{word}` is not a mark of a field")),
        }
    }
    Ok(field)
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.path)?;
        writeln!(f, "  title {}", self.title)?;
        for (word, texts) in [
            ("family", &self.families),
            ("role", &self.roles),
            ("base", &self.base_uri.iter().cloned().collect()),
            ("limit", &self.rate_limits),
            ("header", &self.headers),
            ("doc", &self.doc_links),
        ] {
            for text in texts {
                writeln!(f, "  {word} {text}")?;
            }
        }
        let body = self.body_kind.as_ref().map(|kind| format!("body {kind}"));
        for (word, fields) in [
            (Some("query").filter(|_| !self.query.is_empty()), &self.query),
            (body.as_deref(), &self.body),
            (Some("response").filter(|_| !self.response.is_empty()), &self.response),
        ] {
            if let Some(word) = word {
                writeln!(f, "  {word}")?;
                write_fields(f, fields, 2)?;
            }
        }
        Ok(())
    }
}

fn write_fields(f: &mut fmt::Formatter<'_>, fields: &[Field], depth: usize) -> fmt::Result {
    for field in fields {
        write!(f, "{:1$}{2} {3}", "", depth * 2, field.name, field.kind)?;
        for (mark, is_set) in
            [("required", field.required), ("encrypted", field.encrypted), ("json", field.json)]
        {
            if is_set {
                write!(f, " {mark}")?;
            }
        }
        if !field.values.is_empty() {
            write!(f, " = {}", field.values.join(" "))?;
        }
        f.write_char('\n')?;
        write_fields(f, &field.fields, depth + 1)?;
    }
    Ok(())
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.name)?;
        self.resource.iter().try_for_each(|name| writeln!(f, "  {name}"))
    }
}
