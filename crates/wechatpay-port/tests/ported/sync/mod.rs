//! Written by the test: see ../../written.rs.

#![allow(unreachable_pub, clippy::print_stdout, reason = "they are written for a crate")]

#[rustfmt::skip]
mod php_0000;
#[rustfmt::skip]
mod php_0001;
#[rustfmt::skip]
mod php_0002;
#[rustfmt::skip]
mod php_0003;
#[rustfmt::skip]
mod php_0004;
#[rustfmt::skip]
mod php_0005;
#[rustfmt::skip]
mod php_0006;
#[rustfmt::skip]
mod php_0007;
#[rustfmt::skip]
mod php_0008;
#[rustfmt::skip]
mod php_0009;
#[rustfmt::skip]
mod php_0010;
#[rustfmt::skip]
mod php_0011;
#[rustfmt::skip]
mod php_0012;
#[rustfmt::skip]
mod php_0013;
#[rustfmt::skip]
mod php_0014;
#[rustfmt::skip]
mod php_0015;
#[rustfmt::skip]
mod php_0016;
#[rustfmt::skip]
mod php_0017;
#[rustfmt::skip]
mod php_0018;
#[rustfmt::skip]
mod php_0019;
#[rustfmt::skip]
mod php_0020;
#[rustfmt::skip]
mod php_0021;
#[rustfmt::skip]
mod php_0022;
#[rustfmt::skip]
mod php_0023;
#[rustfmt::skip]
mod php_0024;
#[rustfmt::skip]
mod php_0025;
#[rustfmt::skip]
mod php_0026;
#[rustfmt::skip]
mod php_0027;
#[rustfmt::skip]
mod php_0028;
#[rustfmt::skip]
mod php_0029;
#[rustfmt::skip]
mod php_0030;
#[rustfmt::skip]
mod php_0031;
#[rustfmt::skip]
mod php_0032;
#[rustfmt::skip]
mod php_0033;
#[rustfmt::skip]
mod php_0034;
#[rustfmt::skip]
mod php_0035;
#[rustfmt::skip]
mod php_0036;
#[rustfmt::skip]
mod php_0037;
#[rustfmt::skip]
mod php_0038;
#[rustfmt::skip]
mod php_0039;
#[rustfmt::skip]
mod php_0040;
#[rustfmt::skip]
mod php_0041;
#[rustfmt::skip]
mod php_0042;
#[rustfmt::skip]
mod php_0043;
#[rustfmt::skip]
mod class_00;
#[rustfmt::skip]
mod interpolated;
#[rustfmt::skip]
mod concatenated;
#[rustfmt::skip]
mod keywords;
#[rustfmt::skip]
mod numbers;
#[rustfmt::skip]
mod conditions;
#[rustfmt::skip]
mod loops;

use super::Keep;
use super::recorder::Recorder;

#[rustfmt::skip]
pub(super) fn calls(recorder: &Recorder, keep: &mut Keep<'_>) {
    keep("0000.php", "", recorder.record(php_0000::run));
    keep("0001.php", "", recorder.record(php_0001::run));
    keep("0002.php", "", recorder.record(php_0002::run));
    keep("0003.php", "", recorder.record(php_0003::run));
    keep("0004.php", "", recorder.record(php_0004::run));
    keep("0005.php", "", recorder.record(php_0005::run));
    keep("0006.php", "", recorder.record(php_0006::run));
    keep("0007.php", "", recorder.record(php_0007::run));
    keep("0008.php", "", recorder.record(php_0008::run));
    keep("0009.php", "", recorder.record(php_0009::run));
    keep("0010.php", "", recorder.record(php_0010::run));
    keep("0011.php", "", recorder.record(php_0011::run));
    keep("0012.php", "", recorder.record(php_0012::run));
    keep("0013.php", "", recorder.record(php_0013::run));
    keep("0014.php", "", recorder.record(php_0014::run));
    keep("0015.php", "", recorder.record(php_0015::run));
    keep("0016.php", "", recorder.record(php_0016::run));
    keep("0017.php", "", recorder.record(php_0017::run));
    keep("0018.php", "", recorder.record(php_0018::run));
    keep("0019.php", "", recorder.record(php_0019::run));
    keep("0020.php", "", recorder.record(php_0020::run));
    keep("0021.php", "", recorder.record(php_0021::run));
    keep("0022.php", "", recorder.record(php_0022::run));
    keep("0023.php", "", recorder.record(php_0023::run));
    keep("0024.php", "", recorder.record(php_0024::run));
    keep("0025.php", "", recorder.record(php_0025::run));
    keep("0026.php", "", recorder.record(php_0026::run));
    keep("0027.php", "", recorder.record(php_0027::run));
    keep("0028.php", "", recorder.record(php_0028::run));
    keep("0029.php", "", recorder.record(php_0029::run));
    keep("0030.php", "", recorder.record(php_0030::run));
    keep("0031.php", "", recorder.record(php_0031::run));
    keep("0032.php", "", recorder.record(php_0032::run));
    keep("0033.php", "", recorder.record(php_0033::run));
    keep("0034.php", "", recorder.record(php_0034::run));
    keep("0035.php", "", recorder.record(php_0035::run));
    keep("0036.php", "", recorder.record(php_0036::run));
    keep("0037.php", "", recorder.record(php_0037::run));
    keep("0038.php", "", recorder.record(php_0038::run));
    keep("0039.php", "", recorder.record(php_0039::run));
    keep("0040.php", "", recorder.record(php_0040::run));
    keep("0041.php", "", recorder.record(php_0041::run));
    keep("0042.php", "", recorder.record(php_0042::run));
    keep("0043.php", "", recorder.record(php_0043::run));
    keep("class-00.php", "createCall0", recorder.record(|client| class_00::Service0::new(client.clone()).create_call0()));
    keep("class-00.php", "createCall1", recorder.record(|client| class_00::Service0::new(client.clone()).create_call1()));
    keep("class-00.php", "closeCall2", recorder.record(|client| class_00::Service0::new(client.clone()).close_call2()));
    keep("interpolated.php", "", recorder.record(interpolated::run));
    keep("concatenated.php", "", recorder.record(concatenated::run));
    keep("keywords.php", "", recorder.record(keywords::run));
    keep("numbers.php", "", recorder.record(numbers::run));
    keep("conditions.php", "", recorder.record(conditions::run));
    keep("loops.php", "", recorder.record(loops::run));
}
