// Every kind of step on a page made of an example, as a shopper does it: wrong, told so, right, back and forth, checked, sent. Past 400
// lines by its fifteen kinds; they are read one at a time.

import { phonePhoto } from "../harness/photo";
import { around, complaint, expectFault, openExample, rowOf, send, today } from "../harness/example";
import { expect, test } from "../harness/test";

/** An ISO date some days from today. */
const day = (days: number) => new Date(Date.parse(today()) + days * 86_400_000).toISOString().slice(0, 10);

test("items: at least one, some of its pieces, and Back keeps them", async ({ shopper, relay }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "same-for-all");
  await shopper.sees("step.items.title");
  await shopper.press("nav.continue");
  await expectFault(shopper, dialog.getByRole("group", { name: say("step.items.title") }), say("error.items"));
  const glasses = dialog.getByRole("checkbox", { name: "Wine glasses" });
  await shopper.tap(glasses);
  const pieces = dialog.getByRole("group", { name: say("items.quantity", { item: "Wine glasses" }) });
  for (const left of [5, 4]) {
    await shopper.tap(pieces.getByRole("button", { name: say("items.less") }));
    await expect(pieces.getByRole("status")).toHaveText(String(left));
  }
  await shopper.press("nav.continue");
  await shopper.sees("step.reason.title");
  await shopper.press("nav.back");
  await expect(glasses).toBeChecked();
  await expect(pieces.getByRole("status")).toHaveText("4");
  await shopper.press("nav.continue");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await expect(rowOf(shopper, say("review.item"))).toContainText(`Wine glasses, ${say("item.pieces", { count: 4 })}`);
  expect((await send(shopper, relay)).items).toMatchObject([{ line: "1", quantity: 4, remedy: "repair" }]);
});

test("choice: a tap goes on, Back shows what was chosen, and Change asks again", async ({ shopper, relay }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "fashion-sizes");
  await expect(shopper.heading("What would you like to return?")).toBeVisible();
  await shopper.tap(dialog.getByRole("checkbox", { name: "Linen dress, S" }));
  await shopper.press("nav.continue");
  await shopper.tap(dialog.getByRole("button", { name: "Too small" }));
  await expect(shopper.heading("Which size would you like?")).toBeVisible();
  await shopper.tap(dialog.getByRole("button", { name: "M", exact: true }));
  await expect(shopper.heading("What would you like instead?")).toBeVisible();
  await shopper.press("nav.back");
  await expect(dialog.getByRole("button", { name: "M", exact: true })).toHaveAttribute("aria-current", "true");
  await shopper.tap(dialog.getByRole("button", { name: "L", exact: true }));
  await shopper.tap(dialog.getByRole("button", { name: "Exchange it" }));
  await expect(rowOf(shopper, "How is it?")).toHaveText("Too small");
  await expect(rowOf(shopper, "Which size would you like?")).toHaveText("L");
  // What depended on the first answer goes with it.
  await shopper.tap(dialog.getByRole("button", { name: say("nav.change.what", { what: "How is it?" }) }));
  await shopper.tap(dialog.getByRole("button", { name: "Fine, but not for me" }));
  await expect(shopper.heading("What would you like instead?")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Exchange it" })).toHaveCount(0);
  await shopper.tap(dialog.getByRole("button", { name: "Send it back for a refund" }));
  await expect(shopper.heading("Is this your return?")).toBeVisible();
  const sent = await send(shopper, relay, "Register the return");
  expect(sent).toMatchObject({ flow: "return", kind: "return" });
  expect(sent.items[0].answers).toEqual([
    { step: "fit", value: "not-mine", label: "Fine, but not for me", shopLabel: "Fine, but not for me" },
    { step: "remedy", value: "return", label: "Send it back for a refund", shopLabel: "Send it back for a refund" },
  ]);
});

test("choice among other questions: radios, with the keyboard, and Continue", async ({ shopper, relay, page }) => {
  const { say, dialog } = shopper;
  await shopper.visit("/?lang=en#redress=payment&order=TT-10496");
  await shopper.choose("step.invoice.option.later");
  const group = dialog.getByRole("radiogroup", { name: say("step.proposal.title") });
  await shopper.press("nav.continue");
  await expectFault(shopper, group, say("error.choice"));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  const month = group.getByRole("radio", { name: say("step.proposal.option.month") });
  await expect(month).toBeChecked();
  await shopper.press("nav.continue");
  await shopper.sees("payment.review.title");
  await shopper.press("nav.back");
  await expect(month).toBeChecked();
  await shopper.press("nav.continue");
  await expect(rowOf(shopper, say("step.proposal.row"))).toHaveText(say("step.proposal.option.month"));
  expect((await send(shopper, relay)).shared).toContainEqual(
    expect.objectContaining({ step: "proposal", value: "month", label: say("step.proposal.option.month") }),
  );
});

test("choices: at least one, at most three, ticked with the keyboard, in the merchant's order", async ({ shopper, relay, page }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "several-defects");
  await shopper.choose("step.reason.option.faulty");
  await expect(shopper.heading("What does it do?")).toBeVisible();
  const group = dialog.getByRole("group", { name: "What does it do?" });
  const box = (name: string) => group.getByRole("checkbox", { name });
  await shopper.press("nav.continue");
  await expectFault(shopper, group, say("error.choices.few", { count: 1 }));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(box("It leaks")).toBeChecked();
  for (const name of ["It shows an error", "No pressure", "It is loud"]) await shopper.tap(box(name));
  await shopper.press("nav.continue");
  await expectFault(shopper, group, say("error.choices.many", { count: 3 }));
  await shopper.tap(box("It is loud"));
  await shopper.press("nav.continue");
  await shopper.sees("step.remedy.title");
  await shopper.press("nav.back");
  await expect(box("It shows an error")).toBeChecked();
  await expect(box("It is loud")).not.toBeChecked();
  await shopper.press("nav.continue");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await expect(rowOf(shopper, "What does it do?")).toHaveText("It leaks, No pressure, It shows an error");
  expect((await send(shopper, relay)).items[0].answers).toContainEqual({
    step: "defects",
    value: ["leaks", "pressure", "error"],
    label: "It leaks, No pressure, It shows an error",
    shopLabel: "It leaks, No pressure, It shows an error",
  });
});

test("text: the merchant's own words about a slip, only for the line that needs it", async ({ shopper, relay }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "electronics-serial-number");
  await shopper.tap(dialog.getByRole("checkbox", { name: "Wireless headphones" }));
  await shopper.tap(dialog.getByRole("checkbox", { name: "Travel case" }));
  await shopper.press("nav.continue");
  await shopper.tap(dialog.getByRole("switch"));
  await shopper.choose("step.reason.option.faulty");
  const serial = dialog.getByRole("textbox", { name: "Serial number" });
  await expect(shopper.heading("Serial number")).toBeVisible();
  await shopper.press("nav.continue");
  await expectFault(shopper, serial, say("error.text"));
  await serial.fill("2046117");
  await shopper.press("nav.continue");
  await expectFault(shopper, serial, /^SN and eight digits, please/);
  await serial.fill(" sn20461177 ");
  // Enter goes on, as in any form.
  await serial.press("Enter");
  await shopper.sees("step.remedy.title");
  await shopper.press("nav.back");
  await expect(serial).toHaveValue(" sn20461177 ");
  await shopper.press("nav.continue");
  await shopper.choose("remedy.repair.title");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await expect(rowOf(shopper, "Serial number")).toContainText("sn20461177");
  const { items } = await send(shopper, relay);
  expect(items[0].answers).toContainEqual(expect.objectContaining({ step: "serial", label: expect.stringContaining("sn20461177") }));
  expect(items[1].answers.map(({ step }) => step)).toEqual(["reason", "remedy"]);
});

test("number: digits within limits, with its unit", async ({ shopper, relay }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "bicycle-mileage");
  await shopper.choose("step.reason.option.faulty");
  const mileage = dialog.getByRole("textbox", { name: "How far has it gone?" });
  await expect(dialog.getByText("km", { exact: true })).toBeVisible();
  for (const [typed, words] of [
    ["", say("error.number")],
    ["a lot", say("error.number")],
    ["12.5", say("error.number")],
    ["-1", say("error.number.min", { min: 0 })],
    ["100001", say("error.number.max", { max: "100,000" })],
  ]) {
    await mileage.fill(typed);
    await shopper.press("nav.continue");
    await expectFault(shopper, mileage, words);
    await expect(mileage).toHaveValue(typed);
  }
  // As people write it.
  await mileage.fill("2,140");
  await shopper.press("nav.continue");
  await expect(shopper.heading("When did you notice it?")).toBeVisible();
  await shopper.press("nav.back");
  await expect(mileage).toHaveValue("2140");
  await shopper.press("nav.continue");
  await shopper.press("nav.continue");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await expect(rowOf(shopper, "How far has it gone?")).toHaveText("2,140 km");
  await expect(rowOf(shopper, "When did you notice it?")).toHaveText(say("review.blank"));
  expect((await send(shopper, relay)).items[0].answers).toContainEqual({
    step: "mileage",
    value: 2140,
    label: "2,140 km",
    shopLabel: "2,140 km",
  });
});

test("date: not before it came, not after today", async ({ shopper, relay }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "bicycle-mileage");
  await shopper.choose("step.reason.option.faulty");
  await dialog.getByRole("textbox", { name: "How far has it gone?" }).fill("0");
  await shopper.press("nav.continue");
  await expect(shopper.heading("When did you notice it?")).toBeVisible();
  // The group of shortcuts is called the same.
  const noticed = dialog.locator("input[type=date]");
  await expect(noticed).toHaveAccessibleName(/^When did you notice it\?/);
  await expect(noticed).toHaveAttribute("max", today());
  await noticed.fill(day(1));
  await shopper.press("nav.continue");
  await expectFault(shopper, noticed, around(say("error.date.latest")));
  await noticed.fill(day(-400));
  await shopper.press("nav.continue");
  await expectFault(shopper, noticed, around(say("error.date.earliest")));
  await noticed.fill(day(-3));
  await shopper.press("nav.continue");
  await shopper.sees("step.remedy.title");
  await shopper.press("nav.back");
  await expect(noticed).toHaveValue(day(-3));
  await shopper.press("nav.continue");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await expect(rowOf(shopper, "When did you notice it?")).toContainText(String(Number(day(-3).slice(8))));
  const noted = (await send(shopper, relay)).items[0].answers.find(({ step }) => step === "noticed");
  expect(noted?.value).toBe(day(-3));
  expect(noted?.label).toContain(String(Number(day(-3).slice(8))));
});

test("photos: one is needed, or the word that none can be taken", async ({ shopper, relay, browser }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "food-batch");
  await shopper.press("nav.continue");
  await shopper.tap(dialog.getByRole("checkbox", { name: "Smoked salmon" }));
  await shopper.press("nav.continue");
  await shopper.tap(dialog.getByRole("button", { name: "It has gone off" }));
  // Two questions on one screen, each with its own fault.
  const batch = dialog.getByRole("textbox", { name: "Batch number" });
  await batch.fill("26318");
  await shopper.press("nav.continue");
  await expect(dialog.getByRole("alert")).toContainText(say("error.summary", { count: 2 }));
  await expectFault(shopper, batch, "L and four to eight digits, such as L26318.");
  await expectFault(shopper, dialog.getByLabel("Best before"), say("error.date"));
  await batch.fill("L26318");
  await dialog.getByLabel("Best before").fill(day(13));
  await shopper.press("nav.continue");
  await shopper.choose("remedy.replacement.title");
  await shopper.sees("step.photos.title");
  const group = dialog.getByRole("group", { name: say("step.photos.title") });
  await shopper.press("nav.continue");
  await expectFault(shopper, group, say("error.photos"));
  await shopper.tap(dialog.getByRole("button", { name: say("photos.unable") }));
  await expect(rowOf(shopper, say("step.photos.row"))).toHaveText(say("photos.unable.answer"));
  await shopper.change("step.photos.row");
  await shopper.addPhotos(await phonePhoto(browser));
  await shopper.press("nav.continue");
  await expect(rowOf(shopper, say("step.photos.row"))).toHaveText(say("photos.count", { count: 1 }));
  const sent = await send(shopper, relay);
  expect(sent.shared).toContainEqual(expect.objectContaining({ step: "photos", label: say("photos.count", { count: 1 }) }));
  expect(relay.attempts[0].parts.map(({ name }) => name)).toEqual(["complaint", "attachment"]);
});

test("remedy: the law's first, then the gesture, which says that rights stay", async ({ shopper, relay }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "goodwill-small-items");
  await shopper.choose("step.reason.option.faulty");
  await shopper.sees("step.remedy.title");
  const names = dialog.getByRole("listitem").getByRole("button");
  await expect(names.nth(0)).toContainText(say("basis.statutory"));
  const gesture = dialog.getByRole("button", { name: "Keep it, money back" });
  await expect(gesture).toContainText(say("basis.goodwill"));
  await expect(gesture).toContainText(say("offer.amount", { amount: "€12.90" }));
  await expect(gesture).toContainText(say("offer.keep"));
  await expect(gesture).toContainText(say("offer.rights-stay"));
  await shopper.tap(gesture);
  await shopper.sees("step.photos.title");
  await shopper.press("nav.back");
  await expect(gesture).toHaveAttribute("aria-current", "true");
  await gesture.focus();
  await gesture.press("Enter");
  await shopper.press("nav.continue");
  await expect(rowOf(shopper, say("step.remedy.row"))).toHaveText("Keep it, money back");
  const { items } = await send(shopper, relay);
  expect(items[0]).toMatchObject({ remedy: "keep-and-refund" });
  expect(items[0].answers[1]).toEqual({
    step: "remedy",
    value: "keep-and-refund",
    label: "Keep it, money back",
    shopLabel: "Keep it, money back",
  });
});

test("lookup and contact: an order and a person that the page does not know", async ({ shopper, relay }) => {
  const { say, dialog } = shopper;
  // Without a shop that tells of the order: guest.spec.ts has that.
  await openExample(shopper, relay, "guest-order", { config: (config) => delete config.lookup });
  await shopper.sees("step.order.title");
  await expect(dialog.getByText("QI and five digits, on your receipt.")).toBeVisible();
  const field = (key: string) => dialog.getByRole("textbox", { name: say(key) });
  await shopper.press("nav.continue");
  await expectFault(shopper, field("field.order"), say("error.order"));
  await expectFault(shopper, field("field.email"), say("error.email.missing"));
  await field("field.order").fill("QI-20418");
  await field("field.email").fill("ida@example");
  await shopper.press("nav.continue");
  await expectFault(shopper, field("field.email"), say("error.email"));
  await field("field.email").fill("ida@example.org");
  await shopper.press("nav.continue");
  await shopper.sees("step.reason.title");
  await shopper.press("nav.back");
  await expect(field("field.order")).toHaveValue("QI-20418");
  await shopper.press("nav.continue");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");

  await shopper.sees("step.contact.title");
  await expect(field("field.email")).toHaveValue("ida@example.org");
  await field("field.phone").fill("call me");
  await shopper.press("nav.continue");
  await expectFault(shopper, field("field.name"), say("error.field.missing", { field: say("field.name") }));
  await expectFault(shopper, field("field.phone"), say("error.phone"));
  await field("field.name").fill("Ida Kern");
  await field("field.phone").fill("+49 30 5550 17");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await shopper.press("nav.back");
  await expect(field("field.name")).toHaveValue("Ida Kern");
  await shopper.press("nav.continue");
  await expect(rowOf(shopper, say("review.order"))).toHaveText("QI-20418");
  await expect(rowOf(shopper, say("step.contact.row"))).toContainText("ida@example.org");
  await expect(rowOf(shopper, say("step.contact.row"))).toContainText("Ida Kern · +49 30 5550 17");
  expect(await send(shopper, relay)).toMatchObject({
    contact: { name: "Ida Kern", email: "ida@example.org", phone: "+49 30 5550 17" },
    order: { number: "QI-20418" },
  });
});

test("address, date and callback: where, when, and whom to call", async ({ shopper, relay, page }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "furniture-pickup");
  await shopper.choose("step.reason.option.damaged");
  await shopper.choose("remedy.replacement.title");
  await shopper.tap(dialog.getByRole("button", { name: say("photos.unable") }));
  await expect(shopper.heading("Where do we collect it?")).toBeVisible();
  const field = (key: string) => dialog.getByRole("textbox", { name: say(key) });
  await shopper.press("nav.continue");
  await expect(dialog.getByRole("alert")).toContainText(say("error.summary", { count: 4 }));
  await expect(dialog.getByRole("alert")).toBeFocused();
  for (const key of ["field.line1", "field.postalCode", "field.city"]) {
    await expect(field(key)).toHaveAccessibleDescription(say("error.field.missing", { field: say(key) }));
    await expect(field(key)).toHaveAttribute("aria-invalid", "true");
  }
  await expectFault(shopper, dialog.getByLabel("On which day?"), say("error.date"));
  // What the browser fills in by itself.
  await expect(field("field.line1")).toHaveAttribute("autocomplete", "address-line1");
  await expect(field("field.postalCode")).toHaveAttribute("autocomplete", "postal-code");
  await field("field.line1").fill("Lindenstraße 12");
  await field("field.line2").fill("3rd floor");
  await field("field.postalCode").fill("10969");
  await field("field.city").fill("Berlin");
  await dialog.getByLabel("On which day?").fill(day(1));
  await shopper.press("nav.continue");
  await expectFault(shopper, dialog.getByLabel("On which day?"), around(say("error.date.earliest")));
  await dialog.getByLabel("On which day?").fill(day(5));
  await shopper.press("nav.continue");

  await expect(shopper.heading("When may the driver call?")).toBeVisible();
  await expect(field("field.phone")).toHaveValue("+49 151 5550 224");
  const times = dialog.getByRole("radiogroup", { name: say("callback.when") });
  await expect(times.getByRole("radio", { name: say("step.callback.option.evening") })).toHaveCount(0);
  await field("field.phone").fill("");
  await shopper.press("nav.continue");
  await expectFault(shopper, field("field.phone"), say("error.phone.missing"));
  await expectFault(shopper, times, say("error.slot"));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await expect(times.getByRole("radio", { name: say("step.callback.option.afternoon") })).toBeChecked();
  await field("field.phone").fill("+49 30 5550 1");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await shopper.press("nav.back");
  await expect(times.getByRole("radio", { name: say("step.callback.option.afternoon") })).toBeChecked();
  await shopper.press("nav.back");
  await expect(field("field.city")).toHaveValue("Berlin");
  await expect(dialog.getByLabel("On which day?")).toHaveValue(day(5));
  await shopper.press("nav.continue");
  await shopper.press("nav.continue");
  await expect(rowOf(shopper, "Where do we collect it?")).toHaveText("Lindenstraße 12, 3rd floor, 10969 Berlin");
  await expect(rowOf(shopper, "When may the driver call?")).toHaveText(`${say("step.callback.option.afternoon")}, +49 30 5550 1`);
  const { shared } = await send(shopper, relay);
  expect(shared).toContainEqual({
    step: "pickup",
    value: { line1: "Lindenstraße 12", line2: "3rd floor", postalCode: "10969", city: "Berlin" },
    label: "Lindenstraße 12, 3rd floor, 10969 Berlin",
    shopLabel: "Lindenstraße 12, 3rd floor, 10969 Berlin",
  });
  expect(shared).toContainEqual(
    expect.objectContaining({ step: "callback", value: { phone: "+49 30 5550 1", slot: "afternoon" }, label: `${say("step.callback.option.afternoon")}, +49 30 5550 1` }),
  );
  expect(shared.find(({ step }) => step === "pickup-day")?.value).toBe(day(5));
});

test("consent: never ticked beforehand, and asked for until it is given", async ({ shopper, relay }) => {
  const { say, dialog } = shopper;
  // Required, which the checker refuses before a right can be used: a shop may do it for what it gives of its own.
  const error = "Tick this, please: until then we may not open the parcel.";
  await openExample(shopper, relay, "consent-and-privacy", { config: ({ steps }) => Object.assign(steps.erased, { required: true, error }) });
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await expect(shopper.heading("Before you send it in")).toBeVisible();
  const box = dialog.getByRole("checkbox", { name: /^I have signed out/ });
  await expect(box).not.toBeChecked();
  await shopper.press("nav.continue");
  await expectFault(shopper, box, say("error.consent"));
  await box.press("Space");
  await box.press("Space");
  await shopper.press("nav.continue");
  await expectFault(shopper, box, error);
  await box.press("Space");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await shopper.press("nav.back");
  await expect(box).toBeChecked();
  await shopper.press("nav.continue");
  // Its row is named by what was agreed to, the link's address left out.
  const agreed = "I have signed out and erased the device, or cannot switch it on. How to erase it";
  await expect(rowOf(shopper, agreed)).toHaveText(say("consent.yes"));
  const sent = await send(shopper, relay);
  expect(sent.shared).toContainEqual({
    step: "erased",
    value: true,
    label: say("consent.yes"),
    shopLabel: say("consent.yes"),
  });
});

test("consent: the inbox names what was agreed to", async ({ shopper, relay, inbox }) => {
  await openExample(shopper, relay, "consent-and-privacy");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await shopper.dialog.getByRole("checkbox").press("Space");
  await shopper.press("nav.continue");
  const received = await inbox.read((await send(shopper, relay)).reference);
  const agreed = "I have signed out and erased the device, or cannot switch it on. How to erase it";
  await expect(received.getByText(agreed, { exact: true })).toBeVisible();
  await expect(inbox.answer(shopper.say("consent.yes"))).toHaveCount(1);
});

test("notice: read before going on, not asked again, and no row of the review", async ({ shopper, relay }) => {
  const { dialog } = shopper;
  await openExample(shopper, relay, "marketplace");
  await shopper.tap(dialog.getByRole("checkbox", { name: "Paper lantern" }));
  await shopper.press("nav.continue");
  await shopper.choose("step.reason.option.faulty");
  await expect(shopper.heading("Lumen Studio sold this")).toBeVisible();
  await expect(dialog.getByText("If they have not answered within three working days, we solve it ourselves.")).toBeVisible();
  await shopper.press("nav.continue");
  await shopper.sees("step.remedy.title");
  await shopper.press("nav.back");
  await expect(shopper.heading("Lumen Studio sold this")).toBeVisible();
  await shopper.press("nav.continue");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await expect(dialog.getByText("Lumen Studio sold this")).toHaveCount(0);
  const sent = await send(shopper, relay);
  expect(sent.items[0].answers.map(({ step }) => step)).toEqual(["reason", "remedy"]);
  expect(sent.answers.items?.["1"]).toMatchObject({ seller: null });
});

test("rating: with the keyboard, from low to high, and Back shows it", async ({ shopper, relay, page }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "feedback");
  const scale = dialog.getByRole("group", { name: "How easy was it to get help?" });
  await expect(scale.getByText("Hard work")).toBeVisible();
  const step = (index: number) => scale.getByRole("button", { name: say("rating.step", { index, count: 5 }) });
  await step(1).focus();
  for (let at = 1; at < 4; at += 1) await page.keyboard.press("Tab");
  await expect(step(4)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(shopper.heading("What did we do well?")).toBeVisible();
  await shopper.press("nav.back");
  await expect(step(4)).toHaveAttribute("aria-current", "true");
  await shopper.tap(step(5));
  // Nothing more must be answered.
  await shopper.press("nav.continue");
  await shopper.press("nav.continue");
  await expect(rowOf(shopper, "How easy was it to get help?")).toHaveText("5 / 5");
  await expect(rowOf(shopper, "What did we do well?")).toHaveText(say("review.blank"));
  const sent = await send(shopper, relay);
  expect(sent).toMatchObject({ flow: "feedback", kind: "feedback" });
  expect(sent.shared).toEqual([{ step: "ease", value: 5, label: "5 / 5", shopLabel: "5 / 5" }]);
  expect(complaint(relay).answers.shared).toMatchObject({ liked: null });
});
