//! Codes: the closed list of what the checker can find, each with its severity, what it means, and an example wrong and right.

use crate::check::Severity;

/// One sort of finding.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// As it stands in findings: stable.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// In one line.
    pub title: &'static str,
    /// What it means and why it matters.
    pub explanation: &'static str,
    /// A piece of a config that has it.
    pub wrong: &'static str,
    /// The same without it.
    pub right: &'static str,
}

/// What is known of a code; None if there is no such code.
pub fn find(code: &str) -> Option<&'static Code> {
    CODES.iter().copied().find(|each| each.code == code)
}

macro_rules! codes {
    ($($name:ident = $code:literal, $severity:ident, $title:literal, $explanation:literal, $wrong:literal => $right:literal;)*) => {
        $(
            #[doc = $title]
            pub static $name: Code = Code {
                code: $code,
                severity: Severity::$severity,
                title: $title,
                explanation: $explanation,
                wrong: $wrong,
                right: $right,
            };
        )*

        /// Every code.
        pub static CODES: &[&Code] = &[$(&$name),*];
    };
}

codes! {
    SYNTAX = "config.syntax", Error, "This is not JSON",
        "The file cannot be read from the place named on: a comma too many, a quote that is missing, a comment. Nothing of it can be used, and the shop's page shows the fallback.",
        r#"{ "endpoint": { "url": "/c" }, }"# => r#"{ "endpoint": { "url": "/c" } }"#;
    TOO_LARGE = "config.too-large", Error, "The file is too large",
        "A config over 1 MB is refused: shoppers download it before they can answer. Pictures and long texts belong on pages that the config links to.",
        "a file of 1.2 MB" => "a file of a few kB";
    TOO_MANY = "config.too-many", Error, "Too many definitions",
        "More than 1000 steps, 1000 options in one step, 100 flows or 1000 remedies are refused.",
        r#"{ "steps": { "s1": {}, "…": {}, "s1001": {} } }"# => r#"{ "steps": { "size": { "kind": "choice" } } }"#;
    MORE = "config.more", Warning, "There are more problems than are listed",
        "Of one file 1000 problems are told, errors before warnings. Most of the rest are likely to have the same cause: mend what is listed and check again.",
        "a file with 1200 problems" => "a file with none";
    DUPLICATE_KEY = "config.duplicate-key", Error, "A key stands twice in one object",
        "Of a repeated key the last stands and the others are lost without a word, as in every JSON parser. Two people edited the same object, or a block was pasted.",
        r#"{ "shop": { "name": "A" }, "shop": { "country": "DE" } }"# => r#"{ "shop": { "name": "A", "country": "DE" } }"#;
    UNKNOWN_KEY = "config.unknown-key", Error, "A key that means nothing",
        "The key is ignored, so what it was to do does not happen. Keys that begin with $ or // are let be: use them for notes.",
        r#"{ "shop": { "nmae": "Kettle & Co" } }"# => r#"{ "shop": { "name": "Kettle & Co" } }"#;
    TYPE = "config.type", Error, "A value of a wrong type",
        "The value cannot be read. In a limit or a text it is passed over; in what a flow is built from the whole widget falls back.",
        r#"{ "steps": { "details": { "maxLength": "500" } } }"# => r#"{ "steps": { "details": { "maxLength": 500 } } }"#;
    WORD = "config.word", Error, "A word that is not one of the possible ones",
        "Only the words of a closed list are understood here.",
        r#"{ "steps": { "size": { "kind": "chioce" } } }"# => r#"{ "steps": { "size": { "kind": "choice" } } }"#;
    DELETES_NOTHING = "config.deletes-nothing", Warning, "null takes out something that is not there",
        "In a merge patch null deletes. Here the preset has nothing of that name, so nothing happens: a misspelt id, or a line that is no longer needed.",
        r#"{ "remedies": { "repiar": null } }"# => r#"{ "remedies": { "repair": null } }"#;
    ID = "config.id", Error, "An id with characters that ids cannot have",
        "Ids stand in message keys, page attributes and addresses: letters, digits, - and _ only, at most 64.",
        r#"{ "steps": { "serial number": { "kind": "text" } } }"# => r#"{ "steps": { "serial-number": { "kind": "text" } } }"#;
    UNKNOWN_PRESET = "config.unknown-preset", Error, "There is no such preset",
        "`extends` names a preset that ships with Redress. A live page cannot read another file: print the merged config (`redress print`) and put that on the page.",
        r#"{ "extends": "defualt" }"# => r#"{ "extends": "default" }"#;
    DUPLICATE_ID = "config.duplicate-id", Error, "The same id stands twice in a list",
        "A step is asked once in a flow, an option stands once in a question, a language once in the list.",
        r#"{ "flows": { "complaint": { "steps": ["items", "reason", "reason"] } } }"# => r#"{ "flows": { "complaint": { "steps": ["items", "reason"] } } }"#;
    UNKNOWN_STEP = "config.unknown-step", Error, "A flow names a step that is not defined",
        "There is no definition of that id in `steps`, so there is nothing to ask.",
        r#"{ "flows": { "complaint": { "steps": ["reson"] } } }"# => r#"{ "flows": { "complaint": { "steps": ["reason"] } } }"#;
    NO_ENDPOINT = "config.no-endpoint", Error, "Complaints have nowhere to go",
        "`endpoint.url` is the one thing that no preset can know. Without it the widget does not open.",
        r#"{ "shop": { "name": "Kettle & Co" } }"# => r#"{ "endpoint": { "url": "/api/complaints" } }"#;

    OPTION_UNKNOWN = "option.unknown", Error, "An option is listed and not defined",
        "`options` names an id that `option` does not define and no language has a text for: the shopper would see the bare id.",
        r#"{ "steps": { "reason": { "options": ["fualty"] } } }"# => r#"{ "steps": { "reason": { "options": ["faulty"] } } }"#;
    OPTION_NEVER = "option.never", Error, "An option that is never offered",
        "The option's `when` and the step's `when` contradict each other: where the question is asked, the option is not there.",
        r#"{ "steps": { "size": { "kind": "choice", "per": "item", "when": { "item.category": "shoes" }, "options": ["xl"], "option": { "xl": { "label": "XL", "when": { "item.category": "shirts" } } } } } }"#
        => r#"{ "steps": { "size": { "kind": "choice", "per": "item", "when": { "item.category": "shirts" }, "options": ["xl"], "option": { "xl": { "label": "XL" } } } } }"#;
    OPTION_ANSWERS = "option.answers", Error, "An answer that cannot be given beforehand",
        "`answers` of an option are given in the flow that it leads into, so that nobody is asked twice. That flow has to ask the step, the answer has to be one that a shopper could give there, and it must not lead on into a third flow. What the shopper wants, how to reach them and what they agree to is not for a config to say.",
        r#"{ "steps": { "invoice": { "option": { "not-received": { "answers": { "reason": "never-came" } } } } } }"# => r#"{ "steps": { "invoice": { "option": { "not-received": { "answers": { "reason": "not-delivered" } } } } } }"#;
    OPTION_HOURS = "option.hours", Error, "A time to call that cannot be read",
        "`hours` of an option of `callback` is one time of day by the shop's clock, such as `09:00-12:00`; `22:00-02:00` goes over midnight. It tells the shopper, by their own clock, when the call comes, and the shop when to make it. What cannot be read is left out for both.",
        r#"{ "steps": { "callback": { "option": { "morning": { "hours": "9-12" } } } } }"# => r#"{ "steps": { "callback": { "option": { "morning": { "hours": "09:00-12:00" } } } } }"#;
    ICON_UNKNOWN = "icon.unknown", Warning, "There is no icon of that name",
        "A plain box is shown instead.",
        r#"{ "steps": { "reason": { "option": { "faulty": { "icon": "blot" } } } } }"# => r#"{ "steps": { "reason": { "option": { "faulty": { "icon": "bolt" } } } } }"#;
    FLOW_UNKNOWN = "config.unknown-flow", Error, "There is no such flow",
        "An option, or `start`, leads into a flow that is not defined.",
        r#"{ "start": "complaints" }"# => r#"{ "start": "complaint" }"#;
    FLOW_NONE = "flow.none", Error, "There is no flow",
        "Every flow is taken out and none is defined, so the widget has nothing to open and the page shows the fallback.",
        r#"{ "flows": null }"# => r#"{ "flows": { "complaint": { "steps": ["order", "items", "reason", "remedy", "contact"] } } }"#;
    FLOW_START = "flow.start", Warning, "What opens by itself is another flow now",
        "Where a page names no flow, `start` opens, else `complaint`, else the first there is. `complaint` is taken out and `start` is not set, so the first of the rest opens: a button that says \"Complain\" may begin a withdrawal.",
        r#"{ "flows": { "complaint": null } }"# => r#"{ "flows": { "complaint": null }, "start": "withdrawal" }"#;
    FLOW_CONTACT = "flow.no-contact", Warning, "Nobody can be answered",
        "The flow asks neither for an e-mail address nor for a telephone number. Where the page does not hand over the customer's either, a complaint arrives that cannot be answered.",
        r#"{ "flows": { "complaint": { "steps": ["order", "items", "reason", "remedy"] } } }"# => r#"{ "flows": { "complaint": { "steps": ["order", "items", "reason", "remedy", "contact"] } } }"#;
    FLOW_CIRCLE = "flow.circle", Error, "Flows lead into each other in a circle",
        "An option leads into a flow that can lead back: a shopper could go round for ever.",
        r#"{ "flows": { "a": { "steps": ["to-b"] }, "b": { "steps": ["to-a"] } } }"# => r#"{ "flows": { "a": { "steps": ["to-b"] }, "b": { "steps": ["details"] } } }"#;
    FLOW_EMPTY = "flow.empty", Error, "A flow without steps",
        "There is nothing to ask, so nothing to send.",
        r#"{ "flows": { "praise": { "kind": "feedback" } } }"# => r#"{ "flows": { "praise": { "kind": "feedback", "steps": ["details", "contact"] } } }"#;
    FLOW_UNUSED = "flow.misspelt", Warning, "A new flow whose id looks misspelt",
        "Nothing leads to this flow and its id is almost that of another: what was meant for that one does not reach it.",
        r#"{ "flows": { "complaimt": { "steps": ["reason"] } } }"# => r#"{ "flows": { "complaint": { "steps": ["reason"] } } }"#;
    FLOW_ALONG = "flow.takes-along", Warning, "A flow that must stand by itself takes everything along",
        "With `takesAlong` all that was answered in other flows goes along with this one, for a person who takes over. A withdrawal is declared by itself, without a reason; feedback is for reading without a name.",
        r#"{ "flows": { "withdrawal": { "takesAlong": true } } }"# => r#"{ "flows": { "callback": { "takesAlong": true } } }"#;
    FLOW_RETURNS = "flow.no-return-policy", Warning, "A way into a return that the shop does not describe",
        "Here something leads into a flow of the kind `return`, and `shop.returns` does not say until when the shop takes back what is not faulty. The flow can only say that there is no such policy.",
        r#"{ "start": "return" }"# => r#"{ "start": "return", "shop": { "returns": { "days": 30 } } }"#;
    REMEDY_UNKNOWN = "remedy.unknown", Error, "There is no such remedy",
        "The order of remedies names one that `remedies` does not define.",
        r#"{ "steps": { "remedy": { "options": ["repiar"] } } }"# => r#"{ "steps": { "remedy": { "options": ["repair"] } } }"#;
    REMEDY_NEVER = "remedy.never-offered", Warning, "A remedy that is never offered",
        "`basis` is `statutory` (also where it is absent), and no law names this remedy: the law's list decides which of those are offered. What the shop adds of its own is `commercial` or `goodwill`.",
        r#"{ "remedies": { "coupon": { "label": "A coupon" } } }"# => r#"{ "remedies": { "coupon": { "basis": "goodwill", "label": "A coupon" } } }"#;
    REMEDY_RESERVED = "remedy.reserved", Error, "A remedy with the id `other`",
        "`other` is the answer of a shopper to whom none of the offers fits, and a person decides. A remedy of that id could not be told from it.",
        r#"{ "remedies": { "other": { "basis": "goodwill", "label": "Something else" } } }"# => r#"{ "remedies": { "surprise": { "basis": "goodwill", "label": "Something else" } } }"#;
    REMEDY_BASIS = "remedy.basis", Warning, "A right of the law that is called something else",
        "What the law gives is offered as the law's whatever stands here; beyond that it would now be offered as the shop's own, also where the law does not give it. A gesture or a guarantee is a remedy with an id of its own.",
        r#"{ "remedies": { "repair": { "basis": "goodwill" } } }"# => r#"{ "remedies": { "free-repair": { "basis": "goodwill", "gives": "repair" } } }"#;
    REMEDY_AMOUNT = "remedy.amount", Error, "An amount that cannot be given",
        "A percentage is 1 to 100 of what was paid; days are 0 or more.",
        r#"{ "remedies": { "bonus": { "basis": "goodwill", "refund": { "percent": 120 } } } }"# => r#"{ "remedies": { "bonus": { "basis": "goodwill", "refund": { "percent": 20 } } } }"#;

    LAW_WITHHELD = "law.remedy-withheld", Error, "A right that some shoppers are not offered",
        "The law of a country that Redress knows gives a remedy in the case that is named, and the config leaves no way to choose it: the remedy is taken out or narrowed by a `when`, the remedy step or the reason is hidden, a reason has no `problem` or leads elsewhere. The shopper still has the right, and a shop that hides it is liable. Only a repair or a replacement can be `impossible` (the next stage then opens); price reduction, refund and delivery cannot. One option that is a defect (`\"problem\": \"nonconformity\"`) must be there in every case, and those of the preset that you list always; which others you list is up to you. A shop without any flow for complaints takes them elsewhere: nothing is said of it.",
        r#"{ "remedies": { "repair": { "when": { "item.daysSinceDelivery": { "atMost": 180 } } } } }"# => r#"{ "remedies": { "repair": { "days": 10 } } }"#;
    LAW_REDUCED = "law.remedy-reduced", Error, "Less than the law gives",
        "A refund by law is all of the money: no share of it, no voucher, no credit; a withdrawal gives back the standard delivery cost too. How much a price reduction is depends on the defect, so no percentage can be fixed for it. Another amount, or something instead of the money, is a remedy of your own with an id of its own (`goodwill`), beside the law's.",
        r#"{ "remedies": { "refund": { "refund": { "percent": 50 } } } }"# => r#"{ "remedies": { "half": { "basis": "goodwill", "label": "Keep it, half the money back", "refund": { "percent": 50 } } } }"#;
    LAW_PRICED = "law.remedy-priced", Error, "A price on what the law gives",
        "What the law gives for faulty goods is free (Directive 2019/771 Art. 14). A repair that the law no longer gives can have a price: as a remedy of your own (`commercial`).",
        r#"{ "remedies": { "repair": { "price": 2900 } } }"# => r#"{ "remedies": { "paid-repair": { "basis": "commercial", "label": "A repair", "price": 2900, "when": { "right.guarantee": false } } } }"#;
    LAW_RETURN_COST = "law.return-cost", Error, "The shopper pays a return that the shop has to pay",
        "What is faulty comes back at the shop's cost (Directive 2019/771 Art. 14 (2)). After a withdrawal the shopper pays only where the law says so and the shop told them before the contract.",
        r#"{ "remedies": { "replacement": { "returnCost": "shopper" } } }"# => r#"{ "remedies": { "replacement": { "returnCost": "shop" } } }"#;
    LAW_REASON = "law.reason-required", Error, "A withdrawal that asks for more than the law allows",
        "Who withdraws names the contract, themselves and where the acknowledgement goes (Directive 2011/83/EU Art. 11a). No reason is owed, and no other answer: a choice, a text, a rating, a date, an address, a telephone number may be asked for, never required.",
        r#"{ "flows": { "withdrawal": { "steps": ["order", "items", "reason", "contact"] } } }"# => r#"{ "flows": { "withdrawal": { "steps": ["order", "items", "contact"] } } }"#;
    LAW_EVIDENCE = "law.evidence-required", Error, "A proof is required that not everybody has",
        "For a withdrawal no proof is owed at all, so pictures must not be required. In a complaint required pictures are fine, however many: who cannot take one says so and goes on. A required text with a `pattern` (a serial or receipt number), or a required web address, has no such way out unless the pattern also takes a word for it: none, unknown, no, n/a, - or the same in your language; say so in `help`.",
        r#"{ "flows": { "withdrawal": { "steps": ["order", "items", "photos", "contact"] } }, "steps": { "photos": { "required": true, "when": null } } }"#
        => r#"{ "flows": { "withdrawal": { "steps": ["order", "items", "contact"] } } }"#;
    LAW_CONSENT = "law.consent-required", Error, "A right only for who agrees to something",
        "A required consent stands between the shopper and a right: that the packaging is the original, that a fee may be kept, that data may be used. Rights have no such conditions. What the shopper should know or do beforehand is a notice, or a consent that may be left unticked.",
        r#"{ "flows": { "complaint": { "steps": ["order", "items", "reason", "remedy", ["photos", "details"], "packed", "contact"] } }, "steps": { "packed": { "kind": "consent", "label": "It is in its original packaging", "required": true } } }"#
        => r#"{ "flows": { "complaint": { "steps": ["order", "items", "reason", "remedy", ["photos", "details"], "packed", "contact"] } }, "steps": { "packed": { "kind": "notice", "label": "Please pack it well", "text": "Any box will do." } } }"#;
    LAW_HIDDEN = "law.withdrawal-hidden", Error, "A withdrawal that cannot be made or found here",
        "As long as it is open it must be possible (in the EU online, easy to find: Directive 2011/83/EU Art. 11a): with a flow `withdrawal` of that kind in which an item can be chosen, and as the last offer of a complaint (the remedy `withdrawal`).",
        r#"{ "flows": { "withdrawal": null } }"# => r#"{ "flows": { "withdrawal": { "label": "Withdraw from contract here" } } }"#;
    LAW_UNSEARCHED = "law.search-stopped", Warning, "Too many cases to tell whether rights are withheld",
        "Remedies, reasons and what is required hang on so many facts that not every case was looked at. What was found is told; that there is nothing more is not certain.",
        "remedies with conditions on twenty facts" => "remedies with conditions on two";
    GOODWILL_STRINGS = "goodwill.strings", Error, "A gesture that costs something",
        "A gesture is taken or left. Here whoever takes it must agree to something, rate, write or take pictures that nobody else must, or pays a price or the way back; or only who agreed or praised is offered it. What is needed to carry it out (which colour, which address, which day) may be asked.",
        r#"{ "remedies": { "gift": { "basis": "goodwill", "label": "A gift", "price": 100 } } }"# => r#"{ "remedies": { "gift": { "basis": "goodwill", "label": "A gift" } } }"#;

    CONDITION_FACT = "condition.unknown-fact", Error, "There is no such fact",
        "A test of an unknown fact is always false (`exists: false` always true). Facts are order.…, item.…, customer.…, shop.…, right.…, locale and answer.<step>.",
        r#"{ "item.catgeory": "shoes" }"# => r#"{ "item.category": "shoes" }"#;
    CONDITION_STEP = "condition.unknown-step", Error, "A condition reads the answer of a step that is not defined",
        "There is no such step, so its answer is never known.",
        r#"{ "answer.reson": "faulty" }"# => r#"{ "answer.reason": "faulty" }"#;
    CONDITION_LATER = "condition.later-step", Error, "A condition reads an answer that comes later",
        "When the condition is looked at, that question has not been asked yet.",
        r#"{ "flows": { "complaint": { "steps": ["items", "photos", "reason"] } } }"# => r#"{ "flows": { "complaint": { "steps": ["items", "reason", "photos"] } } }"#;
    CONDITION_OWN = "condition.own-step", Error, "A condition reads its own step's answer",
        "Whether a question is asked cannot depend on its answer.",
        r#"{ "steps": { "size": { "when": { "answer.size": "xl" } } } }"# => r#"{ "steps": { "size": { "when": { "item.category": "shirts" } } } }"#;
    CONDITION_ELSEWHERE = "condition.step-elsewhere", Error, "A condition reads a step that its flow does not ask",
        "No flow that asks this step asks that one before, so its answer is never known here.",
        r#"{ "flows": { "feedback": { "kind": "feedback", "steps": ["stars"] } }, "steps": { "stars": { "when": { "answer.reason": "faulty" } } } }"#
        => r#"{ "flows": { "feedback": { "kind": "feedback", "steps": ["reason", "stars"] } } }"#;
    CONDITION_OPTION = "condition.unknown-option", Error, "The fact can never have this value",
        "The value is not one of those that the fact can have: an option that is misspelt or no longer listed, a country or a language that does not exist here.",
        r#"{ "answer.reason": "fualty" }"# => r#"{ "answer.reason": "faulty" }"#;
    CONDITION_SORT = "condition.sort", Error, "A value of another sort than the fact's",
        "A number is compared with numbers, a date with ISO dates (2026-11-22), yes and no with true and false. Anything else is never equal.",
        r#"{ "item.paid": { "atMost": "2000" } }"# => r#"{ "item.paid": { "atMost": 2000 } }"#;
    CONDITION_TEST = "condition.unknown-test", Error, "There is no such comparison",
        "A fact is tested by a value, a list of values, or an object of atLeast, atMost, above, below, not, exists.",
        r#"{ "item.paid": { "atmost": 2000 } }"# => r#"{ "item.paid": { "atMost": 2000 } }"#;
    CONDITION_UNIT = "condition.unit", Warning, "Money is in minor units",
        "Amounts are whole cents (or what the currency's smallest unit is): 20 is twenty cents.",
        r#"{ "item.paid": { "atMost": 20 } }"# => r#"{ "item.paid": { "atMost": 2000 } }"#;
    CONDITION_NEVER = "condition.never", Error, "A condition that can never hold",
        "Whatever is known and answered, it is false: two parts contradict each other. What depends on it never shows.",
        r#"{ "item.paid": { "above": 5000, "below": 2000 } }"# => r#"{ "item.paid": { "above": 2000, "below": 5000 } }"#;
    CONDITION_OFF = "condition.off", Warning, "Switched off by `when: false`",
        "It never shows. To leave it out, take its id out of the list, or set its definition to null.",
        r#"{ "steps": { "photos": { "when": false } } }"# => r#"{ "flows": { "complaint": { "steps": ["order", "items", "reason", "remedy", "details", "contact"] } } }"#;
    CONDITION_ALWAYS = "condition.always", Warning, "A condition that always holds",
        "Whatever is known and answered, it is true. Leave it out, or look for what it was to exclude.",
        r#"{ "item.quantity": { "atLeast": 1 } }"# => r#"{ "item.quantity": { "atLeast": 2 } }"#;
    CONDITION_MERGED = "condition.merged", Warning, "Your condition is combined with the preset's",
        "A config is merged key by key (RFC 7396), conditions too: what the preset tests stays beside what you test, and both must hold. To replace it, set the preset's keys to null in the same object.",
        r#"{ "steps": { "photos": { "when": { "item.category": "shoes" } } } }"# => r#"{ "steps": { "photos": { "when": { "answer.reason": null, "item.category": "shoes" } } } }"#;

    STEP_UNANSWERABLE = "step.unanswerable", Error, "A question that nobody can answer",
        "There is nothing to choose, or nothing that fits the limits: a shopper would be stuck here.",
        r#"{ "steps": { "size": { "kind": "choice", "required": true } } }"# => r#"{ "steps": { "size": { "kind": "choice", "required": true, "options": ["s"], "option": { "s": { "label": "S" } } } } }"#;
    STEP_DEAD_END = "step.dead-end", Error, "A required question that some shoppers cannot answer",
        "There is a case in which the question is asked and must be answered, and none of its options is offered. Give one option without a `when`.",
        r#"{ "steps": { "size": { "kind": "choice", "per": "item", "required": true, "options": ["s"], "option": { "s": { "when": { "item.category": "shirts" } } } } } }"#
        => r#"{ "steps": { "size": { "kind": "choice", "per": "item", "required": true, "options": ["s", "other"], "option": { "s": { "when": { "item.category": "shirts" } }, "other": { "label": "Other" } } } } }"#;
    STEP_LIMITS = "step.limits", Error, "Limits that contradict each other",
        "The least is more than the most, so no answer fits.",
        r#"{ "steps": { "details": { "minLength": 100, "maxLength": 50 } } }"# => r#"{ "steps": { "details": { "minLength": 50, "maxLength": 100 } } }"#;
    STEP_LIMIT = "step.limit", Error, "A limit that makes no sense",
        "Lengths and counts are not negative, a rating has 2 to 10 steps, as many options must be there as have to be chosen.",
        r#"{ "steps": { "stars": { "kind": "rating", "max": 1 } } }"# => r#"{ "steps": { "stars": { "kind": "rating", "max": 5 } } }"#;
    STEP_DATES = "step.dates", Error, "No day lies between the first and the last",
        "Whatever the order, the last day possible is before the first.",
        r#"{ "steps": { "since": { "kind": "date", "earliest": { "from": "today", "days": 1 }, "latest": { "from": "order.placedOn" } } } }"#
        => r#"{ "steps": { "since": { "kind": "date", "earliest": { "from": "order.placedOn" }, "latest": { "from": "today" } } } }"#;
    STEP_KEY = "step.key-of-other-kind", Warning, "A key that this kind of question does not use",
        "It means something to other kinds of step and nothing here.",
        r#"{ "steps": { "reason": { "maxLength": 100 } } }"# => r#"{ "steps": { "details": { "maxLength": 100 } } }"#;
    STEP_PER = "step.per", Error, "Asked per item or per case where that kind cannot be",
        "A remedy is chosen for each item. Which items it is about, how to reach the shopper and which order it is are asked once.",
        r#"{ "steps": { "remedy": { "per": "case" } } }"# => r#"{ "steps": { "remedy": { "per": "item" } } }"#;
    STEP_DEFAULT = "step.default", Error, "The answer to start with is not valid",
        "The question would start with an answer that it refuses itself.",
        r#"{ "steps": { "size": { "kind": "number", "max": 10, "default": 11 } } }"# => r#"{ "steps": { "size": { "kind": "number", "max": 10, "default": 10 } } }"#;
    STEP_PREFILL = "step.prefill", Error, "A fact that cannot be filled in here",
        "`prefill` names no fact, or one of another sort than the answer.",
        r#"{ "steps": { "serial": { "kind": "text", "prefill": "item.skuu" } } }"# => r#"{ "steps": { "serial": { "kind": "text", "prefill": "item.sku" } } }"#;
    STEP_READ_ONLY = "step.read-only", Error, "Read only, with nothing to show",
        "An answer that cannot be changed needs `prefill` or `default`.",
        r#"{ "steps": { "serial": { "kind": "text", "readOnly": true } } }"# => r#"{ "steps": { "serial": { "kind": "text", "readOnly": true, "prefill": "item.sku" } } }"#;
    STEP_UNUSED = "step.unused", Warning, "A step that no flow asks",
        "It is defined and stands in no flow: forgotten, or its id is misspelt and meant to change another.",
        r#"{ "steps": { "detials": { "maxLength": 500 } } }"# => r#"{ "steps": { "details": { "maxLength": 500 } } }"#;
    OPTION_UNUSED = "option.unused", Warning, "An option that is defined and not listed",
        "Only what `options` lists is offered: forgotten there, or its id is misspelt and meant to change another.",
        r#"{ "steps": { "reason": { "option": { "fualty": { "label": "Broken" } } } } }"# => r#"{ "steps": { "reason": { "option": { "faulty": { "label": "Broken" } } } } }"#;
    PATTERN_SYNTAX = "pattern.syntax", Error, "A pattern that cannot be read",
        "Patterns are a subset of regular expressions that is matched in linear time: classes, groups, alternation, bounded repetition. No look-around, no back-references. They are anchored at both ends already.",
        r#"{ "steps": { "serial": { "kind": "text", "pattern": "(?=A)\\d+" } } }"# => r#"{ "steps": { "serial": { "kind": "text", "pattern": "A\\d{1,8}" } } }"#;
    PATTERN_UNMATCHABLE = "pattern.unmatchable", Error, "Nothing within the length matches the pattern",
        "The shortest text that the pattern takes is longer than `maxLength`.",
        r#"{ "steps": { "serial": { "kind": "text", "pattern": "\\d{10}", "maxLength": 8 } } }"# => r#"{ "steps": { "serial": { "kind": "text", "pattern": "\\d{10}", "maxLength": 10 } } }"#;

    TEXT_MISSING = "text.missing", Error, "A text is missing in a language",
        "Neither a label nor a message by convention: the shopper would see the bare id.",
        r#"{ "steps": { "serial": { "kind": "text" } } }"# => r#"{ "steps": { "serial": { "kind": "text", "label": { "en": "Serial number", "de": "Seriennummer" } } } }"#;
    TEXT_LOCALE = "text.missing-locale", Warning, "A text is not given in every language of the shop",
        "Where a language is missing, the shop's first is shown: a German question in an English dialog. Without `locales` the shop's own is English, and only that has to be there.",
        r#"{ "locales": ["en", "de"], "steps": { "serial": { "label": { "en": "Serial number" } } } }"# => r#"{ "locales": ["en", "de"], "steps": { "serial": { "label": { "en": "Serial number", "de": "Seriennummer" } } } }"#;
    TEXT_UNDECLARED = "text.undeclared-locale", Warning, "A text in a language that the shop does not offer",
        "The language is not in `locales` (or, without that list, none in which Redress or a file of yours has every text), so nobody sees it: misspelt, or forgotten there.",
        r#"{ "locales": ["en"], "steps": { "serial": { "label": { "en": "Serial number", "ed": "Seriennummer" } } } }"# => r#"{ "locales": ["en", "de"] }"#;
    TEXT_PLURAL = "text.plural", Error, "A plural without `other`",
        "Every language needs `other`; the rest (zero, one, two, few, many) as the language has them. Without it the object is read as a map of languages.",
        r#"{ "one": "{count} photo", "few": "{count} photos" }"# => r#"{ "one": "{count} photo", "other": "{count} photos" }"#;
    TEXT_PLACEHOLDER = "text.placeholder", Error, "A placeholder that is not filled in here",
        "It would be shown as it stands, with its braces.",
        r#"{ "messages": { "order.number": "Order {nubmer}" } }"# => r#"{ "messages": { "order.number": "Order {number}" } }"#;
    TEXT_DIFFERS = "text.placeholders-differ", Warning, "Languages have different placeholders",
        "One language says something that another leaves out.",
        r#"{ "en": "Serial number of {item}", "de": "Seriennummer" }"# => r#"{ "en": "Serial number of {item}", "de": "Seriennummer von {item}" }"#;
    TEXT_LINK = "text.link", Error, "A link with a scheme that is not allowed",
        "Only https:, mailto: and tel: become links; anything else is shown as it stands, brackets included.",
        r#"[our terms](http://shop.example/terms)"# => r#"[our terms](https://shop.example/terms)"#;
    MESSAGE_UNKNOWN = "message.unknown", Warning, "No text has this key",
        "`messages` overrides texts by key; locales/en.json lists them all. This one is never looked up.",
        r#"{ "messages": { "nav.contine": "Next" } }"# => r#"{ "messages": { "nav.continue": "Next" } }"#;
    LOCALE_UNKNOWN = "locale.unknown", Error, "There are no texts in this language",
        "Redress ships no messages for it, and `localeFiles` names no file of yours, so the whole dialog would be in another.",
        r#"{ "locales": ["en", "dk"] }"# => r#"{ "locales": ["en", "de"] }"#;

    LOCALE_PARTIAL = "locale.partial", Warning, "A language in which only a withdrawal can be made",
        "The withdrawal function has to be there in the language of the page, so its texts are there in all languages of the Union; those of the other flows are not. They are shown in the first language of the list that has them all. The language of a withdrawal needs no entry here.",
        r#"{ "locales": ["en", "mt"] }"# => r#"{ "locales": ["en", "de"] }"#;
    LOCALE_NONE = "locale.none", Error, "No language",
        "The list of languages is empty, so there is none to speak to a shopper in.",
        r#"{ "locales": [] }"# => r#"{ "locales": ["en"] }"#;

    LOCALE_FILE = "locale.file", Error, "Not a file of texts for a language",
        "`localeFiles` names for a language's tag (BCP 47) the address of a file like `locales/en.json`: https://…, or a path on the page's own server. What cannot be fetched is said in Redress's own words or, in a language that Redress does not have, in English.",
        r#"{ "locales": ["en", "ca"], "localeFiles": { "ca": "ca json" } }"# => r#"{ "locales": ["en", "ca"], "localeFiles": { "ca": "/redress/ca.json" } }"#;
    LOCALE_FILE_UNUSED = "locale.file-unused", Warning, "A file of texts for a language that the shop does not offer",
        "The language is not in `locales`, so no shopper can choose it and nobody sees the file, unless somebody withdraws on a page in that language: misspelt, or forgotten there.",
        r#"{ "locales": ["en"], "localeFiles": { "ca": "/redress/ca.json" } }"# => r#"{ "locales": ["en", "ca"], "localeFiles": { "ca": "/redress/ca.json" } }"#;

    PRIVATE_RULE = "private.rule", Error, "A private rule in a public file",
        "Everybody can read this file. Instant approval, routing, customer value and scores belong in the desk's policy file, which never leaves the server.",
        r#"{ "instant": { "below": 2000 } }"# => r#"{}"#;
    PRIVATE_SECRET = "private.secret", Error, "A secret in a public file",
        "Everybody can read this file, and what stood in it once counts as known: withdraw the key where it was issued and give the server another one.",
        r#"{ "endpoint": { "url": "/c", "apiKey": "…" } }"# => r#"{ "endpoint": { "url": "/c" } }"#;

    ENDPOINT_INSECURE = "endpoint.insecure", Error, "Complaints would travel in the clear",
        "Names, addresses and photos go there: https, or a path on the page's own server. http only to localhost.",
        r#"{ "endpoint": { "url": "http://shop.example/c" } }"# => r#"{ "endpoint": { "url": "https://shop.example/c" } }"#;
    ENDPOINT_URL = "endpoint.url", Error, "Not the address that was meant",
        "Without https:// a browser takes a server's name for a path on the page's own server; spaces and a missing name lead nowhere. Complaints would be lost.",
        r#"{ "endpoint": { "url": "desk.shop.example/c" } }"# => r#"{ "endpoint": { "url": "https://desk.shop.example/c" } }"#;
    LOOKUP_URL = "lookup.url", Error, "Nobody can be asked for a guest's order",
        "`lookup.url` takes a post of `{\"order\", \"email\"}`; the address is used as it stands.",
        r#"{ "lookup": { "url": "/api/orders/{order}" } }"# => r#"{ "lookup": { "url": "/api/orders/lookup" } }"#;
    ENDPOINT_TIMEOUT = "endpoint.timeout", Error, "A time that is not positive",
        "After that many seconds an attempt is given up: at least one.",
        r#"{ "endpoint": { "url": "/c", "timeoutSeconds": 0 } }"# => r#"{ "endpoint": { "url": "/c", "timeoutSeconds": 60 } }"#;
    ENDPOINT_UNCONFIRMED = "endpoint.unconfirmed", Warning, "A withdrawal that nobody acknowledges",
        "Whoever declares a withdrawal is owed an acknowledgement of its receipt without undue delay, on a durable medium, with its content, date and time (Directive 2011/83/EU Art. 11a (4), inserted by Directive (EU) 2023/2673). An endpoint of which any 2xx will do (`ack`: `status`) confirms nothing by itself. Answer with a receipt (docs/wire-format.md), or see to it that every shopper gets an e-mail that does; then this can stay.",
        r#"{ "endpoint": { "url": "/c", "ack": "status" } }"# => r#"{ "endpoint": { "url": "/c" } }"#;
    ENDPOINT_BLIND = "endpoint.blind", Error, "A withdrawal that may never have arrived",
        "With `ack`: `none` the browser cannot read what the endpoint answers: it may have refused. Whoever declares a withdrawal is owed an acknowledgement of its receipt (Directive 2011/83/EU Art. 11a (4), inserted by Directive (EU) 2023/2673), and nobody can acknowledge what nobody knows of.",
        r#"{ "endpoint": { "url": "https://forms.example/f", "format": "form", "ack": "none" } }"# => r#"{ "endpoint": { "url": "https://forms.example/f", "format": "form" } }"#;
    ENDPOINT_PRESET = "endpoint.unknown-preset", Error, "There is no such preset of an endpoint",
        "`endpoint.preset` names a service whose way of taking complaints is known (docs/delivery.md). Without it nothing can be sent as the service wants it, so the widget does not open.",
        r#"{ "endpoint": { "preset": "zappier", "url": "https://hooks.zapier.com/hooks/catch/1/a/" } }"# => r#"{ "endpoint": { "preset": "zapier", "url": "https://hooks.zapier.com/hooks/catch/1/a/" } }"#;
    ENDPOINT_SERVICE = "endpoint.service", Warning, "A service without its preset",
        "This service is known not to take what Redress posts where nothing else is said: a form with a file of JSON and a header that other origins must allow. Its preset says how it wants it (docs/delivery.md). An endpoint of your own there can do without, and this can stay.",
        r#"{ "endpoint": { "url": "https://hook.eu1.make.com/abc" } }"# => r#"{ "endpoint": { "preset": "make", "url": "https://hook.eu1.make.com/abc" } }"#;
    ENDPOINT_FORMAT = "endpoint.format", Error, "What is set does not go together",
        "A format needs its parts (`template` a template, `attachments`: `upload` an address), and a part that the format does not look at does not do what it is there for.",
        r#"{ "endpoint": { "url": "/c", "template": { "text": "{summary}" } } }"# => r#"{ "endpoint": { "url": "/c", "format": "template", "attachments": "omit", "template": { "text": "{summary}" } } }"#;
    ENDPOINT_PLACEHOLDER = "endpoint.placeholder", Error, "A placeholder that stands for nothing",
        "A placeholder names a field of the complaint by its path (`order.number`, `items.0.title`), an answer (`answer.reason`), `summary`, `complaint`, or `uploads`; in the address of an upload `id`, `name`, `type` or `complaint`. What stands for nothing is left out of every complaint.",
        r#"{ "endpoint": { "url": "/c", "format": "form", "fields": { "order": "{order.nubmer}" } } }"# => r#"{ "endpoint": { "url": "/c", "format": "form", "fields": { "order": "{order.number}" } } }"#;
    ENDPOINT_HEADER = "endpoint.header", Error, "A header that is not sent",
        "Browsers keep some headers to themselves (Fetch, \"forbidden request-header\"), others follow from the format, and without CORS (`ack`: `none`) none of your own is sent.",
        r#"{ "endpoint": { "url": "/c", "headers": { "Origin": "https://shop.example" } } }"# => r#"{ "endpoint": { "url": "/c", "headers": { "X-Shop": "berlin" } } }"#;
    ENDPOINT_POINTER = "endpoint.pointer", Error, "Not a JSON Pointer",
        "Where something stands in an answer is written as RFC 6901 has it: `/ticket/id`. What is not found there is no receipt, so every complaint would be sent again and again.",
        r#"{ "endpoint": { "url": "/c", "receipt": { "reference": "ticket.id" } } }"# => r#"{ "endpoint": { "url": "/c", "receipt": { "reference": "/ticket/id" } } }"#;
    ENDPOINT_FILES = "endpoint.files", Warning, "Photos that do not arrive",
        "Shoppers are asked for photos that the endpoint's format leaves out, or that are too many for one post: base64 makes a file a third larger, and services that take JSON stop at about 5 MB. Upload them first, send them as parts, or do not ask for them.",
        r#"{ "endpoint": { "url": "/c", "format": "json", "attachments": "omit" } }"# => r#"{ "endpoint": { "url": "/c", "format": "json" } }"#;
    SHOP_COUNTRY = "shop.country", Error, "Not a country code",
        "Two capital letters of ISO 3166-1 (DE, FR, GB): they decide which law applies.",
        r#"{ "shop": { "country": "UK" } }"# => r#"{ "shop": { "country": "GB" } }"#;
    SHOP_LAW = "shop.no-law", Warning, "No law is known for the shop's country",
        "Redress ships no rules for that country: of its consumer law no remedy is offered and no withdrawal is open, unless an order names a country that is known.",
        r#"{ "shop": { "country": "US" } }"# => r#"{ "shop": { "country": "DE" } }"#;
    SHOP_EMAIL = "shop.email", Error, "Not an e-mail address",
        "It is shown as a link to a person.",
        r#"{ "shop": { "email": "help at shop.example" } }"# => r#"{ "shop": { "email": "help@shop.example" } }"#;
    SHOP_PHONE = "shop.phone", Error, "Not a telephone number",
        "Digits, spaces and + ( ) - . / with 3 to 15 digits; it is dialled when tapped.",
        r#"{ "shop": { "phone": "call us" } }"# => r#"{ "shop": { "phone": "+49 30 5550 1234" } }"#;
    SHOP_ANSWER = "shop.answer-within", Error, "A promised time that is not positive",
        "The receipt says until when the shop answers: at least one working day. Leave it out to promise nothing.",
        r#"{ "shop": { "answerWithin": { "workingDays": 0 } } }"# => r#"{ "shop": { "answerWithin": { "workingDays": 1 } } }"#;
    SHOP_HOURS = "shop.hours", Warning, "Hours that cannot be read",
        "Days (`Mo-Fr`, `Sa,Su`), then times (`09:00-12:00,13:00-17:00`), as in schema.org `openingHours`: then the hours are told in every language, with whether somebody is there now and who calls back when. These look like it and have a part that is neither, so they are shown as they stand.",
        r#"{ "shop": { "hours": "Mo-Fr 09:00-17:00, PH off" } }"# => r#"{ "shop": { "hours": "Mo-Fr 09:00-17:00" } }"#;
    SHOP_ZONE = "shop.time-zone", Error, "Not a time zone",
        "A name of the IANA time zone database (Europe/Berlin): the hours are counted by its clock, in summer and in winter.",
        r#"{ "shop": { "timeZone": "CET+1" } }"# => r#"{ "shop": { "timeZone": "Europe/Berlin" } }"#;
    SHOP_CHAT = "shop.chat", Error, "Not the address of a chat",
        "https://…, or a path on the page's own server.",
        r#"{ "shop": { "chat": "ask us" } }"# => r#"{ "shop": { "chat": "/chat" } }"#;
    SHOP_RETURNS = "shop.returns", Error, "A return policy that cannot be kept",
        "`days` says until how many days after it arrived the shop takes something back: 1 or more. `url` is the page with the terms: https, or a path on the page's own server. The policy comes beside the right of withdrawal, which stays as long as the law says, however short the policy is.",
        r#"{ "shop": { "returns": { "days": 0 } } }"# => r#"{ "shop": { "returns": { "days": 30 } } }"#;
    PRIVACY_URL = "privacy.url", Error, "Not an address of a page",
        "https://…, or a path on the page's own server.",
        r#"{ "privacy": { "url": "our privacy page" } }"# => r#"{ "privacy": { "url": "/privacy" } }"#;
    PRIVACY_DRAFT_HOURS = "privacy.draft-hours", Error, "A draft is kept for 1 to 720 hours",
        "What a shopper has entered and not sent stays on their device so long, so that a reload or a closed tab loses nothing. After 30 days nobody goes on with it, and personal data has no business there.",
        r#"{ "privacy": { "draftHours": 0 } }"# => r#"{ "privacy": { "draftHours": 24 } }"#;
    THEME_COLOUR = "theme.colour", Error, "Not a colour that can be checked",
        "Write it as #rgb or #rrggbb.",
        r#"{ "theme": { "accent": "brand-blue" } }"# => r##"{ "theme": { "accent": "#2451b7" } }"##;
    THEME_CONTRAST = "theme.contrast", Error, "Too little contrast",
        "WCAG 2.2 (1.4.3) asks for 4.5:1 between text and what is behind it: in sunlight, or with tired eyes, less cannot be read.",
        r##"{ "theme": { "text": "#999999", "background": "#ffffff" } }"## => r##"{ "theme": { "text": "#333333", "background": "#ffffff" } }"##;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_stands_twice_and_each_is_explained() {
        for (at, code) in CODES.iter().enumerate() {
            assert!(CODES[..at].iter().all(|other| other.code != code.code), "{}", code.code);
            assert!(!code.title.ends_with('.') && code.explanation.ends_with('.'), "{}", code.code);
            assert_ne!(code.wrong, code.right, "{}", code.code);
        }
        assert_eq!(find("text.plural"), Some(&TEXT_PLURAL));
        assert_eq!(find("text.singular"), None);
    }
}
