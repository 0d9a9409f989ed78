// axe on the screens that the examples add to the default flows, each kind of step once, as it comes and with its faults. Light only:
// what dark changes, the default flows show.

import { findings } from "../harness/axe";
import { openExample } from "../harness/example";
import { expect, test } from "../harness/test";
import type { Shopper } from "../harness/shopper";

/** Looks at the screen of a question as it comes, and once more after Continue has found what is wrong. */
async function clean(shopper: Shopper, question: string, faults = true) {
  await expect(shopper.heading(question)).toBeVisible();
  const look = async (state: string) => expect.soft(await findings(shopper.page, "redress-widget"), `${question} ${state}`).toEqual([]);
  await look("as it comes");
  if (!faults) return;
  await shopper.press("nav.continue");
  await expect(shopper.dialog.getByRole("alert")).toBeFocused();
  await look("with its faults");
}

/** How to come to the questions that an example adds, and what they are. */
const WAYS: [id: string, questions: string, walk: (shopper: Shopper) => Promise<void>][] = [
  ["electronics-serial-number", "text", async (shopper) => {
    await shopper.tap(shopper.dialog.getByRole("checkbox", { name: "Wireless headphones" }));
    await shopper.press("nav.continue");
    await shopper.choose("step.reason.option.faulty");
    await clean(shopper, "Serial number");
  }],
  ["fashion-sizes", "choice", async (shopper) => {
    await clean(shopper, "What would you like to return?");
    await shopper.tap(shopper.dialog.getByRole("checkbox", { name: "Linen dress, S" }));
    await shopper.press("nav.continue");
    await clean(shopper, "How is it?", false);
    await shopper.tap(shopper.dialog.getByRole("button", { name: "Too small" }));
    await clean(shopper, "Which size would you like?", false);
    await shopper.tap(shopper.dialog.getByRole("button", { name: "M", exact: true }));
    await clean(shopper, "What would you like instead?", false);
    await shopper.tap(shopper.dialog.getByRole("button", { name: "Exchange it" }));
    await clean(shopper, "Is this your return?", false);
  }],
  ["several-defects", "choices", async (shopper) => {
    await shopper.choose("step.reason.option.faulty");
    await clean(shopper, "What does it do?");
  }],
  ["bicycle-mileage", "number and date", async (shopper) => {
    await shopper.choose("step.reason.option.faulty");
    await clean(shopper, "How far has it gone?");
    await shopper.dialog.getByRole("textbox").fill("5");
    await shopper.press("nav.continue");
    await clean(shopper, "When did you notice it?", false);
  }],
  ["food-batch", "two questions on one screen", async (shopper) => {
    await shopper.tap(shopper.dialog.getByRole("checkbox", { name: "Smoked salmon" }));
    await shopper.press("nav.continue");
    await shopper.tap(shopper.dialog.getByRole("button", { name: "It has gone off" }));
    await clean(shopper, "Batch number");
  }],
  ["furniture-pickup", "address and callback", async (shopper) => {
    await shopper.choose("step.reason.option.faulty");
    await shopper.choose("remedy.repair.title");
    await shopper.press("nav.continue");
    await clean(shopper, "Where do we collect it?");
    const { dialog, say } = shopper;
    for (const key of ["field.line1", "field.postalCode", "field.city"]) await dialog.getByLabel(say(key)).fill("10969");
    const day = dialog.getByLabel("On which day?");
    await day.fill((await day.getAttribute("min"))!);
    await shopper.press("nav.continue");
    await clean(shopper, "When may the driver call?");
  }],
  ["marketplace", "notice", async (shopper) => {
    await shopper.tap(shopper.dialog.getByRole("checkbox", { name: "Paper lantern" }));
    await shopper.press("nav.continue");
    await shopper.choose("step.reason.option.faulty");
    await clean(shopper, "Lumen Studio sold this", false);
  }],
  ["product-safety", "warning and choice", async (shopper) => {
    await shopper.tap(shopper.dialog.getByRole("button", { name: "It is dangerous" }));
    await clean(shopper, "Please stop using it", false);
  }],
  ["consent-and-privacy", "consent and privacy", async (shopper) => {
    await shopper.choose("step.reason.option.faulty");
    await shopper.choose("remedy.repair.title");
    await shopper.press("nav.continue");
    await clean(shopper, "Before you send it in", false);
    await shopper.dialog.getByRole("checkbox").press("Space");
    await shopper.press("nav.continue");
    await clean(shopper, shopper.say("review.title"), false);
  }],
  ["feedback", "rating and optional choices", async (shopper) => {
    await clean(shopper, "How easy was it to get help?", false);
    await shopper.tap(shopper.dialog.getByRole("button", { name: shopper.say("rating.step", { index: 5, count: 5 }) }));
    await clean(shopper, "What did we do well?", false);
  }],
  ["guest-order", "lookup and contact", async (shopper) => {
    const { dialog, say } = shopper;
    await clean(shopper, say("step.order.title"));
    await dialog.getByLabel(say("field.order")).fill("QI-20418");
    await dialog.getByLabel(say("field.email")).fill("ida@example.org");
    await shopper.press("nav.continue");
    await shopper.choose("step.reason.option.faulty");
    await shopper.choose("remedy.repair.title");
    await shopper.press("nav.continue");
    await clean(shopper, say("step.contact.title"));
  }],
  ["known-device", "what cannot be changed", async (shopper) => {
    await shopper.choose("step.reason.option.faulty");
    await shopper.choose("remedy.replacement.title");
    await shopper.press("nav.continue");
    await clean(shopper, shopper.say("step.callback.title"));
  }],
  ["theme", "the merchant's colours", async (shopper) => {
    await clean(shopper, shopper.say("step.reason.title"), false);
    await shopper.choose("step.reason.option.damaged");
    await clean(shopper, shopper.say("step.remedy.title"), false);
    await shopper.choose("remedy.replacement.title");
    await clean(shopper, shopper.say("step.photos.title"));
  }],
];

for (const [id, questions, walk] of WAYS)
  test(`${questions}, in ${id}`, async ({ shopper, relay }) => {
    test.setTimeout(90_000);
    await openExample(shopper, relay, id);
    await walk(shopper);
  });
