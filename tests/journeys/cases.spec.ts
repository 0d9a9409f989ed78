// The demo's case picker: every example on a page of its own, with the script tag that a merchant writes, under the desk's strict policy.

import { readdirSync } from "node:fs";
import { examples } from "../harness/desk";
import { complaint, rowOf } from "../harness/example";
import { findings } from "../harness/axe";
import { expect, test } from "../harness/test";

const ids = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

test("from the shop's footer to another shop's case, and into the inbox in that shop's words", async ({ shopper, relay, inbox, page }) => {
  await shopper.visit();
  await shopper.tap(page.getByRole("link", { name: "Try other shops’ cases" }));
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(ids.length);
  await page.getByRole("link", { name: "Feedback after the case" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Feedback after the case" })).toBeVisible();
  await expect(page.locator("script[data-config]")).toHaveAttribute("data-config", "/examples/feedback/config.json");
  await expect(page.getByText(`"high": "Very easy"`)).toBeVisible();

  // Until then the link's own address is the way to complain.
  await page.waitForFunction(() => "redress" in window);
  await page.getByRole("link", { name: "Tell us how it was" }).focus();
  await page.keyboard.press("Enter");
  await shopper.tap(shopper.dialog.getByRole("button", { name: shopper.say("rating.step", { index: 5, count: 5 }) }));
  await shopper.tap(shopper.dialog.getByRole("checkbox", { name: "You were kind" }));
  await shopper.press("nav.continue");
  await shopper.press("nav.continue");
  await expect(rowOf(shopper, "What did we do well?")).toHaveText("You were kind");
  await shopper.press("review.send");
  const reference = await shopper.reference();
  expect(complaint(relay)).toMatchObject({ flow: "feedback", order: { number: "FF-3310" } });

  // The desk recomputes it with the config that it was made with.
  const received = await inbox.read(reference);
  await expect(inbox.answer("You were kind")).toHaveCount(1);
  await expect(received.getByText("What did we do well?")).toBeVisible();
  await expect(received.getByText("differ")).toHaveCount(0);
});

test("every case opens on its page", async ({ shopper, page, relay }) => {
  test.setTimeout(120_000);
  for (const id of ids) {
    await page.goto(`${relay.origin}/examples/${id}/`);
    await page.waitForFunction(() => "redress" in window);
    await shopper.tap(page.locator("[data-redress-open]"));
    await expect(shopper.dialog.getByRole("heading", { level: 2 }), id).toBeVisible();
    // The dates have moved along with today: no order is from the future.
    const dates = await page.locator("[data-redress-context]").evaluate((script) => script.textContent!.match(/\d{4}-\d\d-\d\d/g) ?? []);
    for (const date of dates) expect(Date.parse(date), `${id} ${date}`).toBeLessThanOrEqual(Date.now() + 86_400_000);
  }
});

for (const colorScheme of ["light", "dark"] as const)
  test(`the picker and a case without a finding of axe, ${colorScheme}`, async ({ page, relay }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const path of ["/examples/", "/examples/furniture-pickup/", "/examples/guest-order/"]) {
      await page.goto(relay.origin + path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await findings(page), path).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
    }
  });
