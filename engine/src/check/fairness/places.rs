//! Fairness, places: which code a loss has, which place of the merchant's file causes it, in which words it is told.

use super::claims::Claim;
use super::judge::{Asking, Loss, Place};
use super::{Court, say, trim};
use crate::check::{Checker, below, codes};
use crate::config::{StepKind, Trouble};
use crate::offers::WITHDRAWAL;

/// The code and the place of a loss.
pub fn finding(checker: &Checker, court: &Court, flow: &str, loss: &Loss) -> (&'static codes::Code, String) {
    let part = |id: &str, key: &str| {
        let path = below("/remedies", id);
        court.place(checker, vec![below(&path, key), path.clone(), "/remedies".into()])
    };
    match loss {
        Loss::Withheld(Place::Cancelling) => (&codes::LAW_HIDDEN, place_of(checker, court, flow, &Place::Cancelling)),
        Loss::Withheld(place) => (&codes::LAW_WITHHELD, place_of(checker, court, flow, place)),
        Loss::Reduced(id, what) => {
            let refund = below(&below("/remedies", id), "refund");
            let inside = below(&refund, if what.contains("delivery") { "shipping" } else { "percent" });
            let path = match () {
                () if what.ends_with("instead of the money") => part(id, "gives"),
                () if what.contains(" days") => part(id, "days"),
                () if checker.is_mine(&inside) => inside,
                () => part(id, "refund"),
            };
            (&codes::LAW_REDUCED, path)
        }
        Loss::ReturnCost(id) => (&codes::LAW_RETURN_COST, part(id, "returnCost")),
        Loss::Priced(id) => (&codes::LAW_PRICED, part(id, "price")),
    }
}

/// The place in the merchant's file that causes a loss.
pub fn place_of(checker: &Checker, court: &Court, flow: &str, place: &Place) -> String {
    let flows = below("/flows", flow);
    let steps = below(&flows, "steps");
    let mut places = Vec::new();
    let of_kind = |kind: StepKind| {
        let flow = checker.config.flows.get(flow);
        let found = flow
            .into_iter()
            .flat_map(trim::ids)
            .filter(move |id| checker.config.steps.get(id).is_some_and(|step| step.kind == kind));
        found.map(|id| below("/steps", id)).collect::<Vec<_>>()
    };
    match place {
        Place::Items => places.extend(of_kind(StepKind::Items).iter().map(|path| below(path, "when"))),
        Place::Reason(id) => places.extend(["when", "readOnly"].map(|key| below(&below("/steps", id), key))),
        Place::Option(id, option) | Place::Lead(id, option) => {
            let path = below(&below(&below("/steps", id), "option"), option);
            let key = if matches!(place, Place::Lead(..)) { "flow" } else { "when" };
            places.extend([below(&path, key), path, below(&below("/steps", id), "options")]);
        }
        Place::RemedyStep => {
            let found = of_kind(StepKind::Remedy);
            places.extend(found.iter().flat_map(|path| ["when", "readOnly"].map(|key| below(path, key))));
        }
        Place::Remedy(to) => {
            let ways = checker.config.remedies.iter().filter(|(id, remedy)| remedy.legal(id) == to);
            for (id, remedy) in ways {
                let path = below("/remedies", id);
                if remedy.when.is_some() {
                    places.push(below(&path, "when"));
                }
                places.extend([below(&path, "impossible"), below(&path, "fulfils")]);
            }
            let path = below("/remedies", to);
            places.extend([path, "/remedies".into()]);
        }
        Place::Cancelling => {
            let path = below("/remedies", WITHDRAWAL);
            let has_remedy = checker.config.remedies.get(WITHDRAWAL).is_some();
            if !has_remedy {
                places.extend([path, "/remedies".into()]);
            }
            places.extend([below("/flows", WITHDRAWAL), "/flows".into()]);
        }
    }
    places.extend([steps, flows]);
    court.place(checker, places)
}

/// To what the shopper has a right, what becomes of it, what to do.
pub fn words(asking: Asking, loss: &Loss, claim: &Claim) -> (String, String, &'static str) {
    let to = say::right_to(&claim.to);
    match loss {
        Loss::Withheld(place) => {
            let (what, fix) = match place {
                Place::Items => (
                    "cannot choose the item",
                    "Leave \"when\" of the step out: without an item there is nothing to complain about.",
                ),
                Place::Reason(_) => (
                    "is not asked for the reason",
                    "Leave \"when\" and \"readOnly\" of the step out, and ask the reason before the remedy.",
                ),
                Place::Option(..) => (
                    "does not find that reason",
                    "Leave \"when\" of the option out: the law decides when a right ends, and the shopper is told so kindly.",
                ),
                Place::Lead(..) => (
                    "is led into a flow that does not offer it",
                    "Lead there from an option without a \"problem\", or ask for the reason and the remedy there too.",
                ),
                Place::RemedyStep => (
                    "is offered nothing",
                    "Leave \"when\" and \"readOnly\" of the remedy step out: where no right is left, it says so.",
                ),
                Place::Remedy(_) => (
                    "is not offered it",
                    "Leave the remedy in, and its \"when\" as the preset has it; what cannot be repaired or replaced is \"impossible\".",
                ),
                Place::Cancelling => ("is not offered it", "Leave the remedy and the flow \"withdrawal\" in."),
            };
            (to, what.into(), fix)
        }
        Loss::Reduced(_, what) => (
            to,
            format!("is offered {what}"),
            "The law gives the money, all of it; another amount, a voucher or a credit is a remedy of your own (\"basis\": \"goodwill\").",
        ),
        Loss::ReturnCost(_) => (
            to,
            "has to pay for sending the goods back".into(),
            if asking.trouble == Trouble::None {
                "Take \"returnCost\" out."
            } else {
                "Take \"returnCost\" out: what is faulty comes back at the shop's cost."
            },
        ),
        Loss::Priced(_) => (
            to,
            "has to pay for it".into(),
            "Take \"price\" out; a paid service is a remedy of your own (\"basis\": \"commercial\").",
        ),
    }
}
