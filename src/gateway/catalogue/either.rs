//! Required fields of which one is enough. The documents mark all of them, above all where one
//! endpoint is for merchants and for service providers.

use crate::catalogue::{Field, Fields};

/// Who calls, where a merchant's and a service provider's fields are listed together.
const ROLES: [&str; 6] = ["mchid", "appid", "sp_mchid", "sp_appid", "sub_mchid", "sub_appid"];
const PAIRS: [[&str; 2]; 2] = [["transaction_id", "out_trade_no"], ["appid", "sub_appid"]];

/// Whether a required field is missing, and none that may be there in its place is.
pub(super) fn is_missing(fields: Fields, field: Field, has: impl Fn(&str) -> bool) -> bool {
    let name = field.name();
    if !field.is_required() || has(name) {
        return false;
    }
    let is_required = |name: &str| fields.get(name).is_some_and(Field::is_required);
    let instead = |group: &[&str]| group.contains(&name) && group.iter().any(|other| has(other));
    let of_either_role = fields.get("mchid").is_some() && fields.get("sp_mchid").is_some();
    let of_a_pair = |pair: &[&str; 2]| pair.iter().all(|name| is_required(name)) && instead(pair);
    !(of_either_role && instead(&ROLES) || PAIRS.iter().any(of_a_pair))
}
