//! Honest: the cases of examples/, signed by their shops, raise no alarm, and are approved at once where rules cover them.

use std::fs;
use std::path::Path;

use redress_desk::clock::Clock;
use redress_desk::policy::Policy;
use redress_desk::shop::Shop;
use redress_engine::complaint::{Complaint, ComplaintItem};
use redress_engine::config::FlowKind;
use serde_json::{Value, json};

use crate::multipart::Form;
use crate::samples::{ID, attachment, build, bytes, photo};
use crate::sign::{hs256, keys};
use crate::support::Bench;

/// The remedies that a rule can approve.
fn approvable(shop: &Shop) -> Vec<&str> {
    let remedies = shop.config.remedies.iter().map(|(id, _)| id);
    remedies.filter(|id| !["withdrawal", "other"].contains(id)).collect()
}

/// What became of an example: whether it is one that rules can cover, whether it was approved, and whether anything differs.
async fn outcome(folder: &Path) -> Option<(bool, bool, bool)> {
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let json = |name: &str| serde_json::from_str::<Value>(&text(name)).unwrap();
    let (case, mut claims) = (json("case.json"), json("context.json"));
    // A token names its order.
    claims["order"]["number"].as_str().filter(|number| !number.is_empty())?;
    let confirmed = format!("{}T12:00:00Z", case["today"].as_str().unwrap_or("2026-11-21"));
    let moment: jiff::Timestamp = confirmed.parse().unwrap();
    let bench = Bench::with(|desk| {
        desk.shop = Shop::parse(&text("config.json")).unwrap();
        let rules = json!({ "instant": [{ "remedies": approvable(&desk.shop), "when": true }] });
        desk.policy = Policy::parse(&rules.to_string(), &[&desk.shop.config]).unwrap();
        desk.policy.keys = keys();
        desk.clock = Clock::Fixed(moment);
    })
    .await;
    let image = photo(100);
    let answers = json("answers.json");
    let lines = answers["items"].as_object().into_iter().flatten().map(|(_, answers)| answers);
    let given = lines.chain([&answers["shared"]]).filter_map(Value::as_object).flatten();
    // No other answer of these examples is a list of such names.
    let photos = given.filter_map(|(_, answer)| answer.as_array()).flatten().filter_map(Value::as_str);
    let photos: Vec<&str> = photos.filter(|name| name.contains("photo")).collect();
    let files = photos.iter().map(|name| attachment(name, "a.jpg", "image/jpeg", &image)).collect();
    let flow = case["flow"].as_str().unwrap_or("complaint");
    let context = claims.to_string();
    let complaint = build(&bench.desk, ID, flow, &confirmed, &context, &answers.to_string(), files);
    (claims["iat"], claims["exp"]) = (json!(moment.as_second() - 60), json!(moment.as_second() + 60));
    let complaint = Complaint { token: Some(hs256(&claims)), ..complaint };
    let form = photos.iter().fold(Form::of(&bytes(&complaint)), |form, name| form.file(name, "image/jpeg", &image));
    let answer = bench.post(ID, form.bytes()).await;
    assert_eq!(answer.status, 201, "{}: {}", folder.display(), answer.text());
    let row = bench.row(ID).await;
    let covered =
        |item: &ComplaintItem| item.remedy.as_deref().is_some_and(|id| approvable(&bench.desk.shop).contains(&id));
    let next = json("expected.json")["next"].clone();
    let complete = next.get("step").is_none() && next["invalid"] == json!([]);
    let coverable = complete && complaint.kind != FlowKind::Withdrawal && complaint.items.iter().all(covered);
    Some((coverable, answer.json()["status"] == "approved", row.offers_differ || !row.context_differs.is_empty()))
}

#[tokio::test]
async fn the_cases_of_the_examples_raise_no_alarm_and_are_approved_where_rules_cover_them() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let folders = fs::read_dir(examples).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let (mut seen, mut approved) = (0, 0);
    for folder in folders {
        let Some((coverable, is_approved, differs)) = outcome(&folder).await else { continue };
        assert_eq!((is_approved, differs), (coverable, false), "{}", folder.display());
        seen += 1;
        approved += usize::from(is_approved);
    }
    assert!(seen >= 20 && approved >= 10, "{approved} of {seen}");
}
