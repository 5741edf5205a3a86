//! A headless Chromium, driven by chromedriver: WebDriver is JSON over plain HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::folder::Folder;

/// Longer than any machine needs.
const PATIENCE: Duration = Duration::from_secs(120);

/// Ends with the test that started it.
pub(crate) struct Browser {
    driver: Driver,
    session: String,
    _profile: Folder,
}

struct Driver {
    process: Child,
    port: u16,
}

fn absent(why: &str) -> Option<Browser> {
    assert!(std::env::var_os("CI").is_none(), "Chromium is needed in CI: {why}");
    // Not by eprintln!, which a passing test swallows.
    let message = format!("\nSKIPPED: no Chromium ({why}): install chromium and chromium-driver\n");
    std::io::stderr().write_all(message.as_bytes()).unwrap();
    None
}

impl Browser {
    /// `None`, said aloud, where there is no Chromium. In CI there must be one.
    pub(crate) fn start(language: &str) -> Option<Self> {
        let driver = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn();
        let mut process = match driver {
            Ok(process) => process,
            Err(error) => return absent(&format!("chromedriver: {error}")),
        };
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines.find_map(|line| {
            let line = line.unwrap();
            line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
        });
        // It writes little more, and the pipe stays open for that.
        std::thread::spawn(move || lines.for_each(drop));
        let driver = Driver { process, port: port.expect("a port") };
        let profile = Folder::new();
        // Nothing but this machine is reachable for it.
        let args = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            "--window-size=1200,900",
            &format!("--accept-lang={language}"),
            &format!("--user-data-dir={}", profile.path().display()),
        ];
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": { "args": args },
            "goog:loggingPrefs": { "browser": "ALL" },
        } } });
        let answer = driver.send("POST", "/session", &wanted).unwrap();
        let message = answer["value"]["message"].as_str().unwrap_or_default();
        if message.contains("cannot find Chrome binary") {
            return absent(message);
        }
        let session = answer["value"]["sessionId"].as_str();
        let session = session.unwrap_or_else(|| panic!("no session: {answer}")).to_owned();
        Some(Self { driver, session, _profile: profile })
    }

    fn command(&self, method: &str, path: &str, body: &Value) -> Value {
        self.driver.command(method, &format!("/session/{}{path}", self.session), body)
    }

    pub(crate) fn open(&self, url: &str) {
        self.command("POST", "/url", &json!({ "url": url }));
    }

    /// What this expression is in the page.
    pub(crate) fn value(&self, expression: &str) -> Value {
        let script = format!("return {expression};");
        self.command("POST", "/execute/sync", &json!({ "script": script, "args": [] }))
    }

    pub(crate) fn text(&self, selector: &str) -> String {
        let found = self.value(&format!("document.querySelector({selector:?})?.innerText"));
        found.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until it is true.
    #[track_caller]
    pub(crate) fn until(&self, expression: &str) {
        let start = Instant::now();
        while self.value(expression) != true {
            let page = self.value("document.body.innerText");
            assert!(start.elapsed() < PATIENCE, "never: {expression}\n{page}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub(crate) fn narrow(&self, width: u32, height: u32) {
        self.command("POST", "/window/rect", &json!({ "width": width, "height": height }));
    }

    /// As a user does: what is hidden or covered can't be clicked.
    pub(crate) fn click(&self, selector: &str) {
        let by = json!({ "using": "css selector", "value": selector });
        let found = self.command("POST", "/element", &by);
        let id = found.as_object().unwrap().values().next().unwrap().as_str().unwrap();
        self.command("POST", &format!("/element/{id}/click"), &json!({}));
    }

    /// Types into what this selector finds.
    pub(crate) fn press(&self, selector: &str, keys: &str) {
        let by = json!({ "using": "css selector", "value": selector });
        let found = self.command("POST", "/element", &by);
        let id = found.as_object().unwrap().values().next().unwrap().as_str().unwrap();
        self.command("POST", &format!("/element/{id}/value"), &json!({ "text": keys }));
    }

    pub(crate) fn back(&self) {
        self.command("POST", "/back", &json!({}));
    }

    pub(crate) fn reload(&self) {
        self.command("POST", "/refresh", &json!({}));
    }

    /// Warnings and errors of the console so far, such as one of the content security policy.
    pub(crate) fn console(&self) -> Vec<String> {
        let log = self.command("POST", "/se/log", &json!({ "type": "browser" }));
        log.as_array().unwrap().iter().map(Value::to_string).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Closes the browser, which the driver's end alone would not.
        let _ = self.driver.send("DELETE", &format!("/session/{}", self.session), &json!({}));
    }
}

impl Driver {
    #[track_caller]
    fn command(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut answer = self.send(method, path, body).unwrap();
        assert!(answer["value"].get("error").is_none(), "{method} {path} {body}: {answer}");
        answer["value"].take()
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> std::io::Result<Value> {
        let body = body.to_string();
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        );
        stream.write_all(request.as_bytes())?;
        let mut stream = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            stream.read_line(&mut line)?;
            match line.to_ascii_lowercase().split_once(':') {
                Some(("content-length", value)) => length = value.trim().parse().unwrap(),
                _ if line.trim().is_empty() => break,
                _ => {}
            }
        }
        let mut answer = vec![0; length];
        stream.read_exact(&mut answer)?;
        Ok(serde_json::from_slice(&answer)?)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
