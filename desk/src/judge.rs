//! Judge: how far a complaint can be trusted, what it should have been offered, and what the policy makes of it.
//!
//! Nothing here refuses: whatever does not fit is stored and flagged.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use redress_engine::complaint::Complaint;
use redress_engine::config::Config;
use redress_engine::context::Context;
use redress_engine::{Case, Json};

use crate::cases::reasons::{Reason, reasons};
use crate::complete::is_complete;
use crate::differences::differences;
use crate::packs;
use crate::policy::Policy;
use crate::policy::decide::{Decision, Evidence, decide};
use crate::rebuild::{Verdict, case, shop_format, shop_texts, verdict};
use crate::shop::Shop;
use crate::token::{self, Claims, LEEWAY, Moments, Refused, Trust};

/// Beyond this, a complaint came so long after it was confirmed that somebody should look: it waited in a browser, or a clock is wrong.
pub const LATE: SignedDuration = SignedDuration::from_hours(24);

/// What is known of a complaint once it was looked at.
#[derive(Debug)]
pub struct Judgement {
    /// How far its facts can be trusted.
    pub trust: Trust,
    /// Why its token was refused.
    pub refused: Option<Refused>,
    /// The claims of a token that holds.
    pub claims: Option<Json>,
    /// The number of the order that they are about.
    pub signed_order: Option<String>,
    /// Where its context differs from the claims: JSON Pointers.
    pub context_differs: Vec<String>,
    /// The offers as computed here, and whether anything differs.
    pub verdict: Verdict,
    /// What the policy makes of it.
    pub decision: Decision,
    /// What is wrong with what.
    pub reasons: Vec<Reason>,
}

/// Whether the time between confirming and arriving is as it should be.
pub fn is_plausible(gap: SignedDuration) -> bool {
    -LEEWAY <= gap && gap <= LATE
}

/// Time between confirming and arriving; negative where the browser's clock was ahead.
pub fn gap(complaint: &Complaint, received_at: &str) -> SignedDuration {
    let (confirmed, arrived) = (complaint.confirmed_at.parse::<Timestamp>(), received_at.parse::<Timestamp>());
    // Neither is stored unless it can be read.
    confirmed
        .ok()
        .zip(arrived.ok())
        .map_or(SignedDuration::ZERO, |(confirmed, arrived)| arrived.duration_since(confirmed))
}

/// Judges a complaint that has just arrived, by the config that it was made with; `current` says whether that is the desk's own of today.
pub fn judge(complaint: &Complaint, shop: &Shop, current: bool, policy: &Policy, now: Timestamp) -> Judgement {
    let confirmed = complaint.confirmed_at.parse().unwrap_or(now);
    let moments = Moments { confirmed, arrived: now };
    let (claims, refused) = match complaint.token.as_deref().filter(|token| !token.is_empty()) {
        None => (None, None),
        Some(token) => match token::check(&policy.keys, token, moments) {
            Ok(claims) => (Some(claims), None),
            Err(refused) => (None, Some(refused)),
        },
    };
    let unvouched = refused.as_ref().map_or(Trust::Unsigned, Refused::trust);
    let trust = if claims.is_some() { Trust::Verified } else { unvouched };
    let (claims, claims_json) = claims.unzip();
    let found = claims.as_ref().map(|claims| differences(complaint, claims)).unwrap_or_default();
    let vouched = claims.as_ref().map(|claims| on_claims(complaint, claims, &shop.config));
    let judged = vouched.as_ref().unwrap_or(complaint);
    let verdict = verdict(judged, &complaint.context, &shop.config);
    let case = case(judged, &shop.config);
    // The browser names the config: one of the past, or of a sister shop, may be more generous than this shop is now.
    let agrees = current && !verdict.differs && found.is_empty();
    // A day before the token began would be one of the browser's choice.
    let in_time = is_plausible(moments.gap())
        && claims.as_ref().is_some_and(|claims| confirmed.duration_since(claims.from) >= -LEEWAY);
    let sound = agrees && in_time && is_complete(judged, &shop.config);
    let evidence = Evidence { complaint: judged, case: case.as_ref(), claims: claims.as_ref(), sound };
    let decision = decide(policy, &evidence);
    let format = shop_format(&shop.config);
    let texts = shop_texts(&shop.config, &format);
    Judgement {
        trust,
        refused,
        claims: claims_json,
        signed_order: claims.as_ref().map(|claims| claims.context.order.number.clone()),
        context_differs: found.into_iter().map(|each| each.pointer).collect(),
        verdict,
        decision,
        reasons: case.as_ref().map(|case| reasons(case, &texts)).unwrap_or_default(),
    }
}

/// The complaint as if the page had said what the token says.
pub fn on_claims(complaint: &Complaint, claims: &Claims, config: &Config) -> Complaint {
    let context = claims.context.with_answers(&complaint.answers);
    let confirmed_at = in_zone(&complaint.confirmed_at, &context, config).unwrap_or(complaint.confirmed_at.clone());
    Complaint { order: context.order.clone(), context, confirmed_at, ..complaint.clone() }
}

/// The moment of confirming with the offset of the zone in which the order's days are counted: with another one the browser could choose
/// the day. None where no zone is known.
fn in_zone(confirmed_at: &str, context: &Context, config: &Config) -> Option<String> {
    let own = context.order.time_zone.as_deref().and_then(|name| TimeZone::get(name).ok());
    let country = || Case::country(config, context).and_then(|country| packs::law(&country));
    let zone = own.or_else(|| TimeZone::get(&country()?.zone).ok())?;
    let moment = confirmed_at.parse::<Timestamp>().ok()?.to_zoned(zone);
    Some(moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}
