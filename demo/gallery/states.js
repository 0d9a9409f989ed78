// The states of the widget that the gallery shows, as data: host page, first stage. The overview, the page of one state and
// tests/harness/gallery.ts read it. A new screen is one more line here.
//
// A group stands on an example of examples/ and says what is done to come to its screen; each of its states adds what is its own.
// The steps are what a shopper would do, by the widget's hooks for automation, so that they hold in every language:
//
//   ["choose", value]      taps the option of that value
//   ["tick", n]            ticks the n-th box or radio
//   ["fill", {field: …}]   writes into the fields whose ids end so; a day is moved as the example's days are
//   ["photos", n]          adds n pictures
//   ["same"]               says that an answer is for all items
//   ["continue"]           presses the primary button
//   ["person"]             asks for a person
//   ["close"]              presses the cross
//   ["outbox"]             lets what is being sent wait, opens another order and goes to what waits
//   ["discard"]            wants to delete what waits
//   ["open"]               unfolds what is not to be had

/** Languages of the switch. One that the bundle lacks shows as English. */
export const LANGUAGES = { en: "English", de: "Deutsch", fr: "Français", ar: "العربية", fa: "فارسی", he: "עברית" };
export const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];

/** What shows that a screen is there and finished. */
export const THERE = { question: ".main > h2", faults: ".summary", photos: ".previews img", upload: ".upload progress", receipt: ".reference" };

const { faults, photos, upload, receipt } = THERE;

/**
 * @typedef {object} State
 * @property {string} id
 * @property {string} group id of its group
 * @property {string} title
 * @property {string} example a folder of examples/
 * @property {string} [flow]
 * @property {string} [item] a line of the order, as a trigger beside it would name it
 * @property {string} [lang] its own language, in place of the one asked for
 * @property {[verb: string, what?: any][]} steps
 * @property {"dialog"} [mode] the only mode that has it
 * @property {string} until selector of what is there when it is finished
 * @property {object} [config] merge patch onto the example's config
 * @property {object} [context] merge patch onto the example's context; arrays are merged by place
 * @property {boolean} [long] every text of the shop is long
 * @property {string} [answer] what the endpoint does, by the names of stubs.js
 * @property {"refused"} [storage] the browser keeps nothing
 * @property {string} [loading] what does not load, by the names of stubs.js
 */

/** The same steps, then these. */
const group = (id, title, shared, states) => ({
  id,
  title,
  states: Object.entries(states).map(([name, { then = [], ...own }]) => ({
    until: THERE.question,
    ...shared,
    ...own,
    id: name ? `${id}-${name}` : id,
    group: id,
    steps: own.steps ?? [...(shared.steps ?? []), ...then],
  })),
});

const proceed = ["continue"];
const empty = { title: "As it comes" };
const faulty = { title: "With its faults", then: [proceed], until: faults };
const long = { title: "Long texts", long: true };
/** To the review and beyond: one faulty kettle, no photo. */
const toReview = [["choose", "faulty"], ["choose", "replacement"], proceed];
const toSend = [...toReview, proceed];

export const groups = [
  group("start", "What would you like to do?", { example: "start-menu", flow: "start" }, { "": empty }),

  group("items", "Which items", { example: "vase-order", flow: "complaint" }, {
    "": empty,
    filled: { title: "Filled in, one of several pieces", then: [["tick", 1], ["tick", 2]] },
    error: faulty,
    long: { ...long, then: [["tick", 2]] },
  }),

  group("lookup", "Which order", { example: "guest-order", flow: "complaint" }, {
    "": empty,
    filled: { title: "Filled in", then: [["fill", { order: "QI-20418", email: "ida@example.org" }]] },
    error: faulty,
  }),

  group("choice", "One choice", { example: "kettle", flow: "complaint" }, {
    "": { title: "A tap is the answer" },
    item: { title: "For one of several items", example: "vase-order", steps: [["tick", 1], ["tick", 2], proceed] },
    same: { title: "The same for all items", example: "vase-order", steps: [["tick", 1], ["tick", 2], proceed, ["same"]] },
    later: { title: "Beside other questions", example: "unpaid-invoice", flow: "payment", steps: [["choose", "later"]] },
    error: { title: "With its faults", example: "unpaid-invoice", flow: "payment", steps: [["choose", "later"], proceed], until: faults },
    long: { ...long, example: "product-safety" },
  }),

  group("choices", "Several choices", { example: "several-defects", flow: "complaint", steps: [["choose", "faulty"]] }, {
    "": empty,
    filled: { title: "Filled in", then: [["choose", "leaks"], ["choose", "noise"]] },
    optional: { title: "May stay blank", example: "feedback", flow: "feedback", steps: [["choose", "5"]] },
    error: faulty,
    long,
  }),

  group("text", "Text", { example: "electronics-serial-number", flow: "complaint", item: "1", steps: [["choose", "faulty"]] }, {
    "": empty,
    filled: { title: "Filled in", then: [["fill", { serial: "SN-20461177" }]] },
    error: { ...faulty, then: [["fill", { serial: "1177" }], proceed] },
    long,
    several: { title: "Several lines", example: "fewer-questions", item: "1", steps: [["choose", "other"], ["choose", "other"]] },
  }),

  group("number", "Number", { example: "bicycle-mileage", flow: "complaint", steps: [["choose", "faulty"]] }, {
    "": empty,
    filled: { title: "Filled in", then: [["fill", { mileage: "1240" }]] },
    error: faulty,
    long,
  }),

  group("date", "Date", { example: "bicycle-mileage", flow: "complaint", steps: [["choose", "faulty"], ["fill", { mileage: "1240" }], proceed] }, {
    "": empty,
    filled: { title: "Filled in", then: [["fill", { noticed: "2026-11-16" }]] },
    error: { ...faulty, title: "With its faults, beside a text", example: "food-batch", steps: [["tick", 1], proceed, ["choose", "spoiled"], proceed] },
    long,
  }),

  group("photos", "Photos", { example: "vase-order", flow: "complaint", item: "1", steps: [["choose", "damaged"], ["choose", "replacement"]] }, {
    "": empty,
    filled: { title: "Filled in", then: [["photos", 2], ["fill", { details: "The box was dented on one side." }]], until: photos },
    error: faulty,
  }),

  group("remedy", "What the shopper gets", { example: "kettle", flow: "complaint", steps: [["choose", "faulty"]] }, {
    "": empty,
    filled: { title: "Repaired before, and what matters", then: [["choose", "again"], ["choose", "apology"]] },
    withheld: { title: "Why not something else", then: [["open"]] },
    goodwill: { title: "A gesture beside the law", example: "vase-order", item: "1", steps: [["choose", "damaged"]] },
    british: { title: "Another country’s law", example: "british-order" },
    business: { title: "Terms of delivery", example: "b2b", item: "10", steps: [proceed, ["choose", "faulty"], proceed] },
    none: { title: "No right remains", example: "paid-repair", steps: [["choose", "my-fault"]] },
    nothing: { title: "Nothing is to be had", steps: [["choose", "other"]] },
    late: { title: "Never delivered", example: "chocolates", steps: [["choose", "not-delivered"]] },
    long: { ...long, example: "paid-repair", steps: [["choose", "my-fault"]] },
  }),

  group("contact", "Contact", { example: "fewer-questions", flow: "complaint", context: { customer: null }, steps: [["choose", "damaged"], ["choose", "replacement"], proceed] }, {
    "": empty,
    filled: { title: "Filled in", then: [["fill", { email: "ida@example.org" }]] },
    error: { ...faulty, then: [["fill", { email: "ida@" }], proceed] },
  }),

  group("address", "Address", { example: "furniture-pickup", flow: "complaint", steps: [["choose", "faulty"], ["choose", "repair"], proceed] }, {
    "": empty,
    filled: { title: "Filled in", then: [["fill", { line1: "Oranienstraße 25", postalCode: "10999", city: "Berlin", "pickup-day": "2026-11-25" }]] },
    error: faulty,
    long,
  }),

  group("callback", "Call back", { example: "kettle", flow: "callback" }, {
    "": empty,
    filled: { title: "Filled in", then: [["fill", { phone: "+49 30 5550 100" }], ["choose", "morning"]] },
    error: faulty,
  }),

  group("consent", "Consent", { example: "consent-and-privacy", flow: "complaint", steps: [["choose", "faulty"], ["choose", "repair"], proceed] }, {
    "": empty,
    filled: { title: "Filled in", then: [["tick", 1]] },
    error: { ...faulty, config: { steps: { erased: { required: true } } } },
    long,
  }),

  group("notice", "Notice", { example: "marketplace", flow: "complaint", item: "1", steps: [["choose", "faulty"]] }, {
    "": empty,
    warning: { title: "A warning above a choice", example: "product-safety", item: "", steps: [["choose", "dangerous"]] },
    long,
  }),

  group("rating", "Rating", { example: "feedback", flow: "feedback" }, {
    "": { title: "A tap is the answer" },
    beside: { title: "Beside a text", example: "kettle", steps: [["choose", "yes"]] },
    filled: { title: "Filled in", example: "kettle", steps: [["choose", "yes"], ["choose", "4"], ["fill", { comment: "It took one minute." }]] },
    long,
  }),

  group("review", "Check the answers", { example: "kettle", flow: "complaint", steps: toReview }, {
    "": { title: "One item" },
    several: { title: "Several items", example: "conditions", steps: [["tick", 1], ["tick", 2], proceed, ["choose", "damaged"], ["choose", "damaged"], ["choose", "replacement"], ["choose", "replacement"], ["photos", 1], proceed] },
    privacy: { title: "With a privacy notice", example: "consent-and-privacy", steps: [["choose", "faulty"], ["choose", "repair"], proceed, ["tick", 1], proceed] },
    informal: { title: "Among friends, in German", example: "german-informal", lang: "de", steps: toReview },
    theme: { title: "In the shop’s colours", example: "theme", steps: toReview },
    long: { ...long, example: "british-order", steps: [["choose", "faulty"], ["choose", "refund"], proceed] },
  }),

  group("withdrawal", "Withdrawal", { example: "withdrawal", flow: "withdrawal" }, {
    "": { title: "Within its period" },
    over: { title: "After its period", context: { order: { placedOn: "2026-10-20" }, items: [{ deliveredOn: "2026-10-23" }] } },
    items: { title: "Of several items", example: "vase-order" },
    french: { title: "The legal words of another language", lang: "fr" },
    long,
  }),

  group("return", "Return", { example: "return-policy", flow: "return", item: "1" }, {
    "": { title: "Within the policy" },
    closed: { title: "After it", context: { order: { placedOn: "2026-06-20" }, items: [{ deliveredOn: "2026-06-25" }, { deliveredOn: "2026-06-25" }] } },
    long,
  }),

  group("payment", "Payment", { example: "unpaid-invoice", flow: "payment" }, {
    "": empty,
    paid: { title: "Paid already", then: [["choose", "paid"]] },
  }),

  group("safety", "Danger", { example: "kettle", flow: "safety" }, {
    "": empty,
    happened: { title: "What happened", then: [["choose", "nearly"]] },
    error: { ...faulty, then: [["choose", "nearly"], proceed] },
  }),

  group("person", "A person", { example: "paid-repair", flow: "complaint", steps: [["person"]] }, {
    "": { title: "Phone, mail, call back" },
    none: { title: "The shop names nobody", example: "endpoint-only" },
    long,
  }),

  // Four shops that have little in common; the law's words and the contrast stay.
  group("theme", "In four shops", { example: "kettle", flow: "complaint", steps: [["choose", "faulty"]] }, {
    "": { title: "Warm and round", config: { theme: { accent: "#a8431c", background: "#fff8f0", text: "#3b2418", radius: "large" } } },
    night: { title: "Dark, with a bright accent", config: { theme: { scheme: "dark", accent: "#7ef0c0", background: "#0f1417", text: "#e9f1ee" } } },
    square: { title: "Square, dense, black and white", config: { theme: { accent: "#000000", radius: "none", density: "compact", font: "page" } } },
    playful: { title: "Loud", config: { theme: { accent: "#ffd400", onAccent: "#1b1464", background: "#f3f0ff", text: "#1b1464", radius: "large" } } },
  }),

  group("leaving", "Closing", { example: "kettle", flow: "complaint", mode: "dialog" }, {
    "": { title: "Something was typed", steps: [["choose", "faulty"], ["choose", "replacement"], ["fill", { details: "It hums." }], ["close"]] },
  }),

  group("resume", "Back again", { example: "kettle", flow: "complaint", steps: [["choose", "faulty"], ["choose", "replacement"], ["fill", { details: "It hums." }], ["again"]] }, {
    "": { title: "Go on where you left off" },
    memory: { title: "A browser that keeps nothing", storage: "refused", steps: toReview, until: ".note.over" },
    outbox: { title: "What waits of another order", answer: "down", steps: [...toSend, ["outbox"]] },
    "outbox-discard": { title: "Deleting what waits", answer: "down", steps: [...toSend, ["outbox"], ["discard"]], until: '[data-step="leaving"] h2' },
  }),

  group("sending", "Sending", { example: "kettle", flow: "complaint", steps: toSend, until: upload }, {
    "": { title: "On its way", answer: "slow" },
    again: { title: "Trying again", answer: "busy", until: ".upload + .help:not(:empty)" },
    queued: { title: "Offline", answer: "offline", until: ".badge" },
    waiting: { title: "The shop’s system is down", answer: "down", until: ".badge" },
    failed: { title: "Not taken", answer: "refused", until: ".badge.bad" },
  }),

  group("receipt", "Receipt", { example: "kettle", flow: "complaint", steps: toSend, until: receipt }, {
    "": { title: "Received", answer: "received" },
    approved: { title: "Granted, with a label", answer: "approved" },
    "needs-info": { title: "Something is missing", answer: "needs-info" },
    unconfirmed: { title: "Sent, and not confirmed", answer: "taken", config: { endpoint: { ack: "status" } } },
    withdrawal: { title: "Of a withdrawal", answer: "received", example: "withdrawal", flow: "withdrawal", steps: [proceed] },
  }),

  group("loading", "Loading", { example: "kettle", flow: "complaint" }, {
    "": { title: "The first screen", loading: "first", until: ".skeleton" },
    later: { title: "A later screen", loading: "later", then: [["choose", "faulty"]], until: ".main > .form > h2" },
    failed: { title: "A later screen cannot be loaded", loading: "later-fails", then: [["choose", "faulty"]], until: '.main [role="alert"]' },
  }),
];

/** States with the same value can be shown in one page: a page reads one config, and what does not load there stays away. */
export const pageOf = ({ example, config, long, lang, loading }) => JSON.stringify([example, config, long, lang, loading]);

/** @type {State[]} */
export const states = groups.flatMap((each) => each.states);
