// The order comes from schema.org markup: number, lines, prices and how to reach the shopper.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../../harness/test";

test("an order in JSON-LD is as good as a context of our own", async ({ shopper, page, relay, inbox }) => {
  relay.page("/order", readFileSync(join(__dirname, "page.html"), "utf8"));
  await shopper.visit("/order");
  await shopper.tap(page.getByRole("link", { name: "Report a problem" }));
  await shopper.sees("step.items.title");
  await expect(shopper.dialog.getByText("€24.90")).toBeVisible();
  await shopper.tap(shopper.dialog.getByRole("checkbox", { name: "Enamel mug" }));
  await shopper.press("nav.continue");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await expect(shopper.row("review.order")).toContainText("LD-5");
  await shopper.press("review.send");
  const complaint = await inbox.read(await shopper.reference());
  await expect(complaint.getByRole("heading", { name: "Enamel mug" })).toBeVisible();
  await expect(complaint.getByText("€24.90 paid")).toBeVisible();
  await expect(complaint.getByRole("link", { name: "ida@example.org" })).toBeVisible();
});
