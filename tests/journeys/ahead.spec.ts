// The first screen is drawn before it is asked for: nobody notices, and it never shows what is no longer so.

import { kept } from "../harness/kept";
import { expect, test } from "../harness/test";
import type { Shopper } from "../harness/shopper";

/** The shop's page after a hover that has drawn the first question, unseen. */
async function hovered(shopper: Shopper) {
  const { page } = shopper;
  await page.addInitScript(() => {
    Object.assign(window, { heard: [] });
    for (const name of ["ready", "open", "step", "close"]) document.addEventListener(`redress:${name}`, () => (window as any).heard.push(name));
  });
  await shopper.visit();
  // One of the page's own: what stands nowhere yet, no test can see.
  await page.evaluate(() => document.body.append(document.createElement("redress-widget")));
  await shopper.order("TT-10482").getByRole("link", { name: shopper.shop.report }).hover();
  await expect(page.locator("redress-widget h2")).toBeAttached();
}

test("drawn on a hover: nothing is fired, focused, kept or loaded beyond the first question", async ({ shopper, page, relay }) => {
  await hovered(shopper);
  const before = await page.evaluate(() => [(window as any).heard, document.activeElement!.localName, performance.getEntriesByType("mark").length]);
  expect(before).toEqual([[], "body", 0]);
  expect(await kept(page)).toEqual({ records: [], photos: [], mark: null });
  expect(relay.asked.filter((path) => /later/.test(path))).toEqual([]);

  await shopper.report("TT-10482");
  await expect(shopper.heading(shopper.say("step.reason.title"))).toBeFocused();
  expect(await page.evaluate(() => (window as any).heard)).toEqual(["open", "ready", "step"]);
  await expect.poll(() => relay.asked.filter((path) => /redress_later/.test(path)).length).toBe(1);
});

test("what the page says at the click counts, not what it said at the hover", async ({ shopper, page }) => {
  await hovered(shopper);
  await expect(page.locator("redress-widget .about")).toContainText("kettle");
  await page.evaluate(() => {
    for (const script of document.querySelectorAll<HTMLScriptElement>("[data-redress-context]")) script.firstChild!.nodeValue = script.text.replace(/Gooseneck kettle/g, "Tea pot");
  });
  await shopper.report("TT-10482");
  await shopper.sees("step.reason.title");
  await expect(shopper.dialog.locator(".about")).toContainText("Tea pot");
  await expect(shopper.heading(shopper.say("step.reason.title"))).toHaveCount(1);
});

test("a draft that another tab has left meanwhile is offered", async ({ shopper, page, context }) => {
  await hovered(shopper);
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByRole("link", { name: shopper.shop.report }).first().click();
  await other.getByRole("button", { name: shopper.say("step.reason.option.faulty") }).click();
  await expect.poll(() => page.evaluate(() => localStorage.getItem("redress"))).not.toBeNull();
  await other.close();
  await shopper.report("TT-10482");
  await shopper.sees("resume.title");
});
