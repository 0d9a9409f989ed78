// The demo shop's other cases: chocolates that never arrived, a coat within its withdrawal period, a link from an e-mail.

import { expect, test } from "../harness/test";
import { shopReads } from "../harness/words";

for (const lang of ["en", "de"] as const)
  test.describe(lang, () => {
    test.use({ lang });

    test("chocolates that never arrived: delivery or money, and no photo of nothing", async ({ shopper, inbox }) => {
      const { say } = shopper;
      await shopper.visit();
      await shopper.report("TT-10517");
      await shopper.sees("step.reason.title");
      // What has not arrived can't be broken.
      await expect(shopper.option("step.reason.option.damaged")).toHaveCount(0);
      await shopper.choose("step.reason.option.not-delivered");
      await shopper.sees("step.remedy.title");
      await shopper.choose("remedy.delivery.title");
      await expect(shopper.dialog.getByText(say("photos.choose"))).toHaveCount(0);
      await shopper.press("nav.continue");
      await shopper.sees("review.title");
      await shopper.press("review.send");
      const complaint = await inbox.read(await shopper.reference());
      await expect(inbox.answer(shopReads("step.reason.option.not-delivered"))).toHaveCount(1);
      await expect(complaint.getByText(`Wants ${shopReads("remedy.delivery.title")}`)).toBeVisible();
      await expect(complaint.getByText("differ")).toHaveCount(0);
    });

    test("a withdrawal takes two steps, with the words of the law, and asks no reason", async ({ shopper, inbox, relay }) => {
      const label = { en: "Withdraw from contract here", de: "Vertrag widerrufen" }[lang];
      const confirm = { en: "Confirm withdrawal", de: "Widerruf bestätigen" }[lang];
      await shopper.visit();
      await shopper.tap(shopper.order("TT-10523").getByRole("link", { name: label, exact: true }));
      await shopper.sees("withdrawal.review.title");
      await expect(shopper.row("review.item")).toContainText(shopper.shop.coat);
      await expect(shopper.row("review.item")).toContainText("149");
      await shopper.tap(shopper.dialog.getByRole("button", { name: confirm, exact: true }));
      const reference = await shopper.reference();
      expect(await shopper.taps()).toBe(2);
      const complaint = await inbox.read(reference);
      await expect(complaint.getByRole("heading", { name: shopper.shop.coat })).toBeVisible();
      await expect(complaint).toContainText("Withdrawal");
      const sent = JSON.parse(relay.attempts[0].parts[0].bytes.toString());
      expect(sent.flow).toBe("withdrawal");
      expect(JSON.stringify(sent.items)).not.toContain("reason");
    });
  });

test("cancelling the purchase instead leads into the withdrawal, and Back leads out of it", async ({ shopper, inbox, relay }) => {
  const { say } = shopper;
  await shopper.visit();
  await shopper.report("TT-10523");
  await shopper.choose("step.reason.option.wrong-item");
  await shopper.choose("remedy.withdrawal.title");
  await shopper.sees("withdrawal.review.title");
  await shopper.press("nav.back");
  await shopper.sees("step.remedy.title");
  await shopper.choose("remedy.withdrawal.title");
  await shopper.tap(shopper.dialog.getByRole("button", { name: say("withdrawal.review.send"), exact: true }));
  const complaint = await inbox.read(await shopper.reference());
  await expect(complaint.getByText(/^Withdrawal/).first()).toBeVisible();
  expect(JSON.parse(relay.attempts[0].parts[0].bytes.toString()).flow).toBe("withdrawal");
});

test("a link in an e-mail opens its order's flow and leaves the address bar", async ({ shopper, page, relay }) => {
  await shopper.visit("/?lang=en#redress=complaint&order=TT-10517&item=1");
  await shopper.sees("step.reason.title");
  await expect(shopper.dialog.getByText("Mother’s Day chocolates")).toBeVisible();
  expect(page.url()).toBe(`${relay.origin}/?lang=en#`);
  await page.keyboard.press("Escape");
  await expect(shopper.dialog).toBeHidden();
});

test("a person is one tap away on every screen, and the way back loses nothing", async ({ shopper }) => {
  const { say } = shopper;
  await shopper.visit();
  await shopper.report("TT-10482");
  const person = async () => {
    await shopper.press("nav.person");
    await shopper.sees("person.title");
    await expect(shopper.dialog.getByRole("link", { name: say("person.call", { phone: "+49 30 5550 1234" }) })).toHaveAttribute("href", "tel:+493055501234");
    const mail = shopper.dialog.getByRole("link", { name: say("person.mail", { email: "help@ternandtide.example" }) });
    await expect(mail).toHaveAttribute("href", /^mailto:help@ternandtide\.example\?subject=.*TT-10482/);
    await shopper.tap(shopper.button("nav.back").last());
  };
  await shopper.sees("step.reason.title");
  await person();
  await shopper.choose("step.reason.option.faulty");
  await shopper.sees("step.remedy.title");
  await person();
  await shopper.choose("remedy.repair.title");
  await shopper.dialog.getByLabel(say("step.details.title")).fill("It hums.");
  await person();
  await expect(shopper.dialog.getByLabel(say("step.details.title"))).toHaveValue("It hums.");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await person();
  await shopper.press("review.send");
  await shopper.reference();
  await person();
  await shopper.reference();
});
