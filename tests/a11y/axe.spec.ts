// axe on every screen of the default flows, in light and dark: WCAG 2.2 A and AA and axe's best practice, without findings.

import { findings } from "../harness/axe";
import { kettleOrder, merchantPage } from "../harness/page";
import { phonePhoto } from "../harness/photo";
import { expect, test } from "../harness/test";

for (const colorScheme of ["light", "dark"] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("the demo shop's page", async ({ shopper, page }) => {
      await shopper.visit();
      expect(await findings(page)).toEqual([]);
    });

    test("every screen of a complaint", async ({ shopper, page, relay, console, browser }) => {
      console.expect(/^Failed to load resource/);
      // Some fifteen screens, and axe takes its second for each.
      test.setTimeout(120_000);
      const { say } = shopper;
      const clean = async (screen: string) => expect.soft(await findings(page, "redress-widget"), screen).toEqual([]);
      await page.clock.install();
      await shopper.visit();
      await shopper.report("TT-10531");
      await shopper.sees("step.items.title");
      await clean("items");
      await shopper.press("nav.continue");
      await expect(shopper.dialog.getByRole("alert")).toBeVisible();
      await clean("items with an error");
      await shopper.tap(shopper.dialog.getByRole("checkbox", { name: shopper.shop.vase }));
      await shopper.tap(shopper.dialog.getByRole("checkbox", { name: shopper.shop.candle }));
      await clean("items with a stepper");
      await shopper.press("nav.continue");
      await shopper.sees("step.reason.title");
      await clean("reason for one of several items");
      await shopper.tap(shopper.dialog.getByRole("switch"));
      await clean("reason, the same for all");
      await shopper.choose("step.reason.option.damaged");
      await shopper.sees("step.remedy.title");
      await clean("remedy");
      await shopper.tap(shopper.dialog.getByText(say("withheld.title")));
      await clean("remedy, with what is not to be had");
      await shopper.choose("remedy.replacement.title");
      await shopper.choose("remedy.replacement.title");
      await shopper.sees("step.photos.title");
      await clean("photos");
      await shopper.press("nav.continue");
      await expect(shopper.dialog.getByRole("alert")).toBeVisible();
      await clean("photos with an error");
      await shopper.addPhotos(await phonePhoto(browser));
      await clean("photos with a photo");
      await shopper.press("nav.person");
      await shopper.sees("person.title");
      await clean("person");
      await shopper.tap(shopper.button("nav.back").last());
      await shopper.press("nav.continue");
      await shopper.sees("review.title");
      await clean("review");

      let answer = () => {};
      relay.fates.push(new Promise<void>((resolve) => (answer = resolve)).then(() => undefined));
      await shopper.press("review.send");
      await shopper.sees("sending.title");
      await clean("sending");
      answer();
      await shopper.reference();
      await clean("receipt");
    });

    test("a failure, the look-up and the contact", async ({ shopper, page, relay, console }) => {
      console.expect(/^Failed to load resource/);
      // Some fifteen screens, and axe takes its second for each.
      test.setTimeout(120_000);
      const { say } = shopper;
      const clean = async (screen: string) => expect.soft(await findings(page, "redress-widget"), screen).toEqual([]);
      relay.page("/guest", merchantPage(`<button data-redress-open>Report a problem</button>`));
      relay.page("/order", merchantPage(`<button data-redress-open>Report a problem</button>`, { context: kettleOrder({ customer: null }) }));
      await shopper.visit("/guest");
      await shopper.tap(page.getByRole("button", { name: "Report a problem" }));
      await shopper.sees("step.order.title");
      await clean("look-up");
      await shopper.press("nav.continue");
      await expect(shopper.dialog.getByRole("alert")).toBeVisible();
      await clean("look-up with errors");

      await shopper.visit("/order");
      await shopper.tap(page.getByRole("button", { name: "Report a problem" }));
      await shopper.choose("step.reason.option.other");
      await shopper.sees("step.remedy.title.nothing");
      await clean("remedy where the law gives nothing");
      await shopper.choose("remedy.other.title");
      await shopper.dialog.getByLabel(say("step.details.title")).fill("It hums.");
      await shopper.press("nav.continue");
      await shopper.sees("step.contact.title");
      await clean("contact");
      await shopper.press("nav.continue");
      await clean("contact with an error");
      await shopper.dialog.getByLabel(say("field.email")).fill("ida@example.org");
      await shopper.press("nav.continue");
      relay.fates.push({ status: 422, body: `{"code":"complaint.order"}` });
      await shopper.press("review.send");
      await shopper.sees("failed.title");
      await clean("failure");
    });

    test("every screen of a withdrawal", async ({ shopper, page }) => {
      await shopper.visit();
      await shopper.tap(shopper.order("TT-10523").getByRole("link", { name: shopper.shop.withdraw, exact: true }));
      await shopper.sees("withdrawal.review.title");
      expect(await findings(page, "redress-widget")).toEqual([]);
      await shopper.tap(shopper.dialog.getByRole("button", { name: shopper.say("withdrawal.review.send"), exact: true }));
      await shopper.reference();
      expect(await findings(page, "redress-widget")).toEqual([]);
    });

    test("the shop's inbox", async ({ shopper, inbox, browser }) => {
      await inbox.page.emulateMedia({ colorScheme });
      await shopper.visit();
      await shopper.report("TT-10482");
      await shopper.choose("step.reason.option.faulty");
      await shopper.choose("remedy.repair.title");
      await shopper.addPhotos(await phonePhoto(browser));
      await shopper.press("nav.continue");
      await shopper.press("review.send");
      const reference = await shopper.reference();
      await inbox.count();
      expect(await findings(inbox.page)).toEqual([]);
      await inbox.read(reference);
      expect(await findings(inbox.page)).toEqual([]);
    });
  });

/** Light only: what dark changes, the flows above show. */
test.describe("the other flows", () => {
  test("what each asks first, and what is its own", async ({ shopper, page }) => {
    test.setTimeout(120_000);
    const { say, dialog } = shopper;
    const clean = async (screen: string) => expect.soft(await findings(page, "redress-widget"), screen).toEqual([]);
    const open = async (flow: string, order: string, heading: string) => {
      await page.goto("about:blank");
      await shopper.visit(`/?lang=en#redress=${flow}&order=${order}`);
      await shopper.sees(heading);
      await clean(`${flow}: ${heading}`);
    };
    await open("start", "TT-10523", "step.wish.title");
    await open("payment", "TT-10496", "step.invoice.title");
    await shopper.choose("step.invoice.option.later");
    await shopper.press("nav.continue");
    await expect(dialog.getByRole("alert")).toBeVisible();
    await clean("payment: a proposal that is missing");
    await open("payment", "TT-10496", "step.invoice.title");
    await shopper.choose("step.invoice.option.paid");
    await shopper.sees("step.paid-on.title");
    await clean("payment: proof");
    await open("return", "TT-10523", "step.return-reason.title");
    await open("return", "TT-10482", "flow.return.title");
    await open("safety", "TT-10482", "step.advice.title");
    await shopper.choose("step.hurt.option.nearly");
    await shopper.sees("step.happened.title");
    await clean("safety: what happened");
    await open("feedback", "TT-10482", "step.solved.title");
    await shopper.choose("step.solved.option.no");
    await shopper.sees("step.again.title");
    await shopper.choose("step.again.option.call");
    await shopper.sees("step.callback.title");
    await clean("call back");
    await open("withdrawal", "TT-10482", "withdrawal.review.title");
    await open("complaint", "TT-10482", "step.reason.title");
    await shopper.choose("step.reason.option.faulty");
    await shopper.tap(dialog.getByLabel(say("step.repaired.option.again")));
    await clean("remedy with chips");
  });
});
