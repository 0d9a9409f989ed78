//! Remedies: why each remedy of a config is offered for a line of a case, and why not.

use crate::case::Case;
use crate::condition::{Comparison, Condition, Test, Truth};
use crate::config::{Basis, FlowKind, Remedy, Trouble};
use crate::context::Item;
use crate::json::Json;
use crate::law::Rights;
use crate::offers::{WITHDRAWAL, Why, offers_for};
use crate::read::record;
use crate::text::{Arg, Texts};

record! {
    /// A remedy of the config, and what the engine decided about it for one line.
    Verdict {
        /// Its id: it stands at `/remedies/<id>`.
        "remedy" => remedy: String,
        /// Whether the shopper can choose it now.
        "offered" => offered: bool,
        /// Who gives it, and why.
        "basis" => basis: Basis,
        /// Why it is offered, or why not, in words.
        "why" => why: String,
        /// The article that this rests on; absent for what is not the law's.
        "article" => article: Option<String>,
        /// Its condition in words, with each fact that it asks for as it is now; absent where it has none.
        "when" => when: Option<String>,
    }
}

/// Every remedy of the config: first what is offered, in the order of the offers, then what the law or the shop withholds, then the rest in the
/// config's order. `texts` word the reasons.
pub fn verdicts(case: &Case, line: &str, texts: &Texts) -> Vec<Verdict> {
    let Some(item) = case.context.item(line) else { return Vec::new() };
    let found = offers_for(case, line);
    let rights = case.rights(item);
    let mut verdicts = Vec::new();
    let mut add = |id: &str, offered: bool, basis: Option<Basis>, why: String, article: Option<String>| {
        let remedy = case.config.remedies.get(id);
        let basis = basis.or_else(|| remedy.map(|remedy| remedy.basis)).unwrap_or_default();
        let when = remedy.and_then(|remedy| remedy.when.as_ref()).map(|when| told(case, line, when));
        verdicts.push(Verdict { remedy: id.into(), offered, basis, why, article, when });
    };
    for offer in &found.offered {
        let Why { key, source, .. } = &offer.why;
        add(&offer.remedy, true, Some(offer.basis), words(&offer.why, key, texts), source.clone());
    }
    for withheld in &found.withheld {
        add(&withheld.remedy, false, None, words(&withheld.why, &withheld.why.key, texts), withheld.why.source.clone());
    }
    for (id, remedy) in case.config.remedies.iter() {
        let told = found.offered.iter().any(|offer| offer.remedy == id)
            || found.withheld.iter().any(|withheld| withheld.remedy == id);
        if !told {
            add(id, false, None, absent(case, item, id, remedy, &rights, texts), None);
        }
    }
    verdicts
}

/// A reason for which the shopper's texts have no words, because a shopper needs none; None for the others.
pub fn reason(key: &str) -> Option<&'static str> {
    Some(match key {
        "law.no-pack" => "there is no pack for this country",
        "law.business" => "packs are for consumers",
        "law.service" => "no pack has rules for services",
        "law.digital" => "no pack has rules for digital content",
        "law.none" => "this law has no such right",
        "law.guarantee" => "the legal guarantee is open",
        "law.rejection" => "the early right to reject is open",
        "law.delivery" => "the law gives it for what has not arrived",
        "law.withdrawal" => "the right of withdrawal is open",
        _ => return None,
    })
}

fn words(why: &Why, key: &str, texts: &Texts) -> String {
    let date = why.date.map(|date| ("date", Arg::Day(date)));
    let own = reason(key).map(str::to_string);
    own.or_else(|| texts.find(key, date.as_slice())).unwrap_or_else(|| key.into())
}

/// Why a remedy is neither offered nor withheld.
fn absent(case: &Case, item: &Item, id: &str, remedy: &Remedy, rights: &Rights, texts: &Texts) -> String {
    match case.holds(remedy.when.as_ref(), Some(&item.line), true) {
        Truth::Yes => {}
        Truth::No => return "its condition `when` does not hold".into(),
        Truth::Pending => return "its condition `when` waits for an answer".into(),
    }
    let unknown = |key: &str| reason(key).map_or_else(|| texts.get(key, &[]), str::to_string);
    if id == WITHDRAWAL {
        return match (case.flow.kind == FlowKind::Complaint, case.config.flows.get(WITHDRAWAL).is_some()) {
            (false, _) => "only a complaint ends with it; this flow is of another kind".into(),
            (_, false) => "the config has no flow `withdrawal` that it could lead into".into(),
            _ => unknown(rights.withdrawal.why),
        };
    }
    if remedy.basis != Basis::Statutory {
        return "it has a price, and the context names no `order.currency`".into();
    }
    let legal = remedy.legal(id);
    let pack = if rights.pack.is_empty() { "the law" } else { &rights.pack };
    match case.trouble(&item.line) {
        Trouble::None => "no answer so far says that something is wrong: an option with `problem` would".into(),
        Trouble::NotDelivered if rights.delivery.source.is_empty() => unknown(rights.delivery.why),
        Trouble::NotDelivered => format!("{pack} does not name `{legal}` for what did not arrive"),
        _ if rights.guarantee.source.is_empty() => unknown(rights.guarantee.why),
        _ => format!("{pack} does not name `{legal}` for what is faulty"),
    }
}

/// A condition in words, and what is known of its facts: `item.problem = "faulty" [item.problem: not known]`.
fn told(case: &Case, line: &str, when: &Condition) -> String {
    let mut names = Vec::new();
    let mut text = wording(when, &mut names);
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let value = case.known_fact(Some(line), name).map_or_else(|| "not known".into(), |value| value.to_text());
        text.push_str(&[if seen.len() == 1 { " [" } else { ", " }, name, ": ", &value].concat());
    }
    if !seen.is_empty() {
        text.push(']');
    }
    text
}

fn wording<'a>(condition: &'a Condition, names: &mut Vec<&'a str>) -> String {
    let mut joined = |parts: &'a [Condition], by: &str| {
        let parts: Vec<_> = parts.iter().map(|part| wording(part, names)).collect();
        if parts.len() == 1 { parts.concat() } else { ["(", &parts.join(by), ")"].concat() }
    };
    match condition {
        Condition::Constant(value) => Json::Bool(*value).to_text(),
        Condition::All(all) => joined(all, " and "),
        Condition::Any(any) => joined(any, " or "),
        Condition::Not(not) => ["not ", &wording(not, names)].concat(),
        Condition::Fact(name, tests) => {
            names.push(name);
            let tests: Vec<_> = tests.iter().map(|test| [name, " ", &passes(test)].concat()).collect();
            tests.join(" and ")
        }
    }
}

fn passes(test: &Test) -> String {
    let one_of = |values: &[Json]| values.iter().map(Json::to_text).collect::<Vec<_>>().join(" or ");
    match test {
        Test::OneOf(values) => ["= ", &one_of(values)].concat(),
        Test::NotOneOf(values) => ["is known and not ", &one_of(values)].concat(),
        Test::Exists(true) => "is known".into(),
        Test::Exists(false) => "is not known".into(),
        Test::Compare(comparison, value) => {
            let sign = match comparison {
                Comparison::AtLeast => "≥ ",
                Comparison::AtMost => "≤ ",
                Comparison::Above => "> ",
                Comparison::Below => "< ",
            };
            [sign, &value.to_text()].concat()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Answers;
    use crate::check::Library;
    use crate::config::load;
    use crate::context::Context;
    use crate::inspect::Plain;
    use crate::read::Read;
    use crate::{Day, Setting};

    const CONFIG: &str = r#"{"endpoint":{"url":"/api"},"remedies":{
        "coupon":{"basis":"goodwill","when":{"item.category":"lamps","item.price":{"atLeast":1000}}},
        "paid-repair":{"basis":"commercial","price":500}}}"#;

    /// What is said of a kettle, bought in Germany, on a day; `answers` of line 1.
    fn verdicts_of(flow: &str, order: &str, answers: &str, today: &str) -> Vec<(String, Verdict)> {
        let library = Library::built_in();
        let config = load(&crate::default_preset(), &Json::parse(CONFIG).unwrap()).config;
        let context = format!(
            r#"{{"order":{{"number":"1","placedOn":"2026-10-01"{order}}},"items":[{{"line":"1","category":"kettles","deliveredOn":"2026-10-02"}}]}}"#
        );
        let page = Context::read(&Json::parse(&context).unwrap(), &mut Default::default()).unwrap();
        let answers = format!(r#"{{"items":{{"1":{answers}}}}}"#);
        let answers = Answers::read(&Json::parse(&answers).unwrap(), &mut Default::default()).unwrap();
        let setting = Setting {
            config: &config,
            flow_id: flow,
            page: &page,
            law: page.order.country.as_deref().and_then(|country| library.law(country)),
            today: Day::parse(today).unwrap(),
            locale: "en",
        };
        let none = Json::Null;
        let messages = library.messages("en").unwrap_or(&none);
        let texts = Texts { config: &config, locale: "en", messages, format: &Plain };
        let case = setting.case(&answers).unwrap();
        verdicts(&case, "1", &texts).into_iter().map(|verdict| (verdict.remedy.clone(), verdict)).collect()
    }

    fn of(found: &[(String, Verdict)], remedy: &str) -> Verdict {
        found.iter().find(|(id, _)| id == remedy).unwrap_or_else(|| panic!("{remedy} is not among them")).1.clone()
    }

    const GERMAN: &str = r#","country":"DE","currency":"EUR""#;

    #[test]
    fn every_remedy_of_the_config_has_one_verdict_in_whatever_case() {
        for (order, answers) in
            [("", "{}"), (GERMAN, r#"{"reason":"faulty"}"#), (GERMAN, r#"{"reason":"not-arrived"}"#)]
        {
            let found = verdicts_of("complaint", order, answers, "2026-11-01");
            let config = load(&crate::default_preset(), &Json::parse(CONFIG).unwrap()).config;
            let mut ids: Vec<_> = found.iter().map(|(id, _)| id.as_str()).collect();
            ids.sort_unstable();
            let mut wanted: Vec<_> = config.remedies.iter().map(|(id, _)| id).collect();
            wanted.sort_unstable();
            assert_eq!(ids, wanted);
            assert!(found.iter().all(|(_, verdict)| !verdict.why.is_empty()));
        }
    }

    #[test]
    fn what_the_law_gives_names_its_article_and_what_it_withholds_the_reason() {
        let found = verdicts_of("complaint", GERMAN, r#"{"reason":"faulty"}"#, "2026-11-01");
        let repair = of(&found, "repair");
        assert!(repair.offered && repair.article.as_deref().is_some_and(|article| article.contains('§')), "{repair:?}");
        let refund = of(&found, "refund");
        assert!(!refund.offered && refund.article.is_some() && refund.why != "law.repair-first", "{refund:?}");
        let over = of(&verdicts_of("complaint", GERMAN, r#"{"reason":"faulty"}"#, "2029-11-01"), "repair");
        assert!(!over.offered && over.why.contains("2028"), "{over:?}");
    }

    #[test]
    fn a_condition_that_does_not_hold_is_told_with_the_facts_as_they_are() {
        let found = verdicts_of("complaint", GERMAN, r#"{"reason":"faulty"}"#, "2026-11-01");
        let coupon = of(&found, "coupon");
        assert_eq!((coupon.offered, coupon.why.as_str()), (false, "its condition `when` does not hold"));
        assert_eq!(
            coupon.when.as_deref(),
            Some(
                r#"(item.category = "lamps" and item.price ≥ 1000) [item.category: "kettles", item.price: not known]"#
            )
        );
    }

    #[test]
    fn what_lacks_an_answer_a_currency_or_a_pack_says_so() {
        let nothing = verdicts_of("complaint", GERMAN, "{}", "2026-11-01");
        assert!(of(&nothing, "repair").why.contains("no answer so far"));
        let bare = verdicts_of("complaint", "", r#"{"reason":"faulty"}"#, "2026-11-01");
        assert!(of(&bare, "paid-repair").why.contains("order.currency"));
        assert_eq!(of(&bare, "repair").why, "there is no pack for this country");
        let withdrawal = verdicts_of("withdrawal", GERMAN, "{}", "2026-11-01");
        assert!(of(&withdrawal, "withdrawal").why.contains("only a complaint"));
    }
}
