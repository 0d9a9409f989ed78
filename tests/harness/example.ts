// A merchant's page made of a folder of examples/: its config, its context with the dates moved to today, and one trigger.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator } from "@playwright/test";
import { moved, today } from "../../demo/dates.js";
import { examples } from "./desk";
import { merchantPage } from "./page";
import type { Relay } from "./relay";
import type { Shopper } from "./shopper";

const read = (id: string, file: string) => readFileSync(join(examples, id, file), "utf8");

export type Labelled = { step: string; value: unknown; label: string; shopLabel: string };

/** What of a complaint the tests look at. */
export type Complaint = {
  flow: string;
  kind: string;
  locale: string;
  items: { line: string; quantity: number; remedy?: string; answers: Labelled[] }[];
  shared: Labelled[];
  answers: { shared?: Record<string, unknown>; items?: Record<string, Record<string, unknown>> };
  contact: Record<string, string>;
  order: { number: string };
};

/** The day that an example's days become. */
export { today };

/** What is changed of an example for a test: its config, its page's context, and what else stands in the page's head. */
type Change = { config?: (config: any) => void; context?: (context: any) => void; head?: string };

/** Opens the widget on the page of an example. */
export async function openExample(shopper: Shopper, relay: Relay, id: string, change: Change = {}) {
  const { flow = "complaint", opens = flow, today: day = "2026-11-21" } = JSON.parse(read(id, "case.json"));
  const config = JSON.parse(read(id, "config.json"));
  change.config?.(config);
  relay.config(change.config ? config : read(id, "config.json"));
  const context = moved(JSON.parse(read(id, "context.json")), day, today());
  change.context?.(context);
  const trigger = `<p><a href="mailto:help@shop.example" data-redress-open="${opens}">Is something wrong?</a></p>`;
  relay.page("/order", merchantPage(trigger, { lang: shopper.lang, context, head: change.head }));
  await shopper.visit("/order");
  await shopper.tap(shopper.page.getByRole("link", { name: "Is something wrong?" }));
  await expect(shopper.dialog).toBeVisible();
}

/** The complaint that was sent last. */
export function complaint(relay: Relay): Complaint {
  const part = relay.attempts.at(-1)?.parts.find(({ name }) => name === "complaint");
  if (!part) throw new Error("no complaint was sent");
  return JSON.parse(part.bytes.toString("utf8"));
}

/** Sends from the review and waits for the receipt and its reference. */
export async function send(shopper: Shopper, relay: Relay, button = shopper.say("review.send")): Promise<Complaint & { reference: string }> {
  await shopper.tap(shopper.dialog.getByRole("button", { name: button, exact: true }));
  const reference = await shopper.reference();
  return { ...complaint(relay), reference };
}

/** A fault stands at its field, which says that it is wrong, and in the summary above, from where a tap leads to the field. */
export async function expectFault(shopper: Shopper, field: Locator, words: string | RegExp) {
  // Where the screen asks several questions, the summary names the one first.
  const anywhere = typeof words === "string" ? words : new RegExp(words.source.replace(/^\^/, ""));
  const link = shopper.dialog.getByRole("alert").getByRole("button", { name: anywhere });
  await expect(link).toBeVisible();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  // The fault first, then what else describes the field: its help, its unit.
  await expect(field).toHaveAccessibleDescription(typeof words === "string" ? beginning(words) : words);
  await shopper.tap(link);
  await expect(field).toBeFocused();
}

function beginning(words: string): RegExp {
  return new RegExp("^" + words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}

/** A message with a day or an amount in it, whatever these look like in the language. */
export function around(message: string): RegExp {
  const escaped = message.split("undefined").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".+")}$`);
}

/** The review's value beside a name that the merchant gave. */
export function rowOf(shopper: Shopper, name: string): Locator {
  const term = shopper.page.getByRole("term").getByText(name, { exact: true });
  // The second one is its Change.
  return shopper.dialog.locator("dl > div", { has: term }).getByRole("definition").first();
}
