// What was confirmed is sent until somebody has taken it: later, from another page, in another tab, and always the same once.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { BREAK, PATIENCE, kept, leap } from "../harness/kept";
import { phonePhoto } from "../harness/photo";
import type { Relay } from "../harness/relay";
import type { Shopper } from "../harness/shopper";
import { expect, test } from "../harness/test";

const shopConfig = () => JSON.parse(readFileSync(join(__dirname, "../../demo/redress.json"), "utf8"));
/** As often as the shopper's own sending tries. */
const TRIES = 3;
const DOWN = { status: 503, body: `{"code":"storage.full","path":"","message":"full"}` };

async function confirm(shopper: Shopper, photo?: Buffer) {
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.replacement.title");
  await shopper.dialog.getByLabel(shopper.say("step.details.title")).fill("It hums.");
  if (photo) await shopper.addPhotos(photo);
  await shopper.press("nav.continue");
  await shopper.press("review.send");
}

/** Lets pauses pass at once until the endpoint has seen so many attempts. */
const passUntil = (page: Page, relay: Relay, attempts: number) =>
  expect
    .poll(
      async () => {
        if (relay.attempts.length < attempts) await leap(page);
        return relay.attempts.length;
      },
      { intervals: [50] },
    )
    .toBe(attempts);

/** Not now, and not soon: nothing goes out by itself in a test. */
const LATER = { status: 503, headers: { "retry-after": "3600" } };

/** A complaint in the list of what waits. */
const entry = (shopper: Shopper, order: string) => shopper.dialog.getByRole("listitem").filter({ hasText: order });
const act = (shopper: Shopper, order: string, key: string) => shopper.tap(entry(shopper, order).getByRole("button", { name: shopper.say(key), exact: true }));
/** The line that leads to the list. */
const waiting = (shopper: Shopper, count: number) => shopper.dialog.getByRole("button", { name: shopper.say("outbox.count", { count }), exact: true });

async function confirmChocolates(shopper: Shopper) {
  await shopper.report("TT-10517");
  await shopper.choose("step.reason.option.not-delivered");
  await shopper.choose("remedy.delivery.title");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
}

/** One key, the same bytes each time. */
function expectSameEveryTime(relay: Relay) {
  const [first, ...again] = relay.attempts.map(({ key, parts }) => ({ key, parts }));
  for (const each of again) expect(each).toEqual(first);
  return first;
}

/** Events of the page, from every widget and none. */
const listen = (page: Page) =>
  page.addInitScript(() => {
    Object.assign(window, { heard: [] });
    for (const name of ["queued", "sent", "error"]) document.addEventListener(`redress:${name}`, () => (window as any).heard.push(name));
  });
const heard = (page: Page) => page.evaluate(() => (window as any).heard);

test.beforeEach(async ({ page, console }) => {
  // The browser's own lines about failed requests are not ours to avoid.
  console.expect(/^Failed to load resource/);
  await page.clock.install();
});

test("the shop's system is down: it is kept, and goes out from the next page of the shop without anybody opening anything", async ({ shopper, page, browser, relay, inbox }) => {
  await listen(page);
  relay.fates.push(...Array(TRIES).fill(DOWN));
  await shopper.visit();
  await confirm(shopper, await phonePhoto(browser));
  await passUntil(page, relay, TRIES);
  await shopper.sees("queued.waiting");
  await expect(shopper.dialog.getByText(shopper.say("queued.kept"))).toBeVisible();
  await expect(shopper.dialog.getByText(shopper.say("failed.code", { code: "storage.full" }))).toBeVisible();
  expect(await heard(page)).toEqual(["queued"]);
  expect((await kept(page)).mark).toBe("1");

  await page.reload();
  await passUntil(page, relay, TRIES + 1);
  await expect.poll(() => heard(page)).toEqual(["sent"]);
  const { key } = expectSameEveryTime(relay);
  expect(JSON.parse((relay.attempts[0].parts[0].bytes).toString()).id).toBe(key);

  // Back again, the shopper finds the receipt; closed, it has been seen, and there is room for another complaint.
  await shopper.report("TT-10482");
  await inbox.read(await shopper.reference());
  expect(await inbox.photos()).toEqual([[160, 320]]);
  await shopper.press("nav.done");
  await expect.poll(() => kept(page)).toEqual({ records: [], photos: [], mark: null });
  await shopper.report("TT-10482");
  await shopper.sees("step.reason.title");
});

test("it goes out by itself while the shopper watches, and the receipt appears", async ({ shopper, page, relay }) => {
  relay.fates.push(...Array(TRIES).fill(DOWN));
  await shopper.visit();
  await confirm(shopper);
  await passUntil(page, relay, TRIES);
  await shopper.sees("queued.waiting");
  await passUntil(page, relay, TRIES + 1);
  await shopper.reference();
  expectSameEveryTime(relay);
});

test("the tab is closed while it is being sent: the next page sends the very same, and it is stored once", async ({ shopper, context, relay, inbox }) => {
  const before = await inbox.count();
  relay.fates.push("answer lost", new Promise<void>(() => {}));
  await shopper.visit();
  await confirm(shopper);
  await expect.poll(() => relay.attempts.length).toBe(1);
  const again = await context.newPage();
  await shopper.page.close();
  const later = shopper.on(again);
  await later.visit();
  await again.clock.install();
  await expect.poll(async () => (await again.clock.fastForward(60_000), relay.attempts.length)).toBeGreaterThan(1);
  relay.free();
  await expect.poll(async () => (await again.clock.fastForward(60_000), relay.receipts.length)).toBeGreaterThan(0);
  expectSameEveryTime(relay);
  await later.report("TT-10482");
  await later.reference();
  expect(await inbox.count()).toBe(before + 1);
});

test("two tabs: one sends, the other waits for it, and both show the receipt", async ({ shopper, page, context, relay, inbox }) => {
  const before = await inbox.count();
  relay.fates.push(...Array(TRIES).fill(DOWN));
  await shopper.visit();
  await confirm(shopper);
  await passUntil(page, relay, TRIES);
  await shopper.sees("queued.waiting");

  let answer = () => {};
  relay.fates.push(new Promise<void>((resolve) => (answer = resolve)));
  const second = shopper.on(await context.newPage());
  await second.visit();
  await second.report("TT-10482");
  await second.press("queued.now");
  await expect.poll(() => relay.attempts.length).toBe(TRIES + 1);
  await shopper.press("queued.now");
  await shopper.sees("sending.title");
  await page.clock.fastForward(300_000);
  expect(relay.attempts).toHaveLength(TRIES + 1);
  answer();
  const [one, two] = [await second.reference(), await shopper.reference()];
  expect(one).toBe(two);
  expect(relay.attempts).toHaveLength(TRIES + 1);
  expect(await inbox.count()).toBe(before + 1);
});

test("Retry-After is kept across a reload", async ({ shopper, page, relay }) => {
  relay.fates.push({ status: 429, headers: { "retry-after": "3600" } });
  await shopper.visit();
  await confirm(shopper);
  await shopper.sees("queued.waiting");
  await page.reload();
  await page.clock.fastForward(3_000_000);
  await shopper.report("TT-10482");
  await shopper.sees("queued.waiting");
  expect(relay.attempts).toHaveLength(1);
  await page.clock.fastForward(700_000);
  await shopper.reference();
  expectSameEveryTime(relay);
});

test("refused for good: it stays until the shopper decides, and what they change goes under a new id", async ({ shopper, page, relay, inbox }) => {
  const before = await inbox.count();
  relay.fates.push({ status: 422, body: `{"code":"complaint.details","path":"/answers/0","message":"too short"}` });
  await shopper.visit();
  await confirm(shopper);
  await shopper.sees("failed.title");
  await page.reload();
  await page.clock.fastForward(86_400_000);
  await shopper.report("TT-10482");
  await shopper.sees("failed.title");
  await expect(shopper.dialog.getByText(shopper.say("failed.rejected"))).toBeVisible();
  expect(relay.attempts).toHaveLength(1);
  await shopper.press("failed.review");
  await shopper.change("step.details.row");
  await shopper.dialog.getByLabel(shopper.say("step.details.title")).fill("It hums, then nothing.");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  await shopper.reference();
  const [refused, sent] = relay.attempts.map(({ parts }) => JSON.parse(parts[0].bytes.toString()));
  expect(sent.replaces).toBe(refused.id);
  expect((await kept(page)).records.map(({ waiting }) => waiting.id)).toEqual([sent.id]);
  expect(await inbox.count()).toBe(before + 1);
});

test("ways out of what is not taken: a copy, an e-mail, deleting it", async ({ shopper, page, relay }) => {
  const { dialog, say } = shopper;
  relay.fates.push({ status: 403 });
  await shopper.visit();
  await confirm(shopper);
  await shopper.sees("failed.title");
  const download = page.waitForEvent("download");
  await shopper.press("failed.download");
  const copy = readFileSync(await (await download).path(), "utf8");
  expect(copy).toContain("It hums.");
  expect(copy).not.toContain(say("statement.title"));
  const mail = new URL((await dialog.getByRole("link", { name: say("failed.email") }).getAttribute("href"))!);
  expect(mail.protocol + mail.pathname).toBe("mailto:help@ternandtide.example");
  expect(mail.searchParams.get("subject")).toContain("TT-10482");
  expect(mail.searchParams.get("body")).toContain("It hums.");
  await shopper.press("failed.discard");
  await shopper.press("leave.discard");
  await expect.poll(() => kept(page)).toEqual({ records: [], photos: [], mark: null });
  await page.reload();
  await page.clock.fastForward(86_400_000);
  await shopper.report("TT-10482");
  await shopper.sees("step.reason.title");
  expect(relay.attempts).toHaveLength(1);
});

test("stopped: nothing goes out by itself, and sent again it is the same", async ({ shopper, page, relay, inbox }) => {
  const before = await inbox.count();
  relay.fates.push(new Promise<void>(() => {}));
  await shopper.visit();
  await confirm(shopper);
  await expect.poll(() => relay.attempts.length).toBe(1);
  await shopper.press("sending.cancel");
  await shopper.sees("review.title");
  await expect.poll(async () => (await kept(page)).records[0]?.waiting.stopped).toBe(true);
  await page.reload();
  await page.clock.fastForward(86_400_000);
  await shopper.report("TT-10482");
  await shopper.sees("review.title");
  expect(relay.attempts).toHaveLength(1);
  await shopper.press("review.send");
  await shopper.reference();
  expectSameEveryTime(relay);
  expect(await inbox.count()).toBe(before + 1);
});

test("the shop has moved its endpoint: what waits goes to the new address under the same id", async ({ shopper, page, relay }) => {
  relay.config({ ...shopConfig(), endpoint: { url: "/old/complaints" } });
  relay.answers.set("/old/complaints", { status: 503 });
  await shopper.visit();
  await confirm(shopper);
  const tries = () => relay.asked.filter((path) => path === "/old/complaints").length;
  await expect
    .poll(async () => {
      if (tries() < TRIES) await leap(page);
      return tries();
    })
    .toBe(TRIES);
  await shopper.sees("queued.waiting");
  const { id } = (await kept(page)).records[0].waiting;
  relay.config(shopConfig());
  relay.answers.set("/old/complaints", { status: 410 });
  await page.reload();
  await passUntil(page, relay, 1);
  expect(relay.attempts[0].key).toBe(id);
  await shopper.report("TT-10482");
  await shopper.reference();
});

test("what waits of another order is listed from the first screen on: a copy, sending it now, and what came of it", async ({ shopper, page, relay, inbox }) => {
  const { dialog, say } = shopper;
  const before = await inbox.count();
  await listen(page);
  relay.fates.push(LATER);
  await shopper.visit();
  await confirm(shopper);
  await shopper.sees("queued.waiting");
  await expect(dialog.getByRole("button", { name: /Waiting to be sent/ })).toHaveCount(0);

  await page.reload();
  await shopper.report("TT-10517");
  await shopper.sees("step.reason.title");
  await shopper.tap(waiting(shopper, 1));
  await shopper.sees("outbox.title");
  const kettle = entry(shopper, "TT-10482");
  await expect(kettle).toContainText(shopper.shop.kettle);
  await expect(kettle).toContainText(say("queued.waiting"));
  const download = page.waitForEvent("download");
  await act(shopper, "TT-10482", "failed.download");
  expect(readFileSync(await (await download).path(), "utf8")).toContain("It hums.");

  // Refused for good: it says so, and offers an e-mail with what was said.
  relay.fates.push({ status: 422, body: `{"code":"complaint.details","path":"","message":"too short"}` });
  await act(shopper, "TT-10482", "queued.now");
  await expect(kettle).toContainText(say("failed.rejected"));
  await expect(kettle.getByRole("button", { name: say("queued.now") })).toBeFocused();
  const mail = await kettle.getByRole("link", { name: say("failed.email") }).getAttribute("href");
  expect(decodeURIComponent(mail!)).toContain("It hums.");

  await act(shopper, "TT-10482", "queued.now");
  await expect(kettle).toContainText(say("receipt.title"));
  const reference = await kettle.locator(".code").innerText();
  await expect(kettle.getByRole("button")).toHaveCount(0);
  await expect.poll(() => heard(page)).toEqual(["sent"]);
  expectSameEveryTime(relay);
  expect(await inbox.count()).toBe(before + 1);

  // Back to the question that was left; nothing waits, and the receipt stays for who opens that order.
  await dialog.getByRole("button", { name: say("nav.back") }).last().click();
  await shopper.sees("step.reason.title");
  await expect(waiting(shopper, 1)).toHaveCount(0);
  await page.reload();
  await shopper.report("TT-10482");
  expect(await shopper.reference()).toBe(reference);
});

test("two wait: both are listed, and one is deleted after it was asked once more", async ({ shopper, page, relay }) => {
  const { dialog, say } = shopper;
  relay.fates.push(LATER, LATER);
  await shopper.visit();
  await confirm(shopper);
  await shopper.sees("queued.waiting");
  await page.reload();
  await confirmChocolates(shopper);
  await shopper.sees("queued.waiting");
  await shopper.tap(waiting(shopper, 2));
  await shopper.sees("outbox.title");
  await expect(dialog.getByRole("listitem")).toHaveCount(2);

  await act(shopper, "TT-10482", "failed.discard");
  await shopper.sees("outbox.discard");
  await expect(entry(shopper, "TT-10482")).toBeVisible();
  await page.keyboard.press("Escape");
  await shopper.sees("outbox.title");
  expect((await kept(page)).records).toHaveLength(2);
  await act(shopper, "TT-10482", "failed.discard");
  await shopper.press("failed.discard");
  await shopper.sees("outbox.title");
  await expect(dialog.getByRole("listitem")).toHaveCount(1);
  expect((await kept(page)).records.map(({ order }) => order)).toEqual(["TT-10517"]);

  // The one at hand goes the way of its own screen.
  await act(shopper, "TT-10517", "queued.now");
  await shopper.reference();
  expect(relay.attempts).toHaveLength(3);
});

test("a device that deletes nothing says so: it waits as before, and can be deleted once it does", async ({ shopper, page, relay }) => {
  const { dialog, say } = shopper;
  relay.fates.push(LATER);
  await shopper.visit();
  await confirm(shopper);
  await shopper.sees("queued.waiting");
  await page.reload();
  await shopper.report("TT-10517");
  await shopper.tap(waiting(shopper, 1));

  await page.evaluate(() => Object.assign(window, { healthy: IDBFactory.prototype.open }));
  await page.evaluate(BREAK.silent);
  // Not sent, and not for ever "Sending": the button works again.
  await act(shopper, "TT-10482", "queued.now");
  await page.clock.fastForward(PATIENCE);
  await page.clock.fastForward(PATIENCE);
  await expect(entry(shopper, "TT-10482")).toContainText(say("queued.waiting"));

  await act(shopper, "TT-10482", "failed.discard");
  await shopper.press("failed.discard");
  await page.clock.fastForward(PATIENCE);
  await page.clock.fastForward(PATIENCE);
  await expect(dialog.locator(".note.over")).toHaveText(say("outbox.undeleted"));
  await expect(dialog.getByRole("status").filter({ hasText: say("outbox.undeleted") })).toHaveCount(1);
  await shopper.sees("outbox.discard");

  await page.evaluate(() => Object.assign(IDBFactory.prototype, { open: (window as any).healthy }));
  expect((await kept(page)).records).toHaveLength(1);
  await shopper.press("failed.discard");
  await shopper.sees("step.reason.title");
  expect((await kept(page)).records).toHaveLength(0);
  expect(relay.attempts).toHaveLength(1);
});

test("what waits and has lost its photos is not sent without them: the list says how many are gone", async ({ shopper, page, browser, relay }) => {
  const photo = await phonePhoto(browser);
  relay.fates.push(LATER);
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.replacement.title");
  await shopper.addPhotos(photo, photo);
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  await shopper.sees("queued.waiting");
  // As a browser does that needs room.
  await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => (indexedDB.open("redress", 1).onsuccess = ({ target }: any) => resolve(target.result)));
    const store = database.transaction("kept", "readwrite").objectStore("kept");
    store.getAllKeys().onsuccess = ({ target }: any) => target.result.forEach((key: string) => key !== "records" && store.delete(key));
    await new Promise((resolve) => (store.transaction.oncomplete = resolve));
    database.close();
  });
  await page.reload();
  await shopper.report("TT-10517");
  await shopper.tap(waiting(shopper, 1));
  await act(shopper, "TT-10482", "queued.now");
  await expect(entry(shopper, "TT-10482")).toContainText(shopper.say("resume.lost", { count: 2 }));
  expect(relay.attempts).toHaveLength(1);
});
