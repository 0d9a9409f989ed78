// The flows by keys alone: no pointer, no touch, nothing filled in by a script. The focus is always in view, in the dialog, in reading
// order, and comes back to the trigger.

import { Keys } from "../harness/keys";
import { phonePhoto } from "../harness/photo";
import { expect, test } from "../harness/test";

test.use({ hasTouch: false, isMobile: false });

for (const lang of ["en", "de"] as const)
  test.describe(lang, () => {
    test.use({ lang });

    test("a complaint, from the trigger to the receipt", async ({ shopper, page, relay, inbox, browser }) => {
      const { say, shop } = shopper;
      const keys = new Keys(page);
      await shopper.visit();
      await keys.toTrigger(shop.report, "TT-10482");
      await keys.press("Enter");
      await expect(shopper.heading(say("step.reason.title"))).toBeFocused();
      // Away with Escape, and back to the same question.
      await keys.press("Escape");
      await expect(shopper.dialog).toBeHidden();
      await expect(shopper.order("TT-10482").getByRole("link", { name: shop.report })).toBeFocused();
      await keys.press("Enter");
      await expect(shopper.heading(say("step.reason.title"))).toBeFocused();
      // What comes with the second module is there too.
      await expect(shopper.dialog.getByRole("combobox", { name: say("nav.language") })).toBeVisible();
      const stops = (await keys.around()).filter((stop) => stop !== "English");
      expect(stops.slice(-3)).toEqual([say("nav.person"), say("nav.language"), say("frame.close")]);
      await keys.to(say("step.reason.option.faulty"));
      await keys.press("Enter");

      await expect(shopper.heading(say("step.remedy.title.faulty"))).toBeFocused();
      await keys.to(say("step.repaired.option.again"));
      await keys.press("Space");
      // The offers are drawn anew around it.
      await expect(shopper.dialog.getByLabel(say("step.repaired.option.again"))).toBeFocused();
      await expect(shopper.option("remedy.refund.title")).toBeVisible();
      await keys.press("Space");
      await expect(shopper.option("remedy.refund.title")).toBeHidden();
      await keys.to(say("withheld.title"), { key: "Shift+Tab" });
      await keys.press("Enter");
      await expect(shopper.dialog.getByText(say("law.repair-first")).first()).toBeVisible();
      await keys.to(say("basis.statutory"), { key: "Shift+Tab" });
      await keys.to(say("nav.back"), { key: "Shift+Tab" });
      await keys.press("Enter");
      await expect(shopper.heading(say("step.reason.title"))).toBeFocused();
      await keys.to(say("step.reason.option.faulty"));
      await keys.press("Space");
      await expect(shopper.heading(say("step.remedy.title.faulty"))).toBeFocused();
      await keys.to(`${say("basis.statutory")} ${say("remedy.replacement.title")}`);
      await keys.press("Space");

      await expect(shopper.heading(say("step.photos.title"))).toBeFocused();
      await keys.to(say("photos.choose"));
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), keys.press("Space")]);
      await chooser.setFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: await phonePhoto(browser) });
      await expect(shopper.dialog.getByRole("img", { name: say("photos.nth", { index: 1 }) })).toBeVisible();
      await keys.to(say("photos.remove", { index: 1 }), { key: "Shift+Tab" });
      await keys.press("Enter");
      await expect(shopper.dialog.getByRole("group", { name: say("step.photos.title") })).toBeFocused();
      await keys.to(say("step.details.title"));
      await keys.type("It hums.");
      await keys.to(say("nav.continue"));
      await keys.press("Space");

      await expect(shopper.heading(say("review.title"))).toBeFocused();
      await keys.to(say("nav.change.what", { what: say("step.details.row") }));
      await keys.press("Enter");
      await expect(shopper.heading(say("step.photos.title"))).toBeFocused();
      await keys.to(say("step.details.title"));
      await keys.press("End");
      await keys.type(" It leaks.");
      await keys.to(say("nav.continue"));
      await keys.press("Enter");
      await expect(shopper.heading(say("review.title"))).toBeFocused();
      await keys.around();
      await keys.to(say("review.send"));
      await keys.press("Enter");
      const reference = await shopper.reference();
      await expect(shopper.dialog.getByRole("heading", { level: 2 })).toBeFocused();
      await keys.around();
      await keys.to(say("nav.done"));
      await keys.press("Enter");
      await expect(shopper.dialog).toBeHidden();
      await expect(shopper.order("TT-10482").getByRole("link", { name: shop.report })).toBeFocused();
      expect(await shopper.taps()).toBe(0);
      await expect((await inbox.read(reference)).getByText("It hums. It leaks.", { exact: true })).toBeVisible();
      expect(relay.attempts).toHaveLength(1);
    });
  });

test("a withdrawal, from the trigger to the receipt", async ({ shopper, page, inbox }) => {
  const { say, shop } = shopper;
  const keys = new Keys(page);
  await shopper.visit();
  await keys.toTrigger(shop.withdraw, "TT-10523");
  await keys.press("Enter");
  await expect(shopper.heading(say("withdrawal.review.title"))).toBeFocused();
  await keys.around();
  await keys.to(say("nav.person"));
  await keys.press("Enter");
  await expect(shopper.heading(say("person.title"))).toBeFocused();
  await keys.around();
  await keys.to(say("nav.back"));
  await keys.press("Space");
  await expect(shopper.heading(say("withdrawal.review.title"))).toBeFocused();
  await keys.to(say("withdrawal.review.send"));
  await keys.press("Space");
  const reference = await shopper.reference();
  await expect(shopper.dialog.getByRole("heading", { level: 2 })).toBeFocused();
  await keys.to(say("frame.close"), { key: "Shift+Tab" });
  await keys.press("Enter");
  await expect(shopper.order("TT-10523").getByRole("link", { name: shop.withdraw, exact: true })).toBeFocused();
  expect(await shopper.taps()).toBe(0);
  await inbox.read(reference);
});

test("several items, a quantity, one fault and radios", async ({ shopper, page }) => {
  const { say, shop } = shopper;
  const keys = new Keys(page);
  await shopper.visit();
  await keys.toTrigger(shop.report, "TT-10531");
  await keys.press("Enter");
  await expect(shopper.heading(say("step.items.title"))).toBeFocused();
  await keys.to(say("nav.continue"));
  await keys.press("Enter");
  // The summary of what is wrong has the focus, and leads to the field.
  await expect(shopper.dialog.getByRole("alert")).toBeFocused();
  await keys.to(say("error.items"));
  await keys.press("Enter");
  await expect(shopper.dialog.getByRole("group", { name: say("step.items.title") })).toBeFocused();
  await keys.to(shop.vase);
  await keys.press("Space");
  await keys.to(shop.candle);
  await keys.press("Space");
  await keys.to(say("items.less"));
  await keys.press("Enter");
  await expect(shopper.dialog.getByRole("status").filter({ hasText: /^1$/ })).toBeVisible();
  await keys.to(say("nav.continue"));
  await keys.press("Enter");
  await expect(shopper.heading(say("step.reason.title"))).toBeFocused();
  await keys.to(say("same-for-all", { count: 2 }));
  await keys.press("Space");
  await expect(shopper.dialog.getByRole("switch")).toBeChecked();
  await keys.press("Escape");
  await expect(shopper.dialog).toBeHidden();

  await keys.toTrigger(shop.payment, "TT-10496");
  await keys.press("Enter");
  await expect(shopper.heading(say("step.invoice.title"))).toBeFocused();
  await keys.to(say("step.invoice.option.later"));
  await keys.press("Enter");
  await expect(shopper.heading(say("step.proposal.title"))).toBeFocused();
  // One stop for all radios; the arrows go from one to the next.
  await keys.to(say("step.proposal.option.two-weeks"));
  await keys.press("ArrowDown");
  await expect(shopper.dialog.getByRole("radio", { name: say("step.proposal.option.month") })).toBeChecked();
  expect((await keys.stop()).unseen).toBe("");
  await keys.to(say("nav.continue"));
});
