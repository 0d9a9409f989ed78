// Two widgets on a page, one removed while open and added again: no error, nothing left behind, and both work.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../../harness/test";
import type { Page } from "@playwright/test";
import type { Shopper } from "../../harness/shopper";

const html = readFileSync(join(__dirname, "page.html"), "utf8");
const config = JSON.parse(readFileSync(join(__dirname, "../../../demo/redress.json"), "utf8"));

async function send(shopper: Shopper) {
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  const reference = await shopper.reference();
  await shopper.press("nav.done");
  await expect(shopper.dialog).toBeHidden();
  return reference;
}

/** From a script: the second trigger stands inside a closed widget, where nobody sees it. */
const open = (page: Page, order: string) => page.evaluate((order) => void window.redress.open({ order }), order);

declare global {
  interface Window {
    listeners: Record<string, number>;
    taken: Element;
  }
}

/** Takes the first widget out of the page. */
const remove = (page: Page) =>
  page.evaluate(() => {
    window.taken = document.querySelector("#first redress-widget")!;
    window.taken.remove();
  });
const putBack = (page: Page) => page.evaluate(() => document.getElementById("first")!.append(window.taken));

test("removed while open and added again, time and again: no error, no listener left, both work", async ({ shopper, page, relay, inbox }) => {
  relay.page("/two", html);
  // Each round begins anew.
  relay.config({ ...config, privacy: { storage: "none" } });
  await shopper.visit("/two");
  const trigger = page.getByRole("button", { name: "Problem with T-1" });

  const round = async () => {
    await shopper.tap(trigger);
    await shopper.sees("step.reason.title");
    await shopper.choose("step.reason.option.faulty");
    await shopper.sees("step.remedy.title");
    // What sends later listens to the page for good, once all of the widget is there.
    await page.waitForFunction(() => window.listeners["window online"]);
    await remove(page);
    await expect(shopper.dialog).toHaveCount(0);
    await putBack(page);
  };
  /** What is listened to; how far the widget came ahead of the shopper, and took all away again, is as it falls out. */
  const listened = () => page.evaluate(() => Object.fromEntries(Object.entries(window.listeners).filter(([, count]) => count !== 0)));
  await round();
  const after = await listened();
  for (let rounds = 0; rounds < 4; rounds += 1) await round();
  expect(await listened()).toEqual(after);

  await shopper.tap(trigger);
  await shopper.sees("step.reason.title");
  await expect(shopper.dialog.getByText("Blue cup")).toBeVisible();
  const first = await send(shopper);
  await open(page, "T-2");
  await expect(shopper.dialog.getByText("Red cup")).toBeVisible();
  const second = await send(shopper);
  await expect((await inbox.read(first)).getByRole("heading", { name: "Blue cup" })).toBeVisible();
  await expect((await inbox.read(second)).getByRole("heading", { name: "Red cup" })).toBeVisible();
});

test("a widget that was removed is freed: its nodes can be collected", async ({ shopper, page, relay }) => {
  relay.page("/two", html);
  await shopper.visit("/two");
  const devtools = await page.context().newCDPSession(page);
  const counted = async () => {
    await devtools.send("HeapProfiler.collectGarbage");
    return devtools.send("Memory.getDOMCounters");
  };
  const round = async () => {
    await shopper.tap(page.getByRole("button", { name: "Problem with T-1" }));
    await shopper.sees("step.reason.title");
    await remove(page);
    await expect(shopper.dialog).toHaveCount(0);
    await putBack(page);
  };
  for (let rounds = 0; rounds < 3; rounds += 1) await round();
  const before = await counted();
  for (let rounds = 0; rounds < 5; rounds += 1) await round();
  // Five more screens that stayed would be hundreds of nodes and dozens of listeners.
  await expect.poll(async () => (await counted()).jsEventListeners - before.jsEventListeners).toBeLessThan(10);
  await expect.poll(async () => (await counted()).nodes - before.nodes).toBeLessThan(100);
});

test("removed while its complaint is being sent: it arrives, and nothing complains", async ({ shopper, page, relay, inbox }) => {
  relay.page("/two", html);
  const before = await inbox.count();
  let answer = () => {};
  relay.fates.push(new Promise<void>((resolve) => (answer = resolve)));
  await shopper.visit("/two");
  await shopper.tap(page.getByRole("button", { name: "Problem with T-1" }));
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  await shopper.sees("sending.title");
  await expect.poll(() => relay.attempts.length).toBe(1);
  await remove(page);
  answer();
  await expect.poll(() => inbox.count()).toBe(before + 1);
  await putBack(page);
  await shopper.tap(page.getByRole("button", { name: "Problem with T-1" }));
  await shopper.reference();
});
