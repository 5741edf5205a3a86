//! The time as WeChat Pay writes it.

/// Seconds since 1970 in RFC 3339, Beijing time: `2018-06-08T10:34:56+08:00`.
pub(super) fn beijing(seconds: u64) -> String {
    let seconds = seconds + 8 * 3600;
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    // Years begin in March here, so that a leap day is a year's last; 0000-03-01 is 719468 days
    // before 1970, and 400 years have 146097 days.
    let days = seconds / 86400 + 719468;
    let (era, day) = (days / 146097, days % 146097);
    let year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = era * 400 + year + next;
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+08:00")
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
        }
    }
}
