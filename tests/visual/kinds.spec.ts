// Draws the kinds of question that the demo shop does not ask, and the wait for the second module.

import { openExample } from "../harness/example";
import { expect, test } from "../harness/test";
import { shoot as draw } from "./shoot";

/** A bicycle shop that asks everything. */
const steps = {
  defects: { kind: "choices", label: "What exactly is wrong?", help: "Tick all that apply.", required: true, options: ["brake", "gear", "light"],
    option: { brake: { label: "The brake grips badly", help: "Front or back" }, gear: { label: "The gears jump" }, light: { label: "The light flickers" } } },
  distance: { kind: "number", label: "How far have you ridden it?", min: 0, unit: "km", required: true },
  since: { kind: "date", label: "Since when?", latest: { from: "today" }, required: true },
  frame: { kind: "text", label: "Frame number", pattern: "[A-Z]{2}[0-9]{6}", error: "Two letters and six digits, such as AB123456. It is under the bottom bracket.", required: true },
  pickup: { kind: "address", label: "Where may we pick it up?", required: true, fields: { name: "optional", country: "required" } },
  agreed: { kind: "consent", required: true, label: "A workshop near me gets my number, as the [privacy notice](https://wren.example/privacy) says." },
  pack: { kind: "notice", label: "Before it goes", tone: "warning", text: "Take the battery out.\nPack it in the box it came in; see [how to pack](https://wren.example/pack)." },
  callback: { required: true },
  mood: { kind: "rating", label: "How was it so far?", low: "Tiring", high: "Easy", required: true },
};

test("every kind of question", async ({ shopper, relay, page, browser }, { project: { name } }) => {
  test.setTimeout(120_000);
  const { say, dialog } = shopper;
  const shoot = (screen: string) => draw(browser, page, screen, name);
  const next = () => shopper.press("nav.continue");
  await openExample(shopper, relay, "endpoint-only", {
    config: (config) => {
      config.shop = { name: "Wren Bicycles", country: "DE", email: "help@wren.example" };
      config.flows = { complaint: { steps: ["defects", ["distance", "since"], "frame", "pickup", ["agreed", "pack"], "callback", "mood"] } };
      config.steps = steps;
    },
    context: (context) => (context.items[0].title = "City bike “Wren”"),
  });
  await shopper.tap(dialog.getByRole("checkbox", { name: "The brake grips badly" }));
  await shoot("choices");
  await next();
  await next();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await shoot("number-and-date");
  await dialog.getByRole("textbox", { name: steps.distance.label }).fill("120");
  await dialog.locator("input[type=date]").fill("2026-11-01");
  await next();
  await dialog.getByRole("textbox", { name: steps.frame.label }).fill("A12");
  await next();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await shoot("text-with-pattern");
  await dialog.getByRole("textbox", { name: steps.frame.label }).fill("AB123456");
  await next();
  await expect(shopper.heading(steps.pickup.label)).toBeVisible();
  await shoot("address");
  for (const [field, value] of [["line1", "Quay 7"], ["postalCode", "10115"], ["city", "Berlin"]]) await dialog.getByLabel(say(`field.${field}`)).fill(value);
  await dialog.getByRole("combobox", { name: say("field.country") }).selectOption("DE");
  await next();
  await shopper.sees("consent.title");
  await shoot("consent-and-notice");
  await dialog.getByRole("checkbox").check();
  await next();
  await shopper.sees("step.callback.title");
  await shoot("callback");
  await dialog.getByLabel(say("field.phone")).fill("+49 30 5550 100");
  await shopper.tap(dialog.getByRole("radio", { name: say("step.callback.option.morning") }));
  await next();
  await expect(shopper.heading(steps.mood.label)).toBeVisible();
  await shoot("rating");
  await shopper.tap(dialog.getByRole("button", { name: say("rating.step", { index: 4, count: 5 }) }));
  await shopper.sees("review.title");
  await shoot("review-of-kinds");
});

test("the second module does not come", async ({ shopper, page, browser, console }, { project: { name } }) => {
  console.expect(/^Failed to load resource/, /^TypeError: Failed to fetch/);
  await page.route("**/redress_later.wasm", (route) => route.abort());
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await expect(shopper.dialog.getByRole("alert")).toBeVisible();
  await draw(browser, page, "module-failed", name);
});
