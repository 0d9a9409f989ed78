// The endpoint on a bad day: nothing is lost, the shopper can try again, and the shop gets it once.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { leap } from "../harness/kept";
import { expect, test } from "../harness/test";
import type { Fate, Relay } from "../harness/relay";
import type { Shopper } from "../harness/shopper";
import type { Page } from "@playwright/test";

/** As often as the widget tries by itself before it tells the shopper. */
const TRIES = 3;

/** Fills the form, up to the tap on Send. */
async function confirm(shopper: Shopper) {
  await shopper.visit();
  await shopper.report("TT-10482");
  // The widget waits for a frame, and where time stands there is none.
  const first = shopper.heading(shopper.say("step.reason.title"));
  await expect.poll(async () => (await shopper.page.clock.runFor(20), first.isVisible())).toBe(true);
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.replacement.title");
  await shopper.dialog.getByLabel(shopper.say("step.details.title")).fill("It hums.");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
}

/** Lets the pauses between the tries pass at once. */
async function skipPauses(page: Page, relay: Relay, tries: number) {
  // No further than the pauses reach: what is kept would be sent again by itself.
  const passed = async () => {
    if (relay.attempts.length < tries) await leap(page);
    return relay.attempts.length;
  };
  await expect.poll(passed).toBe(tries);
}

/** Key and bytes of every try, which must all be the same. */
function expectSameEveryTime(relay: Relay) {
  const [first, ...again] = relay.attempts.map(({ key, parts }) => ({ key, parts }));
  expect(first.key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(JSON.parse(first.parts[0].bytes.toString()).id).toBe(first.key);
  for (const each of again) expect(each).toEqual(first);
}

test.beforeEach(async ({ page, console }) => {
  // The browser's own lines about failed requests are not ours to avoid.
  console.expect(/^Failed to load resource/);
  await page.clock.install();
});

const DOWN: [why: string, fate: Fate, message: string, code: string][] = [
  ["the endpoint is down", "lost", "failed.network", "delivery.network"],
  ["the endpoint answers 500", { status: 500, body: "<h1>Oops</h1>", headers: { "content-type": "text/html" } }, "failed.server", "delivery.status-500"],
  ["the endpoint answers 503 with a code", { status: 503, body: `{"code":"store.full","path":"","message":"full"}` }, "failed.server", "store.full"],
  ["the endpoint answers 200 without a receipt", { status: 200, body: "{}" }, "failed.server", "delivery.no-receipt"],
  ["a proxy answers 200 with a page", { status: 200, body: "<html>Log in</html>", headers: { "content-type": "text/html" } }, "failed.server", "delivery.no-receipt"],
];
for (const [why, fate, message, code] of DOWN)
  test(`${why}: a kind word, and trying again sends the very same`, async ({ shopper, page, relay, inbox }) => {
    const { say } = shopper;
    relay.fates.push(...Array(TRIES).fill(fate));
    // Time stands but for the pauses: it would be tried again by itself.
    await page.clock.pauseAt(Date.now() + 60_000);
    await confirm(shopper);
    await skipPauses(page, relay, TRIES);
    await shopper.sees("queued.waiting");
    await expect(shopper.heading(say("queued.waiting"))).toBeFocused();
    await expect(shopper.dialog.getByText(say(message))).toBeVisible();
    await expect(shopper.dialog.getByText(say("failed.code", { code }))).toBeVisible();
    await shopper.press("queued.now");
    const complaint = await inbox.read(await shopper.reference());
    await expect(complaint.getByText("It hums.", { exact: true })).toBeVisible();
    expect(relay.attempts).toHaveLength(TRIES + 1);
    expectSameEveryTime(relay);
  });

test.describe("in German", () => {
  test.use({ lang: "de" });

  test("a refusal is told in German", async ({ shopper, relay }) => {
    relay.fates.push({ status: 422, body: `{"code":"complaint.order","path":"/order","message":"no such order"}` });
    await confirm(shopper);
    await shopper.sees("failed.title");
    await expect(shopper.dialog.getByText(shopper.say("failed.rejected"))).toBeVisible();
    await expect(shopper.button("failed.retry")).toBeVisible();
  });
});

test("the answer is lost: it is sent again by itself, and stored once", async ({ shopper, page, relay, inbox }) => {
  const before = await inbox.count();
  relay.fates.push("answer lost");
  await confirm(shopper);
  await skipPauses(page, relay, 2);
  await inbox.read(await shopper.reference());
  expectSameEveryTime(relay);
  expect(await inbox.count()).toBe(before + 1);
});

test("every answer is lost: the shopper tries again, and it is still stored once", async ({ shopper, page, relay, inbox }) => {
  const before = await inbox.count();
  relay.fates.push("answer lost", "answer lost", "answer lost");
  await page.clock.pauseAt(Date.now() + 60_000);
  await confirm(shopper);
  await skipPauses(page, relay, TRIES);
  await shopper.press("queued.now");
  await shopper.reference();
  expectSameEveryTime(relay);
  expect(await inbox.count()).toBe(before + 1);
});

test("a slow endpoint: the shopper sees that it is being sent, and can't send it twice", async ({ shopper, relay, inbox }) => {
  const before = await inbox.count();
  let answer = () => {};
  relay.fates.push(new Promise<void>((resolve) => (answer = resolve)));
  await confirm(shopper);
  await shopper.sees("sending.title");
  await expect(shopper.dialog.getByRole("progressbar")).toBeVisible();
  await expect(shopper.button("review.send")).toHaveCount(0);
  await expect(shopper.button("nav.back")).toHaveCount(0);
  answer();
  await shopper.reference();
  expect(relay.attempts).toHaveLength(1);
  expect(await inbox.count()).toBe(before + 1);
});

test("closed while it is being sent: it arrives, and reopening shows the receipt", async ({ shopper, page, relay, inbox }) => {
  const before = await inbox.count();
  let answer = () => {};
  relay.fates.push(new Promise<void>((resolve) => (answer = resolve)));
  await confirm(shopper);
  await shopper.sees("sending.title");
  const sent = page.evaluate(() => new Promise((resolve) => document.addEventListener("redress:sent", resolve, { once: true })).then(() => true));
  await page.keyboard.press("Escape");
  await expect(shopper.dialog).toBeHidden();
  answer();
  expect(await sent).toBe(true);
  await shopper.report("TT-10482");
  await shopper.reference();
  expect(await inbox.count()).toBe(before + 1);
});

test("422: no second try by itself; changed answers go under a new id that names the old", async ({ shopper, relay }) => {
  const { say } = shopper;
  relay.fates.push({ status: 422, body: `{"code":"complaint.details","path":"/answers/0","message":"too short"}` });
  await confirm(shopper);
  await shopper.sees("failed.title");
  await expect(shopper.dialog.getByText(say("failed.rejected"))).toBeVisible();
  await expect(shopper.dialog.getByText(say("failed.code", { code: "complaint.details" }))).toBeVisible();
  expect(relay.attempts).toHaveLength(1);
  await shopper.press("failed.review");
  await shopper.sees("review.title");
  await shopper.change("step.details.row");
  await expect(shopper.dialog.getByLabel(say("step.details.title"))).toHaveValue("It hums.");
  await shopper.dialog.getByLabel(say("step.details.title")).fill("It hums, then nothing.");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  await shopper.reference();
  const [refused, sent] = relay.attempts.map(({ parts }) => JSON.parse(parts[0].bytes.toString()));
  expect(sent.id).not.toBe(refused.id);
  expect(sent.replaces).toBe(refused.id);
});

test("429 with Retry-After: it waits as long as it is asked to", async ({ shopper, page, relay }) => {
  await page.clock.pauseAt(Date.now() + 60_000);
  relay.fates.push({ status: 429, headers: { "retry-after": "7" } });
  await confirm(shopper);
  await expect(shopper.dialog.getByText(shopper.say("sending.retry")).filter({ visible: true }).first()).toBeVisible();
  await page.clock.fastForward(6_900);
  expect(relay.attempts).toHaveLength(1);
  await page.clock.fastForward(200);
  await shopper.reference();
  expectSameEveryTime(relay);
});

test("429 with a long Retry-After: the shopper is told at once", async ({ shopper, relay }) => {
  relay.fates.push({ status: 429, headers: { "retry-after": "3600" } });
  await confirm(shopper);
  await shopper.sees("queued.waiting");
  expect(relay.attempts).toHaveLength(1);
});

test("a failure tells the page its code, and nothing personal", async ({ shopper, page, relay }) => {
  relay.fates.push({ status: 403 });
  await page.addInitScript(() => {
    Object.assign(window, { heard: [] });
    document.addEventListener("redress:error", (event) => (window as any).heard.push((event as CustomEvent).detail));
  });
  await confirm(shopper);
  await shopper.sees("failed.title");
  expect(await page.evaluate(() => (window as any).heard)).toEqual([{ code: "delivery.status-403", path: "/endpoint", message: "" }]);
});

test("sending can be stopped: back to the review with everything, and the next try goes through", async ({ shopper, page, relay, inbox }) => {
  const { say } = shopper;
  relay.fates.push(new Promise<void>(() => {}));
  await confirm(shopper);
  await shopper.sees("sending.title");
  await expect.poll(() => relay.attempts.length).toBe(1);
  await shopper.press("sending.cancel");
  await shopper.sees("review.title");
  // A few bytes have all left by then: it may have arrived.
  await expect(shopper.dialog.getByText(say("sending.stopped"))).toBeAttached();
  await expect(shopper.row("step.details.row")).toContainText("It hums.");
  await page.clock.fastForward(60_000);
  expect(relay.attempts).toHaveLength(1);
  await shopper.press("review.send");
  await inbox.read(await shopper.reference());
  expectSameEveryTime(relay);
});

test("offline: it says that it is not sent yet, and sends by itself as soon as there is a network", async ({ shopper, page, relay, context }) => {
  await page.addInitScript(() => {
    Object.assign(window, { heard: [] });
    for (const name of ["queued", "sent"]) document.addEventListener(`redress:${name}`, (event) => (window as any).heard.push(name, (event as CustomEvent).detail.code));
  });
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.replacement.title");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await context.setOffline(true);
  await shopper.press("review.send");
  await shopper.sees("queued.title");
  await expect(shopper.button("queued.now")).toBeVisible();
  // Closed meanwhile: it waits all the same.
  await page.keyboard.press("Escape");
  await expect(shopper.dialog).toBeHidden();
  await context.setOffline(false);
  await expect.poll(() => page.evaluate(() => (window as any).heard)).toEqual(["queued", "delivery.network", "sent", undefined]);
  await shopper.report("TT-10482");
  await shopper.reference();
  expect(relay.attempts).toHaveLength(1);
});

test("an endpoint that confirms nothing: it is sent, and nobody claims that it was received", async ({ shopper, relay }) => {
  const config = JSON.parse(readFileSync(join(__dirname, "../../demo/redress.json"), "utf8"));
  relay.config({ ...config, endpoint: { url: "/api/complaints", ack: "status" } });
  relay.fates.push({ status: 204 });
  await confirm(shopper);
  await shopper.sees("receipt.sent");
  const { say, dialog } = shopper;
  await expect(dialog.getByText(say("receipt.sent.help"))).toBeVisible();
  await expect(dialog.getByText(say("receipt.received"), { exact: true })).toHaveCount(0);
  const number = relay.attempts[0].key!.split("-").at(-1)!.toUpperCase();
  await expect(dialog.getByText(number, { exact: true })).toBeVisible();
});
