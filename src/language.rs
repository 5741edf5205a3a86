//! Messages in English and Chinese.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::{env, fmt, io};

use crate::error::Error;

/// The language of a message. See [`Error::localized`](crate::Error::localized).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lang {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Lang {
    /// Returns the language of the environment: Chinese if the first of `LC_ALL`, `LC_MESSAGES` and
    /// `LANG` that is set begins with `zh`, otherwise English.
    pub fn from_env() -> Self {
        let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
        let language = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
        match language {
            Some(language) if language.to_ascii_lowercase().starts_with("zh") => Self::Chinese,
            _ => Self::English,
        }
    }
}

/// A message in each language. [`say!`] makes it, so none is without its translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    english: Cow<'static, str>,
    /// `None` if it is the same: a name, or somebody else's words.
    chinese: Option<Cow<'static, str>>,
}

impl Text {
    pub(crate) fn new(
        english: impl Into<Cow<'static, str>>,
        chinese: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { english: english.into(), chinese: Some(chinese.into()) }
    }

    /// What has no translation: a name, or the words of another library.
    pub(crate) fn verbatim(text: impl Into<Cow<'static, str>>) -> Self {
        Self { english: text.into(), chinese: None }
    }

    /// All of them, with a separator between two.
    pub(crate) fn joined(texts: impl IntoIterator<Item = Self>, separator: Self) -> Self {
        let texts: Vec<_> = texts.into_iter().collect();
        let in_one = |lang| {
            let texts: Vec<_> = texts.iter().map(|text| text.localized(lang)).collect();
            texts.join(separator.localized(lang))
        };
        Self::new(in_one(Lang::English), in_one(Lang::Chinese))
    }

    /// The words of any error: in each language if they are ours, also inside an [`io::Error`].
    pub(crate) fn of(error: &(dyn StdError + 'static)) -> Self {
        if let Some(text) = error.downcast_ref::<Self>() {
            return text.clone();
        }
        if let Some(ours) = error.downcast_ref::<Error>() {
            return Self::new(ours.localized(Lang::English), ours.localized(Lang::Chinese));
        }
        match error.downcast_ref().and_then(io::Error::get_ref) {
            Some(inner) => Self::of(inner),
            None => Self::verbatim(error.to_string()),
        }
    }

    /// The same with each of its texts changed.
    pub(crate) fn map(&self, change: impl Fn(&str) -> String) -> Self {
        Self {
            english: change(&self.english).into(),
            chinese: self.chinese.as_deref().map(|chinese| change(chinese).into()),
        }
    }

    pub(crate) fn localized(&self, lang: Lang) -> &str {
        match (lang, &self.chinese) {
            (Lang::Chinese, Some(chinese)) => chinese,
            _ => &self.english,
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.localized(Lang::English))
    }
}

/// So that a reason can pass through others' code as an error. [`Text::of`] finds it again.
impl StdError for Text {}

/// A [`Text`]: `say!("English {name}", "中文 {name}")`. Values that are themselves in both languages,
/// a `Text` or an [`Error`](crate::Error), are named once more: `say!("… {error}", "…{error}"; error)`.
macro_rules! say {
    ($english:literal, $chinese:literal $(; $($name:ident),+)? $(,)?) => {
        $crate::language::Text::new(
            {
                $($(let $name = $name.localized($crate::language::Lang::English);)+)?
                $crate::language::formatted(format_args!($english))
            },
            {
                $($(let $name = $name.localized($crate::language::Lang::Chinese);)+)?
                $crate::language::formatted(format_args!($chinese))
            },
        )
    };
}

pub(crate) use say;

/// Allocates only if there are values in it: labels are made where nothing fails, too.
pub(crate) fn formatted(text: fmt::Arguments<'_>) -> Cow<'static, str> {
    text.as_str().map_or_else(|| text.to_string().into(), Cow::Borrowed)
}
