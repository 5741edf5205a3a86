//! The time as WeChat Pay writes it.

use std::time::{SystemTime, UNIX_EPOCH};

/// How far Beijing is ahead of UTC, in seconds.
const BEIJING: u64 = 8 * 3600;
const DAY: u64 = 86_400;

/// Seconds since 1970; 0 on a clock that is set before it.
pub(super) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs())
}

/// Seconds since 1970 in RFC 3339, Beijing time: `2018-06-08T10:34:56+08:00`.
pub(super) fn beijing(seconds: u64) -> String {
    format!("{}T{}+08:00", beijing_day(seconds), clock(seconds))
}

/// The same as bills write it: `2018-06-08 10:34:56`.
pub(super) fn beijing_plain(seconds: u64) -> String {
    format!("{} {}", beijing_day(seconds), clock(seconds))
}

/// The day in Beijing: `2018-06-08`.
pub(super) fn beijing_day(seconds: u64) -> String {
    date((seconds + BEIJING) / DAY)
}

/// The inverse of [`beijing`], for any offset and for `Z`; `None` for what is not of that form, or
/// no time.
pub(super) fn parse(text: &str) -> Option<i64> {
    let (local, offset) = text.split_at_checked(19)?;
    let (day, clock) = local.split_once('T')?;
    if !has_shape(clock, "00:00:00") {
        return None;
    }
    let seconds = hours(clock.get(..5)?)? + number(clock, 6, 59)?;
    let local = i64::try_from(days(day)? * DAY + seconds).ok()?;
    if offset == "Z" {
        return Some(local);
    }
    let (sign, offset) = offset.split_at_checked(1)?;
    let ahead = i64::try_from(hours(offset)?).ok()?;
    match sign {
        "+" => Some(local - ahead),
        "-" => Some(local + ahead),
        _ => None,
    }
}

/// The days from 1970 to a date such as `2018-06-08`; `None` for what is not of that form, or no
/// date.
pub(super) fn days(text: &str) -> Option<u64> {
    if !has_shape(text, "0000-00-00") {
        return None;
    }
    let year: u64 = text.get(..4)?.parse().ok().filter(|year| *year >= 1970)?;
    let (month, day) = (number(text, 5, 12)?, number(text, 8, 31)?);
    // As in `date`.
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    let day_of_year = (153 * month + 2) / 5 + day;
    let days =
        (365 * year + year / 4 - year / 100 + year / 400 + day_of_year).checked_sub(719_469)?;
    // The 31st of April is none, nor is month 0.
    (date(days) == text).then_some(days)
}

/// The date that is so many days after 1970-01-01.
fn date(days: u64) -> String {
    // Years begin in March here, so that a leap day is a year's last; 0000-03-01 is 719468 days
    // before 1970, and 400 years have 146097 days.
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = era * 400 + year + next;
    format!("{year:04}-{month:02}-{day:02}")
}

fn clock(seconds: u64) -> String {
    let seconds = (seconds + BEIJING) % DAY;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `08:30`, in seconds.
fn hours(text: &str) -> Option<u64> {
    let fits = has_shape(text, "00:00");
    let seconds = number(text, 0, 23)? * 3600 + number(text, 3, 59)? * 60;
    fits.then_some(seconds)
}

/// The two digits at this place, if they are at most `limit`.
fn number(text: &str, at: usize, limit: u64) -> Option<u64> {
    text.get(at..at + 2)?.parse().ok().filter(|number| *number <= limit)
}

/// Whether it has a digit for each `0` of the shape, and is the same elsewhere.
fn has_shape(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            shape => byte == shape,
        })
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
            assert_eq!(days(&text[..10]), Some((seconds + BEIJING) / DAY), "{text}");
            assert_eq!(beijing_plain(seconds), text[..19].replace('T', " "));
        }
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
            assert_eq!(days(text), None, "{text}");
        }
        assert!(days("2020-02-29").is_some());
    }
}
