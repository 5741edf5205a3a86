//! Every documented request, in each of the three styles.

use std::collections::BTreeMap;

use wechatpay_chain::{ErrorKind, Outcome};

use crate::recordings;
use crate::replay::{Recorder, variables};

/// The endpoints whose own sample leaves out or misnames a variable of the path, so that PHP sends
/// an address with a hole in it.
const HOLES: [&str; 6] = [
    "out-batch-no",
    "global/merchants",
    "withdraw/bill-type",
    "payscore/users",
    "global/papay",
    "offlinefacemch",
];

#[test]
fn every_documented_request_is_as_php_sends_it() {
    let recorder = Recorder::new(&recordings::vectors());
    let requests = recordings::requests();
    let mut wrong = Vec::new();
    let mut refused = BTreeMap::new();
    // Sync and async in turn: they must send the same.
    let mut in_turn = ["", "Async"].into_iter().cycle();
    for request in &requests {
        let (options, template) = (&request["options"], request["template"].as_str().unwrap());
        for chain in recorder.styles(request) {
            let verb = format!("{}{}", request["verb"].as_str().unwrap(), in_turn.next().unwrap());
            match recorder.call(&chain, &verb, options) {
                Ok(sent) => {
                    for difference in recorder.differences(&sent, &request["expect"]) {
                        wrong.push(format!("{} {template}: {difference}", chain.path()));
                    }
                }
                Err(error) => {
                    let missing = variables(chain.path());
                    let missing = missing.into_iter().find(|name| options.get(name).is_none());
                    let named = missing
                        .is_some_and(|name| error.to_string().contains(&format!("`{name}`")));
                    if !named
                        || error.kind() != ErrorKind::Path
                        || error.outcome() != Outcome::NotSent
                    {
                        wrong.push(format!("{} {template}: {error}", chain.path()));
                    }
                    *refused.entry(template).or_insert(0) += 1;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    let unexpected: Vec<_> = refused
        .keys()
        .filter(|template| !HOLES.iter().any(|hole| template.contains(hole)))
        .collect();
    assert!(unexpected.is_empty(), "refused, though PHP sends no hole: {unexpected:?}");
    assert!(requests.len() * 3 - refused.values().sum::<usize>() > 1700, "{refused:?}");
}
