// A guest: the page says nothing about an order, so the flow asks for order number and e-mail, kindly and exactly.

import { complaint, openExample, send } from "../harness/example";
import { kettleOrder, merchantPage } from "../harness/page";
import type { Shopper } from "../harness/shopper";
import { expect, test } from "../harness/test";

const LOOKUP = "/api/orders/lookup";
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

async function names(shopper: Shopper, order: string, email: string) {
  await shopper.dialog.getByLabel(shopper.say("field.order")).fill(order);
  await shopper.dialog.getByLabel(shopper.say("field.email")).fill(email);
  await shopper.press("nav.continue");
}

test("a guest whose order the shop can look up taps its items; what was looked up outlives a reload, is vouched for, and can be changed", async ({ shopper, page, relay, inbox }) => {
  const { say, dialog } = shopper;
  const pen = dialog.getByRole("checkbox", { name: "Fountain pen, medium nib" });
  await openExample(shopper, relay, "guest-order");
  await names(shopper, " #qi-20418 ", "Ida@Example.org");
  await shopper.sees("step.items.title");
  await pen.check();
  await shopper.press("nav.continue");
  await shopper.sees("step.reason.title");

  await page.reload();
  await shopper.tap(page.getByRole("link", { name: "Is something wrong?" }));
  await shopper.sees("resume.title");
  await shopper.press("resume.continue");
  await shopper.sees("step.reason.title");
  expect(relay.asked.filter((path) => path === LOOKUP)).toHaveLength(1);
  // Back leads to the order again, which is asked for anew.
  await shopper.press("nav.back");
  await expect(pen).toBeChecked();
  await shopper.press("nav.back");
  await expect(dialog.getByLabel(say("field.order"))).toHaveValue(/qi-20418/);
  await shopper.press("nav.continue");
  await shopper.sees("step.items.title");
  await shopper.press("nav.continue");

  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await shopper.sees("step.contact.title");
  await dialog.getByLabel(say("field.name")).fill("Ida Kern");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await expect(shopper.row("review.order")).toContainText("QI-20418");
  await expect(shopper.row("review.item")).toContainText("Fountain pen");
  const { reference, items } = await send(shopper, relay);
  expect(items.map(({ line }) => line)).toEqual(["1"]);
  const told = await inbox.read(reference);
  await expect(told.getByRole("heading", { name: "Fountain pen, medium nib" })).toBeVisible();
  expect((complaint(relay) as any).token).toMatch(/^eyJ/);
});

test("whatever the look-up says but an order, the flow goes on with what was typed, and sounds the same", async ({ shopper, page, relay, console }) => {
  const { dialog, say } = shopper;
  console.expect(/^Failed to load resource/);
  // As long as the widget waits, but not in a test.
  await page.addInitScript(() => {
    const { set } = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, "timeout")!;
    Object.assign(window, { patience: [] });
    Object.defineProperty(XMLHttpRequest.prototype, "timeout", { set(wait) { (window as any).patience.push(wait), set!.call(this, 60); } });
  });
  await openExample(shopper, relay, "guest-order");
  const answers = [
    { status: 404, body: `{"code":"order.unknown","path":"","message":""}` },
    { status: 429, headers: { "retry-after": "600" } },
    { status: 500 },
    { body: "<html>Please log in</html>" },
    { body: `{"items":[{"title":"An order without its number"}]}` },
    { status: 204 },
  ];
  for (const answer of answers) {
    relay.answers.set(LOOKUP, answer);
    await names(shopper, "QI-20418", "ida@example.org");
    await shopper.sees("step.reason.title");
    await expect(dialog.getByText("Order QI-20418")).toBeVisible();
    await shopper.press("nav.back");
  }
  await page.route(`**${LOOKUP}`, (route) => route.abort());
  await names(shopper, "QI-20418", "ida@example.org");
  await shopper.sees("step.reason.title");
  await shopper.press("nav.back");
  await page.unrouteAll();
  // No answer at all.
  await page.route(`**${LOOKUP}`, () => {});
  await names(shopper, "QI-20418", "ida@example.org");
  await shopper.sees("step.reason.title");
  expect(await page.evaluate(() => new Set((window as any).patience).size === 1 && (window as any).patience[0])).toBe(8000);
  await expect(dialog.getByText(say("later.failed"))).toHaveCount(0);
});

test("while the shop is asked Continue says so, asks once, and what is typed meanwhile is asked anew", async ({ shopper, page, relay, console }) => {
  const { dialog, say } = shopper;
  // There is no such order.
  console.expect(/^Failed to load resource.*404/);
  await openExample(shopper, relay, "guest-order");
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route(`**${LOOKUP}`, async (route) => (await held, route.continue()));
  await names(shopper, "QI-20417", "ida@example.org");
  await expect(shopper.button("nav.continue")).toHaveAttribute("aria-busy", "true");
  await expect(dialog.getByRole("status").first()).toHaveText(say("frame.loading"));
  await shopper.press("nav.continue");
  await dialog.getByLabel(say("field.order")).fill("QI-20418");
  const told = page.waitForResponse((response) => response.url().endsWith(LOOKUP));
  answer();
  await told;
  await expect(shopper.button("nav.continue")).not.toHaveAttribute("aria-busy");
  // Who is typing goes on typing.
  await expect(dialog.getByLabel(say("field.order"))).toBeFocused();
  await shopper.press("nav.continue");
  await shopper.sees("step.items.title");
  expect(relay.asked.filter((path) => path === LOOKUP)).toHaveLength(2);
});
