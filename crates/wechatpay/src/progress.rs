//! How far an upload or a download is, on one line of a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shows nothing where standard error is not a terminal.
pub(crate) struct Progress(ProgressBar);

/// What is known of a file whose end is not.
const OPEN: &str = "{spinner} {bytes} {bytes_per_sec}";
const BAR: &str = "[{bar:20}] {percent:>3} %  {bytes}/{total_bytes} {bytes_per_sec}";

impl Progress {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        Self(bar.with_style(style(OPEN)))
    }

    pub(crate) fn show(&self, done: u64, total: Option<u64>) {
        let bar = &self.0;
        if let (Some(total), None) = (total, bar.length()) {
            bar.set_style(style(BAR));
            bar.set_length(total);
        }
        bar.set_position(done);
        if total.is_some_and(|total| done >= total) && !bar.is_finished() {
            bar.finish();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    // Both are well formed.
    let style = ProgressStyle::with_template(template);
    style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("#> ")
}

impl Drop for Progress {
    fn drop(&mut self) {
        if !self.0.is_finished() {
            self.0.abandon();
        }
    }
}
