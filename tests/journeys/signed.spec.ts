// A context that the shop's server signed: the widget believes it before the page, the desk checks it, and only then is anything granted
// at once.

import { SECRET } from "../harness/desk";
import { daysAgo, kettleOrder, merchantPage } from "../harness/page";
import type { Relay } from "../harness/relay";
import type { Shopper } from "../harness/shopper";
import { expect, test } from "../harness/test";

/** A faulty kettle on a page with this context; until the review. */
async function complain(shopper: Shopper, relay: Relay, context: object) {
  relay.page("/order", merchantPage(`<p><a href="mailto:help@shop.example" data-redress-open>Is something wrong?</a></p>`, { context }));
  await shopper.visit("/order");
  await shopper.tap(shopper.page.getByRole("link", { name: "Is something wrong?" }));
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.replacement.title");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
}

/** The snippet that docs/signing.md tells shops to use. */
async function sign(context: object, key: string): Promise<string> {
  const { redressToken } = await import("../signing/sign.mjs");
  return redressToken(context, key);
}

test("what is signed goes before what the page says, and is granted at once", async ({ shopper, relay, inbox }) => {
  const { say, dialog } = shopper;
  // An order of this test's own: only the first complaint about one is granted at once.
  const token = await sign(kettleOrder({ order: { number: "K-7001" } }), SECRET);
  const lies = kettleOrder({ order: { number: "K-9999" }, item: { title: "Golden kettle", paid: 990000, deliveredOn: daysAgo(1) } });
  await complain(shopper, relay, { ...lies, token });
  await expect(dialog.getByText("Travel kettle").first()).toBeVisible();
  await expect(dialog.getByText("K-7001").first()).toBeVisible();
  await shopper.press("review.send");
  await expect(dialog.getByText(say("receipt.approved"))).toBeVisible();
  const main = await inbox.read(await shopper.reference());
  await expect(main.getByText("Verified", { exact: true }).first()).toBeVisible();
});

test("a token that somebody else made grants nothing, and the complaint is kept", async ({ shopper, relay, inbox }) => {
  const token = await sign(kettleOrder(), "a key that the desk of this shop has never seen");
  await complain(shopper, relay, { token });
  await shopper.press("review.send");
  const reference = await shopper.reference();
  await expect(shopper.dialog.getByText(shopper.say("receipt.approved"))).toHaveCount(0);
  const main = await inbox.read(reference);
  await expect(main.getByText("Token not ours").first()).toBeVisible();
});
