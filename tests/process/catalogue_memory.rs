//! What finding an endpoint allocates: nothing.

use http::Method;
use stats_alloc::Region;
use wechatpay_chain::catalogue::{self, endpoint};

use crate::notification_memory::ALLOCATOR;

#[test]
fn a_lookup_allocates_nothing() {
    if !crate::is_alone(module_path!(), "a_lookup_allocates_nothing") {
        return;
    }
    let region = Region::new(ALLOCATOR);
    let by_value = endpoint(&Method::GET, "v3/pay/transactions/id/4200001234");
    let by_template =
        endpoint(&Method::GET, "/v3/pay/transactions/id/{transaction_id}?mchid={mchid}");
    let unknown = endpoint(&Method::POST, "v3/apply4subject/applyment/1/no/such");
    let allocations = region.change().allocations;
    assert_eq!(allocations, 0);
    assert!(by_value.is_some() && by_value == by_template && unknown.is_none());
    // Once inflated, reading facts does not, either.
    let all = catalogue::endpoints().len();
    let region = Region::new(ALLOCATOR);
    let fields =
        catalogue::endpoints().map(|one| one.body().len() + one.title().len()).sum::<usize>();
    let allocations = region.change().allocations;
    assert_eq!(allocations, 0);
    assert!(fields > all);
}
