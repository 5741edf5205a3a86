//! The compact form that is checked in says what the files say.

use catalogue_generator::{
    BODIES, Catalogue, Endpoint, Event, Field, NOTES, apply, compact, notes, read, root,
};
use wechatpay_chain::catalogue::{self, BodyKind};

fn files() -> Catalogue {
    read(&root().join("catalogue")).unwrap()
}

/// What the library reads.
fn compiled_in() -> Catalogue {
    let owned = |text: &str| text.to_owned();
    let endpoints = catalogue::endpoints().map(|endpoint| Endpoint {
        method: endpoint.method().to_string(),
        path: endpoint.path().into(),
        title: endpoint.title().into(),
        families: endpoint.families().map(owned).collect(),
        roles: endpoint.roles().map(owned).collect(),
        base_uri: endpoint.base_uri().map(owned),
        rate_limits: endpoint.rate_limit().map(owned).into_iter().collect(),
        headers: endpoint.headers().map(owned).collect(),
        doc_links: endpoint.doc_links().map(owned).collect(),
        query: fields(endpoint.query()),
        body_kind: endpoint.body_kind().map(|kind| {
            let kind = match kind {
                BodyKind::Json => BODIES[1],
                BodyKind::Multipart => BODIES[2],
                _ => BODIES[3],
            };
            kind.into()
        }),
        body: fields(endpoint.body()),
        response: fields(endpoint.response()),
    });
    let events = catalogue::events().map(|event| Event {
        name: event.event_type().into(),
        resource: event.resource().map(owned).collect(),
    });
    Catalogue { endpoints: endpoints.collect(), events: events.collect(), notes: Vec::new() }
}

fn fields(fields: catalogue::Fields) -> Vec<Field> {
    let field = |field: catalogue::Field| Field {
        name: field.name().into(),
        kind: field.kind().to_string(),
        required: field.is_required(),
        encrypted: field.is_encrypted(),
        json: field.is_json_encoded(),
        values: field.values().map(str::to_owned).collect(),
        fields: self::fields(field.fields()),
    };
    fields.iter().map(field).collect()
}

#[test]
fn the_library_reads_what_the_files_say() {
    let (files, compiled_in) = (files(), compiled_in());
    for (file, compiled_in) in files.endpoints.iter().zip(&compiled_in.endpoints) {
        assert_eq!(file, compiled_in, "is it stale? cargo run -p catalogue-generator");
    }
    assert_eq!(files.endpoints.len(), compiled_in.endpoints.len());
    assert_eq!(files.events, compiled_in.events);
}

#[test]
fn the_command_has_the_notes() {
    let compiled_in = std::fs::read_to_string(root().join(NOTES)).unwrap().replace('\r', "");
    assert_eq!(compiled_in, notes(&files()), "is it stale? cargo run -p catalogue-generator");
}

/// In both languages, as they are written.
#[test]
fn the_pages_list_all_slips_with_their_reasons() {
    let page = |name: &str| std::fs::read_to_string(root().join("docs").join(name)).unwrap();
    let (english, chinese) = (page("catalogue.md"), page("catalogue.zh-CN.md"));
    for note in files().notes {
        let name = format!("`{} {}`", note.method, note.path);
        for (page, reason) in [(&english, &note.why), (&chinese, &note.zh)] {
            let row = format!("| {name} | {reason} |");
            assert!(page.contains(&row), "missing: {row}");
        }
    }
}

#[test]
fn an_override_corrects_what_is_there() {
    let text = "GET v3/a/{id}\n  query\n    x object\n      nmae string\n";
    let reason = "\n  why It is.\n  zh 是。\n";
    let apply = |lines: &str| {
        let mut catalogue = Catalogue::default();
        catalogue.read(text).unwrap();
        let notes = apply(&mut catalogue, &format!("{lines}{reason}"))?;
        Ok::<_, String>((catalogue, notes))
    };
    let (catalogue, notes) = apply("GET v3/a/{id}\n  rename query x.nmae name").unwrap();
    assert_eq!(catalogue.endpoints[0].query[0].fields[0].name, "name");
    assert_eq!((&*notes[0].why, &*notes[0].zh), ("It is.", "是。"));
    let (catalogue, _) = apply("POST v3/b\n  add\n  body json\n    b string").unwrap();
    assert_eq!(catalogue.endpoints[1].body[0].name, "b");
    for fits in ["field query x.nmae", "instead POST", "variable id", "same v3/a/{id}"] {
        apply(&format!("GET v3/a/{{id}}\n  {fits}")).unwrap();
    }
    for (lines, error) in [
        (
            "GET v3/a/{id}\n  rename query x.name y",
            "line 2: GET v3/a/{id}: query has no field `x.name`",
        ),
        (
            "GET v3/a/{id}\n  rename query x.nmae nmae",
            "line 2: GET v3/a/{id}: query has `x.nmae` already",
        ),
        ("GET v3/a/{id}\n  field body x", "line 2: GET v3/a/{id}: body has no field `x`"),
        ("GET v3/a/{id}\n  field form x", "line 2: GET v3/a/{id}: `form` is not query, body or"),
        ("GET v3/b\n  instead POST", "line 2: GET v3/b: it is not documented"),
        ("GET v3/a/{id}\n  instead GET", "line 2: GET v3/a/{id}: `GET` is documented, too"),
        ("GET v3/a/{id}\n  variable no", "line 2: GET v3/a/{id}: the path has no variable `no`"),
        ("GET v3/a/{id}\n  same v3/b", "line 2: GET v3/a/{id}: `GET v3/b` is not documented"),
        ("GET v3/a/{id}\n  absent", "line 2: GET v3/a/{id}: it is documented now"),
        ("GET v3/a/{id}\n  add", "line 2: GET v3/a/{id}: it is documented now"),
        ("GET v3/a/{id}\n  remove", "line 2: GET v3/a/{id}: not an override: remove"),
        ("GET v3/a/{id}", "line 1: GET v3/a/{id}: nothing is said of it"),
        (
            "GET v3/b\n  absent\n  why a\n  zh b\nGET v3/b\n  absent",
            "line 5: GET v3/b: it is here twice",
        ),
        ("  absent", "line 1: no endpoint before it: absent"),
    ] {
        let found = apply(lines).unwrap_err();
        assert!(found.starts_with(error), "{found}");
    }
    for reason in ["  why a\n", "  zh a\n", ""] {
        let text = format!("GET v3/b\n  absent\n{reason}");
        let error = catalogue_generator::apply(&mut Catalogue::default(), &text).unwrap_err();
        assert!(error.contains("the reason is missing"), "{error}");
    }
}

#[test]
fn it_is_below_100_kb() {
    let path = root().join("src/catalogue/data.bin");
    let length = std::fs::metadata(path).unwrap().len();
    assert!(length < 100_000, "{length}");
    assert!(compact(&files()).unwrap().to_bytes().len() < 100_000);
}

#[test]
fn what_is_printed_is_read_again() {
    let files = files();
    let mut text = String::new();
    for endpoint in &files.endpoints {
        text += &format!("{endpoint}\n");
    }
    for event in &files.events {
        text += &format!("{event}\n");
    }
    let mut again = Catalogue { notes: files.notes.clone(), ..Catalogue::default() };
    again.read(&text).unwrap();
    assert_eq!(again, files);
}

#[test]
fn a_line_that_is_not_understood_is_named() {
    for (text, error) in [
        ("GET v3/a\n  titel x", "line 2: not a fact of an endpoint: titel x"),
        ("GET v3/a\n   title x", "line 2: the indent is not a multiple of two spaces: title x"),
        ("GET v3/a\n  query\n    a text", "line 3: not a type: a text"),
        ("GET v3/a\n  query\n    a string needed", "line 3: `needed` is not a mark of a field"),
        ("GET v3/a\n  title x\n    a string", "line 3: a field outside query"),
        ("GET v3/a\n  query\n      a string", "line 3: too far indented: a string"),
        ("  title x", "line 1: no endpoint before it: title x"),
        ("FETCH v3/a", "line 1: neither an endpoint nor an event: FETCH v3/a"),
    ] {
        let read = Catalogue::default().read(text).unwrap_err();
        assert!(read.starts_with(error), "{read}");
    }
    let mut twice = Catalogue::default();
    twice.read("GET v3/a\n\nGET v3/a\n").unwrap();
    assert_eq!(compact(&twice).unwrap_err(), "twice: GET v3/a");
}
