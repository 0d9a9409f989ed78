// The shapes of Redress: config, context, answers, complaint, receipt, offers. Generated from the engine's types by `cargo xtask schema`.
// A `Sent…` type is what a complaint holds: the same as the type without `Sent`, but for what Redress always fills in.

/** What of an answer from the endpoint says that a complaint was taken. */
export type Ack =
  /** A receipt: 2xx with a reference. Anything else is tried again. */
  | "receipt"
  /** Any 2xx. The shopper is told that it was sent, and not that it was received; the reference comes from the complaint's id. */
  | "status"
  /** That it has left the browser, where the answer of another origin cannot be read (`no-cors`). It may have been refused: nobody would know. */
  | "none";

/** A postal address. */
export interface AddressStep extends StepBase {
  kind?: "address" | null;
  /** Field → whether it is asked for. */
  fields?: { [field in "name" | "line1" | "line2" | "postalCode" | "city" | "region" | "country"]?: Presence | null } | null;
}

/** An answer in words. */
export interface Answer {
  /** The step's id. */
  step: string;
  /** The value as the engine keeps it. */
  value?: unknown;
  /** What the shopper saw. */
  label: string;
  /** The same in the shop's language. */
  shopLabel: string;
}

/** A promised time of answer. */
export interface AnswerWithin {
  /** Monday to Friday, without holidays. @example 1 */
  workingDays?: number | null;
  [note: `$${string}` | `//${string}`]: unknown;
}

/** All answers of one case. */
export interface Answers {
  /** Which lines it is about, and how many pieces of each. */
  chosen?: Chosen[];
  /** Answers that hold for the whole case: step → value. Null: asked, left blank. */
  shared?: { [id: string]: unknown };
  /** Answers for one line: line → step → value. */
  items?: { [id: string]: { [id: string]: unknown } };
}

/** A file of a complaint. */
export interface Attachment {
  /** Unique within the complaint; also the name of its part's file. */
  id: string;
  /** The line it belongs to; absent if it is for the whole case. */
  line?: string;
  /** Name for people. */
  name: string;
  /** MIME type. */
  type: string;
  /** Size. */
  bytes: number;
  /** Lower-case hex; absent where the page is not a secure context and the browser cannot compute it. */
  sha256?: string;
}

/** Why a remedy is given. */
export type Basis =
  /** The law gives it. */
  | "statutory"
  /** A guarantee or policy of the shop. */
  | "commercial"
  /** A gesture; legal rights stay. */
  | "goodwill";

/** When to call, and which number. */
export interface CallbackStep extends StepBase {
  kind?: "callback" | null;
  /** The ids of the options, in order. @example ["morning","afternoon"] */
  options?: string[] | null;
  /** Option id → definition. */
  option?: { [id: string]: StepOption | null } | null;
}

/** One of several options; choosing advances. The option's id. */
export interface ChoiceStep extends StepBase {
  kind?: "choice" | null;
  /** The ids of the options, in order. @example ["faulty","damaged","other"] */
  options?: string[] | null;
  /** Option id → definition. */
  option?: { [id: string]: StepOption | null } | null;
}

/** Any of several options: a list of their ids. */
export interface ChoicesStep extends StepBase {
  kind?: "choices" | null;
  /** The ids of the options, in order. @example ["lid","cable","manual"] */
  options?: string[] | null;
  /** Option id → definition. */
  option?: { [id: string]: StepOption | null } | null;
  /** How many at least, if any. */
  atLeast?: number | null;
  /** How many at most. */
  atMost?: number | null;
}

/** One order line that the case is about. */
export interface Chosen {
  /** The line. */
  line?: string | number;
  /** How many pieces. */
  quantity?: number;
}

/** What the shopper confirmed, frozen under one id. */
export interface Complaint {
  /** `COMPLAINT_SCHEMA`. */
  schema: string;
  /** UUIDv7, also the `Idempotency-Key`. */
  id: string;
  /** Id of the complaint that this one corrects. */
  replaces?: string;
  /** Id of the flow. */
  flow: string;
  /** Kind of the flow. */
  kind: FlowKind;
  /** How it came: `widget`, or `form` where no script ran (`/complain` of the desk). */
  channel: string;
  /** ISO 8601 timestamp with offset: the moment the shopper pressed the last button. */
  confirmedAt: string;
  /** IANA zone of the shopper. */
  timeZone?: string;
  /** Language shown. */
  locale: string;
  /** Address of the page, without query and fragment. */
  page: string;
  /** The order as the page gave it. */
  order: SentOrder;
  /** One entry a line. */
  items: ComplaintItem[];
  /** Answers that hold for the whole case, with their labels. */
  shared: Answer[];
  /** The raw answers, for recomputing. */
  answers: SentAnswers;
  /** The context the offers were computed from, for recomputing. */
  context: SentContext;
  /** How to reach the shopper: `name`, `email`, `phone`. */
  contact?: { name?: string; email?: string; phone?: string };
  /** The files that go along. */
  attachments: Attachment[];
  /** What must wait while the case is open: `reminders` of an invoice that is not paid. */
  holds: string[];
  /** The config it was made with. */
  config: ConfigVersion;
  /** The law pack, `DE 2026-11-21`. */
  law?: string;
  /** Version of Redress. */
  version: string;
  /** The shop's token, as it came. */
  token?: string;
  /** How it was filled in: to sort by, never to refuse by; absent where nothing was noted. */
  signals?: Signals;
}

/** One line of a complaint. */
export interface ComplaintItem {
  /** The line. */
  line: string;
  /** Pieces. */
  quantity: number;
  /** What the shopper knows it by. */
  title: string;
  /** Answers for this line, with their labels. */
  answers: Answer[];
  /** The remedy chosen, or `other`. */
  remedy?: string;
  /** What was offered when it was chosen. */
  offered?: ItemOffers;
}

/** true, false, or facts and what they must be. All entries must hold; `any`, `all` and `not` combine. */
export type Condition = boolean | Facts;

/** The whole config, after merging. */
export interface Config {
  /** The preset it builds on. The `redress` command also takes a file, by its path relative to this one. @default "default" */
  extends?: string | null;
  /** Who sells. */
  shop?: Shop | null;
  /** Where complaints go. */
  endpoint: Endpoint;
  /** Where the widget asks for a guest's order, once they have said its number and their e-mail address (a step of kind `lookup`); it then knows the items. If absent, nobody is asked. */
  lookup?: Lookup | null;
  /** Languages offered, the shop's own first (BCP 47). Where it is absent, all that have every text and those of `localeFiles`, and the shop's own is English. @example ["de","en"] */
  locales?: string[] | null;
  /** Texts of the merchant's own for a language, as a file like `locales/en.json`: tag → URL. They go before Redress's own, and make a language that it has none of; what a file lacks is said as Redress says it, else in English. @example {"ca":"/redress/ca.json"} */
  localeFiles?: { [id: string]: string | null } | null;
  /** How the shopper is addressed. */
  tone?: Tone | null;
  /** Ways through the widget: flow id → flow. */
  flows?: { [id: string]: Flow | null } | null;
  /** Id of the flow that opens where none is named; `complaint` if absent. @default "complaint" @example "complaint" */
  start?: string | null;
  /** Questions: step id → step. */
  steps?: { [id: string]: Step | null } | null;
  /** What a shopper can get: remedy id → remedy. A statutory one is offered only where the law of the country names it. */
  remedies?: { [id: string]: Remedy | null } | null;
  /** How the widget looks. */
  theme?: Theme | null;
  /** What the shopper is told about their data. */
  privacy?: Privacy | null;
  /** Message key → text: overrides any text of the locale files (`locales/en.json` lists the keys). @example {"step.reason.title":"What happened?"} */
  messages?: { [id: string]: LocalText | null } | null;
  [note: `$${string}` | `//${string}`]: unknown;
}

/** Which config a complaint was made with. */
export interface ConfigVersion {
  /** SHA-256 of the config file's bytes, lower-case hex; absent where the browser cannot compute it. */
  sha256?: string;
  /** Preset it builds on. */
  preset: string;
}

/** A box to tick: true or false. */
export interface ConsentStep extends StepBase {
  kind?: "consent" | null;
}

/** Name, e-mail, phone. */
export interface ContactStep extends StepBase {
  kind?: "contact" | null;
  /** Field → whether it is asked for. */
  fields?: { [field in "name" | "email" | "phone"]?: Presence | null } | null;
}

/** What the page knows. Money in minor units of `order.currency`, dates ISO 8601. */
export interface Context {
  /** The order. */
  order?: Order;
  /** Its lines. */
  items?: Item[];
  /** Who bought. */
  customer?: Customer;
  /** A token with which the shop vouches for this context. */
  token?: string | null;
}

/** Whether cookies go along. */
export type Credentials =
  /** To the page's own origin. */
  | "same-origin"
  /** Always. Another origin must then name the page's in `Access-Control-Allow-Origin` and allow credentials. */
  | "include"
  /** Never. */
  | "omit";

/** Who bought. */
export interface Customer {
  /** Consumer or business: only a consumer has the rights of a law pack. */
  kind?: CustomerKind;
  /** Full name. */
  name?: string | null;
  /** E-mail address. */
  email?: string | null;
  /** Telephone number. */
  phone?: string | null;
}

/** Who bought, in the sense of consumer law. */
export type CustomerKind =
  /** A natural person outside their trade. */
  | "consumer"
  /** Anybody else. */
  | "business";

/** A day, or so many days from today or from a date that is known when it is asked. */
export type DateBound = Day | RelativeDay;

/** A day: an ISO date. */
export interface DateStep extends StepBase {
  kind?: "date" | null;
  /** The first day possible. */
  earliest?: DateBound | null;
  /** The last day possible. */
  latest?: DateBound | null;
}

/** An ISO 8601 date. */
export type Day = string;

/** How much room there is between things. */
export type Density =
  /** As much as a thumb and a tired eye like. */
  | "comfortable"
  /** Less, where a page has little. */
  | "compact";

/** Where complaints go, and how (docs/delivery.md). */
export interface Endpoint {
  /** A service whose way of taking complaints is known: `webhook`, `n8n`, `make`, `zapier`, `shopify`, `zendesk`. What stands beside it goes before what the preset says. @example "zendesk" */
  preset?: string | null;
  /** Where complaints are posted: absolute (https), or relative to the page. @example "/api/complaints" */
  url: string;
  /** What is posted. @default "multipart" */
  format?: Format | null;
  /** For `form`: name of a field → its text, with placeholders; a text without any is sent as it stands. The standard fields if absent. @example {"email":"{contact.email}","message":"{summary}","source":"shop"} */
  fields?: { [id: string]: string | null } | null;
  /** For `template`: the JSON that is posted. Its texts may hold placeholders. @example {"subject":"Order {order.number}","text":"{summary}"} */
  template?: unknown;
  /** How photos and files go along. @default "inline" */
  attachments?: Files | null;
  /** Name of the part of each file in `multipart` and `form`; `attachment` if absent. PHP keeps all of them only with `attachment[]`. @default "attachment" @example "attachment[]" */
  attachmentField?: string | null;
  /** For `attachments: upload`: where each file goes before the complaint. */
  upload?: Upload | null;
  /** Headers sent along, the same for everybody. On another origin each must be allowed there (`Access-Control-Allow-Headers`). @example {"X-Shop":"berlin"} */
  headers?: { [id: string]: string | null } | null;
  /** Whether the complaint's id also goes as a header; `header` for `multipart`, `json` and `template`, `none` for `text` and `form` if absent. */
  idempotencyKey?: IdempotencyKey | null;
  /** Whether cookies go along. @default "same-origin" */
  credentials?: Credentials | null;
  /** After how many seconds without an answer an attempt is given up; 60 if absent. @default 60 */
  timeoutSeconds?: number | null;
  /** What counts as taken. @default "receipt" */
  ack?: Ack | null;
  /** Where the parts of a receipt stand in an answer that is shaped otherwise. */
  receipt?: ReceiptMap | null;
  [note: `$${string}` | `//${string}`]: unknown;
}

export type Facts = { [fact: string]: Test | Condition | Condition[] | null | undefined; any?: Condition[] | null; all?: Condition[] | null; not?: Condition | null };

/** How photos and files go along. */
export type Files =
  /** In the post itself: as parts of `multipart` and `form`, in JSON as base64 (`attachments[].content`). */
  | "inline"
  /** Each before the complaint, which then names where it is (`attachments[].url`). */
  | "upload"
  /** Not at all; the complaint still lists them. */
  | "omit";

/** An ordered list of screens. */
export interface Flow {
  /** What sort of case it makes. */
  kind?: FlowKind | null;
  /** Its name; by convention `flow.<id>.title`. */
  label?: LocalText | null;
  /** Step ids; an array in it is one screen. @example ["items","reason","remedy",["photos","details"],"contact"] */
  steps?: Screen[] | null;
  /** Whether all that was answered in other flows goes along, without being asked here: for a flow that leads to a person. */
  takesAlong?: boolean | null;
  [note: `$${string}` | `//${string}`]: unknown;
}

/** The legal routes, never conflated. */
export type FlowKind =
  /** Something is wrong. */
  | "complaint"
  /** Withdrawal from the contract (Directive 2011/83/EU Art. 9, 11a). */
  | "withdrawal"
  /** Voluntary return under the shop's own policy. */
  | "return"
  /** An unpaid invoice. */
  | "payment"
  /** A product that hurt someone or could. */
  | "safety"
  /** After the case. */
  | "feedback";

/** Whose typeface. */
export type Font =
  /** The page's. */
  | "page"
  /** The system's. */
  | "system";

/** What is posted. */
export type Format =
  /** `multipart/form-data`: the complaint as a file of JSON, and the attachments. */
  | "multipart"
  /** The complaint as `application/json`. */
  | "json"
  /** The complaint as JSON that is called `text/plain`: no preflight on another origin. */
  | "text"
  /** The fields of a form, as a page would post them: with attachments `multipart/form-data`, else `application/x-www-form-urlencoded`. No preflight on another origin. */
  | "form"
  /** JSON of your own: `template`. */
  | "template";

/** What the shopper gets. Money in minor units. */
export interface Gets {
  /** `replacement`, `repair`, `missing-part`, `delivery`, `refund`, `price-reduction`, `withdrawal` or a merchant's own. */
  kind: string;
  /** Money back for the goods; absent where it cannot be known beforehand. */
  amount?: number;
  /** Delivery cost back, apart; this line's share of it where several lines go back together. */
  shipping?: number;
  /** ISO 4217. */
  currency?: string;
  /** How it comes back: as it was paid. */
  to?: string;
}

/** Whether the complaint's id also goes as a header. */
export type IdempotencyKey =
  /** As `Idempotency-Key`. On another origin the browser asks first whether that is allowed. */
  | "header"
  /** It stands in the complaint only. */
  | "none";

/** A fault in an answer: where, which message, with which arguments. */
export interface Invalid {
  /** JSON Pointer into the answers. */
  path: string;
  /** Message key. */
  key: string;
  /** Arguments of the message: numbers, ISO dates (`date`) and names of fields (`field`). */
  args?: Record<string, string | number>;
}

/** An invoice. */
export interface Invoice {
  /** Its number. */
  number?: string | number;
  /** When it was or is due. */
  dueOn?: Day | null;
  /** What is still to be paid, minor units. */
  due?: number | null;
}

/** One line of an order. */
export interface Item {
  /** Identifies the line within the order. @example "1" */
  line?: string | number;
  /** The shop's article number. */
  sku?: string | number | null;
  /** What the shopper knows it by. */
  title?: string;
  /** The shop's own category. */
  category?: string | null;
  /** Goods, digital content or a service. */
  kind?: ItemKind;
  /** Pieces in this line; 1 if absent. @default 1 */
  quantity?: number | null;
  /** Price of one piece, minor units. @example 8900 */
  price?: number | null;
  /** What was paid for the whole line after discounts, minor units; `price × quantity` if absent. */
  paid?: number | null;
  /** Address of a picture. */
  image?: string | null;
  /** When it arrived. */
  deliveredOn?: Day | null;
  /** When it was last repaired under the guarantee. */
  repairedOn?: Day | null;
  /** Statutory exceptions from withdrawal that apply (Directive 2011/83/EU Art. 16): `made-to-order`, `perishable`, … @example ["made-to-order"] */
  exclusions?: string[];
  /** Whether a replacement can be had. */
  inStock?: boolean | null;
}

/** What was bought. */
export type ItemKind =
  /** A thing. */
  | "goods"
  /** Digital content. */
  | "digital"
  /** A service. */
  | "service";

/** Offers for one item. */
export interface ItemOffers {
  /** The line. */
  line: string;
  /** What may be chosen, in order. */
  offered: Offer[];
  /** What may not, and why. */
  withheld: Withheld[];
  /** Why the law gives nothing for what is wrong; absent where it does. */
  noRight?: Why;
}

/** Which order lines, and how many of each. */
export interface ItemsStep extends StepBase {
  kind?: "items" | null;
}

/** A string, a map from language to string, or a plural. Plain text: only [text](https:…), mailto: and tel: become links. */
export type LocalText = string | Plural | { [language: string]: string | Plural | null };

/** Where the widget asks for the order that a guest names (docs/signing.md). */
export interface Lookup {
  /** Takes a post of `{"order", "email"}` in JSON and answers with a context: absolute (https), or relative to the page. With any other answer, or none within 8 seconds, the flow goes on with what was typed. @example "/api/orders/lookup" */
  url: string;
  [note: `$${string}` | `//${string}`]: unknown;
}

/** Order number and e-mail, where the page knows no order. */
export interface LookupStep extends StepBase {
  kind?: "lookup" | null;
}

/** Where a case stands. */
export interface Next {
  /** First step of the screen to show; absent when only the review is left. */
  step?: string;
  /** Steps that are done, in order; a per-item step when it is done for every line. */
  done: string[];
  /** How many entries of the flow may still be asked, at most; a per-item step counts once. */
  remaining: number;
  /** Faults in answers already given. */
  invalid: Invalid[];
}

/** One thing that happens next. */
export interface NextStep {
  /** Message key below `next.`: `answer`, … @example "answer" */
  key?: string;
  /** Promised day; absent if none was promised. */
  by?: Day | null;
}

/** Something to read; nothing to answer. */
export interface NoticeStep extends StepBase {
  kind?: "notice" | null;
  /** The words; by convention `step.<id>.text`. */
  text?: LocalText | null;
  /** How urgent it is. */
  tone?: NoticeTone | null;
}

/** How urgent a notice is. */
export type NoticeTone =
  /** Good to know. */
  | "info"
  /** Beware. */
  | "warning";

/** A whole number. */
export interface NumberStep extends StepBase {
  kind?: "number" | null;
  /** The least. */
  min?: number | null;
  /** The most. */
  max?: number | null;
  /** What is counted ("km"), shown behind it; by convention `step.<id>.unit`. @example "km" */
  unit?: LocalText | null;
}

/** One thing the shopper may choose. */
export interface Offer {
  /** Id of the remedy. */
  remedy: string;
  /** The law, the shop's guarantee, or a gesture. */
  basis: Basis;
  /** What the shopper gets. */
  gets: Gets;
  /** What the shopper does: `send-back` or `nothing`. */
  does: string;
  /** How it can go back; absent where the shop has not said, or nothing goes back. */
  ways?: ReturnWay[];
  /** What the shopper pays: `nothing`, `return` (the cost of sending it back) or `price`. */
  pays: string;
  /** The price, minor units of the order's currency. */
  price?: number;
  /** Day by which the merchant promises it. */
  by?: Day;
  /** Days that the law gives the shop for paying the money back. */
  withinDays?: number;
  /** Last day to decide. */
  until?: Day;
  /** Months that it adds to the legal guarantee: the shop must say so beforehand (Directive 2019/771 Art. 13 (2a)). */
  extendsMonths?: number;
  /** Why it is offered. */
  why: Why;
}

/** Offers for every chosen item. */
export interface Offers {
  /** One entry a line. */
  items: ItemOffers[];
}

/** An order. */
export interface Order {
  /** The number the shop gave it; empty if the page does not say. @example "TT-10482" */
  number?: string | number;
  /** When the contract was made: decides which dated rules apply. */
  placedOn?: Day | null;
  /** ISO 3166-1 alpha-2 code of the country whose consumer law applies; `shop.country` if absent. @example "DE" */
  country?: string | null;
  /** IANA name of the zone in which the shopper's days are counted. @example "Europe/Berlin" */
  timeZone?: string | null;
  /** ISO 4217 code. @example "EUR" */
  currency?: string;
  /** Standard delivery cost, minor units. @example 490 */
  shipping?: number | null;
  /** All that was charged, minor units. */
  total?: number | null;
  /** How it was paid, as the shopper knows it ("PayPal"). @example "PayPal" */
  paidWith?: string | null;
  /** Whether, or when, the shop informed about the right of withdrawal (Directive 2011/83/EU Art. 10). */
  informedOfWithdrawal?: boolean | Day | null;
  /** An invoice that is to be paid. */
  invoice?: Invoice | null;
  /** BCP 47 tag of the language in which the contract was made: the label that confirms a withdrawal is shown in it too. */
  language?: string | null;
}

/** Who pays for something. */
export type Payer =
  /** The shop. */
  | "shop"
  /** The shopper. */
  | "shopper";

/** Whether a step is asked once or for each chosen line. */
export type Per =
  /** Once. */
  | "case"
  /** For each chosen line. */
  | "item";

/** Pictures: a list of attachments' ids, or `unable`. */
export interface PhotosStep extends StepBase {
  kind?: "photos" | null;
  /** How many at least; 1 where it is required. */
  minFiles?: number | null;
  /** How many; 6 if absent. @default 6 */
  maxFiles?: number | null;
  /** PDF files are taken too, as for a receipt that came by e-mail. */
  pdf?: boolean | null;
  /** Pixels of a picture's long side as it is sent; 2048 if absent. A larger one is made smaller in the browser. @default 2048 */
  longSide?: number | null;
  /** Quality of the JPEG that a picture becomes, in per cent; 80 if absent. @default 80 */
  quality?: number | null;
  /** Bytes that a picture may have as it is sent; 500000 if absent. Where it has more, it gets less quality, then fewer pixels. @default 500000 */
  maxBytes?: number | null;
  /** Bytes that a PDF file may have; 5000000 if absent. It is sent as it is. @default 5000000 */
  maxPdfBytes?: number | null;
}

/** One text for each plural category (CLDR) that the language has; `other` always. */
export type Plural = Partial<Record<"zero" | "one" | "two" | "few" | "many", string>> & { other: string };

/** Whether a field of a form is asked for. */
export type Presence =
  /** It may stay blank. */
  | "optional"
  /** It must be filled in. */
  | "required"
  /** It is not there. */
  | "off";

/** What the shopper is told about their data. */
export interface Privacy {
  /** The shop's privacy notice, linked in the review. @example "https://kettle.example/privacy" */
  url?: string | null;
  /** The sentence in the review; by convention `review.privacy`. */
  text?: LocalText | null;
  /** Where what the shopper enters is kept until it is sent. */
  storage?: Storage | null;
  /** How many hours a draft is kept on the shopper's device, from 1 to 720; 72 if absent. @default 72 */
  draftHours?: number | null;
  [note: `$${string}` | `//${string}`]: unknown;
}

/** How round corners are. */
export type Radius =
  /** Square. */
  | "none"
  /** A little. */
  | "small"
  /** Much. */
  | "large";

/** One of a few steps from bad to good: 1 to `max`. */
export interface RatingStep extends StepBase {
  kind?: "rating" | null;
  /** The number of steps, 2 to 10; 5 if absent. @default 5 */
  max?: number | null;
  /** What the low end means; by convention `step.<id>.low`. @example "Not at all" */
  low?: LocalText | null;
  /** What the high end means; by convention `step.<id>.high`. @example "Very" */
  high?: LocalText | null;
}

/** What the endpoint answers. */
export interface Receipt {
  /** `RECEIPT_SCHEMA`. @example "redress.receipt/1" */
  schema?: string;
  /** The complaint's id. */
  id?: string;
  /** Number for people. @example "R-2026-0042" */
  reference: string;
  /** ISO 8601 timestamp. */
  receivedAt?: string;
  /** Where it stands. */
  status?: Status;
  /** What happens next. */
  next?: NextStep[];
  /** How the goods go back; absent where nothing goes back, or nobody has said how yet. */
  return?: ReturnInstructions | null;
  /** Where the case can be followed. */
  statusUrl?: string | null;
  /** Compact JWS over id, reference, time and the digest of what was received, so that it can be shown later what was declared when. */
  signature?: string | null;
}

/** Where the parts of a receipt stand in an answer: JSON Pointers (RFC 6901). What is absent stands where it stands in a receipt. */
export interface ReceiptMap {
  /** Of the number for people. @example "/ticket/id" */
  reference?: string | null;
  /** Of the address where the case can be followed. @example "/ticket/url" */
  statusUrl?: string | null;
  /** Of the time of receipt. @example "/ticket/created_at" */
  receivedAt?: string | null;
  [note: `$${string}` | `//${string}`]: unknown;
}

/** Money back. */
export interface Refund {
  /** Of what was paid for the chosen pieces; 100 if absent. @default 100 */
  percent?: number | null;
  /** Whether the standard delivery cost comes back too, where the whole order is undone. */
  shipping?: boolean | null;
  [note: `$${string}` | `//${string}`]: unknown;
}

/** So many days from another day. */
export interface RelativeDay {
  /** `today`, or the name of a fact that is a date (`order.placedOn`, `item.deliveredOn`). @example "today" */
  from?: string | null;
  /** How many days later; negative: earlier. */
  days?: number | null;
  [note: `$${string}` | `//${string}`]: unknown;
}

/** Something the shopper can get. */
export interface Remedy {
  /** Who gives it, and why. */
  basis?: Basis | null;
  /** Which remedy of the law this is a way of giving: `repair`, `replacement`, `price-reduction`, `refund` or `delivery`. Its own id if absent. */
  fulfils?: string | null;
  /** What it is, which names its texts; the remedy's id if absent. */
  gives?: string | null;
  /** Its name; by convention `remedy.<gives>.title`. */
  label?: LocalText | null;
  /** A line below it; by convention `remedy.<gives>.help`. */
  help?: LocalText | null;
  /** When it is offered; always if absent. */
  when?: Condition | null;
  /** When a repair or replacement cannot be had, or only at a cost out of all proportion (Directive 2019/771 Art. 13 (2)). The shopper is told; where neither can be had, price reduction and refund are open at once. */
  impossible?: Condition | null;
  /** Money back. */
  refund?: Refund | null;
  /** Whether the goods go back. If absent: yes for a replacement, repair, refund or withdrawal by law, else no. What never arrived need not go back. */
  sendBack?: boolean | null;
  /** How it can go back: the shopper is told. */
  ways?: ReturnWay[] | null;
  /** Who pays for sending it back; by law if absent: the shop for what is faulty, after a withdrawal the shopper if told before the contract. */
  returnCost?: Payer | null;
  /** What the shopper pays for it, minor units of the order's currency: a repair out of the guarantee. Nothing if absent. */
  price?: number | null;
  /** Within how many days the merchant promises it; no date is shown if absent. @example 3 */
  days?: number | null;
  [note: `$${string}` | `//${string}`]: unknown;
}

/** What the shopper wants, out of the offers. */
export interface RemedyStep extends StepBase {
  kind?: "remedy" | null;
  /** The order of remedies that the law leaves equal. @example ["refund","replacement"] */
  options?: string[] | null;
}

/** How goods go back, once the shop has said so. */
export interface ReturnInstructions {
  /** Which way: no printer is needed for `qr-code` and `pick-up`. An endpoint that leaves it out has said nothing. */
  way: ReturnWay | null;
  /** Where the label or code is, or the pick-up is booked: https. @example "https://parcels.example/label/4711" */
  url?: string | null;
  /** A picture of the code that is shown where it is handed in: https. */
  qr?: string | null;
  /** Who carries it, as people know it. */
  carrier?: string | null;
  /** Last day for handing it over. */
  by?: Day | null;
}

/** What a shop lets its customers do beyond the law: give back what they do not want. */
export interface ReturnPolicy {
  /** Until how many days after it arrived. @example 30 */
  days?: number | null;
  /** Who pays for sending it back; told as "see the terms" if absent. */
  returnCost?: Payer | null;
  /** What comes back: `money`, `credit`, or what the terms say if absent. */
  refund?: ReturnRefund | null;
  /** Where the policy stands: absolute (https), or relative to the page. @example "/returns" */
  url?: string | null;
  [note: `$${string}` | `//${string}`]: unknown;
}

/** What comes back under a return policy. */
export type ReturnRefund =
  /** What was paid for the goods. */
  | "money"
  /** A credit with the shop. */
  | "credit";

/** A way for goods to go back. */
export type ReturnWay =
  /** With a label to print. */
  | "label"
  /** With a code on the phone: no printer is needed. */
  | "qr-code"
  /** Somebody comes and fetches it. */
  | "pick-up"
  /** Handed in at a shop or parcel point. */
  | "drop-off";

/** Light or dark. */
export type Scheme =
  /** As the shopper's system has it. */
  | "auto"
  /** Light. */
  | "light"
  /** Dark. */
  | "dark";

/** A step's id, or several ids that stand on one screen. */
export type Screen = string | string[];

/** All answers of one case. */
export interface SentAnswers {
  /** Which lines it is about, and how many pieces of each. */
  chosen: SentChosen[];
  /** Answers that hold for the whole case: step → value. Null: asked, left blank. */
  shared: { [id: string]: unknown };
  /** Answers for one line: line → step → value. */
  items: { [id: string]: { [id: string]: unknown } };
}

/** One order line that the case is about. */
export interface SentChosen {
  /** The line. */
  line: string | number;
  /** How many pieces. */
  quantity: number;
}

/** What the page knows. Money in minor units of `order.currency`, dates ISO 8601. */
export interface SentContext {
  /** The order. */
  order: SentOrder;
  /** Its lines. */
  items: SentItem[];
  /** Who bought. */
  customer: SentCustomer;
  /** A token with which the shop vouches for this context. */
  token?: string;
}

/** Who bought. */
export interface SentCustomer {
  /** Consumer or business: only a consumer has the rights of a law pack. */
  kind: CustomerKind;
  /** Full name. */
  name?: string;
  /** E-mail address. */
  email?: string;
  /** Telephone number. */
  phone?: string;
}

/** An invoice. */
export interface SentInvoice {
  /** Its number. */
  number: string | number;
  /** When it was or is due. */
  dueOn?: Day;
  /** What is still to be paid, minor units. */
  due?: number;
}

/** One line of an order. */
export interface SentItem {
  /** Identifies the line within the order. @example "1" */
  line: string | number;
  /** The shop's article number. */
  sku?: string | number;
  /** What the shopper knows it by. */
  title: string;
  /** The shop's own category. */
  category?: string;
  /** Goods, digital content or a service. */
  kind: ItemKind;
  /** Pieces in this line; 1 if absent. @default 1 */
  quantity?: number;
  /** Price of one piece, minor units. @example 8900 */
  price?: number;
  /** What was paid for the whole line after discounts, minor units; `price × quantity` if absent. */
  paid?: number;
  /** Address of a picture. */
  image?: string;
  /** When it arrived. */
  deliveredOn?: Day | null;
  /** When it was last repaired under the guarantee. */
  repairedOn?: Day;
  /** Statutory exceptions from withdrawal that apply (Directive 2011/83/EU Art. 16): `made-to-order`, `perishable`, … @example ["made-to-order"] */
  exclusions: string[];
  /** Whether a replacement can be had. */
  inStock?: boolean;
}

/** An order. */
export interface SentOrder {
  /** The number the shop gave it; empty if the page does not say. @example "TT-10482" */
  number: string | number;
  /** When the contract was made: decides which dated rules apply. */
  placedOn?: Day;
  /** ISO 3166-1 alpha-2 code of the country whose consumer law applies; `shop.country` if absent. @example "DE" */
  country?: string;
  /** IANA name of the zone in which the shopper's days are counted. @example "Europe/Berlin" */
  timeZone?: string;
  /** ISO 4217 code. @example "EUR" */
  currency: string;
  /** Standard delivery cost, minor units. @example 490 */
  shipping?: number;
  /** All that was charged, minor units. */
  total?: number;
  /** How it was paid, as the shopper knows it ("PayPal"). @example "PayPal" */
  paidWith?: string;
  /** Whether, or when, the shop informed about the right of withdrawal (Directive 2011/83/EU Art. 10). */
  informedOfWithdrawal?: boolean | Day;
  /** An invoice that is to be paid. */
  invoice?: SentInvoice;
  /** BCP 47 tag of the language in which the contract was made: the label that confirms a withdrawal is shown in it too. */
  language?: string;
}

/** Who sells, and how a person there is reached. */
export interface Shop {
  /** Name shown to the shopper. @example "Kettle & Co" */
  name?: string | null;
  /** ISO 3166-1 alpha-2 code: the law that applies where the order names none. @example "DE" */
  country?: string | null;
  /** Address for people. @example "help@kettle.example" */
  email?: string | null;
  /** Number for people. @example "+49 30 1234567" */
  phone?: string | null;
  /** When the phone is answered: `Mo-Fr 09:00-17:00, Sa 10:00-14:00` (schema.org `openingHours`) is told in the language shown, and whether somebody is there now; anything else is shown as it stands. @example "Mo-Fr 09:00-17:00" */
  hours?: LocalText | null;
  /** Within which time the shop promises an answer; the desk writes it into the receipt. */
  answerWithin?: AnswerWithin | null;
  /** Where a person answers in a chat: absolute (https), or relative to the page. @example "/chat" */
  chat?: string | null;
  /** IANA zone of the hours; that of the law pack of `country` if absent. @example "Europe/Berlin" */
  timeZone?: string | null;
  /** The shop's own policy for what is sent back without a fault; without it there is no `return` flow. */
  returns?: ReturnPolicy | null;
  [note: `$${string}` | `//${string}`]: unknown;
}

/** What tells a program from a person, if weakly: nothing of the person or the device, so that nobody is recognised by it. */
export interface Signals {
  /** Whether a field was filled in that people do not see. A browser may fill it in for a person. */
  honeypot: boolean;
  /** Whole seconds from opening the form to confirming it; absent where nobody counted. */
  seconds?: number;
}

/** What the merchant says about a complaint at once. */
export type Status =
  /** It has arrived. */
  | "received"
  /** The remedy is granted. */
  | "approved"
  /** Something is missing. */
  | "needs-info";

/** One question. Keys that do not belong to its kind mean nothing. */
export type Step =
  | TextStep
  | ChoiceStep
  | ChoicesStep
  | NumberStep
  | DateStep
  | RatingStep
  | ItemsStep
  | RemedyStep
  | PhotosStep
  | ContactStep
  | AddressStep
  | ConsentStep
  | NoticeStep
  | CallbackStep
  | LookupStep;

/** What every kind of step has. */
export interface StepBase {
  /** Whether it is asked once, or for each chosen order line ("same for all" is one tap away). */
  per?: Per | null;
  /** The question; by convention `step.<id>.title` of the locale. @example {"en":"Serial number","de":"Seriennummer"} */
  label?: LocalText | null;
  /** A line below it; by convention `step.<id>.help`. @example "It stands on the back." */
  help?: LocalText | null;
  /** When it is asked; always if absent. */
  when?: Condition | null;
  /** When it must be answered; never if absent. A required photo can always be declined. For `consent`: when it must be given. @default false */
  required?: Condition | null;
  /** The answer to start with, in the shape of its kind. */
  default?: unknown;
  /** Name of a fact (`customer.phone`, `item.sku`): the answer to start with where it is known. Goes before `default`. @example "customer.phone" */
  prefill?: string | null;
  /** The answer to start with is shown and cannot be changed. */
  readOnly?: boolean | null;
  /** Shown instead of the standard message where the answer is invalid; by convention `step.<id>.error`. @example "The number begins with SN." */
  error?: LocalText | null;
  [note: `$${string}` | `//${string}`]: unknown;
}

/** One option of a choice. */
export interface StepOption {
  /** Its text; by convention `step.<id>.option.<option>`. */
  label?: LocalText | null;
  /** A line below it; by convention `step.<id>.option.<option>.help`. */
  help?: LocalText | null;
  /** Name of an icon. @example "bolt" */
  icon?: string | null;
  /** When it is offered; always if absent. */
  when?: Condition | null;
  /** What it means to the law. */
  problem?: Trouble | null;
  /** Id of a flow that choosing it leads into, taking what is known along. */
  flow?: string | null;
  /** When that is, by the shop's clock: `09:00-12:00`. Only for a step of kind `callback`. @example "09:00-12:00" */
  hours?: string | null;
  /** Answers that are given with it in the flow that it leads into, so that nobody is asked twice: step id → answer. @example {"reason":"not-delivered"} */
  answers?: { [id: string]: unknown | null } | null;
  [note: `$${string}` | `//${string}`]: unknown;
}

/** Where what the shopper enters is kept until it is sent. */
export type Storage =
  /** On the shopper's device (IndexedDB): it survives a reload, a crash and a closed tab. */
  | "device"
  /** In the page's memory: it is gone with the page, and so is a complaint that is not sent yet. */
  | "none";

export type Test = Value | Value[] | { atLeast?: number | string | null; atMost?: number | string | null; above?: number | string | null; below?: number | string | null; not?: Value | Value[] | null; exists?: boolean | null };

/** What sort of text. */
export type TextFormat =
  /** Anything. */
  | "plain"
  /** An e-mail address. */
  | "email"
  /** A telephone number. */
  | "phone"
  /** An address on the web, with https:// or http://. */
  | "url";

/** Own words: a string. */
export interface TextStep extends StepBase {
  kind?: "text" | null;
  /** Characters needed, if any. */
  minLength?: number | null;
  /** Characters allowed; 2000 if absent. @default 2000 */
  maxLength?: number | null;
  /** What the whole answer must look like (docs/configuration.md names the subset of regular expressions). @example "SN-\\d{6}" */
  pattern?: string | null;
  /** What sort of text. */
  format?: TextFormat | null;
  /** Several lines; if absent, where there is no pattern, no format and more than 120 characters are allowed. */
  multiline?: boolean | null;
}

/** How the widget looks. What is absent is the widget's own. */
export interface Theme {
  /** Colour of buttons and of what is chosen, `#rrggbb`. @example "#0b6e4f" */
  accent?: string | null;
  /** Colour of text on it; black or white, whichever is read better, if absent. @example "#ffffff" */
  onAccent?: string | null;
  /** Colour behind everything. @example "#ffffff" */
  background?: string | null;
  /** Colour of text. @example "#1a1a1a" */
  text?: string | null;
  /** How round corners are. */
  radius?: Radius | null;
  /** The page's typeface or the system's. */
  font?: Font | null;
  /** Light, dark, or as the shopper's system has it. */
  scheme?: Scheme | null;
  /** How much room there is between things. Targets stay as large as a thumb in both. @default "comfortable" */
  density?: Density | null;
  [note: `$${string}` | `//${string}`]: unknown;
}

/** How the shopper is addressed, where a language has both. */
export type Tone =
  /** With distance: "Sie". */
  | "formal"
  /** Among friends: "du". */
  | "informal";

/** What an answer means to the law, whatever the merchant calls it. */
export type Trouble =
  /** Nothing. */
  | "none"
  /** The goods do not conform to the contract (Directive 2019/771 Art. 5 to 8). */
  | "nonconformity"
  /** The same, in that another thing came than was bought: no repair makes it the right one. */
  | "wrong-item"
  /** The same, in that something is missing that belongs to it. */
  | "missing-part"
  /** The goods have not arrived (Directive 2011/83/EU Art. 18). */
  | "not-delivered"
  /** The shopper broke or changed it: it conformed (Directive 2019/771 Art. 10 (1)). */
  | "own-doing"
  /** The shop had its chance: it is faulty again after a repair or replacement (Directive 2019/771 Art. 13 (4) (b)), or did not come in the time given once more, or by a day that was essential (Directive 2011/83/EU Art. 18 (2)). Said beside what is wrong. */
  | "cure-failed";

/** Where each file goes before the complaint. */
export interface Upload {
  /** Where, relative to `endpoint.url`. Placeholders: `{id}`, `{name}`, `{type}` of the file, `{complaint}` for the complaint's id. @example "/api/uploads?name={name}" */
  url?: string | null;
  /** How a file gets there. */
  way?: UploadWay | null;
  /** Where the answer tells what to call the file from then on: a JSON Pointer to an address or a token. If absent `/url` (`/publicUrl` of what grants a pre-signed address), else the address it was sent to, without its query. @example "/upload/token" */
  result?: string | null;
  [note: `$${string}` | `//${string}`]: unknown;
}

/** How a file gets there. */
export type UploadWay =
  /** Its bytes are posted to `url`. */
  | "post"
  /** Its bytes are put to `url`. */
  | "put"
  /** `url` is posted `{complaint, id, name, type, bytes, sha256}` and grants `{url, headers?, publicUrl?}`; there the bytes are put. */
  | "presigned";

export type Value = string | number | boolean;

/** A reason: a message key and the article it rests on. */
export interface Why {
  /** Message key. */
  key: string;
  /** Article; absent for what is not the law's. */
  source?: string;
  /** The day on which a right ended. */
  date?: Day;
}

/** A remedy that is not to be had now. */
export interface Withheld {
  /** Id of the remedy. */
  remedy: string;
  /** Why not. */
  why: Why;
}
