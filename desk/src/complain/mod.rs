//! Complain: the form without JavaScript: the same questions from the same config by the same engine, one page after the other.
//!
//! What was said travels in a hidden field ([`draft`]); the engine looks at all of it anew on each page. Photos are asked on the last page
//! and go with the last request: a browser carries no file from page to page, so the desk would have to keep photos of people who
//! have sent nothing yet. What is sent goes through [`crate::receive`] like any other complaint.
//!
//! Forged requests: there is no cookie and no login here, so a browser brings nothing along that the sender of a request does not have
//! themselves; whatever another site could make it post, that site could post on its own. No page here does anything but show what was
//! posted to it, until the last one is sent. `frame-ancestors 'none'` keeps that button from being covered.

mod control;
mod draft;
mod fields;
mod language;
mod offer;
mod page;
mod question;
mod receipt;
mod review;
mod send;
mod standing;
mod walk;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, Form, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use redress_engine::config::FlowKind;
use redress_engine::flow::faults;
use redress_engine::step::Invalid;
use redress_engine::{Json, config::StepKind};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

use crate::desk::Desk;
use crate::error::{Fault, Refusal};
use crate::limits;
use crate::pages::{COMPLAIN_STYLE, closed};
use draft::{Draft, Place};
use fields::{Fields, HONEYPOT, SAME, YES};
use page::{Trial, screen};
use walk::{Walk, is_possible};

/// The form, its last page and the receipt.
pub fn router() -> Router<Arc<Desk>> {
    let routes = Router::new()
        // Typed by people, and encoded: each byte of the draft can become three.
        .route(
            "/complain",
            get(open).post(step).layer(DefaultBodyLimit::max(limits::DRAFT_BYTES * 3 + limits::FORM_BYTES)),
        )
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, limits::FORM_TIME))
        .route("/complain/send", post(send::post).layer(DefaultBodyLimit::max(limits::BODY_BYTES)))
        .route("/complain/sent/{token}", get(receipt::get))
        .route("/complain/style.css", get(style))
        .layer(RequestBodyTimeoutLayer::new(limits::BODY_SILENCE))
        .layer(SetResponseHeaderLayer::if_not_present(
            HeaderName::from_static("x-robots-tag"),
            HeaderValue::from_static("noindex, nofollow"),
        ));
    closed(routes, "no-referrer")
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], COMPLAIN_STYLE)
}

/// What a link may say; of a name that comes twice the last one stands.
#[derive(Debug, Default)]
struct Link {
    flow: String,
    order: String,
    item: String,
    token: String,
    lang: String,
}

impl Link {
    fn read(pairs: Vec<(String, String)>) -> Link {
        let mut link = Link::default();
        for (name, value) in pairs {
            match name.as_str() {
                "flow" => link.flow = value,
                "order" => link.order = value,
                "item" => link.item = value,
                "token" => link.token = value,
                "lang" => link.lang = value,
                _ => {}
            }
        }
        link
    }
}

/// `GET /complain?flow=…&order=…&item=…&token=…&lang=…`: the first page.
async fn open(
    State(desk): State<Arc<Desk>>,
    Query(pairs): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let link = Link::read(pairs);
    let config = &desk.shop.config;
    let flow = if link.flow.is_empty() { config.start_flow() } else { &link.flow };
    let mut draft = Draft::new(flow);
    draft.opened = desk.clock.now().as_second();
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = config.flows.get(flow).map_or(FlowKind::Complaint, |flow| flow.kind);
    let wished: Vec<&str> = [link.lang.as_str()].into_iter().chain(language::accepted(accepted)).collect();
    draft.locale = language::chosen(&wished, &language::offered(config, kind), config).0;
    draft.order = link.order.trim().chars().take(limits::ADDRESS).collect();
    // What is no token was cut or made up: it would only keep the complaint from being read.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    draft.token = Some(link.token)
        .filter(|token| token.len() <= limits::TOKEN_BYTES && token.bytes().all(plain))
        .unwrap_or_default();
    let Some(mut walk) = Walk::open(&desk, draft) else { return page::menu(&desk, &wished) };
    walk.draft.stage.place = walk.first_open();
    walk.choose(&link.item);
    screen(&mut walk, Trial::default())
}

/// `POST /complain`: takes the answers of a page and shows the next one.
async fn step(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let fields = match form {
        Ok(Form(pairs)) => Fields(pairs),
        Err(rejection) => return unread(&desk, &headers, rejection.status()),
    };
    let draft = Draft::read(fields.get("draft"), &desk.shop.config);
    let Some(mut walk) = draft.and_then(|draft| Walk::open(&desk, draft)) else {
        return unread(&desk, &headers, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let trial = take(&mut walk, &fields);
    screen(&mut walk, trial)
}

/// The page for a form that cannot be read: what is in the way, and the ways to begin anew.
fn unread(desk: &Desk, headers: &HeaderMap, status: StatusCode) -> Response {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    page::lost(desk, &language::accepted(accepted), status)
}

/// Takes the answers of the page that was posted, and goes where its button leads.
fn take(walk: &mut Walk, fields: &Fields) -> Trial {
    let (go, to) = fields.get("go").split_once(':').unwrap_or((fields.get("go"), ""));
    let proceeds = matches!(go, "" | "continue");
    let case = walk.case();
    let asked = walk.screen(&case).map(|screen| screen.steps).unwrap_or_default();
    drop(case);
    let before = walk.offered(&asked);
    walk.draft.honeypot |= !fields.get(HONEYPOT).is_empty();
    write(walk, &asked, fields, proceeds);
    match go {
        "back" => walk.back(),
        "lang" => walk.speak(to),
        "flow" => drop(walk.enter(to)),
        "change" => change(walk, to),
        _ => return proceed(walk, &asked, fields, &before),
    }
    Trial::default()
}

/// Writes the answers of a page. What was left blank counts as asked only where the shopper goes on.
fn write(walk: &mut Walk, asked: &[(String, Option<String>)], fields: &Fields, proceeds: bool) {
    let case = walk.case();
    let mut answers = walk.draft.stage.answers.clone();
    for (id, line) in asked {
        let line = line.as_deref();
        let Some(asked) = case.asked(id, line).filter(|_| case.fixed(line, id).is_none()) else { continue };
        if asked.step.kind == StepKind::Items {
            answers.chosen = fields.chosen(&case);
            continue;
        }
        let answer = fields.answer(&asked);
        if answer.is_blank() && !proceeds {
            answers.remove(line, id);
        } else {
            answers.set(line, id, answer);
        }
    }
    drop(case);
    walk.draft.stage.answers = answers;
    walk.prune();
}

/// Continue: faults stay on the page, otherwise it goes on.
fn proceed(walk: &mut Walk, asked: &[(String, Option<String>)], fields: &Fields, before: &[String]) -> Trial {
    let found = faults_of(walk, asked);
    if !found.is_empty() {
        return Trial { faults: found, ..Trial::default() };
    }
    let for_all = fields.get(SAME) == YES;
    if walk.cancels(asked, for_all) || walk.leads_away() {
        return Trial::default();
    }
    // What was ticked beside the offers has opened others: they are shown before anybody goes on without them.
    if walk.offered(asked).iter().any(|remedy| !before.contains(remedy)) && !before.is_empty() {
        return Trial { more: true, ..Trial::default() };
    }
    if for_all {
        same_for_all(walk, asked);
    }
    walk.draft.stage.place = if for_all { walk.first_open() } else { walk.after() };
    if walk.draft.stage.place == Place::Review {
        walk.draft.stage.changing = false;
    }
    Trial::default()
}

/// What is wrong with the answers to these steps, as far as they are still asked.
fn faults_of(walk: &Walk, asked: &[(String, Option<String>)]) -> Vec<Invalid> {
    let case = walk.case();
    let here = walk.screen(&case).map(|screen| screen.steps).unwrap_or_default();
    let mut found = Vec::new();
    for (id, line) in asked.iter().filter(|step| here.contains(step)) {
        if let Some(step) = case.step(id) {
            found.extend(faults(&case, id, step, line.as_deref()));
        }
    }
    found
}

/// Gives the answers of one line to all where they are possible.
fn same_for_all(walk: &mut Walk, asked: &[(String, Option<String>)]) {
    let case = walk.case();
    let mut answers = walk.draft.stage.answers.clone();
    for (id, line) in asked {
        let Some(line) = line else { continue };
        let value = case.answer(Some(line), id).unwrap_or(Json::Null);
        for other in case.lines().iter().filter(|other| *other != line) {
            if value.is_blank() || is_possible(&case, id, other, &value) {
                answers.set(Some(other), id, value.clone());
            }
        }
    }
    drop(case);
    walk.draft.stage.answers = answers;
    walk.prune();
}

/// A Change of the last page.
fn change(walk: &mut Walk, to: &str) {
    if let Some(place) = walk.place_named(to) {
        walk.draft.stage.place = place;
        walk.draft.stage.changing = true;
    }
}

/// A page of this form. It may be looked at again by the browser's Back, which a page that must not be stored refuses after a form was
/// posted; nobody else's cache keeps it.
fn answer(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, [(header::CACHE_CONTROL, "private, no-cache")], Html(html)).into_response(),
        Err(error) => Refusal::Internal(Fault::Template(error)).into_response(),
    }
}
