// What was entered outlives the page: the shopper goes on where they were, on this device, for as long as the shop says.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { BREAK, kept } from "../harness/kept";
import { phonePhoto } from "../harness/photo";
import type { Shopper } from "../harness/shopper";
import { expect, test } from "../harness/test";

const shopConfig = () => JSON.parse(readFileSync(join(__dirname, "../../demo/redress.json"), "utf8"));
const HOUR = 3_600_000;

/** As far as the photos and own words, which are typed. */
async function type(shopper: Shopper, order = "TT-10482") {
  await shopper.visit();
  await shopper.report(order);
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.replacement.title");
  await shopper.dialog.getByLabel(shopper.say("step.details.title")).fill("It hums.");
  await stored(shopper.page);
}

/** Until the device has the words. */
const stored = (page: Page, words = "It hums.") =>
  expect.poll(async () => JSON.stringify((await kept(page)).records)).toContain(words);

test("closed by the system while the camera was open: words and photos come back, and arrive as they were", async ({ shopper, context, browser, relay, desk }) => {
  await type(shopper);
  await shopper.addPhotos(await phonePhoto(browser), await phonePhoto(browser));
  await expect.poll(async () => (await kept(shopper.page)).photos.length).toBe(2);
  const before = await kept(shopper.page);
  expect(before.mark).toBe("0");

  // No goodbye: the page is gone, as after a crash.
  const again = await context.newPage();
  await shopper.page.close();
  const later = shopper.on(again);
  await later.visit();
  await later.report("TT-10482");
  await later.sees("resume.title");
  await expect(later.heading(later.say("resume.title"))).toBeFocused();
  await later.press("resume.continue");
  await later.sees("review.title");
  await expect(later.row("step.details.row")).toContainText("It hums.");
  await expect(later.row("step.photos.row")).toContainText(later.say("photos.count", { count: 2 }));
  await later.press("review.send");
  await later.reference();
  const [{ key, parts }] = relay.attempts;
  const announced = JSON.parse(parts[0].bytes.toString()).attachments.map(({ sha256 }: any) => sha256);
  expect(announced).toEqual(before.records[0].photos.map(({ sha256 }: any) => sha256));
  expect(desk.files(key!)).toHaveLength(2);

  // Sent: nothing of it stays but the receipt, and that as long as it is not closed.
  await expect.poll(async () => (await kept(again)).photos).toEqual([]);
  expect(JSON.stringify((await kept(again)).records)).not.toContain("It hums.");
  await later.press("nav.done");
  await expect.poll(() => kept(again)).toEqual({ records: [], photos: [], mark: null });
});

test("a reload while typing: the next question is the one that was open", async ({ shopper, page }) => {
  await type(shopper);
  await page.reload();
  await shopper.report("TT-10482");
  await shopper.press("resume.continue");
  await shopper.sees("step.photos.title");
  await expect(shopper.dialog.getByLabel(shopper.say("step.details.title"))).toHaveValue("It hums.");
});

test("start again: what was left is gone, and the first question is empty", async ({ shopper, page }) => {
  await type(shopper);
  await page.reload();
  await shopper.report("TT-10482");
  await shopper.press("resume.restart");
  await shopper.sees("step.reason.title");
  await expect.poll(async () => (await kept(page)).records).toEqual([]);
  await page.reload();
  await shopper.report("TT-10482");
  await shopper.sees("step.reason.title");
});

test("each order has its own draft, and so has each flow", async ({ shopper, page }) => {
  await type(shopper);
  await page.reload();
  await shopper.report("TT-10496");
  await expect(shopper.dialog.getByRole("heading", { level: 2 })).toBeVisible();
  await expect(shopper.heading(shopper.say("resume.title"))).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.evaluate(() => void (window as any).redress.open({ order: "TT-10482", flow: "withdrawal" }));
  await expect(shopper.dialog.getByRole("heading", { level: 2 })).toBeVisible();
  await expect(shopper.heading(shopper.say("resume.title"))).toHaveCount(0);
  await page.keyboard.press("Escape");
  await shopper.report("TT-10482");
  await shopper.sees("resume.title");
});

test("a page that puts another order in its place while an answer is told: the answer is kept", async ({ shopper, page }) => {
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.sees("step.remedy.title");
  await page.evaluate(() => {
    const { redress } = window as any;
    document.addEventListener("redress:step", () => redress.open({ flow: "complaint", order: "TT-10496" }), { once: true });
  });
  await shopper.choose("remedy.replacement.title");
  await stored(page, `"remedy":"replacement"`);
});

test("deleted on closing: nothing is left", async ({ shopper, page }) => {
  await type(shopper);
  await page.keyboard.press("Escape");
  await expect(shopper.dialog.getByText(shopper.say("leave.kept"))).toBeVisible();
  await shopper.press("leave.discard");
  await expect.poll(() => kept(page)).toEqual({ records: [], photos: [], mark: null });
});

test("a draft lives as long as the shop says, and no longer", async ({ shopper, page, relay }) => {
  relay.config({ ...shopConfig(), privacy: { draftHours: 2 } });
  await page.clock.install();
  await type(shopper);
  await page.clock.fastForward(2 * HOUR - 60_000);
  await page.reload();
  await shopper.report("TT-10482");
  await shopper.sees("resume.title");
  await page.clock.fastForward(2 * 60_000);
  await page.reload();
  await shopper.report("TT-10482");
  await shopper.sees("step.reason.title");
  await expect.poll(async () => (await kept(page)).records).toEqual([]);
});

test("where the shop keeps nothing on the device, nothing is there, and closing says so", async ({ shopper, page, relay }) => {
  relay.config({ ...shopConfig(), privacy: { storage: "none" } });
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.replacement.title");
  await shopper.dialog.getByLabel(shopper.say("step.details.title")).fill("It hums.");
  await page.keyboard.press("Escape");
  await expect(shopper.dialog.getByText(shopper.say("leave.help"))).toBeVisible();
  expect(await kept(page)).toEqual({ records: [], photos: [], mark: null });
});

test("a database that answers only after it was given up is whole all the same", async ({ shopper, page, context }) => {
  await page.clock.install();
  await shopper.visit();
  // What another tab holds and wants to delete keeps who opens it waiting, and is made anew for them.
  const other = await context.newPage();
  await other.goto(page.url());
  await other.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open("redress");
        request.onsuccess = () => {
          Object.assign(window, { held: request.result });
          indexedDB.deleteDatabase("redress");
          resolve();
        };
      }),
  );
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.replacement.title");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await page.clock.fastForward(10_000);
  await expect(shopper.dialog.getByText(shopper.say("review.memory"))).toBeVisible();
  await other.evaluate(() => (window as any).held.close());
  await type(shopper);
});

for (const [why, breaks] of Object.entries(BREAK))
  test(`a device whose storage is ${why}: it works on in memory, says what that means, and arrives`, async ({ shopper, page, inbox }) => {
    await page.clock.install();
    await page.addInitScript(breaks);
    await shopper.visit();
    await shopper.report("TT-10482");
    await shopper.choose("step.reason.option.faulty");
    await shopper.choose("remedy.replacement.title");
    await shopper.dialog.getByLabel(shopper.say("step.details.title")).fill("It hums.");
    await shopper.press("nav.continue");
    await shopper.sees("review.title");
    // A database that does not answer is waited for only so long.
    await page.clock.fastForward(10_000);
    await expect(shopper.dialog.getByText(shopper.say("review.memory"))).toBeVisible();
    await shopper.press("review.send");
    await page.clock.fastForward(10_000);
    const complaint = await inbox.read(await shopper.reference());
    await expect(complaint.getByText("It hums.", { exact: true })).toBeVisible();
  });
