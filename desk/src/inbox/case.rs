//! Case: where a complaint stands, its history, and the forms for what can be done with it now.

use redress_engine::Case;
use redress_engine::complaint::{Complaint, ReturnInstructions, remedy_label};
use redress_engine::config::ReturnWay;
use redress_engine::offers::ItemOffers;
use redress_engine::read::{Read, Reader};
use redress_engine::text::Texts;

use super::act::Typed;
use super::item::FileView;
use super::offer::way_name;
use super::show::Trial;
use super::words::{kind_of_file, moment, size};
use crate::cases::promise::today;
use crate::cases::state::next;
use crate::cases::{By, Event, Kind, State};
use crate::desk::Desk;
use crate::format::IcuFormat;
use crate::rebuild::shop_format;
use crate::store::{FileRow, Row};

/// A remedy that can be granted with one choice.
pub struct Choice {
    /// What the form sends: `<line>/<remedy>`.
    pub value: String,
    /// What the agent reads.
    pub label: String,
    /// The line.
    pub line: String,
    /// The remedy's id.
    pub remedy: String,
    /// Money back, minor units of the order's currency.
    pub amount: Option<i64>,
}

/// What a view is made from.
pub struct Shown<'a> {
    /// The desk.
    pub desk: &'a Desk,
    /// The row.
    pub row: &'a Row,
    /// The shop's texts.
    pub texts: &'a Texts<'a>,
    /// The case, if it can still be computed.
    pub case: Option<&'a Case<'a>>,
}

/// The case as its page shows it.
pub struct CaseView {
    /// Where it stands, in a sentence.
    pub stands: &'static str,
    /// Who has it.
    pub owner: String,
    /// The same as it is typed.
    pub own_owner: String,
    /// The promised day, and whether it is over.
    pub promised: Option<(String, bool)>,
    /// Where the shopper follows it.
    pub status_url: String,
    /// The history, oldest first.
    pub events: Vec<EventView>,
    /// How many events that is.
    pub seen: i64,
    /// What can be done: whether a form is there.
    pub can: Can,
    /// What can be granted or offered.
    pub choices: Vec<Choice>,
    /// Ways back: word, name.
    pub ways: Vec<(&'static str, &'static str)>,
    /// Who is looking.
    pub agent: String,
    /// What is in the way of what was sent.
    pub alert: String,
    /// What was typed, or what a form begins with.
    pub typed: Typed,
    /// What the form for questions begins with.
    pub ask: String,
}

/// Which forms are there.
pub struct Can {
    /// Ask for more, offer, decline.
    pub decide: bool,
    /// Grant.
    pub approve: bool,
    /// End.
    pub close: bool,
    /// Take up again.
    pub reopen: bool,
}

/// Something that was said or done.
pub struct EventView {
    /// Who and what, in a sentence.
    pub title: String,
    /// When, by the shop's clock.
    pub at: String,
    /// Whose it is: `shopper`, `shop`, `desk`.
    pub by: &'static str,
    /// Own words.
    pub text: String,
    /// What else is to be known.
    pub facts: Vec<String>,
    /// A link that goes with it.
    pub link: Option<String>,
    /// Its files.
    pub files: Vec<FileView>,
    /// Whether it came after what the agent had seen.
    pub new: bool,
}

impl CaseView {
    /// The view of a case for `agent`, whose last form could perhaps not be taken.
    pub fn new(
        shown: &Shown,
        events: &[Event],
        choices: Vec<Choice>,
        agent: &str,
        asks: &[String],
        trial: Trial,
    ) -> CaseView {
        let Shown { desk, row, .. } = *shown;
        let state = row.case.state;
        let format = shop_format(&desk.shop.config);
        let can = |kind| next(state, By::Shop, kind, None).is_some();
        let overdue = row.case.is_overdue(today(desk.clock.now(), &desk.shop));
        let seen_before: Option<i64> = trial.typed.seen.parse().ok();
        let new = |event: &Event| seen_before.is_some_and(|seen| event.seq > seen);
        CaseView {
            stands: stands(state, row.case.unanswered),
            owner: owner(desk, row),
            own_owner: row.case.owner.clone(),
            promised: row
                .case
                .answer_by
                .filter(|_| row.case.unanswered)
                .map(|day| (shown.texts.format.date(day), overdue)),
            status_url: desk.status_url(&row.case.token),
            seen: events.last().map_or(0, |event| event.seq),
            events: events.iter().map(|each| event(each, shown, &format, new(each))).collect(),
            can: Can {
                decide: can(Kind::Asked),
                approve: can(Kind::Approved),
                close: can(Kind::Closed),
                reopen: can(Kind::Reopened),
            },
            choices,
            ways: ReturnWay::ALL.iter().map(|(word, way)| (*word, way_name(*way))).collect(),
            agent: agent.into(),
            alert: trial.alert,
            typed: trial.typed,
            ask: asks.join("\n"),
        }
    }
}

/// Who has a case: whom it was given to, else its first queue, else the shop.
fn owner(desk: &Desk, row: &Row) -> String {
    let queue = row.queues.first().map(|(queue, _)| queue.as_str());
    let given = Some(row.case.owner.as_str()).filter(|owner| !owner.is_empty());
    given.or(queue).unwrap_or(&desk.shop.config.shop.name).into()
}

fn stands(state: State, unanswered: bool) -> &'static str {
    match (state, unanswered) {
        (State::Open, true) => "Open: the customer waits for an answer.",
        (State::Open, false) => "Open: you have answered.",
        (State::Waiting, _) => "Waiting for the customer.",
        (State::Approved, true) => "Approved; something came since, or nobody has looked at it yet.",
        (State::Approved, false) => "Approved.",
        (State::Closed, _) => "Closed.",
        (State::Withdrawn, _) => "The customer has taken it back.",
    }
}

/// The remedies of every line, as the desk computed them, each once.
pub fn choices(case: &Case, sent: &Complaint, offers: &[ItemOffers], texts: &Texts) -> Vec<Choice> {
    let several = offers.len() > 1;
    let mut found = Vec::new();
    for of_line in offers {
        let title = case.context.item(&of_line.line).map_or("", |item| &item.title);
        for offer in &of_line.offered {
            let money = offer.gets.amount.zip(offer.gets.currency.as_deref());
            let amount = money.map(|(amount, currency)| texts.format.money(amount, currency));
            let mut label = remedy_label(case, &offer.remedy, title, texts);
            if let Some(amount) = amount {
                label = format!("{label}: {amount}");
            }
            if several && !title.is_empty() {
                label = format!("{title}: {label}");
            }
            let wanted = sent
                .items
                .iter()
                .any(|item| item.line == of_line.line && item.remedy.as_deref() == Some(offer.remedy.as_str()));
            let choice = Choice {
                value: [&of_line.line, "/", &offer.remedy].concat(),
                label: if wanted { format!("{label} (asked for)") } else { label },
                line: of_line.line.clone(),
                remedy: offer.remedy.clone(),
                amount: offer.gets.amount,
            };
            // What the customer asked for comes first.
            found.insert(if wanted { 0 } else { found.len() }, choice);
        }
    }
    found
}

fn event(event: &Event, shown: &Shown, format: &IcuFormat, new: bool) -> EventView {
    let Shown { desk, row, .. } = *shown;
    let returns = event.data.get("return").and_then(|json| ReturnInstructions::read(json, &mut Reader::default()));
    EventView {
        title: title(event),
        at: moment(desk, format, &event.at),
        by: event.by.as_str(),
        text: event.text.clone(),
        facts: facts(event, shown, returns.as_ref()),
        link: returns.and_then(|returns| returns.url),
        files: event.files.iter().map(|file| file_view(row, file)).collect(),
        new,
    }
}

fn title(event: &Event) -> String {
    let who = match event.by {
        By::Shopper => "Customer",
        By::Shop if event.agent.is_empty() => "Shop",
        By::Shop => &event.agent,
        By::Desk => "Desk",
    };
    let did = match event.kind {
        Kind::Received => "sent the complaint",
        Kind::Approved => "approved it",
        Kind::Words => "wrote",
        Kind::Photos => "added photos",
        Kind::Asked => "asked for more",
        Kind::Answered => "answered",
        Kind::Offered => "made an offer",
        Kind::OfferAccepted => "accepted the offer",
        Kind::OfferDeclined => "declined the offer",
        Kind::Declined => "declined it",
        Kind::Withdrawn => "took the complaint back",
        Kind::PersonWanted => "wants to speak to a person",
        Kind::Owner => "gave it to somebody",
        Kind::Feedback => "gave feedback",
        Kind::Closed => "closed it",
        Kind::Reopened => "opened it again",
    };
    format!("{who} {did}")
}

fn facts(event: &Event, shown: &Shown, returns: Option<&ReturnInstructions>) -> Vec<String> {
    let data = &event.data;
    let text = |key: &str| Some(event.fact(key)).filter(|text| !text.is_empty());
    let yes = |key: &str| data.get(key) == Some(&true.into());
    let remedy = text("remedy").map(|remedy| {
        let title = shown.case.and_then(|case| case.context.item(event.fact("line"))).map_or("", |item| &item.title);
        let label =
            shown.case.map_or_else(|| remedy.to_string(), |case| remedy_label(case, remedy, title, shown.texts));
        if title.is_empty() { label } else { format!("{title}: {label}") }
    });
    let amount = data.get("amount").and_then(|amount| amount.as_int());
    let amount = amount.map(|amount| shown.texts.format.money(amount, event.fact("currency")));
    let solved = data.get("solved").map(|solved| if *solved == true.into() { "Solved" } else { "Not solved" });
    let rating = data.get("rating").and_then(|rating| rating.as_int()).map(|rating| format!("Rating {rating} of 5"));
    let returns = returns.map(|returns| {
        let by = returns.by.map(|by| shown.texts.format.date(by));
        let parts = [returns.way.map(|way| way_name(way).to_string()), returns.carrier.clone(), by];
        format!("Goes back by: {}", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    });
    let owner = (event.kind == Kind::Owner).then(|| match event.fact("owner") {
        "" => "Back to the queue".to_string(),
        owner => format!("To {owner}"),
    });
    let phone = text("phone").map(|phone| format!("Call back: {phone}"));
    let unsigned =
        yes("unsigned").then(|| "Nobody vouches that the customer sent this; it changed nothing".to_string());
    let instant = yes("instant").then(|| "By a rule of the policy, at once".to_string());
    [remedy, amount, returns, owner, solved.map(str::to_string), rating, phone, unsigned, instant]
        .into_iter()
        .flatten()
        .collect()
}

fn file_view(row: &Row, file: &FileRow) -> FileView {
    FileView {
        n: file.n,
        href: format!("/inbox/complaints/{}/files/{}", row.id, file.n),
        name: String::new(),
        about: format!("{}, {}", kind_of_file(&file.mime), size(i64::try_from(file.bytes).unwrap_or(i64::MAX))),
        picture: !matches!(file.mime.as_str(), "application/pdf" | "image/heic" | "image/heif"),
        // Taken out when it came.
        place: false,
    }
}
