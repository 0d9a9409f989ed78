// The dialog as a guest of keyboard, screen reader and second thoughts: closing loses nothing. Keys alone: tests/a11y/keyboard.spec.ts.

import { expect, test } from "../harness/test";
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

/** As far as taps alone lead. */
async function upToPhotos(shopper: Shopper) {
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.replacement.title");
  await shopper.sees("step.photos.title");
}

const trigger = (shopper: Shopper) => shopper.order("TT-10482").getByRole("link", { name: shopper.shop.report });

for (const way of ["Escape", "the close button", "a tap beside it"]) {
  const close = async (shopper: Shopper, page: Page) => {
    if (way === "Escape") await page.keyboard.press("Escape");
    else if (way === "the close button") await shopper.press("frame.close");
    else await page.mouse.click(4, 4);
  };

  test(`${way} closes at once where nothing was typed, and opening again goes on with every answer`, async ({ shopper, page }) => {
    await upToPhotos(shopper);
    await close(shopper, page);
    await expect(shopper.dialog).toBeHidden();
    await expect(trigger(shopper)).toBeFocused();
    await shopper.report("TT-10482");
    await shopper.sees("step.photos.title");
    await shopper.press("nav.continue");
    await shopper.press("review.send");
    await shopper.reference();
  });

  test(`${way} asks whether to keep what was typed, and what is kept is there again`, async ({ shopper, page }) => {
    await upToReview(shopper);
    await close(shopper, page);
    await shopper.sees("leave.title");
    await shopper.press("leave.keep");
    await expect(shopper.dialog).toBeHidden();
    await expect(trigger(shopper)).toBeFocused();
    await shopper.report("TT-10482");
    await shopper.sees("review.title");
    await expect(shopper.row("step.details.row")).toContainText("It hums.");
  });
}

test("what was typed can be deleted: the same trigger then starts anew", async ({ shopper, page }) => {
  await upToReview(shopper);
  await page.evaluate(() => document.addEventListener("redress:close", (event) => Object.assign(window, { told: (event as CustomEvent).detail })));
  await shopper.press("frame.close");
  await shopper.press("leave.discard");
  await expect(shopper.dialog).toBeHidden();
  expect(await page.evaluate(() => (window as any).told)).toEqual({ flow: "complaint", step: "review", outcome: "closed", discarded: true });
  await shopper.report("TT-10482");
  await shopper.sees("step.reason.title");
});

test("Escape on that question is a no: back to where the shopper was", async ({ shopper, page }) => {
  await upToReview(shopper);
  await shopper.press("frame.close");
  await shopper.sees("leave.title");
  await page.keyboard.press("Escape");
  await shopper.sees("review.title");
  await expect(shopper.dialog).toBeVisible();
});

test("Escape steps back from the way to a person", async ({ shopper, page }) => {
  await upToPhotos(shopper);
  await shopper.press("nav.person");
  await shopper.sees("person.title");
  await page.keyboard.press("Escape");
  await shopper.sees("step.photos.title");
});

test("a key pressed inside never reaches the shop's shortcuts", async ({ shopper, page }) => {
  await upToPhotos(shopper);
  await page.evaluate(() => {
    Object.assign(window, { keys: [] });
    for (const type of ["keydown", "keypress", "keyup"]) document.addEventListener(type, (event) => (window as any).keys.push((event as KeyboardEvent).key));
  });
  await shopper.dialog.getByLabel(shopper.say("step.details.title")).pressSequentially("s/k");
  await expect(shopper.dialog.getByLabel(shopper.say("step.details.title"))).toHaveValue("s/k");
  expect(await page.evaluate(() => (window as any).keys)).toEqual([]);
});

test("a phone's keyboard lifts the sheet, so that it covers no field", async ({ shopper, page }) => {
  await upToPhotos(shopper);
  const field = shopper.dialog.getByLabel(shopper.say("step.details.title"));
  await field.focus();
  // No keyboard comes up in a test: the visual viewport says what a phone's would say.
  const keyboard = (height: number) =>
    page.evaluate((height) => {
      Object.defineProperty(visualViewport!, "height", { configurable: true, value: innerHeight - height });
      visualViewport!.dispatchEvent(new Event("resize"));
    }, height);
  await keyboard(300);
  const bottom = async (of = field) => ((box) => box!.y + box!.height)(await of.boundingBox());
  const height = page.viewportSize()!.height;
  expect(await bottom()).toBeLessThanOrEqual(height - 300);
  expect(await bottom(shopper.button("nav.continue"))).toBeLessThanOrEqual(height - 300);
  await keyboard(0);
  expect(await bottom(shopper.button("nav.continue"))).toBeGreaterThan(height - 300);
});

test("another order starts anew", async ({ shopper, page }) => {
  await upToPhotos(shopper);
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
  await expect(shopper.option("step.reason.option.faulty")).not.toHaveAttribute("aria-current");
});

test("the dialog is named after its question", async ({ shopper, page }) => {
  await shopper.visit();
  await shopper.report("TT-10482");
  await expect(page.getByRole("dialog", { name: shopper.say("step.reason.title") })).toBeVisible();
  await shopper.choose("step.reason.option.faulty");
  await expect(page.getByRole("dialog", { name: shopper.say("step.remedy.title.faulty") })).toBeVisible();
});
