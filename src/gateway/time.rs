//! The time as WeChat Pay writes it.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, offset};

const BEIJING: Offset = offset(8);

/// Seconds since 1970; 0 on a clock that is set before it.
pub(super) fn now() -> u64 {
    u64::try_from(Timestamp::now().as_second()).unwrap_or(0)
}

/// Seconds since 1970 in RFC 3339, Beijing time: `2018-06-08T10:34:56+08:00`.
pub(super) fn beijing(seconds: u64) -> String {
    timestamp(seconds).display_with_offset(BEIJING).to_string()
}

/// The same as bills write it: `2018-06-08 10:34:56`.
pub(super) fn beijing_plain(seconds: u64) -> String {
    let local = local(seconds);
    format!("{} {}", local.date(), local.time())
}

/// The day in Beijing: `2018-06-08`.
pub(super) fn beijing_day(seconds: u64) -> String {
    local(seconds).date().to_string()
}

/// The inverse of [`beijing`], for any offset and for `Z`; `None` for what is not of that form, or
/// no time.
pub(super) fn parse(text: &str) -> Option<i64> {
    let pieces = Pieces::parse(text).ok()?;
    let offset = pieces.to_numeric_offset()?;
    let local = pieces.date().to_datetime(pieces.time()?);
    let seconds = offset.to_timestamp(local).ok()?.as_second();
    // Jiff takes other forms, too, fractions, and the second 60.
    let timestamp = Timestamp::from_second(seconds).ok()?;
    let same = match text.ends_with('Z') {
        true => timestamp.to_string() == text,
        false => timestamp.display_with_offset(offset).to_string() == text,
    };
    same.then_some(seconds)
}

/// The days from one date to another; `None` if either is not a date such as `2018-06-08`.
pub(super) fn days_between(begin: &str, end: &str) -> Option<i32> {
    let date = |text: &str| is_day(text).then(|| text.parse::<Date>().ok()).flatten();
    date(begin)?.until(date(end)?).ok().map(|span| span.get_days())
}

/// Whether it is a date such as `2018-06-08`, in 1970 or later.
pub(super) fn is_day(text: &str) -> bool {
    let date = text.parse::<Date>().ok();
    date.is_some_and(|date| date.year() >= 1970 && date.to_string() == text)
}

fn local(seconds: u64) -> DateTime {
    BEIJING.to_datetime(timestamp(seconds))
}

fn timestamp(seconds: u64) -> Timestamp {
    let seconds = i64::try_from(seconds).ok();
    seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `TZ=Asia/Shanghai date -d @… --iso-8601=seconds` gives them.
    #[test]
    fn known_times() {
        for (seconds, text) in [
            (0, "1970-01-01T08:00:00+08:00"),
            (951_753_599, "2000-02-28T23:59:59+08:00"),
            (951_753_600, "2000-02-29T00:00:00+08:00"),
            (951_840_000, "2000-03-01T00:00:00+08:00"),
            (1_528_425_296, "2018-06-08T10:34:56+08:00"),
            (1_735_660_799, "2024-12-31T23:59:59+08:00"),
            (4_107_513_599, "2100-02-28T23:59:59+08:00"),
            (4_107_513_600, "2100-03-01T00:00:00+08:00"),
        ] {
            assert_eq!(beijing(seconds), text, "{seconds}");
            assert_eq!(parse(text), i64::try_from(seconds).ok(), "{text}");
            assert!(is_day(&text[..10]), "{text}");
            assert_eq!(beijing_day(seconds), text[..10]);
            assert_eq!(beijing_plain(seconds), text[..19].replace('T', " "));
        }
    }

    #[test]
    fn a_clock_that_is_far_off_is_written_too() {
        assert_eq!(beijing_day(u64::MAX), "9999-12-31");
        assert!(beijing(1 << 62).starts_with("9999-12-3"));
    }

    #[test]
    fn offsets() {
        for text in
            ["1970-01-02T00:00:00Z", "1970-01-01T18:30:00-05:30", "1970-01-02T08:00:00+08:00"]
        {
            assert_eq!(parse(text), Some(86_400), "{text}");
        }
        assert_eq!(parse("1970-01-01T00:00:00+08:00"), Some(-28_800));
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "2018-06-08",
            "2018-06-08T10:34:56",
            "2018-06-08 10:34:56+08:00",
            "2018-06-08T10:34:56+0800",
            "2018-06-08T10:34:56 08:00",
            "2018-06-08T10:34:56+8:00",
            "2018-06-08T24:00:00Z",
            "2018-06-08T10:60:00Z",
            "2018-06-08T10:34:60Z",
            "2018-02-29T10:34:56Z",
            "2018-06-08T+1:34:56Z",
            "2018-06-08T10:34:5微",
            "20180608T103456Z",
            "2018-06-08t10:34:56z",
            "2018-06-08T10:34:56.5Z",
            "2018-06-08T10:34+08:00",
            "2018-06-08T10:34:56+08:00[Asia/Shanghai]",
            "+002018-06-08T10:34:56Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        for text in [
            "2018-00-01",
            "2018-13-01",
            "2018-01-00",
            "2018-04-31",
            "1969-12-31",
            "2018-1-1",
            "2018/01/01",
            "20180101",
        ] {
            assert!(!is_day(text), "{text}");
        }
        assert!(is_day("2020-02-29"));
    }
}
