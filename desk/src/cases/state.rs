//! State: which event may follow on which, and where a case stands after it. Pure, so that it can be shown as a table (docs/cases.md).

use super::{Entry, Standing};

/// Declares words of the database once: as an enum, and as they are stored.
macro_rules! stored {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $word_doc:literal])* $word:literal => $variant:ident,)* }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum $name { #[default] $($(#[doc = $word_doc])* $variant,)* }

        impl $name {
            /// Every one.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// As it is stored.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// From how it is stored.
            pub fn from_word(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|each| each.as_str() == word)
            }
        }
    };
}

stored! {
    /// Where a case stands.
    State {
        /// The shop works on it.
        "open" => Open,
        /// The shop has asked or offered something.
        "waiting-for-shopper" => Waiting,
        /// The shop grants it.
        "approved" => Approved,
        /// It is over.
        "closed" => Closed,
        /// The shopper took it back.
        "withdrawn" => Withdrawn,
    }
}

stored! {
    /// Who said or did something.
    By {
        /// Who sent the complaint.
        "shopper" => Shopper,
        /// Somebody at the shop.
        "shop" => Shop,
        /// The desk itself, by the policy.
        "desk" => Desk,
    }
}

stored! {
    /// What was said or done.
    Kind {
        /// The complaint came.
        "received" => Received,
        /// A remedy is granted.
        "approved" => Approved,
        /// Somebody wrote, perhaps with photos.
        "words" => Words,
        /// Only photos came.
        "photos" => Photos,
        /// The shop needs something.
        "asked" => Asked,
        /// The shop wrote.
        "answered" => Answered,
        /// The shop offers something.
        "offered" => Offered,
        /// The offer is taken.
        "offer-accepted" => OfferAccepted,
        /// The offer is not taken.
        "offer-declined" => OfferDeclined,
        /// The shop says no, and why.
        "declined" => Declined,
        /// The shopper takes the complaint back.
        "withdrawn" => Withdrawn,
        /// The shopper wants to speak to somebody.
        "person-wanted" => PersonWanted,
        /// Somebody else has it now.
        "owner" => Owner,
        /// Solved or not, and how it was.
        "feedback" => Feedback,
        /// The shop ends it.
        "closed" => Closed,
        /// The shop takes it up again.
        "reopened" => Reopened,
    }
}

impl Kind {
    /// Whether it ends what something else began. It can be said in a full case, too: how often is bounded by what begins it.
    pub fn ends(self) -> bool {
        matches!(self, Kind::OfferAccepted | Kind::OfferDeclined | Kind::Withdrawn)
    }
}

/// The state after an event, where it may follow. Nobody is left without a way: a shopper can always write or ask for a person, and doing so
/// opens what was over; only what the shop has granted stays granted.
pub fn next(state: State, by: By, kind: Kind, solved: Option<bool>) -> Option<State> {
    let over = matches!(state, State::Closed | State::Withdrawn);
    let undecided = matches!(state, State::Open | State::Waiting);
    let reopened = if state == State::Approved { State::Approved } else { State::Open };
    match (by, kind) {
        (By::Shopper, Kind::Words | Kind::Photos | Kind::PersonWanted) => Some(reopened),
        (By::Shopper, Kind::OfferAccepted) if !over => Some(State::Approved),
        (By::Shopper, Kind::OfferDeclined) if !over => Some(reopened),
        (By::Shopper, Kind::Withdrawn) if !over => Some(State::Withdrawn),
        (By::Shopper, Kind::Feedback) if state != State::Withdrawn => Some(match solved {
            Some(true) => State::Closed,
            Some(false) => State::Open,
            None => state,
        }),
        (By::Shop, Kind::Answered | Kind::Owner) => Some(state),
        (By::Shop, Kind::Asked | Kind::Offered) if undecided => Some(State::Waiting),
        (By::Shop, Kind::Approved) if !over => Some(State::Approved),
        (By::Shop, Kind::Declined) if undecided => Some(State::Closed),
        (By::Shop, Kind::Closed) if !over => Some(State::Closed),
        (By::Shop, Kind::Reopened) if over => Some(State::Open),
        _ => None,
    }
}

/// Where the case stands after an entry that becomes event `seq`; None if it cannot follow.
pub fn after(standing: &Standing, entry: &Entry, seq: i64) -> Option<Standing> {
    let (by, kind) = (entry.event.by, entry.event.kind);
    let answers_offer = matches!(kind, Kind::OfferAccepted | Kind::OfferDeclined);
    // An offer that was replaced meanwhile cannot be taken: the shopper takes what they read, or nothing.
    if answers_offer && (standing.offer.is_none() || entry.offer() != standing.offer) {
        return None;
    }
    let state = next(standing.state, by, kind, entry.solved())?;
    let offer = match kind {
        Kind::Offered => Some(seq),
        Kind::Answered | Kind::Owner | Kind::Words | Kind::Photos | Kind::PersonWanted | Kind::Asked => standing.offer,
        Kind::Feedback if entry.solved().is_none() => standing.offer,
        _ => None,
    };
    let (unanswered, answer_by) = match (by, kind) {
        (_, Kind::Owner) => (standing.unanswered, standing.answer_by),
        (By::Shopper, Kind::Feedback) if entry.solved().is_none() => (standing.unanswered, standing.answer_by),
        (By::Shopper, Kind::Withdrawn) => (false, None),
        (By::Shopper, Kind::Feedback) if entry.solved() == Some(true) => (false, None),
        // A promise that is still open is not put off by writing again.
        (By::Shopper, _) if standing.unanswered => (true, standing.answer_by.or(entry.promise)),
        (By::Shopper, _) => (true, entry.promise),
        // Taken up again, it is to be done; whoever does so promises nothing in the shop's name.
        (_, Kind::Reopened) => (true, None),
        _ => (false, None),
    };
    let owner = if kind == Kind::Owner { entry.event.fact("owner").into() } else { standing.owner.clone() };
    Some(Standing { token: standing.token.clone(), state, owner, unanswered, answer_by, offer })
}
