//! Writes the compact form and the notes: `cargo run -p catalogue-generator`.

use std::process::ExitCode;

use catalogue_generator::{NOTES, compact, notes, read, root};

fn main() -> ExitCode {
    let written = read(&root().join("catalogue")).and_then(|catalogue| {
        let bytes = compact(&catalogue)?.to_bytes();
        write("src/catalogue/data.bin", &bytes)?;
        write(NOTES, notes(&catalogue).as_bytes())
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "a command's error")]
            {
                eprintln!("{error}");
            }
            ExitCode::FAILURE
        }
    }
}

fn write(path: &str, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(root().join(path), bytes).map_err(|error| format!("{path}: {error}"))
}
