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
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    keep("0000.php", "", recorder.record(|client| runtime.block_on(php_0000::run(client))));
    keep("0001.php", "", recorder.record(|client| runtime.block_on(php_0001::run(client))));
    keep("0002.php", "", recorder.record(|client| runtime.block_on(php_0002::run(client))));
    keep("0003.php", "", recorder.record(|client| runtime.block_on(php_0003::run(client))));
    keep("0004.php", "", recorder.record(|client| runtime.block_on(php_0004::run(client))));
    keep("0005.php", "", recorder.record(|client| runtime.block_on(php_0005::run(client))));
    keep("0006.php", "", recorder.record(|client| runtime.block_on(php_0006::run(client))));
    keep("0007.php", "", recorder.record(|client| runtime.block_on(php_0007::run(client))));
    keep("0008.php", "", recorder.record(|client| runtime.block_on(php_0008::run(client))));
    keep("0009.php", "", recorder.record(|client| runtime.block_on(php_0009::run(client))));
    keep("0010.php", "", recorder.record(|client| runtime.block_on(php_0010::run(client))));
    keep("0011.php", "", recorder.record(|client| runtime.block_on(php_0011::run(client))));
    keep("0012.php", "", recorder.record(|client| runtime.block_on(php_0012::run(client))));
    keep("0013.php", "", recorder.record(|client| runtime.block_on(php_0013::run(client))));
    keep("0014.php", "", recorder.record(|client| runtime.block_on(php_0014::run(client))));
    keep("0015.php", "", recorder.record(|client| runtime.block_on(php_0015::run(client))));
    keep("0016.php", "", recorder.record(|client| runtime.block_on(php_0016::run(client))));
    keep("0017.php", "", recorder.record(|client| runtime.block_on(php_0017::run(client))));
    keep("0018.php", "", recorder.record(|client| runtime.block_on(php_0018::run(client))));
    keep("0019.php", "", recorder.record(|client| runtime.block_on(php_0019::run(client))));
    keep("0020.php", "", recorder.record(|client| runtime.block_on(php_0020::run(client))));
    keep("0021.php", "", recorder.record(|client| runtime.block_on(php_0021::run(client))));
    keep("0022.php", "", recorder.record(|client| runtime.block_on(php_0022::run(client))));
    keep("0023.php", "", recorder.record(|client| runtime.block_on(php_0023::run(client))));
    keep("0024.php", "", recorder.record(|client| runtime.block_on(php_0024::run(client))));
    keep("0025.php", "", recorder.record(|client| runtime.block_on(php_0025::run(client))));
    keep("0026.php", "", recorder.record(|client| runtime.block_on(php_0026::run(client))));
    keep("0027.php", "", recorder.record(|client| runtime.block_on(php_0027::run(client))));
    keep("0028.php", "", recorder.record(|client| runtime.block_on(php_0028::run(client))));
    keep("0029.php", "", recorder.record(|client| runtime.block_on(php_0029::run(client))));
    keep("0030.php", "", recorder.record(|client| runtime.block_on(php_0030::run(client))));
    keep("0031.php", "", recorder.record(|client| runtime.block_on(php_0031::run(client))));
    keep("0032.php", "", recorder.record(|client| runtime.block_on(php_0032::run(client))));
    keep("0033.php", "", recorder.record(|client| runtime.block_on(php_0033::run(client))));
    keep("0034.php", "", recorder.record(|client| runtime.block_on(php_0034::run(client))));
    keep("0035.php", "", recorder.record(|client| runtime.block_on(php_0035::run(client))));
    keep("0036.php", "", recorder.record(|client| runtime.block_on(php_0036::run(client))));
    keep("0037.php", "", recorder.record(|client| runtime.block_on(php_0037::run(client))));
    keep("0038.php", "", recorder.record(|client| runtime.block_on(php_0038::run(client))));
    keep("0039.php", "", recorder.record(|client| runtime.block_on(php_0039::run(client))));
    keep("0040.php", "", recorder.record(|client| runtime.block_on(php_0040::run(client))));
    keep("0041.php", "", recorder.record(|client| runtime.block_on(php_0041::run(client))));
    keep("0042.php", "", recorder.record(|client| runtime.block_on(php_0042::run(client))));
    keep("0043.php", "", recorder.record(|client| runtime.block_on(php_0043::run(client))));
    keep("class-00.php", "createCall0", recorder.record(|client| runtime.block_on(class_00::Service0::new(client.clone()).create_call0())));
    keep("class-00.php", "createCall1", recorder.record(|client| runtime.block_on(class_00::Service0::new(client.clone()).create_call1())));
    keep("class-00.php", "closeCall2", recorder.record(|client| runtime.block_on(class_00::Service0::new(client.clone()).close_call2())));
    keep("interpolated.php", "", recorder.record(|client| runtime.block_on(interpolated::run(client))));
    keep("concatenated.php", "", recorder.record(|client| runtime.block_on(concatenated::run(client))));
    keep("keywords.php", "", recorder.record(|client| runtime.block_on(keywords::run(client))));
    keep("numbers.php", "", recorder.record(|client| runtime.block_on(numbers::run(client))));
    keep("conditions.php", "", recorder.record(|client| runtime.block_on(conditions::run(client))));
    keep("loops.php", "", recorder.record(|client| runtime.block_on(loops::run(client))));
}
