// The six flows, from the demo shop by trigger and by deep link, each to a row in the desk: what each asks, and that nothing is asked twice
// on the way from one into another.

import type { Page } from "@playwright/test";
import { daysAgo, kettleOrder, merchantPage } from "../harness/page";
import type { Relay } from "../harness/relay";
import type { Shopper } from "../harness/shopper";
import { expect, test } from "../harness/test";
import { shopReads } from "../harness/words";

/** Notes every screen that is shown, in order: what the page hears of it. */
async function screens(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const seen: string[] = ((window as any).seen = []);
    addEventListener("redress:step", (event) => seen.push(`${(event as CustomEvent).detail.flow}/${(event as CustomEvent).detail.step}`));
  });
  return () => page.evaluate(() => (window as any).seen);
}

/** The complaint as it was sent. */
const sent = (relay: Relay) => JSON.parse(relay.attempts.at(-1)!.parts[0].bytes.toString());

const open = (shopper: Shopper, order: string, trigger: keyof Shopper["shop"]) =>
  shopper.tap(shopper.order(order).getByRole("link", { name: shopper.shop[trigger], exact: true }));

const offered = (shopper: Shopper) => shopper.dialog.locator('[part~="option"]').evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset.value));

test("one friendly entry offers what this order allows, and nothing else", async ({ shopper }) => {
  await shopper.visit();
  for (const [order, ways] of [
    ["TT-10523", ["problem", "withdraw", "return", "danger"]],
    ["TT-10496", ["problem", "return", "invoice", "danger"]],
    ["TT-10482", ["problem", "danger"]],
  ] as const) {
    await open(shopper, order, "start");
    await shopper.sees("step.wish.title");
    expect(await offered(shopper), order).toEqual(ways);
    await shopper.page.keyboard.press("Escape");
    await expect(shopper.dialog).toBeHidden();
  }
});

test("who cannot pay just now proposes a way, and no reminder is sent meanwhile", async ({ shopper, relay, inbox }) => {
  await shopper.visit();
  await open(shopper, "TT-10496", "payment");
  await shopper.sees("step.invoice.title");
  await expect(shopper.dialog.getByText("€133.90")).toBeVisible();
  await shopper.choose("step.invoice.option.later");
  await shopper.sees("step.proposal.title");
  await shopper.tap(shopper.dialog.getByLabel(shopper.say("step.proposal.option.instalments")));
  await shopper.press("nav.continue");
  await shopper.sees("payment.review.title");
  await shopper.press("review.send");
  await expect(shopper.dialog.getByText(shopper.say("payment.receipt.request"))).toBeVisible();
  await inbox.read(await shopper.reference());
  await expect(inbox.answer(shopReads("step.proposal.option.instalments"))).toHaveCount(1);
  expect(sent(relay)).toMatchObject({ flow: "payment", kind: "payment", holds: ["reminders"] });
});

test("from a reminder's link: goods that never came lead into the complaint, and the reason is not asked again", async ({ shopper, relay, page }) => {
  const seen = await screens(page);
  await shopper.visit("/?lang=en#redress=payment&order=TT-10496");
  await shopper.choose("step.invoice.option.not-received");
  await shopper.sees("step.remedy.title");
  await shopper.choose("remedy.delivery.title");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  await shopper.reference();
  expect(await seen()).toEqual(["payment/invoice", "complaint/remedy", "complaint/details", "complaint/review", "complaint/sending", "complaint/receipt"]);
  const complaint = sent(relay);
  expect(complaint.holds).toEqual(["reminders"]);
  expect(complaint.items[0].answers[0]).toMatchObject({ step: "reason", value: "not-delivered" });
});

test("something wrong with the goods of an unpaid invoice is one complaint; Back leads to the invoice again", async ({ shopper, relay, page }) => {
  const seen = await screens(page);
  await shopper.visit();
  await open(shopper, "TT-10496", "payment");
  await shopper.choose("step.invoice.option.goods");
  await shopper.sees("step.reason.title");
  await shopper.press("nav.back");
  await shopper.sees("step.invoice.title");
  await shopper.choose("step.invoice.option.goods");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  await shopper.reference();
  const asked = (await seen()).filter((screen) => !/sending|receipt/.test(screen));
  // Going back shows two of them again; none is asked under another name.
  expect([...new Set(asked)]).toEqual(["payment/invoice", "complaint/reason", "complaint/remedy", "complaint/photos", "complaint/review"]);
  expect(sent(relay).holds).toEqual(["reminders"]);
});

test("a danger met in the complaint goes first and apart: four questions, and the item is known", async ({ shopper, relay, page, inbox }) => {
  const seen = await screens(page);
  await shopper.visit();
  await shopper.report("TT-10531");
  await shopper.tap(shopper.dialog.getByRole("checkbox", { name: new RegExp(shopper.shop.candle) }));
  await shopper.press("nav.continue");
  await shopper.choose("step.reason.option.dangerous");
  await shopper.sees("step.advice.title");
  await expect(shopper.dialog.getByText(shopper.say("step.advice.text"))).toBeVisible();
  await shopper.choose("step.hurt.option.nearly");
  await shopper.sees("step.happened.title");
  await shopper.dialog.getByLabel(shopper.say("step.happened.title")).fill("The flame was a hand high.");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  const complaint = await inbox.read(await shopper.reference());
  await expect(complaint.getByText("The flame was a hand high.", { exact: true })).toBeVisible();
  expect((await seen()).slice(0, 5)).toEqual(["complaint/items", "complaint/reason", "safety/advice", "safety/happened", "safety/review"]);
  expect(sent(relay)).toMatchObject({ kind: "safety", items: [{ line: "2", quantity: 2 }] });
});

test("a danger by deep link starts with what to do now", async ({ shopper }) => {
  await shopper.visit("/?lang=en#redress=safety&order=TT-10482");
  await shopper.sees("step.advice.title");
  expect(await offered(shopper)).toEqual(["person", "nearly", "things", "nobody"]);
});

test("a return under the shop's policy says until when and what comes back, and names the right that goes further", async ({ shopper, relay, inbox }) => {
  await shopper.visit();
  await open(shopper, "TT-10523", "start");
  await shopper.choose("step.wish.option.return");
  await shopper.sees("step.return-reason.title");
  await shopper.press("nav.continue");
  await shopper.sees("return.review.title");
  await expect(shopper.row("review.item")).toContainText(shopper.say("return.money", { amount: "€149.00" }));
  await shopper.press("review.send");
  const complaint = await inbox.read(await shopper.reference());
  await expect(complaint).toContainText(shopper.shop.coat);
  expect(sent(relay).kind).toBe("return");

  // By its own link, the law's way stands beside it.
  await shopper.page.keyboard.press("Escape");
  await shopper.visit("/?lang=en#redress=return&order=TT-10523");
  await expect(shopper.dialog.getByText(shopper.say("return.rights"))).toBeVisible();
  await shopper.tap(shopper.dialog.locator('[part~="option"][data-value="withdrawal"]'));
  await shopper.sees("withdrawal.review.title");
});

test("a return that is over says so and shows the other ways", async ({ shopper }) => {
  await shopper.visit("/?lang=en#redress=return&order=TT-10482");
  await shopper.sees("flow.return.title");
  await expect(shopper.button("nav.continue")).toHaveCount(0);
  await shopper.tap(shopper.dialog.locator('[part~="option"][data-value="complaint"]'));
  await shopper.sees("step.reason.title");
});

test("after the case: solved or not, and who is not helped comes back to a person", async ({ shopper, relay, inbox }) => {
  await shopper.visit("/?lang=en#redress=feedback&order=TT-10482");
  await shopper.choose("step.solved.option.yes");
  await shopper.tap(shopper.dialog.getByRole("radio", { name: shopper.say("rating.step", { index: 5, count: 5 }) }));
  await shopper.dialog.getByLabel(shopper.say("step.comment.title")).fill("Quick and kind.");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  await shopper.sees("feedback.receipt.title");
  await inbox.read(await shopper.reference());
  expect(sent(relay)).toMatchObject({ kind: "feedback", holds: [] });

  await shopper.page.keyboard.press("Escape");
  await shopper.visit("/?lang=en#redress=feedback&order=TT-10482");
  await shopper.choose("step.solved.option.no");
  await shopper.choose("step.again.option.call");
  await shopper.sees("step.callback.title");
  await shopper.dialog.getByLabel(shopper.say("field.phone")).fill("+49 151 5550 0147");
  // From nine to five nobody calls in the evening.
  await expect(shopper.dialog.getByRole("radio")).toHaveCount(2);
  await shopper.tap(shopper.dialog.getByLabel(shopper.say("step.callback.option.afternoon")));
  await shopper.press("nav.continue");
  // What was said goes along.
  await expect(shopper.row("step.solved.row")).toContainText(shopper.say("step.solved.option.no"));
  await shopper.press("callback.review.send");
  await shopper.reference();
  expect(sent(relay).shared.map((answer: { step: string }) => answer.step)).toEqual(["solved", "again", "callback"]);
});

test("a call back takes along what was entered, and Back leads to where it was asked for", async ({ shopper, relay, page }) => {
  const seen = await screens(page);
  await shopper.visit();
  await shopper.report("TT-10531");
  await shopper.tap(shopper.dialog.getByRole("checkbox", { name: new RegExp(shopper.shop.vase) }));
  await shopper.press("nav.continue");
  await shopper.choose("step.reason.option.damaged");
  await shopper.choose("remedy.replacement.title");
  await shopper.dialog.getByLabel(shopper.say("step.details.title")).fill("In two halves.");
  await shopper.press("nav.person");
  await shopper.tap(shopper.dialog.getByRole("button", { name: shopper.say("person.callback") }));
  await shopper.sees("step.callback.title");
  await shopper.press("nav.back");
  await shopper.sees("person.title");
  await shopper.tap(shopper.dialog.getByRole("button", { name: shopper.say("person.callback") }));
  await shopper.dialog.getByLabel(shopper.say("field.phone")).fill("+49 151 5550 0147");
  await shopper.tap(shopper.dialog.getByLabel(shopper.say("step.callback.option.morning")));
  await shopper.press("nav.continue");
  await shopper.press("callback.review.send");
  await shopper.reference();
  const complaint = sent(relay);
  expect(complaint).toMatchObject({ flow: "callback", items: [{ line: "1", remedy: "replacement" }] });
  expect(complaint.items[0].answers.map((answer: { step: string }) => answer.step)).toContain("reason");
  expect(complaint.shared.map((answer: { step: string }) => answer.step)).toEqual(["details", "callback"]);
  expect((await seen()).filter((screen) => screen.startsWith("callback/"))).not.toContain("callback/reason");
});

test("a fault that was put right before opens more at once, on the same screen", async ({ shopper }) => {
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.sees("step.remedy.title");
  expect(await offered(shopper)).toEqual(["repair", "replacement", "other"]);
  await shopper.tap(shopper.dialog.getByLabel(shopper.say("step.repaired.option.again")));
  await expect(shopper.option("remedy.refund.title")).toBeVisible();
  expect(await offered(shopper)).toEqual(["repair", "replacement", "price-reduction", "refund", "other"]);
  // The box keeps the focus, and it is said aloud.
  await expect(shopper.dialog.getByLabel(shopper.say("step.repaired.option.again"))).toBeFocused();
  await expect(shopper.dialog.getByRole("status").filter({ hasText: shopper.say("offers.more") })).toHaveCount(1);
  await shopper.choose("remedy.refund.title");
  await shopper.sees("step.photos.title");
});

test("what matters to the shopper goes along with the remedy", async ({ shopper, relay }) => {
  await shopper.visit();
  await shopper.report("TT-10517");
  await shopper.choose("step.reason.option.not-delivered");
  for (const option of ["apology", "explanation"]) await shopper.tap(shopper.dialog.getByLabel(shopper.say(`step.matters.option.${option}`)));
  await shopper.choose("remedy.delivery.title");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  await shopper.reference();
  expect(sent(relay).shared).toMatchObject([{ step: "matters", value: ["apology", "explanation"] }]);
});

test("in the United Kingdom a contract is cancelled, not withdrawn from", async ({ shopper, relay }) => {
  const context = kettleOrder({ order: { country: "GB", timeZone: "Europe/London", currency: "GBP", placedOn: daysAgo(9) }, item: { deliveredOn: daysAgo(5) } });
  relay.page("/order", merchantPage(`<p><a href="#" data-redress-open="withdrawal">Cancel</a></p>`, { context }));
  await shopper.visit("/order");
  await shopper.tap(shopper.page.getByRole("link", { name: "Cancel" }));
  await shopper.sees("withdrawal.review.title@gb");
  await expect(shopper.dialog.getByText("You can cancel until")).toBeVisible();
  await shopper.press("withdrawal.review.send@gb");
  await shopper.reference();
  await expect(shopper.dialog.getByText(shopper.say("withdrawal.receipt.request@gb"))).toBeVisible();
});

test("who is there now, and when again, by the shopper's own clock", async ({ shopper, page }) => {
  for (const [moment, said] of [
    ["2026-11-25T10:00:00Z", shopper.say("person.open", { time: "17:00" })],
    ["2026-11-25T06:30:00Z", shopper.say("person.opens", { time: "09:00" })],
    ["2026-11-27T16:00:00Z", shopper.say("person.opens", { time: "Monday 09:00" })],
  ]) {
    await page.clock.setFixedTime(new Date(moment));
    await shopper.visit();
    await shopper.report("TT-10482");
    await shopper.press("nav.person");
    await expect(shopper.dialog.getByText(said), moment).toBeVisible();
  }
});

test.describe("in another zone", () => {
  test.use({ timezoneId: "America/New_York" });

  test("the hours are told by the shopper's own clock", async ({ shopper, page }) => {
    await page.clock.setFixedTime(new Date("2026-11-25T10:00:00Z"));
    await shopper.visit();
    await shopper.report("TT-10482");
    await shopper.press("nav.person");
    await expect(shopper.dialog.getByText(shopper.say("person.open", { time: "11:00" }))).toBeVisible();
  });
});

test("an element in the page holds any of them", async ({ shopper, relay }) => {
  relay.page("/how-was-it", merchantPage(`<redress-widget flow="feedback" mode="inline"></redress-widget>`, { context: kettleOrder() }));
  await shopper.visit("/how-was-it");
  await expect(shopper.page.getByRole("heading", { name: shopper.say("step.solved.title") })).toBeVisible();
});

const FIRST_QUESTIONS = {
  start: "step.wish.title",
  complaint: "step.reason.title",
  withdrawal: "withdrawal.review.title",
  return: "step.return-reason.title",
  payment: "step.invoice.title",
  safety: "step.advice.title",
  feedback: "step.solved.title",
  callback: "step.callback.title",
};

test("each opens by a trigger and by a deep link, on any page", async ({ shopper, relay, page }) => {
  const context = kettleOrder({ order: { invoice: { number: "R-1", dueOn: daysAgo(1), due: 4900 } }, item: { deliveredOn: daysAgo(3) } });
  const triggers = Object.keys(FIRST_QUESTIONS).map((flow) => `<p><button data-redress-open="${flow}">${flow}</button></p>`);
  relay.page("/order", merchantPage(triggers.join(""), { context }));
  await shopper.visit("/order");
  for (const [flow, question] of Object.entries(FIRST_QUESTIONS)) {
    await shopper.tap(page.getByRole("button", { name: flow, exact: true }));
    await shopper.sees(question);
    await page.keyboard.press("Escape");
    await expect(shopper.dialog).toBeHidden();
    await page.evaluate((hash) => (location.hash = hash), `redress=${flow}&order=K-1001`);
    await shopper.sees(question);
    await page.keyboard.press("Escape");
    await expect(shopper.dialog).toBeHidden();
  }
});
