//! Rust before it is laid out: what [`print`](crate::print) writes.

use crate::State;

/// An expression.
#[derive(Clone, Debug)]
pub(crate) enum Code {
    /// Written as it is, on one line.
    Text(String),
    /// `root.a().b?`
    Chain(Box<Code>, Vec<Link>),
    /// `name(arguments)`. The name of a macro ends in `!`.
    Call(String, Vec<Code>),
    /// `json!(…)`
    Json(Json),
    /// `|response| body`
    Closure(String, Box<Code>),
    /// `head { … }`, the head being empty or such as `async move`.
    Block(String, Block),
    /// `if a { … } else if b { … } else { … }`
    If(Vec<(Code, Block)>, Option<Block>),
    /// `match subject { pattern => code, }`
    Match(Box<Code>, Vec<(String, Code)>),
    /// `[a, b]`, `(a, b)`: with its brackets.
    List(&'static str, Vec<Code>, &'static str),
    /// `&x`, `!x`, `return x`.
    Prefix(&'static str, Box<Code>),
    /// `a && b`
    Binary(Box<Code>, &'static str, Box<Code>),
    /// `Name { a, b: c }`
    Struct(String, Vec<(String, Code)>),
}

/// What follows the root of a chain.
#[derive(Clone, Debug)]
pub(crate) enum Link {
    Method(String, Vec<Code>),
    Field(String),
    Index(Code),
    Await,
    Try,
}

/// A value in `json!`.
#[derive(Clone, Debug)]
pub(crate) enum Json {
    /// A literal: `null`, `1`, `"a"`.
    Literal(String),
    /// An expression of Rust.
    Code(Box<Code>),
    List(Entries),
    Map(Entries),
}

/// The entries of a list or map in `json!`, with the comments on their lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entries {
    pub entries: Vec<Entry>,
    /// Whether PHP has each entry on a line of its own.
    pub broken: bool,
    /// The comment behind the opening bracket.
    pub opening: Option<String>,
    /// The comments before the closing bracket.
    pub closing: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// As it is written: `"mchid"`, or `(name)`.
    pub key: Option<String>,
    pub value: Json,
    /// Comments on the lines before.
    pub before: Vec<String>,
    /// The comment behind, on the same line.
    pub behind: Option<String>,
}

/// Statements.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    pub statements: Vec<Statement>,
}

#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub kind: Kind,
    /// Comments on the lines before, without slashes.
    pub before: Vec<String>,
    /// The comment behind it.
    pub behind: Option<String>,
    /// Whether PHP has an empty line before it.
    pub spaced: bool,
    /// First and last line of PHP, and how much of it this is.
    pub php: Option<(u32, u32, State)>,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// `let pattern = value;`
    Let(String, Option<Code>),
    /// `target = value;`
    Assign(Code, &'static str, Code),
    /// With a semicolon, if it needs one.
    Do(Code),
    /// The value of the block.
    Tail(Code),
    /// Only its comments.
    Nothing,
}

impl Statement {
    pub(crate) fn new(kind: Kind) -> Self {
        Self { kind, before: Vec::new(), behind: None, spaced: false, php: None }
    }
}

impl Block {
    /// A block of one value.
    pub(crate) fn value(code: Code) -> Self {
        Self { statements: vec![Statement::new(Kind::Tail(code))] }
    }

    pub(crate) fn push(&mut self, kind: Kind) {
        self.statements.push(Statement::new(kind));
    }

    /// The value, if there is nothing else.
    pub(crate) fn only_value(&self) -> Option<&Code> {
        match self.statements.as_slice() {
            [Statement { kind: Kind::Tail(code), before, behind: None, .. }]
                if before.is_empty() =>
            {
                Some(code)
            }
            _ => None,
        }
    }

    /// Whether control never comes to the end.
    pub(crate) fn diverges(&self) -> bool {
        match self
            .statements
            .iter()
            .rev()
            .find(|statement| !matches!(statement.kind, Kind::Nothing))
        {
            Some(Statement { kind: Kind::Do(code) | Kind::Tail(code), .. }) => code.diverges(),
            _ => false,
        }
    }
}

/// The opposite of `is_ok()` and `is_some()`.
fn negative(links: &[Link]) -> Option<&'static str> {
    match links.last()? {
        Link::Method(name, _) => match name.as_str() {
            "is_ok" => Some("is_err"),
            "is_err" => Some("is_ok"),
            "is_some" => Some("is_none"),
            "is_none" => Some("is_some"),
            _ => None,
        },
        _ => None,
    }
}

impl Code {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn call(name: impl Into<String>, arguments: Vec<Code>) -> Self {
        Self::Call(name.into(), arguments)
    }

    pub(crate) fn method(self, name: impl Into<String>, arguments: Vec<Code>) -> Self {
        self.link(Link::Method(name.into(), arguments))
    }

    pub(crate) fn field(self, name: impl Into<String>) -> Self {
        self.link(Link::Field(name.into()))
    }

    pub(crate) fn index(self, index: Code) -> Self {
        self.link(Link::Index(index))
    }

    pub(crate) fn tried(self) -> Self {
        self.link(Link::Try)
    }

    pub(crate) fn reference(self) -> Self {
        Self::Prefix("&", Box::new(self))
    }

    pub(crate) fn not(self) -> Self {
        match self {
            Self::Prefix("!", inner) => *inner,
            Self::Binary(left, "==", right) => Self::Binary(left, "!=", right),
            Self::Binary(left, "!=", right) => Self::Binary(left, "==", right),
            Self::Chain(root, mut links) if negative(&links).is_some() => {
                let name = negative(&links).unwrap_or_default();
                links.pop();
                links.push(Link::Method(name.to_owned(), Vec::new()));
                Self::Chain(root, links)
            }
            binary @ Self::Binary(..) => {
                Self::Prefix("!", Box::new(Self::List("(", vec![binary], ")")))
            }
            other => Self::Prefix("!", Box::new(other)),
        }
    }

    pub(crate) fn binary(self, operator: &'static str, right: Code) -> Self {
        Self::Binary(Box::new(self), operator, Box::new(right))
    }

    fn link(self, link: Link) -> Self {
        match self {
            Self::Chain(root, mut links) => {
                links.push(link);
                Self::Chain(root, links)
            }
            root @ (Self::Binary(..) | Self::Prefix(..) | Self::Closure(..) | Self::If(..)) => {
                Self::Chain(Box::new(Self::List("(", vec![root], ")")), vec![link])
            }
            root => Self::Chain(Box::new(root), vec![link]),
        }
    }

    /// Whether control never comes behind it.
    pub(crate) fn diverges(&self) -> bool {
        match self {
            Self::Prefix("return ", _) => true,
            Self::Text(text) => matches!(text.as_str(), "return" | "break" | "continue"),
            Self::If(branches, Some(other)) => {
                branches.iter().all(|(_, block)| block.diverges()) && other.diverges()
            }
            Self::Match(_, arms) => {
                !arms.is_empty() && arms.iter().all(|(_, code)| code.diverges())
            }
            Self::Block(head, block) => head.is_empty() && block.diverges(),
            _ => false,
        }
    }

    /// Whether a statement of it needs no semicolon.
    pub(crate) fn ends_in_block(&self) -> bool {
        match self {
            Self::If(..) | Self::Match(..) => true,
            Self::Block(head, _) => !head.starts_with("async"),
            _ => false,
        }
    }
}
