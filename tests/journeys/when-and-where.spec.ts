// The kinds of step that know where and when the shopper is: a date with its shortcuts, an address of any country, a call by their own clock.

import { expectFault, openExample, rowOf, send, today } from "../harness/example";
import { expect, test } from "../harness/test";

/** An ISO date some days from today. */
const day = (days: number) => new Date(Date.parse(today()) + days * 86_400_000).toISOString().slice(0, 10);

test("date: today, yesterday and the day it arrived are one tap away, and the field says the same", async ({ shopper, relay, page }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "bicycle-mileage");
  await shopper.choose("step.reason.option.faulty");
  await dialog.getByRole("textbox", { name: "How far has it gone?" }).fill("0");
  await shopper.press("nav.continue");
  const field = dialog.locator("input[type=date]");
  const days = dialog.getByRole("group", { name: "When did you notice it?" });
  const shortcut = (key: string) => days.getByRole("button", { name: say(key), exact: true });
  await expect(days.getByRole("button")).toHaveText([say("date.today"), say("date.yesterday"), say("date.arrived")]);
  for (const each of await days.getByRole("button").all()) {
    await expect(each).toHaveAttribute("aria-pressed", "false");
    expect((await each.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  }
  await shopper.tap(shortcut("date.yesterday"));
  await expect(field).toHaveValue(day(-1));
  await expect(shortcut("date.yesterday")).toHaveAttribute("aria-pressed", "true");
  await expect(shortcut("date.yesterday")).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(shortcut("date.today")).toBeFocused();
  await expect(field).toHaveValue(today());
  // What is typed says which is pressed, and a press wins over what was typed.
  await field.fill(day(-3));
  await expect(days.locator("[aria-pressed=true]")).toHaveCount(0);
  await field.fill(day(-1));
  await expect(shortcut("date.yesterday")).toHaveAttribute("aria-pressed", "true");
  await shopper.tap(shortcut("date.arrived"));
  const arrived = (await field.getAttribute("min"))!;
  await expect(field).toHaveValue(arrived);
  await shopper.press("nav.continue");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  const noted = (await send(shopper, relay)).items[0].answers.find(({ step }) => step === "noticed");
  expect(noted?.value).toBe(arrived);
});

test("a date half typed is not taken for none, though the browser calls both empty", async ({ shopper, relay, page }) => {
  await openExample(shopper, relay, "bicycle-mileage", { config: ({ steps }) => (steps.noticed.required = false) });
  await shopper.choose("step.reason.option.faulty");
  await shopper.dialog.getByRole("textbox", { name: "How far has it gone?" }).fill("0");
  await shopper.press("nav.continue");
  const field = shopper.dialog.locator("input[type=date]");
  await field.focus();
  await page.keyboard.press("1");
  await expect(field).toHaveValue("");
  await shopper.press("nav.continue");
  await expectFault(shopper, field, shopper.say("error.date"));
  // Said once; left blank by will, it is no fault.
  await shopper.press("nav.continue");
  await shopper.sees("step.remedy.title");
  await shopper.press("nav.back");
  // Half of one and then a whole one, or none again: neither is half.
  for (const whole of [day(-3), ""]) {
    await field.focus();
    await page.keyboard.press("1");
    await field.fill(day(-3));
    await field.fill(whole);
    await shopper.press("nav.continue");
    await shopper.sees("step.remedy.title");
    await shopper.press("nav.back");
    await expect(field).toHaveValue(whole);
  }
});

test("address: the fields follow the country, the focus stays, and what was typed too", async ({ shopper, relay, page }) => {
  const { say, dialog } = shopper;
  await openExample(shopper, relay, "furniture-pickup", { config: ({ steps }) => (steps.pickup.fields = { country: "required" }) });
  await shopper.choose("step.reason.option.damaged");
  await shopper.choose("remedy.replacement.title");
  await shopper.tap(dialog.getByRole("button", { name: say("photos.unable") }));
  await expect(shopper.heading("Where do we collect it?")).toBeVisible();
  const country = dialog.getByRole("combobox", { name: say("field.country") });
  const field = (key: string) => dialog.getByRole("textbox", { name: say(key) });
  const tokens = () => dialog.locator("select:not(#language), input[type=text]").evaluateAll((all) => all.map((each) => each.getAttribute("autocomplete")));
  await expect(country).toHaveValue("DE");
  expect(await tokens()).toEqual(["country", "address-line1", "address-line2", "postal-code", "address-level2"]);
  await expect(field("field.line1")).toHaveAttribute("enterkeyhint", "next");
  await expect(field("field.city")).toHaveAttribute("enterkeyhint", "done");
  await expect(field("field.postalCode")).toHaveAttribute("autocapitalize", "characters");
  // A country that stands there beforehand is not missed.
  await shopper.press("nav.continue");
  await expect(country).not.toHaveAttribute("aria-invalid", "true");
  await field("field.line1").fill("350 Fifth Ave");
  await field("field.postalCode").fill("10118");
  await field("field.city").fill("New York");
  await country.focus();
  await country.selectOption("US");
  await expect(country).toBeFocused();
  expect(await tokens()).toEqual(["country", "address-line1", "address-line2", "address-level2", "address-level1", "postal-code"]);
  await expect(field("field.line1")).toHaveValue("350 Fifth Ave");
  await expect(field("field.city")).toHaveValue("New York");
  await expect(field("field.postalCode")).toHaveValue("10118");
  await shopper.press("nav.continue");
  await expectFault(shopper, field("field.state"), say("error.field.missing", { field: say("field.state") }));
  await country.selectOption("HK");
  await expect(field("field.postalCode")).toHaveCount(0);
  await country.selectOption("IE");
  await expect(field("field.county")).not.toHaveAttribute("required");
  await country.selectOption("US");
  await expect(field("field.postalCode")).toHaveValue("10118");
  await field("field.state").fill("NY");
  await dialog.getByLabel("On which day?").fill(day(5));
  await shopper.press("nav.continue");
  await expect(shopper.heading("When may the driver call?")).toBeVisible();
  await shopper.tap(dialog.getByRole("radio", { name: say("step.callback.option.morning") }));
  await shopper.press("nav.continue");
  await expect(rowOf(shopper, "Where do we collect it?")).toHaveText("350 Fifth Ave, New York, NY, 10118, United States");
  expect((await send(shopper, relay)).shared.find(({ step }) => step === "pickup")?.value).toEqual({
    country: "US", line1: "350 Fifth Ave", city: "New York", region: "NY", postalCode: "10118",
  });
});

for (const [zone, morning, elsewhere] of [["Europe/Berlin", "08:00–12:00", false], ["Europe/London", "07:00–11:00", true]] as const) {
  test.describe(`in ${zone}`, () => {
    test.use({ timezoneId: zone });

    test("callback: the times are told by the shopper's clock, and to the shop by its own", async ({ shopper, relay, page }) => {
      const { say, dialog } = shopper;
      await page.clock.setFixedTime(new Date(`${today()}T12:00:00Z`));
      await openExample(shopper, relay, "furniture-pickup", {
        config: ({ flows, shop, steps }) => {
          flows.complaint.steps = ["order", "items", "reason", "callback", "contact"];
          delete steps.callback.when;
          shop.timeZone = "Europe/Berlin";
        },
      });
      await shopper.choose("step.reason.option.damaged");
      const radio = dialog.getByRole("radio", { name: say("step.callback.option.morning") });
      const time = elsewhere ? say("callback.your-time", { time: morning }) : morning;
      await expect(radio).toHaveAccessibleName(new RegExp(time));
      if (!elsewhere) await expect(dialog.getByText(say("callback.your-time", { time: "" }).trim())).toHaveCount(0);
      await shopper.tap(radio);
      await shopper.press("nav.continue");
      const called = (await send(shopper, relay)).shared.find(({ step }) => step === "callback");
      expect(called?.value).toMatchObject({ slot: "morning" });
      expect(called?.shopLabel).toContain("08:00–12:00");
    });
  });
}
