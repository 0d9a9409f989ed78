// What a config changes about any kind of step: known answers, other flows, own words and colours, links, tone and the privacy notice.

import { openExample, rowOf, send } from "../harness/example";
import { expect, test } from "../harness/test";

test("what the page knows is shown and not asked, or filled in and can be changed", async ({ shopper, relay }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "known-device");
  await shopper.choose("step.reason.option.faulty");
  // The device number would come next.
  await shopper.sees("step.remedy.title");
  await shopper.choose("remedy.replacement.title");
  await shopper.press("nav.continue");
  await shopper.sees("step.callback.title");
  const phone = dialog.getByRole("textbox", { name: say("field.phone") });
  await expect(phone).toHaveValue("+49 170 5550 62");
  await phone.fill("+49 30 5550 63");
  await shopper.tap(dialog.getByRole("radio", { name: say("step.callback.option.evening") }));
  await shopper.press("nav.continue");
  await expect(rowOf(shopper, "Device number")).toHaveText("356938035643809");
  await expect(dialog.getByRole("button", { name: say("nav.change.what", { what: "Device number" }) })).toHaveCount(0);
  const sent = await send(shopper, relay);
  expect(sent.items[0].answers).toContainEqual(expect.objectContaining({ step: "device", value: "356938035643809" }));
  expect(sent.shared).toContainEqual(expect.objectContaining({ value: { phone: "+49 30 5550 63", slot: "evening" } }));
});

test("an unknown fact is asked for after all", async ({ shopper, relay }) => {
  const { dialog } = shopper;
  await openExample(shopper, relay, "known-device", { context: (context) => delete context.items[0].sku });
  await shopper.choose("step.reason.option.faulty");
  await dialog.getByRole("textbox", { name: "Device number" }).fill("123");
  await shopper.press("nav.continue");
  await shopper.sees("step.remedy.title");
});

test("an option leads into another flow, Back leads out of it, and what is known comes along", async ({ shopper, relay }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "product-safety");
  await shopper.tap(dialog.getByRole("button", { name: "It is dangerous" }));
  await expect(shopper.heading("Please stop using it")).toBeVisible();
  await expect(dialog.getByText("Unplug it and keep children away.")).toBeVisible();
  await shopper.press("nav.back");
  await shopper.sees("step.reason.title");
  await shopper.choose("step.reason.option.faulty");
  await shopper.sees("step.remedy.title");
  await shopper.press("nav.back");
  await shopper.tap(dialog.getByRole("button", { name: "It is dangerous" }));
  // What is only read beside a question keeps no answer from going on.
  await shopper.tap(dialog.getByRole("button", { name: "Yes, nobody is hurt" }));
  await shopper.press("nav.continue");
  await shopper.tap(dialog.getByRole("radio", { name: say("step.callback.option.morning") }));
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  const sent = await send(shopper, relay);
  expect(sent).toMatchObject({ flow: "safety", kind: "safety", contact: { email: "olu@example.org" } });
  expect(sent.items).toEqual([expect.objectContaining({ line: "1", quantity: 1, answers: [] })]);
});

test("a payment reminder's flow leads into the complaint", async ({ shopper, relay }) => {
  await openExample(shopper, relay, "payment-reminder");
  await shopper.sees("step.invoice.title");
  await shopper.choose("step.invoice.option.goods");
  await shopper.sees("step.reason.title");
  await shopper.press("nav.back");
  await shopper.sees("step.invoice.title");
  await shopper.choose("step.invoice.option.later");
  await expect(shopper.dialog.getByRole("radio", { name: "When my salary is there" })).toBeVisible();
});

test("an optional choice can be skipped with Continue", async ({ shopper, relay }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "fashion-sizes", { config: (config) => (config.steps.size.required = false) });
  await shopper.tap(dialog.getByRole("checkbox", { name: "Linen dress, S" }));
  await shopper.press("nav.continue");
  await shopper.tap(dialog.getByRole("button", { name: "Too large" }));
  await expect(shopper.heading("Which size would you like?")).toBeVisible();
  await shopper.press("nav.continue");
  await shopper.tap(dialog.getByRole("button", { name: "Send it back for a refund" }));
  await expect(rowOf(shopper, "Which size would you like?")).toHaveText(say("review.blank"));
});

test("same for all: one tap answers for every line, in every step of that kind", async ({ shopper, relay }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "same-for-all");
  for (const name of ["Wine glasses", "Carafe", "Tumblers"]) await shopper.tap(dialog.getByRole("checkbox", { name }));
  await shopper.press("nav.continue");
  for (const answer of [say("step.reason.option.damaged"), "Dented or torn", say("remedy.replacement.title")]) {
    await shopper.tap(dialog.getByText(say("same-for-all", { count: 3 })));
    await shopper.tap(dialog.getByRole("button", { name: answer }));
  }
  await shopper.tap(dialog.getByRole("button", { name: say("photos.unable") }));
  await shopper.sees("review.title");
  const { items } = await send(shopper, relay);
  expect(items.map(({ quantity, remedy }) => [quantity, remedy])).toEqual([[6, "replacement"], [1, "replacement"], [4, "replacement"]]);
  for (const { answers } of items) expect(answers).toContainEqual(expect.objectContaining({ step: "parcel", label: "Dented or torn" }));
});

test("what null takes out is not asked and not offered", async ({ shopper, relay }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "fewer-questions");
  await shopper.sees("step.reason.title");
  await expect(dialog.getByRole("button", { name: say("step.reason.option.faulty") })).toHaveCount(0);
  await shopper.choose("step.reason.option.damaged");
  await shopper.choose("remedy.replacement.title");
  await shopper.sees("step.details.title");
  await expect(dialog.getByLabel(say("photos.choose"))).toHaveCount(0);
});

test("a photo is needed where the merchant's own condition says so, and nowhere else", async ({ shopper, relay }) => {
  const { say, dialog } = shopper;
  for (const [item, needed] of [["Mountain boots, 42", true], ["Hiking socks", false]] as const) {
    await openExample(shopper, relay, "conditions");
    if (!needed) await shopper.press("resume.restart");
    await shopper.tap(dialog.getByRole("checkbox", { name: item }));
    await shopper.press("nav.continue");
    await shopper.choose("step.reason.option.faulty");
    await shopper.choose("remedy.replacement.title");
    await shopper.sees("step.photos.title");
    await expect(dialog.getByRole("button", { name: say("photos.unable") })).toHaveCount(needed ? 1 : 0);
  }
});

test("the shop's vocabulary, and no consumer rights where a business bought", async ({ shopper, relay }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "b2b");
  await expect(shopper.heading("Which positions does your claim concern?")).toBeVisible();
  await shopper.tap(dialog.getByRole("checkbox", { name: "Pillow block UCP 205" }));
  await shopper.press("nav.continue");
  await expect(shopper.heading("What is the discrepancy?")).toBeVisible();
  await shopper.tap(dialog.getByRole("button", { name: "Short delivery" }));
  await dialog.getByRole("textbox", { name: "Your reference" }).fill("PO 88213");
  await shopper.press("nav.continue");
  await expect(shopper.heading("How shall we settle it?")).toBeVisible();
  await expect(dialog.getByText(say("basis.statutory"), { exact: true })).toHaveCount(0);
  await expect(dialog.getByRole("button", { name: "Credit note" })).toHaveCount(0);
  await shopper.tap(dialog.getByRole("button", { name: "Replacement delivery" }));
  await expect(shopper.heading("Documentation")).toBeVisible();
  await shopper.press("nav.continue");
  await expect(shopper.heading("Claim summary")).toBeVisible();
  expect(await send(shopper, relay, "Submit claim")).toMatchObject({ items: [{ line: "20", quantity: 24, remedy: "replacement-delivery" }] });
});

test.describe("colours", () => {
  const continueColour = (shopper: { button: (key: string) => import("@playwright/test").Locator }) =>
    shopper.button("nav.continue").evaluate((button) => {
      const style = getComputedStyle(button);
      return [style.backgroundColor, style.color, style.borderTopLeftRadius];
    });

  test("the theme colours the widget", async ({ shopper, relay }) => {
    await openExample(shopper, relay, "theme");
    await shopper.choose("step.reason.option.faulty");
    await shopper.choose("remedy.repair.title");
    await shopper.sees("step.photos.title");
    expect(await continueColour(shopper)).toEqual(["rgb(107, 31, 92)", "rgb(255, 255, 255)", "0px"]);
    await expect(shopper.dialog).toHaveCSS("border-radius", "0px");
  });

  test("the page's own CSS wins over it", async ({ shopper, relay }) => {
    await openExample(shopper, relay, "theme", { head: "<style>redress-widget { --redress-accent: #004a8f; }</style>" });
    await shopper.choose("step.reason.option.faulty");
    await shopper.choose("remedy.repair.title");
    await shopper.sees("step.photos.title");
    expect((await continueColour(shopper))[0]).toBe("rgb(0, 74, 143)");
  });
});

test("links in a merchant's text open apart and cannot reach back; any other scheme stays text", async ({ shopper, relay }) => {
  const { dialog } = shopper;
  await openExample(shopper, relay, "marketplace", {
    config: (config) => (config.steps.seller.text += "\n[Click me](javascript:alert(1)) [or me](http://a.example) <b>bold</b>"),
  });
  await shopper.tap(dialog.getByRole("checkbox", { name: "Paper lantern" }));
  await shopper.press("nav.continue");
  await shopper.choose("step.reason.option.faulty");
  const link = dialog.getByRole("link", { name: "How buying here works" });
  await expect(link).toHaveAttribute("href", "https://agora.example/sellers");
  await expect(link).toHaveAttribute("target", "_blank");
  await expect(link).toHaveAttribute("rel", /\bnoopener\b/);
  await expect(dialog.getByRole("link", { name: "ask us" })).toHaveAttribute("href", "mailto:hello@agora.example");
  await expect(dialog.getByText("[Click me](javascript:alert(1)) [or me](http://a.example) <b>bold</b>")).toBeVisible();
  await expect(dialog.getByRole("link")).toHaveCount(2);
});

test("the privacy notice stands in the review, in the merchant's words", async ({ shopper, relay }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "consent-and-privacy");
  await shopper.choose("step.reason.option.other");
  await shopper.choose("remedy.other.title");
  await dialog.getByLabel(say("step.details.title")).fill("It came without its box.");
  await shopper.press("nav.continue");
  await expect(dialog.getByText("We use this for your case, and delete it two years after.")).toBeVisible();
  const link = dialog.getByRole("link", { name: say("review.privacy.link") });
  await expect(link).toHaveAttribute("href", "https://secondbyte.example/privacy");
  await expect(link).toHaveAttribute("target", "_blank");
  await expect(link).toHaveAttribute("rel", /\bnoopener\b/);
});

test.describe("in another language than the shop's", () => {
  test.use({ lang: "de" });

  test("the shopper reads and confirms one, the shop the other", async ({ shopper, relay, inbox }) => {
    await openExample(shopper, relay, "several-defects");
    await shopper.choose("step.reason.option.faulty");
    await shopper.tap(shopper.dialog.getByRole("checkbox", { name: "Sie tropft" }));
    await shopper.tap(shopper.dialog.getByRole("checkbox", { name: "Kein Druck" }));
    await shopper.press("nav.continue");
    await shopper.choose("remedy.repair.title");
    await shopper.press("nav.continue");
    await expect(rowOf(shopper, "Was macht sie?")).toHaveText("Sie tropft, Kein Druck");
    const { items, reference } = await send(shopper, relay);
    expect(items[0].answers).toContainEqual({
      step: "defects",
      value: ["leaks", "pressure"],
      label: "Sie tropft, Kein Druck",
      shopLabel: "It leaks, No pressure",
    });
    const received = await inbox.read(reference);
    await expect(received.getByText("What does it do?")).toBeVisible();
    await expect(inbox.answer("It leaks, No pressure")).toHaveCount(1);
  });
});

test.describe("among friends", () => {
  test.use({ lang: "de" });

  test("a German shop may say du, in faults too", async ({ shopper, relay }) => {
    const { dialog } = shopper;
    await openExample(shopper, relay, "german-informal");
    await expect(dialog.getByText("Wähle, was am besten passt.")).toBeVisible();
    await shopper.choose("step.reason.option.damaged");
    await expect(shopper.heading("Es tut uns leid, dass es beschädigt ankam. Was hilft dir am meisten?")).toBeVisible();
    await shopper.choose("remedy.replacement.title");
    await expect(shopper.heading("Zeig uns, was nicht stimmt")).toBeVisible();
    await shopper.press("nav.continue");
    await expect(dialog.getByRole("alert")).toContainText("Füge mindestens ein Foto hinzu oder sag, dass du keins machen kannst");
    await expect(dialog.getByText(/\b(Sie|Ihre|Ihnen)\b/)).toHaveCount(0);
  });

  test("without the line it says Sie", async ({ shopper, relay }) => {
    await openExample(shopper, relay, "german-informal", { config: (config) => delete config.tone });
    await shopper.choose("step.reason.option.damaged");
    await expect(shopper.heading("Es tut uns leid, dass es beschädigt ankam. Was hilft Ihnen am meisten?")).toBeVisible();
  });
});

test("an option leads away from a screen with other questions too, and Back and Continue lead there again", async ({ shopper, relay }) => {
  const { dialog } = shopper;
  await openExample(shopper, relay, "product-safety", {
    config: (config) => (config.flows.complaint = { ...config.flows.complaint, steps: ["order", "items", ["reason", "details"], "remedy", "contact"] }),
  });
  await shopper.tap(dialog.getByRole("radio", { name: "It is dangerous" }));
  await shopper.press("nav.continue");
  await expect(shopper.heading("Please stop using it")).toBeVisible();
  await shopper.press("nav.back");
  await expect(dialog.getByRole("radio", { name: "It is dangerous" })).toBeChecked();
  await shopper.press("nav.continue");
  await expect(shopper.heading("Please stop using it")).toBeVisible();
});

test("a question that depends on one beside it comes and goes with it, and the focus stays", async ({ shopper, relay }) => {
  const { dialog } = shopper;
  await openExample(shopper, relay, "endpoint-only", {
    config: (config) => {
      config.flows = { complaint: { steps: ["order", "items", "reason", "remedy", ["known", "code"], "contact"] } };
      config.steps = {
        known: { kind: "choice", label: "Is there a code on it?", required: true, options: ["yes", "no"], option: { yes: { label: "There is" }, no: { label: "There is none" } } },
        code: { kind: "text", label: "The code", maxLength: 20, required: true, when: { "answer.known": "yes" } },
      };
    },
  });
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.replacement.title");
  // Alone on its screen it would go on; the question it brings up stands below it.
  await shopper.tap(dialog.getByRole("button", { name: "There is", exact: true }));
  const code = dialog.getByRole("textbox", { name: "The code" });
  await expect(code).toBeVisible();
  await expect(dialog.getByRole("radio", { name: "There is", exact: true })).toBeChecked();
  await shopper.tap(dialog.getByRole("radio", { name: "There is none" }));
  await expect(code).toHaveCount(0);
  await shopper.tap(dialog.getByRole("button", { name: "There is", exact: true }));
  await code.fill("X1");
  await shopper.press("nav.continue");
  await expect(code).toHaveCount(0);
});

test("a colour that is none is left out, and everything can be read", async ({ shopper, relay, console }) => {
  console.expect(/^\[redress\][^]*\/theme\/accent/);
  await openExample(shopper, relay, "vase-order", { config: (config) => (config.theme = { accent: "banana", background: "url(https://evil.example/x)" }) });
  const button = shopper.button("nav.continue");
  await expect(button).toHaveCSS("background-color", "rgb(36, 81, 183)");
});
