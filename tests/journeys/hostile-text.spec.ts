// HTML and scripts in every text, from the page, the config and the shopper: shown as text in the widget and in the inbox.

import { kettleOrder, merchantPage } from "../harness/page";
import { expect, test } from "../harness/test";

const evil = (where: string) => `<img src=x onerror="alert('${where}')"><script>alert('${where}')</script>"'&lt;${where}`;

test("whatever is written, it is text", async ({ shopper, page, relay, inbox, console }) => {
  const { say } = shopper;
  const alerts: string[] = [];
  for (const each of [page, inbox.page])
    each.on("dialog", (dialog) => {
      alerts.push(dialog.message());
      void dialog.dismiss();
    });
  relay.config({ extends: "default", endpoint: { url: "/api/complaints" }, shop: { name: evil("shop"), email: "help@shop.example", hours: evil("hours"), country: "DE" } });
  const context = kettleOrder({
    item: { title: evil("title"), category: evil("category"), sku: evil("sku"), image: "javascript:alert('image')" },
    order: { number: evil("number"), paidWith: evil("paid") },
    customer: { name: evil("name"), email: undefined },
  });
  relay.page("/order", merchantPage(`<button data-redress-open>Report a problem</button>`, { context }));
  // The thumbnail's address is no picture; the widget draws a box instead.
  console.expect(/ERR_UNKNOWN_URL_SCHEME/, /javascript:/);
  await shopper.visit("/order");
  await shopper.tap(page.getByRole("button", { name: "Report a problem" }));
  await shopper.sees("step.reason.title");
  await expect(shopper.dialog.getByText(evil("title"))).toBeVisible();
  await shopper.press("nav.person");
  await expect(shopper.dialog.getByText(evil("shop"))).toBeVisible();
  await expect(shopper.dialog.getByText(evil("hours"))).toBeVisible();
  await shopper.tap(shopper.button("nav.back").last());
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.dialog.getByLabel(say("step.details.title")).fill(evil("details"));
  await shopper.press("nav.continue");
  await shopper.sees("step.contact.title");
  await shopper.dialog.getByLabel(say("field.email")).fill("ida@example.org");
  await shopper.dialog.getByLabel(say("field.name")).fill(evil("my name"));
  await shopper.dialog.getByLabel(say("field.phone")).fill("+49 30 1234");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  for (const where of ["title", "details", "number"]) await expect(shopper.dialog.getByText(evil(where), { exact: true }).first()).toBeVisible();
  await shopper.press("review.send");

  const complaint = await inbox.read(await shopper.reference());
  for (const where of ["title", "details", "my name", "number", "sku"])
    await expect(complaint.getByText(evil(where)).first()).toBeVisible();
  await inbox.page.goto(`${new URL(inbox.page.url()).origin}/inbox`);
  await expect(inbox.page.getByText(evil("title")).first()).toBeVisible();
  expect(alerts).toEqual([]);
});
