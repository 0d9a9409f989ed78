// What the shop's page sees of it: promise, events and marks, nothing personal before it is sent, and nothing done behind its back.

import { kept } from "../harness/kept";
import { expect, test } from "../harness/test";
import type { Page } from "@playwright/test";
import type { Shopper } from "../harness/shopper";

const EVENTS = ["ready", "open", "step", "offers", "sent", "close", "error"];

/** Every event of the widget, as a listener on the document gets it. */
const listen = (page: Page) =>
  page.addInitScript((names) => {
    Object.assign(window, { heard: [] });
    for (const name of names) document.addEventListener(`redress:${name}`, (event) => (window as any).heard.push([name, (event as CustomEvent).detail]));
  }, EVENTS);

const heard = (page: Page): Promise<[string, any][]> => page.evaluate(() => (window as any).heard);

async function fill(shopper: Shopper) {
  await shopper.sees("step.reason.title");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.dialog.getByLabel(shopper.say("step.details.title")).fill("Mira's secret words");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  return shopper.reference();
}

test("the widget crashes on its way: it says so, and the link is followed", async ({ shopper, page, console }) => {
  console.expect(/^TypeError: Intl\.PluralRules is not a constructor$/, /^\[redress\] widget\.unavailable at \/ in http.*: Intl\.PluralRules is not a constructor$/);
  // Any function of the browser's that throws where nobody expects it: what the module does for one task ends there.
  await page.addInitScript(() => delete (Intl as any).PluralRules);
  await shopper.visit();
  await shopper.report("TT-10482");
  await expect(page).toHaveURL(/\/complain\?.*order=TT-10482/);
});

test("a page with a Window of its own", async ({ shopper, page }) => {
  await page.addInitScript(() => Object.assign(window, { Window: class Window {} }));
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.sees("step.reason.title");
});

test("a double click on the trigger opens, and its second half neither closes nor answers", async ({ shopper, page }) => {
  await shopper.visit();
  const trigger = shopper.order("TT-10482").getByRole("link", { name: shopper.shop.report });
  // All is there, so that the dialog stands below the pointer at once.
  await trigger.hover();
  await page.waitForLoadState("networkidle");
  const { x, y, width, height } = (await trigger.boundingBox())!;
  const answered = shopper.option("step.reason.option.faulty");
  for (const [left, top] of [[0.5, 0.5], [0.05, 0.5]]) {
    await page.mouse.dblclick(x + width * left, y + height * top);
    await shopper.sees("step.reason.title");
    await expect(answered).toBeVisible();
    // A click of its own, and it is as ever; a double one, too, answers once.
    await answered.dblclick();
    await expect(shopper.heading(shopper.say("step.reason.title"))).toBeHidden();
    await page.reload();
    await page.waitForFunction(() => "redress" in window);
    await page.evaluate(() => indexedDB.deleteDatabase("redress"));
    await page.evaluate(() => localStorage.clear());
    await trigger.hover();
    await page.waitForLoadState("networkidle");
  }
});

test("open() tells how it ended, and every step was an event without a personal word", async ({ shopper, page }) => {
  await listen(page);
  await shopper.visit();
  const outcome = page.evaluate(() => (window as any).redress.open({ flow: "complaint", order: "TT-10482" }));
  const reference = await fill(shopper);
  await shopper.press("nav.done");
  expect(await outcome).toMatchObject({ outcome: "sent", receipt: { reference, status: "received" } });

  const events = await heard(page);
  const steps = events.filter(([name]) => name === "step").map(([, { step, remaining }]) => [step, remaining]);
  expect(steps.map(([step]) => step)).toEqual(["reason", "remedy", "photos", "review", "sending", "receipt"]);
  expect(steps.slice(0, 4).map(([, remaining]) => remaining)).toEqual([...steps.slice(0, 4).map(([, remaining]) => remaining)].sort((a, b) => b - a));
  const others = events.filter(([name]) => name !== "step");
  expect(others.map(([name]) => name)).toEqual(["open", "ready", "offers", "sent", "close"]);
  expect(others.at(-1)).toEqual(["close", { flow: "complaint", step: "receipt", outcome: "sent" }]);
  const told = JSON.stringify(events.filter(([name]) => name !== "sent"));
  for (const personal of ["mira@example.org", "Mira", "secret", reference]) expect(told).not.toContain(personal);
  expect(await page.evaluate(() => ["redress:click", "redress:interactive"].map((name) => performance.getEntriesByName(name).length))).toEqual([1, 1]);
});

test("closed without sending: the promise says so", async ({ shopper, page }) => {
  await shopper.visit();
  const outcome = page.evaluate(() => (window as any).redress.open({ flow: "complaint", order: "TT-10482" }));
  await shopper.sees("step.reason.title");
  await page.keyboard.press("Escape");
  expect(await outcome).toEqual({ outcome: "closed" });
});

test("no cookie, no storage left, no history, no request to anybody else", async ({ shopper, page, relay }) => {
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(relay.origin) && !/^(blob|data):/.test(request.url())) elsewhere.push(request.url());
  });
  await shopper.visit();
  const before = await page.evaluate(() => history.length);
  await shopper.report("TT-10482");
  await fill(shopper);
  await shopper.press("nav.done");
  expect(elsewhere).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
  await expect.poll(() => kept(page)).toEqual({ records: [], photos: [], mark: null });
  expect(await page.evaluate(() => [history.length, localStorage.length, sessionStorage.length])).toEqual([before, 0, 0]);
});

test("nothing is fetched but the loader before a trigger is touched", async ({ shopper, relay }) => {
  await shopper.visit();
  expect(relay.asked.filter((path) => path.startsWith("/embed/"))).toEqual(["/embed/redress.js"]);
  expect(relay.asked).not.toContain("/redress.json");
});

test("what the page already answers is not asked again", async ({ shopper, page }) => {
  await shopper.visit();
  await page.evaluate(() => void (window as any).redress.open({ order: "TT-10531", context: { customer: { email: "someone@example.org" } }, prefill: { details: "Asked before." } }));
  await shopper.sees("step.items.title");
  await shopper.tap(shopper.dialog.getByRole("checkbox", { name: shopper.shop.board }));
  await shopper.press("nav.continue");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await expect(shopper.dialog.getByLabel(shopper.say("step.details.title"))).toHaveValue("Asked before.");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await expect(shopper.row("step.contact.row")).toContainText("someone@example.org");
});
