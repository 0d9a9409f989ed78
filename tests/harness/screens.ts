// Every screen of the default flows, one after the other, in whatever language: a test looks at each. It goes by the hooks for
// automation (data-step, data-value, part), so that a language that nobody reads will do.

import { expect, type Browser } from "@playwright/test";
import { kettleOrder, merchantPage } from "./page";
import { phonePhoto } from "./photo";
import type { Relay } from "./relay";
import type { Shopper } from "./shopper";

/** Is shown each screen, under its name, and leaves it as it was. */
export type Look = (screen: string) => Promise<void>;

/** What a walk needs; the fixtures of a test. */
type Walk = { shopper: Shopper; relay: Relay; browser: Browser; look: Look };

const LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen ".repeat(3);

const walker = ({ shopper, look }: Walk) => {
  const { dialog } = shopper;
  const at = async (step: string) => expect(dialog.locator(`[data-step="${step}"]`)).toBeVisible();
  return {
    primary: dialog.locator('[part="primary"]'),
    /** Waits for the screen of a step, and shows it. */
    screen: async (step: string, name = step) => (await at(step), await look(name)),
    option: (value: string) => shopper.tap(dialog.locator(`[part~="option"][data-value="${value}"]`)),
    /** Presses Continue on what is not filled in. */
    fault: async (name: string) => {
      await shopper.tap(dialog.locator('[part="primary"]'));
      await expect(dialog.getByRole("alert")).toBeVisible();
      await look(`${name}, with what is wrong`);
    },
    /** Opens a flow of the demo shop afresh, by its deep link. */
    open: async (flow: string, order: string, step: string) => {
      await shopper.page.goto("about:blank");
      await shopper.visit(`/?lang=en#redress=${flow}&order=${order}`);
      await at(step);
      await look(`${flow}: ${step}`);
    },
  };
};

/** A complaint about several items, from the first screen over a refusal to the receipt. */
export async function complaintScreens(walk: Walk) {
  const { shopper, relay, browser, look } = walk;
  const { dialog } = shopper;
  const { primary, screen, option, fault } = walker(walk);
  await shopper.visit();
  await shopper.report("TT-10531");
  await screen("items");
  await fault("items");
  for (const at of [0, 1]) await shopper.tap(dialog.getByRole("checkbox").nth(at));
  await look("items, with a stepper");
  await shopper.tap(primary);
  await screen("reason");
  await option("damaged");
  await option("wrong-item");
  await screen("remedy");
  await shopper.tap(dialog.locator("summary"));
  await look("remedy, with what is not to be had");
  await option("replacement");
  await option("withdrawal");
  await screen("photos");
  await fault("photos");
  await dialog.locator('input[type="file"]').last().setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: await phonePhoto(browser) });
  await expect(dialog.locator("img[src^=blob]")).toBeVisible();
  await dialog.getByRole("textbox").fill(LONG);
  await look("photos, with a photo and long words");
  await shopper.tap(primary);
  await screen("review");
  await shopper.tap(dialog.locator('.footer [part="secondary"]'));
  await screen("person");
  await shopper.tap(primary);
  let answer = () => {};
  relay.fates.push({ status: 422, body: `{"code":"complaint.something-that-takes-a-long-code-to-say-what-is-wrong"}` });
  relay.fates.push(new Promise<void>((resolve) => (answer = resolve)));
  await shopper.tap(primary);
  await screen("failed");
  await shopper.tap(primary);
  await screen("sending");
  answer();
  await screen("receipt");
}

/** What the other flows add: their first screens, and those with questions of their own. */
export async function otherScreens(walk: Walk) {
  const { shopper, relay, look } = walk;
  const { dialog, page } = shopper;
  const { primary, screen, option, open, fault } = walker(walk);
  await open("start", "TT-10523", "wish");
  await open("withdrawal", "TT-10523", "review");
  await open("withdrawal", "TT-10482", "review");
  await open("return", "TT-10523", "return-reason");
  await open("return", "TT-10482", "return-reason");
  await open("payment", "TT-10496", "invoice");
  await option("later");
  await screen("proposal");
  await fault("proposal");
  await open("payment", "TT-10496", "invoice");
  await option("paid");
  await screen("paid-on");
  await open("safety", "TT-10482", "advice");
  await option("nearly");
  await screen("happened");
  await open("feedback", "TT-10482", "solved");
  await option("no");
  await screen("again");
  await option("write");
  await screen("rating");
  await open("callback", "TT-10482", "callback");
  await fault("callback");

  // A guest, then one whose order is known and whose address is not.
  relay.page("/guest", merchantPage(`<button data-redress-open>?</button>`));
  await shopper.visit("/guest");
  await shopper.tap(page.getByRole("button"));
  await screen("order");
  await fault("order");
  relay.page("/order", merchantPage(`<button data-redress-open>?</button>`, { context: kettleOrder({ customer: null }) }));
  await shopper.visit("/order");
  await shopper.tap(page.getByRole("button"));
  await screen("reason", "reason of one item");
  await option("faulty");
  await option("repair");
  await shopper.tap(primary);
  await screen("contact");
  await fault("contact");
}
