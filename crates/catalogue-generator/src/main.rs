//! Writes the compact form: `cargo run -p catalogue-generator`.

use std::process::ExitCode;

use catalogue_generator::{compact, read, root};

fn main() -> ExitCode {
    let path = root().join("src/catalogue/data.bin");
    let written = read(&root().join("catalogue")).and_then(|catalogue| {
        let bytes = compact(&catalogue)?.to_bytes();
        std::fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))
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
