// A guest: the page says nothing about an order, so the flow asks for order number and e-mail, kindly and exactly.

import { kettleOrder, merchantPage } from "../harness/page";
import { expect, test } from "../harness/test";

const GUEST = `<a href="/returns" data-redress-open>Report a problem</a>`;

test("a guest is asked for order number and e-mail, and ends with a receipt after at most eight taps", async ({ shopper, relay, inbox }) => {
  const { say } = shopper;
  relay.page("/guest", merchantPage(GUEST));
  await shopper.visit("/guest");
  await shopper.tap(shopper.page.getByRole("link", { name: "Report a problem" }));
  await shopper.sees("step.order.title");
  await shopper.dialog.getByLabel(say("field.order")).fill("G-77");
  await shopper.dialog.getByLabel(say("field.email")).fill("guest@example.org");
  await shopper.press("nav.continue");
  await shopper.sees("step.reason.title");
  await shopper.choose("step.reason.option.faulty");
  await shopper.sees("step.remedy.title");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await expect(shopper.row("review.order")).toContainText("G-77");
  await shopper.press("review.send");
  const complaint = await inbox.read(await shopper.reference());
  // And two fields.
  expect(await shopper.taps()).toBeLessThanOrEqual(8);
  await expect(complaint.getByText("G-77")).not.toHaveCount(0);
  await expect(complaint.getByRole("link", { name: "guest@example.org" })).toBeVisible();
});

for (const lang of ["en", "de"] as const)
  test.describe(lang, () => {
    test.use({ lang });

    test("what is missing is told above, where the focus goes, and at the field, in the same words", async ({ shopper, relay }) => {
      const { say } = shopper;
      relay.page("/guest", merchantPage(GUEST, { lang }));
      await shopper.visit("/guest");
      await shopper.tap(shopper.page.getByRole("link", { name: "Report a problem" }));
      await shopper.press("nav.continue");
      const summary = shopper.dialog.getByRole("alert");
      await expect(summary).toBeFocused();
      await expect(summary).toContainText(say("error.summary", { count: 2 }));
      for (const [label, error] of [["field.order", "error.order"], ["field.email", "error.email.missing"]]) {
        const field = shopper.dialog.getByLabel(say(label));
        await expect(field).toHaveAttribute("aria-invalid", "true");
        await expect(field).toHaveAccessibleDescription(say(error));
        await shopper.tap(summary.getByRole("button", { name: say(error) }));
        await expect(field).toBeFocused();
      }

      await shopper.dialog.getByLabel(say("field.order")).fill("G-78");
      await shopper.dialog.getByLabel(say("field.email")).fill("guest@nowhere");
      await shopper.press("nav.continue");
      await expect(summary).toContainText(say("error.summary", { count: 1 }));
      await expect(shopper.dialog.getByLabel(say("field.email"))).toHaveAccessibleDescription(say("error.email"));
      await expect(shopper.dialog.getByLabel(say("field.order"))).toHaveValue("G-78");
      // Enter goes on, as in any form.
      await shopper.dialog.getByLabel(say("field.email")).fill("guest@example.org");
      await shopper.dialog.getByLabel(say("field.email")).press("Enter");
      await shopper.sees("step.reason.title");
      await shopper.press("nav.back");
      await expect(shopper.dialog.getByLabel(say("field.email"))).toHaveValue("guest@example.org");
    });
  });

test("who is known by the order but not by e-mail is asked how to be reached", async ({ shopper, relay, inbox }) => {
  const { say } = shopper;
  relay.page("/order", merchantPage(GUEST, { context: kettleOrder({ customer: null }) }));
  await shopper.visit("/order");
  await shopper.tap(shopper.page.getByRole("link", { name: "Report a problem" }));
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await shopper.sees("step.contact.title");
  await shopper.press("nav.continue");
  await expect(shopper.dialog.getByLabel(say("field.email"))).toHaveAccessibleDescription(say("error.email.missing"));
  await shopper.dialog.getByLabel(say("field.email")).fill("ida@example.org");
  await shopper.dialog.getByLabel(say("field.name")).fill("Ida Kern");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await expect(shopper.row("step.contact.row")).toContainText("ida@example.org");
  await shopper.press("review.send");
  const complaint = await inbox.read(await shopper.reference());
  await expect(complaint.getByText("Ida Kern", { exact: true })).toBeVisible();
});
