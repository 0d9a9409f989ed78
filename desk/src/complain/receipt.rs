//! Receipt: what came of it: the reference, what happens next and by when, where the case is followed, and what was sent, to print or keep.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use redress_engine::complaint::{Receipt, Status};
use redress_engine::config::FlowKind;
use redress_engine::read::{Read, Reader};
use redress_engine::text::{Arg, Texts};
use redress_engine::{Case, Json};

use super::page::{Frame, bare};
use crate::desk::{Desk, stored_json};
use crate::error::{Fault, Refusal};
use crate::status::language::Language;
use crate::status::told::{Told, told};
use crate::status::{Followed, missing};

#[derive(Template)]
#[template(path = "complain/receipt.html")]
struct ReceiptPage {
    frame: Frame,
    reference: (String, String),
    timeline: (String, Vec<Entry>),
    reach: Option<String>,
    status: (String, String),
    statement: Statement,
}

/// Something that happened, or will.
struct Entry {
    done: bool,
    words: String,
    below: String,
}

/// What was declared.
struct Statement {
    title: String,
    /// To whom, and with which words.
    words: Vec<String>,
    told: Vec<Told>,
    whole: String,
    wanted: String,
    /// Which order, who, and when.
    rows: Vec<(String, String)>,
}

/// `GET /complain/sent/{token}`.
pub async fn get(State(desk): State<Arc<Desk>>, Path(token): Path<String>) -> Result<Response, Refusal> {
    let Some(followed) = Followed::find(&desk, &token).await? else { return Ok(missing()) };
    show(&followed).map_err(|error| Fault::Template(error).into())
}

fn show(followed: &Followed) -> Result<Response, askama::Error> {
    let Followed { row, shop, sent, .. } = followed;
    let language = Language::of(sent, shop);
    let texts = language.texts(&shop.config);
    let receipt = Receipt::read(&stored_json(&row.receipt), &mut Reader::default()).unwrap_or_default();
    let case = crate::rebuild::case(sent, &shop.config);
    let told = told(sent, &shop.config, &texts);
    let email = sent.contact.get("email").and_then(Json::as_text);
    let view = ReceiptPage {
        frame: Frame { title: title(&receipt, &sent.flow, &texts), ..bare(&texts, language.tag, &sent.order.number) },
        reference: (texts.get("receipt.reference", &[]), row.reference.clone()),
        timeline: (
            texts.get("receipt.timeline", &[]),
            timeline(followed, &receipt, case.as_ref(), &told, &language, &texts),
        ),
        reach: email.map(|email| texts.get("receipt.reach", &[("contact", Arg::Text(email))])),
        status: (["/cases/", &row.case.token].concat(), texts.get("receipt.status", &[])),
        statement: statement(followed, told, &receipt, &language, &texts),
    };
    Ok((StatusCode::OK, Html(view.render()?)).into_response())
}

fn title(receipt: &Receipt, flow: &str, texts: &Texts) -> String {
    let own = texts.find(&[flow, ".receipt.title"].concat(), &[]);
    own.unwrap_or_else(|| match receipt.next.iter().find_map(|next| next.by) {
        _ if receipt.status == Status::Approved => texts.get("receipt.approved", &[]),
        _ if receipt.status == Status::NeedsInfo => texts.get("receipt.needs-info", &[]),
        Some(by) => texts.get("receipt.title.by", &[("date", Arg::Day(by))]),
        None => texts.get("receipt.title", &[]),
    })
}

fn timeline(
    followed: &Followed,
    receipt: &Receipt,
    case: Option<&Case>,
    told: &[Told],
    language: &Language,
    texts: &Texts,
) -> Vec<Entry> {
    let sent = &followed.sent;
    let mut wishes: Vec<&str> = told.iter().filter_map(|told| told.wanted.as_deref()).collect();
    wishes.dedup();
    let request = texts.find(&[&sent.flow, ".receipt.request"].concat(), &[]).or_else(|| match case?.flow.kind {
        FlowKind::Withdrawal => Some(texts.get("withdrawal.receipt.request", &[])),
        _ if wishes.is_empty() => None,
        _ => Some(texts.get("receipt.request", &[("remedy", Arg::Text(&wishes.join(", ")))])),
    });
    let received = Entry {
        done: true,
        words: texts.get("receipt.received", &[]),
        below: moment(followed, &receipt.received_at, language),
    };
    let request = request.map(|words| Entry { done: true, words, below: String::new() });
    let next = receipt.next.iter().filter_map(|next| {
        let by = next.by.map(|by| texts.get("next.by", &[("date", Arg::Day(by))]));
        Some(Entry {
            done: false,
            words: texts.find(&["next.", &next.key].concat(), &[])?,
            below: by.unwrap_or_default(),
        })
    });
    [received].into_iter().chain(request).chain(next).collect()
}

/// A moment by the shopper's clock.
fn moment(followed: &Followed, text: &str, language: &Language) -> String {
    let own = followed.sent.time_zone.as_deref().and_then(|name| TimeZone::get(name).ok());
    let zone = own.unwrap_or_else(|| followed.shop.zone());
    let moment = text.parse::<Timestamp>().map(|moment| moment.to_zoned(zone).datetime());
    moment.map(|moment| language.format.moment(moment)).unwrap_or_default()
}

/// What was sent; of a withdrawal the declaration itself (Directive 2011/83/EU Art. 11a (3)).
fn statement(followed: &Followed, told: Vec<Told>, receipt: &Receipt, language: &Language, texts: &Texts) -> Statement {
    let sent = &followed.sent;
    let withdraws = sent.kind == FlowKind::Withdrawal;
    let contact = ["name", "email", "phone"].map(|part| {
        let said = sent.contact.get(part).and_then(Json::as_text).unwrap_or_default();
        (texts.get(&["field.", part].concat(), &[]), said.to_string())
    });
    let mut rows = vec![(texts.get("review.order", &[]), sent.order.number.clone())];
    rows.extend(contact);
    rows.push((texts.get("statement.sent", &[]), moment(followed, &sent.confirmed_at, language)));
    rows.push((texts.get("statement.received", &[]), moment(followed, &receipt.received_at, language)));
    rows.retain(|(_, value)| !value.is_empty());
    let shop = &followed.shop.config.shop.name;
    let to = (!shop.is_empty()).then(|| texts.get("statement.to", &[("shop", Arg::Text(shop))]));
    let declare = withdraws.then(|| texts.get("statement.declare", &[]));
    Statement {
        title: texts.get(if withdraws { "statement.withdrawal" } else { "statement.title" }, &[]),
        words: [to, declare].into_iter().flatten().collect(),
        told,
        whole: texts.get("desk.status.told.whole", &[]),
        wanted: texts.get("desk.status.told.wanted", &[]),
        rows,
    }
}
