//! Cautious: the acknowledgement for an address that nobody vouches for. Anybody can type anybody's, so that it must be of no use to whoever
//! wants to write to a stranger in the shop's name: plain text, no link, and not a word that the sender chose.

use jiff::Timestamp;
use redress_engine::Json;
use redress_engine::complaint::{Answer, Complaint, ComplaintItem, Receipt, remedy_label};
use redress_engine::config::{Config, FlowKind, StepKind};
use redress_engine::offers::OTHER_REMEDY;
use redress_engine::text::Arg;

use super::letter::Letter;
use super::statement::{Part, Words};
use crate::rebuild::case;

/// The longest order number that is repeated. Longer ones are sentences.
const NUMBER_CHARS: usize = 32;

/// The letter. `verified` says that the shop vouches for the order, though not for the address.
pub fn cautious(words: &Words, sent: &Complaint, receipt: &Receipt, received: Timestamp, verified: bool) -> Letter {
    let texts = words.texts();
    let shop = Arg::Text(&texts.config.shop.name);
    let mut lines = vec![
        words.say("greeting.unnamed", &[]),
        String::new(),
        words.say_of("intro", sent.kind, &[("shop", shop.clone())]),
        String::new(),
    ];
    lines.push(heading(&words.title(sent.kind)));
    if sent.kind == FlowKind::Withdrawal {
        lines.push(words.say("declared", &[]));
    }
    lines.push(pair(&words.say("reference", &[]), &receipt.reference));
    lines.push(pair(&words.say("received", &[]), &words.moment(received, sent.time_zone.as_deref())));
    if let Some(number) = safe_number(&sent.order.number) {
        lines.push(pair(&texts.get("review.order", &[]), number));
    }
    lines.extend(content(words, sent, verified));
    for part in [words.next(receipt), words.reach()] {
        lines.extend(section(&part));
    }
    lines.extend([String::new(), words.say("cautious", &[("shop", shop)]), words.say("automatic", &[])]);
    Letter {
        subject: words.subject(sent.kind, &receipt.reference),
        language: words.locale().into(),
        text: lines.join("\n") + "\n",
        ..Letter::default()
    }
}

/// An order number that can be nothing else.
fn safe_number(number: &str) -> Option<&str> {
    let number = number.trim();
    let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '#' | '/');
    let count = |of: fn(&char) -> bool| number.chars().filter(of).count();
    // More letters than digits could be words.
    let is_number = count(char::is_ascii_digit) >= count(char::is_ascii_alphabetic).max(1);
    (number.len() <= NUMBER_CHARS && number.chars().all(is_safe) && is_number).then_some(number)
}

/// The lines, their answers and the remedies, as far as the config has words for them.
fn content(words: &Words, sent: &Complaint, verified: bool) -> Vec<String> {
    let (texts, config) = (words.texts(), words.texts().config);
    // Names of remedies may have the item's in them; the shop's own words go there.
    let case = case(sent, config);
    let mut lines = Vec::new();
    if !verified {
        let pieces = sent.items.iter().map(|item| item.quantity.max(1)).fold(0, i64::saturating_add);
        lines.push(words.say("cautious.items", &[("count", Arg::Count(pieces))]));
    }
    for (at, item) in sent.items.iter().enumerate() {
        let index = i64::try_from(at + 1).unwrap_or_default();
        // The complaint's own title is the browser's, whatever the token says.
        let signed = sent.context.item(&item.line).map(|item| item.title.as_str());
        let signed = signed.filter(|title| verified && !title.trim().is_empty());
        let title = signed.map_or_else(|| words.say("item", &[("index", Arg::Count(index))]), str::to_string);
        let pieces = texts.get("item.pieces", &[("count", Arg::Count(item.quantity))]);
        let named = texts.get("item.with-pieces", &[("item", Arg::Text(&title)), ("pieces", Arg::Text(&pieces))]);
        lines.extend([String::new(), named]);
        lines.extend(answers(words, config, &item.answers));
        let remedy = case.as_ref().zip(known_remedy(config, item));
        lines.extend(remedy.map(|(case, remedy)| {
            pair(&texts.get("step.remedy.row", &[]), &remedy_label(case, remedy, &title, &texts))
        }));
    }
    let shared = answers(words, config, &sent.shared);
    if !shared.is_empty() {
        lines.push(String::new());
    }
    lines.extend(shared);
    lines
}

/// A remedy that the config or the engine names; another would be named by what the browser sent.
fn known_remedy<'a>(config: &Config, item: &'a ComplaintItem) -> Option<&'a str> {
    item.remedy.as_deref().filter(|remedy| *remedy == OTHER_REMEDY || config.remedies.get(remedy).is_some())
}

/// Answers that are one or several of the config's options: their names are the shop's.
fn answers(words: &Words, config: &Config, answers: &[Answer]) -> Vec<String> {
    let texts = words.texts();
    let line = |answer: &Answer| {
        let step = config.steps.get(&answer.step)?;
        if !matches!(step.kind, StepKind::Choice | StepKind::Choices) {
            return None;
        }
        let chosen =
            if let Json::List(list) = &answer.value { list.as_slice() } else { std::slice::from_ref(&answer.value) };
        let name = |option: &Json| {
            let option = step.options.iter().find(|known| option.as_text() == Some(known))?;
            let own = step.option.get(option).and_then(|option| option.label.as_ref());
            texts.own(own, &["step.", &answer.step, ".option.", option].concat(), &[])
        };
        let names: Vec<String> = chosen.iter().filter_map(name).collect();
        (!names.is_empty()).then(|| pair(&words.question(&answer.step), &names.join(", ")))
    };
    answers.iter().filter_map(line).collect()
}

fn section(part: &Part) -> Vec<String> {
    let pairs = part.pairs.iter().map(|each| pair(&each.name, &each.value));
    if part.pairs.is_empty() {
        Vec::new()
    } else {
        [String::new(), heading(&part.title)].into_iter().chain(pairs).collect()
    }
}

fn heading(title: &str) -> String {
    [title, "\n", &"-".repeat(title.chars().count())].concat()
}

fn pair(name: &str, value: &str) -> String {
    if name.is_empty() || value.is_empty() { [name, value].concat() } else { [name, ": ", value].concat() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_number_is_repeated_only_if_it_can_be_nothing_else() {
        for good in ["T-20418", "#1001", "2026/11/0042", " 7 "] {
            assert_eq!(safe_number(good), Some(good.trim()));
        }
        let long = "1".repeat(33);
        for bad in [
            "",
            "evil.example",
            "https://x.example/1",
            "call 0900 1234",
            "you-have-won-1",
            "call-me-1",
            "１２",
            "1\r\n2",
            &long,
        ] {
            assert_eq!(safe_number(bad), None, "{bad}");
        }
    }
}
