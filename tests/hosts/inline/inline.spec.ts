// Inline: the form is part of the page, leaves the focus where it is until it is used, and keeps its receipt.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../../harness/test";

const html = readFileSync(join(__dirname, "page.html"), "utf8");

test("inline: no dialog, no stolen focus, a receipt that stays", async ({ shopper, page, relay, inbox }) => {
  const { say } = shopper;
  relay.page("/returns", html);
  await shopper.visit("/returns");
  await expect(page.getByRole("heading", { name: say("step.reason.title") })).toBeVisible();
  await expect(page.getByText("Or send us an")).toBeHidden();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByLabel("Search the shop")).toBeFocused();
  await expect(page.getByRole("button", { name: say("frame.close"), exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: say("step.reason.option.faulty") }).click();
  await expect(page.getByRole("heading", { name: say("step.remedy.title.faulty") })).toBeFocused();
  await page.getByRole("button", { name: say("remedy.repair.title") }).click();
  await page.getByRole("button", { name: say("nav.continue") }).click();
  await page.getByRole("button", { name: say("review.send"), exact: true }).click();
  const reference = page.getByText(/^RD-/);
  await expect(reference).toBeVisible();
  await inbox.read(await reference.innerText());
  await expect(page.getByRole("button", { name: say("nav.done") })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(reference).toBeVisible();
});
