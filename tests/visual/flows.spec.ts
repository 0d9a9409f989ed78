// Draws what each flow is about: the entry that asks which, then invoice, return, danger, feedback, call back, a withdrawal in another
// language and after its period; and the page on which a case is followed.

import { kettleOrder, merchantPage } from "../harness/page";
import { expect, test } from "../harness/test";
import { Shopper } from "../harness/shopper";
import { words } from "../harness/words";
import { shoot as draw } from "./shoot";

const NOW = "2026-11-21T10:12:00+01:00";

test("the other flows", async ({ shopper, page, relay, browser }, { project: { name } }) => {
  test.setTimeout(120_000);
  const { say } = shopper;
  const shoot = (screen: string) => draw(browser, page, screen, name);
  const open = async (flow: string, order: string, heading: string) => {
    await page.goto("about:blank");
    await shopper.visit(`/?lang=en#redress=${flow}&order=${order}`);
    await shopper.sees(heading);
  };
  await page.clock.setFixedTime(NOW);
  await open("start", "TT-10523", "step.wish.title");
  await shoot("start");
  await open("payment", "TT-10496", "step.invoice.title");
  await shoot("payment");
  await shopper.choose("step.invoice.option.later");
  await shopper.sees("step.proposal.title");
  await shoot("payment-proposal");
  await open("return", "TT-10523", "step.return-reason.title");
  await shoot("return");
  await open("return", "TT-10482", "flow.return.title");
  await shoot("return-over");
  await open("safety", "TT-10482", "step.advice.title");
  await shoot("safety");
  await shopper.choose("step.hurt.option.nearly");
  await shopper.sees("step.happened.title");
  await shoot("safety-happened");
  await open("feedback", "TT-10482", "step.solved.title");
  await shoot("feedback");
  await shopper.choose("step.solved.option.no");
  await shopper.choose("step.again.option.call");
  await shopper.sees("step.callback.title");
  await shoot("call-back");
  await open("withdrawal", "TT-10482", "withdrawal.review.title");
  await shoot("withdrawal-over");
  await open("complaint", "TT-10482", "step.reason.title");
  await shopper.choose("step.reason.option.faulty");
  await shopper.tap(shopper.dialog.getByLabel(say("step.repaired.option.again")));
  await shoot("remedy-again");

  const context = kettleOrder({ order: { placedOn: "2026-11-12", language: "de" }, item: { deliveredOn: "2026-11-16" } });
  relay.page("/order", merchantPage(`<p><a href="#" data-redress-open="withdrawal">Renoncer au contrat ici</a></p>`, { lang: "fr", context }));
  await shopper.visit("/order");
  await shopper.tap(page.getByRole("link"));
  const confirm = shopper.dialog.getByRole("button", { name: words("fr")("withdrawal.review.send") });
  await expect(confirm.locator('[lang="de"]')).toBeVisible();
  await shoot("withdrawal-french");
});

test("the page on which a case is followed", async ({ page, desk, inbox, browser, hasTouch, colorScheme }, { project: { name } }) => {
  const shopper = new Shopper(page, desk.origin, "en", Boolean(hasTouch));
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  const reference = await shopper.reference();
  const address = await shopper.dialog.getByRole("link", { name: shopper.say("receipt.status") }).getAttribute("href");
  await inbox.page.setViewportSize(page.viewportSize()!);
  await inbox.page.emulateMedia({ colorScheme });
  await inbox.read(reference);
  await inbox.page.getByText("Ask for more").first().click();
  const form = inbox.page.locator("details[open]").first();
  await form.getByLabel("What you need from the customer").fill("Could you send a photo of the plate under the kettle?");
  await form.getByLabel("Your name").fill("Jonna");
  await draw(browser, inbox.page, "inbox-actions", name);
  await form.getByRole("button", { name: "Ask" }).click();
  await page.goto(address!);
  await draw(browser, page, "status", name, true);
});
