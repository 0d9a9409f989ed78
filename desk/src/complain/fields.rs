//! Fields: what a posted form says, as the engine keeps it. Each field is named by the JSON Pointer of its answer.

use redress_engine::answers::Chosen;
use redress_engine::case::contact;
use redress_engine::config::{Presence, StepKind};
use redress_engine::flow::pointer;
use redress_engine::json::Map;
use redress_engine::step::{Asked, address, address_fields, slots};
use redress_engine::{Case, Json};

/// JSON Pointer of the lines chosen.
pub const CHOSEN: &str = "/chosen";
/// The box that gives one answer to all lines.
pub const SAME: &str = "same";
/// The field that no shopper sees or reaches, called as programs like it: the same as in the widget (`src/ui/steps/contact.rs`).
pub const HONEYPOT: &str = "website";
/// What a box that was ticked sends.
pub const YES: &str = "yes";

/// The fields of a form, in the order in which they came.
#[derive(Debug, Default)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The last value under a name; empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().rev().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// All values under a name.
    fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// The answer to a step that is no `items` and no `photos`; null where it was left blank.
    pub fn answer(&self, asked: &Asked) -> Json {
        let name = pointer(asked.line, asked.id, "");
        let value = self.get(&name).trim();
        match asked.step.kind {
            StepKind::Choice | StepKind::Remedy | StepKind::Date => text(value),
            StepKind::Text => text(&lines(self.get(&name))),
            StepKind::Number => number(value),
            StepKind::Rating => value.parse().map_or(Json::Null, Json::Int),
            StepKind::Choices => {
                let ticked = |option: &&str| self.all(&name).any(|value| value == *option);
                let list: Vec<Json> = asked.options().into_iter().filter(ticked).map(Json::from).collect();
                if list.is_empty() { Json::Null } else { Json::List(list) }
            }
            StepKind::Consent => (value == YES).into(),
            StepKind::Contact | StepKind::Address | StepKind::Callback | StepKind::Lookup => {
                let filled = form(asked)
                    .into_iter()
                    .map(|(part, _)| (part, text(self.get(&[&name, "/", part].concat()).trim())));
                let filled = filled.filter(|(_, value)| !value.is_blank());
                let map = Map(filled.map(|(part, value)| (part.to_string(), value)).collect());
                if map.is_empty() { Json::Null } else { Json::Map(map) }
            }
            StepKind::Notice | StepKind::Items | StepKind::Photos => Json::Null,
        }
    }

    /// The lines chosen, and how many pieces of each: all of them where nothing else is said.
    pub fn chosen(&self, case: &Case) -> Vec<Chosen> {
        let ticked = |line: &str| self.all(CHOSEN).any(|value| value == line);
        let mut chosen = Vec::new();
        for item in case.context.items.iter().filter(|item| ticked(&item.line)) {
            let said = number(self.get(&quantity_field(&item.line)).trim()).as_int();
            chosen.push(Chosen {
                line: item.line.clone(),
                quantity: said.unwrap_or(item.pieces()).clamp(1, item.pieces()),
            });
        }
        chosen
    }
}

/// The name of the field that says how many pieces of a line.
pub fn quantity_field(line: &str) -> String {
    [CHOSEN, &pointer(None, line, "")["/shared".len()..]].concat()
}

/// The fields of a step that has several, in the order in which they are asked.
pub fn form(asked: &Asked) -> Vec<(&'static str, Presence)> {
    match asked.step.kind {
        StepKind::Contact => {
            let mut fields = asked.step.form();
            // E-mail first: it is what is needed.
            fields.sort_by_key(|(name, _)| *name != "email");
            fields
        }
        StepKind::Address => address_fields(asked, &address(asked)),
        StepKind::Lookup => vec![("order", Presence::Required), ("email", Presence::Required)],
        StepKind::Callback => {
            let phone = if asked.required() { Presence::Required } else { Presence::Optional };
            let mut fields = vec![("phone", phone)];
            if !slots(asked).is_empty() {
                fields.push(("slot", phone));
            }
            fields
        }
        _ => Vec::new(),
    }
}

/// What stands in the fields of such a step before anything is typed, or what was.
pub fn known(asked: &Asked) -> Json {
    let answer = asked.answer().unwrap_or_default();
    match asked.step.kind {
        StepKind::Contact => contact(&asked.case.context, Some(&answer)),
        StepKind::Address => address(asked),
        _ => answer,
    }
}

fn text(value: &str) -> Json {
    if value.trim().is_empty() { Json::Null } else { value.into() }
}

/// Lines as the widget sends them: forms send CRLF (HTML, "constructing the entry list").
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// A whole number in whatever digits and groups people write it; anything else as it was typed, for the engine to object to. The same
/// as in the widget (`src/ui/steps/number.rs`).
fn number(typed: &str) -> Json {
    let plain: String = typed
        .chars()
        .map(|c| match c {
            '\u{660}'..='\u{669}' => char::from(b'0' + (c as u32 - 0x660) as u8),
            '\u{6f0}'..='\u{6f9}' => char::from(b'0' + (c as u32 - 0x6f0) as u8),
            '\u{2212}' => '-',
            c => c,
        })
        .collect();
    let mut groups = plain.split(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '’' | '٬'));
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let grouped = digits(first.trim_start_matches('-')) && rest.iter().all(|group| group.len() == 3 && digits(group));
    let joined = if grouped { [first, &rest.concat()].concat() } else { plain };
    joined.parse().map_or_else(|_| text(&joined), Json::Int)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_in_any_digits_and_groups() {
        for (typed, read) in
            [("12", 12), ("12.000", 12_000), ("1 234 567", 1_234_567), ("۱۲", 12), ("٣٤", 34), ("−5", -5)]
        {
            assert_eq!(number(typed), Json::Int(read), "{typed}");
        }
        assert_eq!((number(""), number("1.5"), number("a lot")), (Json::Null, "1.5".into(), "a lot".into()));
    }

    #[test]
    fn the_field_of_a_lines_pieces_escapes_what_a_pointer_must() {
        assert_eq!(quantity_field("a/b~c"), "/chosen/a~1b~0c");
    }
}
