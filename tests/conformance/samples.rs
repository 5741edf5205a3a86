//! Every documented request, in each of the three styles.

use serde_json::Value;
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
    let (Some(samples), Some(vectors)) =
        (recordings::json_lines("php_samples.jsonl"), recordings::json("crypto_vectors.json"))
    else {
        return;
    };
    let recorder = Recorder::new(&vectors);
    let mut wrong = Vec::new();
    let mut refused = std::collections::BTreeMap::new();
    for (number, sample) in samples.iter().enumerate() {
        let chain = recorder.chain(&sample["steps"]);
        let options = match &sample["options"] {
            // PHP's empty array.
            Value::Array(empty) if empty.is_empty() => Value::Null,
            options => options.clone(),
        };
        let verb = sample["verb"].as_str().unwrap();
        // Sync and async in turn: they must send the same.
        let verb = if number % 2 == 0 { verb.to_owned() } else { format!("{verb}Async") };
        match recorder.call(&chain, &verb, &options) {
            Ok(sent) => {
                for difference in recorder.differences(&sent, &sample["expect"]) {
                    wrong.push(format!("{} {}: {difference}", chain.path(), sample["page"]));
                }
            }
            Err(error) => {
                let missing =
                    variables(chain.path()).into_iter().find(|name| options.get(name).is_none());
                let named =
                    missing.is_some_and(|name| error.to_string().contains(&format!("`{name}`")));
                if !named || error.kind() != ErrorKind::Path || error.outcome() != Outcome::NotSent
                {
                    wrong.push(format!("{} {}: {error}", chain.path(), sample["page"]));
                }
                *refused.entry(sample["page"].as_str().unwrap()).or_insert(0) += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    let unexpected: Vec<_> =
        refused.keys().filter(|page| !HOLES.iter().any(|hole| page.contains(hole))).collect();
    assert!(unexpected.is_empty(), "refused, though PHP sends no hole: {unexpected:?}");
    assert!(samples.len() - refused.values().sum::<usize>() > 1700, "{refused:?}");
}
