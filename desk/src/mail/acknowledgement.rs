//! Acknowledgement: what the shopper declared, with date and time, told back at once on a durable medium.
//!
//! For a withdrawal it is a duty (Directive 2011/83/EU, article 11a(4)): the content of the statement, date and time of its submission.

use askama::Template;
use jiff::Timestamp;
use lettre::Address;
use redress_engine::Json;
use redress_engine::complaint::{Complaint, Receipt};
use redress_engine::read::{Read, Reader};
use uuid::Uuid;

use super::cautious::cautious;
use super::letter::{Letter, LetterFile};
use super::statement::{Statement, Words};
use crate::desk::stored_json;
use crate::error::Fault;
use crate::judge::on_claims;
use crate::outbox::{Channel, Draft};
use crate::shop::Shop;
use crate::store::Row;
use crate::token::{Claims, Trust};

/// The kind of these messages.
pub const KIND: &str = "acknowledgement";

#[derive(Template)]
#[template(path = "mail/acknowledgement.txt")]
struct Plain<'a> {
    told: &'a Statement,
}

#[derive(Template)]
#[template(path = "mail/acknowledgement.html")]
struct Html<'a> {
    told: &'a Statement,
}

#[derive(Template)]
#[template(path = "mail/statement.html")]
struct Document<'a> {
    told: &'a Statement,
}

/// The acknowledgement of a complaint that is being stored; None where it names no address to send one to.
pub fn draft(complaint: &Complaint, trust: Trust, claims: Option<&Json>) -> Option<Draft> {
    let email = complaint.contact.get("email").and_then(Json::as_text)?.trim();
    email.parse::<Address>().ok()?;
    let id = Uuid::try_parse(&complaint.id).ok()?;
    Some(Draft { vouched: is_vouched(email, trust, claims), ..Draft::new(id, KIND, Channel::Mail, email) })
}

/// Whether the shop vouches that an address is its customer's: it stands in the claims of a token that holds.
pub fn is_vouched(email: &str, trust: Trust, claims: Option<&Json>) -> bool {
    let signed = claims.and_then(|claims| claims.pointer("/customer/email")).and_then(Json::as_text);
    trust == Trust::Verified
        && signed.is_some_and(|signed| {
            signed.trim().to_lowercase() == email.trim().to_lowercase() && !signed.trim().is_empty()
        })
}

/// The letter about a stored complaint. To an address that nobody vouches for it is another one.
pub fn letter(row: &Row, shop: &Shop, vouched: bool) -> Result<Letter, Fault> {
    let json = stored_json(&row.body);
    let sent = Complaint::from_json(&json).0.ok_or(Fault::Stored("a complaint that cannot be read"))?;
    let claims = row.claims.as_deref().and_then(|claims| Claims::read(&stored_json(claims)).ok());
    let verified = row.trust == Trust::Verified;
    let sent = claims.filter(|_| verified).map(|claims| on_claims(&sent, &claims, &shop.config)).unwrap_or(sent);
    let receipt = Receipt::read(&stored_json(&row.receipt), &mut Reader::default()).unwrap_or_default();
    let received = row.received_at.parse::<Timestamp>().map_err(|_| Fault::Stored("a moment that cannot be read"))?;
    let words = Words::of(&sent, shop);
    if !vouched {
        return Ok(cautious(&words, &sent, &receipt, received, verified));
    }
    let told = Statement::of(&words, &sent, &receipt, received);
    Ok(Letter {
        subject: told.subject.clone(),
        language: told.lang.clone(),
        text: Plain { told: &told }.render()?,
        html: Some(Html { told: &told }.render()?),
        files: vec![
            LetterFile {
                name: [&row.reference, ".html"].concat(),
                mime: "text/html; charset=utf-8",
                content: Document { told: &told }.render()?,
            },
            LetterFile {
                name: [&row.reference, ".json"].concat(),
                mime: "application/json",
                content: row.receipt.clone(),
            },
        ],
    })
}
