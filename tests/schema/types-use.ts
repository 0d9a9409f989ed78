// Uses the generated types as a shop would; `tsc --project tests/schema/tsconfig.json` checks it. Each `@ts-expect-error` is a mistake
// that the types must find.

import type { Complaint, Config, Context, Receipt, Step } from "../../schema/types";

export const config: Config = {
  $schema: "./config.v1.json",
  "// note": "for people",
  shop: { name: "Kettle & Co", country: "DE", answerWithin: { workingDays: 1 } },
  endpoint: { url: "/api/complaints" },
  flows: { complaint: { steps: ["items", "reason", ["photos", "details"], "serial"] } },
  steps: {
    photos: null,
    details: { maxLength: 100, when: { "answer.reason": ["other", "damaged"], not: { "item.category": "food" } } },
    serial: { kind: "text", per: "item", label: { en: "Serial number", de: "Seriennummer" }, pattern: "SN-\\d{6}" },
    stars: { kind: "rating", max: 5, low: "Not at all", high: "Very" },
    home: { kind: "address", fields: { country: "required" } },
    until: { kind: "date", earliest: { from: "order.placedOn", days: 0 }, latest: "2026-12-31" },
  },
  remedies: { gift: { basis: "goodwill", refund: { percent: 30 }, when: { "item.paid": { atMost: 2000 } } } },
};

export const context: Context = {
  order: { number: 77120, currency: "EUR", placedOn: "2026-11-15", informedOfWithdrawal: true },
  items: [{ line: "1", title: "Vase", price: 5400, deliveredOn: null }],
};

/** What an endpoint does with a complaint. */
export function receive(complaint: Complaint): Receipt {
  const titles: string[] = complaint.items.map((item) => `${item.quantity} × ${item.title}: ${item.remedy ?? "?"}`);
  return { reference: complaint.id.slice(0, 8), status: "received", next: [{ key: titles.join() }] };
}

// @ts-expect-error: a text has no files
export const wrongKey: Step = { kind: "text", maxFiles: 3 };
// @ts-expect-error: there is no such kind
export const wrongKind: Step = { kind: "novel" };
// @ts-expect-error: complaints have nowhere to go
export const nowhere: Config = { shop: { name: "X" } };
// @ts-expect-error: a misspelt key
export const misspelt: Config = { endpoint: { url: "/c", timeout: 3 } };
// @ts-expect-error: a receipt needs a reference
export const unsigned: Receipt = { status: "received" };
