// Draws the panel for developers beside the widget, for docs/debugging.md.

import { kettleOrder, merchantPage } from "../harness/page";
import { expect, test } from "../harness/test";
import { shoot } from "./shoot";

test("the panel for developers", async ({ shopper, relay, page, browser, console }, { project: { name } }) => {
  test.skip(name !== "1280", "the guide shows one picture");
  console.expect(/^\[redress\] .*shopp/s);
  await page.clock.setFixedTime("2026-11-22T10:00:00+01:00");
  relay.config({ extends: "default", endpoint: { url: "/api/complaints" }, shopp: { name: "Tern & Tide" } });
  const jsonLd = `<script type="application/ld+json">{"@type":"Order","orderNumber":"K-1001","customer":{"@type":"Person","telephone":"+49 30 1234567"}}</script>`;
  const order = { order: { placedOn: "2026-10-23" }, item: { deliveredOn: "2026-10-26" } };
  const button = `<button data-redress-open data-redress-order="K-1001">Report a problem</button>`;
  relay.page("/order", merchantPage(button, { script: `data-config="/redress.json" data-debug`, head: jsonLd, context: kettleOrder(order) }));
  await page.setViewportSize({ width: 1280, height: 760 });
  await shopper.visit("/order");
  await shopper.tap(page.getByRole("button", { name: "Report a problem" }));
  await shopper.choose("step.reason.option.faulty");
  await shopper.sees("step.remedy.title");
  const panel = page.getByRole("region", { name: "Redress debug" });
  await expect(panel).toContainText("/shopp · config.unknown-key");
  await panel.getByRole("heading", { name: "Offers" }).click();
  await expect(panel).toContainText("the legal guarantee is open");
  await shoot(browser, page, "debug", name);
});
