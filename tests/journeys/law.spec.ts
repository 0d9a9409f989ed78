// The law in the compiled widget: cases of law/cases/ in a real browser, on the day they tell of, give what the table says. A sample of
// them here; all with REDRESS_LAW_CASES=all, which `cargo xtask soak` sets.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { merchantPage } from "../harness/page";
import type { Relay } from "../harness/relay";
import type { Shopper } from "../harness/shopper";
import { expect, test } from "../harness/test";

type Case = {
  name: string;
  order: { country: string; currency?: string };
  items: { line: string; quantity?: number }[];
  customer?: object;
  today: string;
  reason?: string;
  chosen?: { quantity: number }[];
  /** What is ticked beside the remedies. */
  waited?: string[];
  repaired?: string[];
  rights: { withdrawal?: { until?: string | null } };
  offered?: string[];
  gets?: Record<string, { amount: number | null; shipping: number | null }>;
};

const folder = join(__dirname, "../../law/cases");
const cases: Case[] = readdirSync(folder)
  .sort()
  .flatMap((file) => JSON.parse(readFileSync(join(folder, file), "utf8")).cases)
  .filter((each: Case) => each.offered && each.reason);

/** Every so many of the table is in the sample; a prime, so that it takes another sort of case of each country. */
const STEP = 13;
const PER_TEST = 6;

const all = process.env.REDRESS_LAW_CASES === "all";
const sample = all ? cases : cases.filter((_, at) => at % STEP === 0);

for (let at = 0; at < sample.length; at += PER_TEST) {
  const chunk = sample.slice(at, at + PER_TEST);
  test(`the law's cases ${at + 1} to ${at + chunk.length}: ${chunk[0].name}`, async ({ shopper, relay, page }) => {
    test.slow();
    for (const each of chunk) {
      await test.step(`${each.order.country}, ${each.today}: ${each.name}`, () => compare(each, shopper, relay, page.clock));
    }
  });
}

async function compare(each: Case, shopper: Shopper, relay: Relay, clock: { setFixedTime(time: Date): Promise<void> }) {
  await clock.setFixedTime(new Date(`${each.today}T10:00:00Z`));
  // The next case is another shopper's: nothing is kept for it.
  relay.config({ endpoint: { url: "/api/complaints" }, privacy: { storage: "none" } });
  const context = { order: { number: "L-1", ...each.order }, items: each.items, customer: each.customer };
  const line = each.items[0].line;
  const trigger = `<p><a href="mailto:help@shop.example" data-redress-open="complaint" data-redress-item="${line}">Is something wrong?</a></p>`;
  relay.page("/order", merchantPage(trigger, { context }));
  await shopper.visit("/order");
  await shopper.tap(shopper.page.getByRole("link", { name: "Is something wrong?" }));

  const option = (value: string) => shopper.dialog.locator(`[part~="option"][data-value="${value}"]`);
  const pieces = each.items[0].quantity ?? 1;
  if (pieces > 1) {
    for (let left = pieces; left > (each.chosen?.[0].quantity ?? 1); left--) await shopper.press("items.less");
    await shopper.press("nav.continue");
  }
  await shopper.tap(option(each.reason!));
  await expect(option("other"), "the last way out of the remedies").toBeVisible();

  for (const said of [...(each.waited ?? []), ...(each.repaired ?? [])]) {
    const chip = shopper.dialog.locator(`[data-step="remedy"] [part~="chip"][data-value="${said}"]`);
    await shopper.tap(chip);
    // The screen is drawn anew around it.
    await expect(chip.getByRole("checkbox")).toBeFocused();
  }
  const shown = await shopper.dialog.locator('[data-step="remedy"] [part~="option"]').evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset.value));
  expect(shown).toEqual([...each.offered!, "other"]);
  for (const [remedy, { amount, shipping }] of Object.entries(each.gets ?? {})) {
    for (const money of [amount, shipping]) {
      if (money) await expect(option(remedy)).toContainText(amountOf(money, each.order.currency!));
    }
  }
  const until = each.rights.withdrawal?.until;
  if (until && each.offered!.includes("withdrawal")) await expect(option("withdrawal")).toContainText(dayOf(until, each.today));
}

function amountOf(minor: number, currency: string): string {
  return new Intl.NumberFormat("en-GB", { style: "currency", currency }).format(minor / 100);
}

function dayOf(day: string, today: string): string {
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: "numeric" } as const);
  return new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC", ...year }).format(new Date(day));
}
