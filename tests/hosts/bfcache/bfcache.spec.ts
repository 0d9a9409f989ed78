// Back and forward: the browser keeps the page with the widget as it is, in its cache of whole pages, and the widget goes on there.

import { wholeBrowser } from "../../harness/browser";
import { merchantPage, kettleOrder } from "../../harness/page";
import { expect, test } from "../../harness/test";

// Playwright turns that cache off, as it cannot follow a page into it; it finds it again all the same once it is asked anew.
test.use({ launchOptions: { ...wholeBrowser, ignoreDefaultArgs: ["--disable-back-forward-cache"] } });

test("a page with an open widget is kept by the browser, and goes on where it was", async ({ shopper, page, relay }) => {
  relay.page("/order", merchantPage(`<a href="/returns" data-redress-open>Report a problem</a>`, { context: kettleOrder() }));
  relay.page("/away", `<!doctype html><link rel="icon" href="data:,"><p>Away</p>`);
  await shopper.visit("/order");
  await shopper.tap(page.getByRole("link", { name: "Report a problem" }));
  await shopper.choose("step.reason.option.faulty");
  await shopper.sees("step.remedy.title");
  await page.evaluate(() => {
    addEventListener("pageshow", ({ persisted }) => Object.assign(window, { persisted }));
  });
  await page.goto(relay.origin + "/away");
  await page.evaluate(() => history.back());
  await page.waitForURL("**/order", { waitUntil: "commit" });
  await expect.poll(() => page.evaluate(() => (window as any).persisted ?? JSON.stringify((performance.getEntriesByType("navigation")[0] as any).notRestoredReasons))).toBe(true);
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  await shopper.reference();
});
