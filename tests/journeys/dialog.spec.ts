// The dialog as a guest of keyboard, screen reader and second thoughts: closing loses nothing, and no mouse is needed.

import { expect, test } from "../harness/test";
import type { Page } from "@playwright/test";
import type { Shopper } from "../harness/shopper";

async function upToReview(shopper: Shopper) {
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.replacement.title");
  await shopper.dialog.getByLabel(shopper.say("step.details.title")).fill("It hums.");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
}

for (const way of ["Escape", "the close button", "a tap beside it"])
  test(`${way} closes, and opening again goes on with every answer`, async ({ shopper, page }) => {
    await upToReview(shopper);
    if (way === "Escape") await page.keyboard.press("Escape");
    else if (way === "the close button") await shopper.press("frame.close");
    else await page.mouse.click(4, 4);
    await expect(shopper.dialog).toBeHidden();
    await expect(shopper.order("TT-10482").getByRole("link", { name: shopper.shop.report })).toBeFocused();
    await shopper.report("TT-10482");
    await shopper.sees("review.title");
    await expect(shopper.row("step.details.row")).toContainText("It hums.");
    await shopper.press("review.send");
    await shopper.reference();
  });

test("another order starts anew", async ({ shopper, page }) => {
  await upToReview(shopper);
  await page.keyboard.press("Escape");
  await shopper.report("TT-10517");
  await shopper.sees("step.reason.title");
  await expect(shopper.dialog.getByText("Mother’s Day chocolates")).toBeVisible();
});

test("after the receipt, the same trigger starts a new case", async ({ shopper }) => {
  await upToReview(shopper);
  await shopper.press("review.send");
  await shopper.reference();
  await shopper.press("nav.done");
  await expect(shopper.dialog).toBeHidden();
  await shopper.report("TT-10482");
  await shopper.sees("step.reason.title");
  await expect(shopper.option("step.reason.option.faulty")).toHaveAttribute("aria-pressed", "false");
});

/** The accessible name of what has the focus, in whatever shadow root. */
const focused = (page: Page) =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return (at?.getAttribute("aria-label") || at?.textContent || "").trim();
  });

/** Presses Tab until the focus is on something of that name. */
async function tabTo(page: Page, name: string) {
  const passed: string[] = [];
  for (let presses = 0; presses < 15; presses += 1) {
    await page.keyboard.press("Tab");
    const here = await focused(page);
    if (here.startsWith(name)) return;
    passed.push(here);
  }
  throw new Error(`Tab never reached "${name}": ${passed.join(" · ")}`);
}

for (const lang of ["en", "de"] as const)
  test.describe(lang, () => {
    test.use({ lang });

    test("the keyboard alone is enough, and the focus is on each new question", async ({ shopper, page, inbox }) => {
      const { say } = shopper;
      await shopper.visit();
      await shopper.order("TT-10482").getByRole("link", { name: shopper.shop.report }).focus();
      await page.keyboard.press("Enter");
      await expect(shopper.heading(say("step.reason.title"))).toBeFocused();
      await tabTo(page, say("step.reason.option.faulty"));
      await page.keyboard.press("Enter");
      await expect(shopper.heading(say("step.remedy.title"))).toBeFocused();
      await tabTo(page, say("basis.statutory") + say("remedy.replacement.title"));
      await page.keyboard.press("Space");
      await expect(shopper.heading(say("step.photos.title"))).toBeFocused();
      await tabTo(page, say("nav.continue"));
      await page.keyboard.press("Space");
      await expect(shopper.heading(say("review.title"))).toBeFocused();
      await tabTo(page, say("review.send"));
      await page.keyboard.press("Enter");
      await inbox.read(await shopper.reference());
      await expect(shopper.dialog.getByRole("heading", { level: 2 })).toBeFocused();
      await tabTo(page, say("nav.done"));
      await page.keyboard.press("Enter");
      await expect(shopper.dialog).toBeHidden();
      await expect(shopper.order("TT-10482").getByRole("link", { name: shopper.shop.report })).toBeFocused();
      expect(await shopper.taps()).toBe(0);
    });
  });

test("the focus stays in the dialog", async ({ shopper, page }) => {
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.sees("step.reason.title");
  const inside = () =>
    page.evaluate(() => [document.body, document.documentElement, document.querySelector("redress-widget")].includes(document.activeElement as HTMLElement));
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press("Tab");
    expect(await inside()).toBe(true);
  }
});

test("the dialog is named after its question", async ({ shopper, page }) => {
  await shopper.visit();
  await shopper.report("TT-10482");
  await expect(page.getByRole("dialog", { name: shopper.say("step.reason.title") })).toBeVisible();
  await shopper.choose("step.reason.option.faulty");
  await expect(page.getByRole("dialog", { name: shopper.say("step.remedy.title") })).toBeVisible();
});
