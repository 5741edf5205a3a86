use super::Keep;
use super::recorder::Recorder;

pub(super) fn calls(_: &Recorder, _: &mut Keep<'_>) {}
