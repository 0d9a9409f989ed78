// Which language is spoken, and changing it: the answers stay, the direction follows, and what a merchant says goes before ours.

import { kettleOrder, merchantPage } from "../harness/page";
import { expect, test } from "../harness/test";
import { words } from "../harness/words";
import type { Relay } from "../harness/relay";
import type { Shopper } from "../harness/shopper";

const CONFIG = { extends: "default", shop: { name: "Kettles", country: "DE" }, endpoint: { url: "/api/complaints" } };

/** A page of a shop in one language, and the widget open on it. */
async function open(shopper: Shopper, relay: Relay, lang: string, config: object = CONFIG, script?: string) {
  relay.config(config);
  relay.page("/order", merchantPage(`<a href="/help" data-redress-open>Help</a>`, { lang, context: kettleOrder(), script }));
  await shopper.visit("/order");
  await shopper.tap(shopper.page.getByRole("link", { name: "Help" }));
}

const asks = (shopper: Shopper, lang: string, key: string) => expect(shopper.heading(words(lang)(key))).toBeVisible();

test("the browser's own language is one tap away on the first screen", async ({ shopper, page, relay }) => {
  await open(shopper, relay, "de");
  await asks(shopper, "de", "step.reason.title");
  await shopper.tap(shopper.dialog.getByRole("button", { name: "English" }));
  await asks(shopper, "en", "step.reason.title");
  await expect(page.getByRole("dialog", { name: shopper.say("step.reason.title") })).toHaveAttribute("lang", "en");
  await expect(shopper.dialog.getByRole("button", { name: "English" })).toHaveCount(0);
});

test("nothing is offered where the page speaks the browser's language already", async ({ shopper, relay }) => {
  await open(shopper, relay, "en");
  await shopper.sees("step.reason.title");
  await expect(shopper.dialog.getByRole("combobox", { name: shopper.say("nav.language") })).toBeVisible();
  await expect(shopper.dialog.getByRole("button", { name: /English|Deutsch/ })).toHaveCount(0);
});

test("every language is in the list by its own name, and one that is chosen in the middle keeps every answer", async ({ shopper, page, relay }) => {
  await open(shopper, relay, "en");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.replacement.title");
  await shopper.dialog.getByLabel(shopper.say("step.details.title")).fill("It hums.");
  const list = shopper.dialog.getByRole("combobox", { name: shopper.say("nav.language") });
  await expect(list.getByRole("option")).toHaveCount(16);
  await list.focus();
  await list.selectOption({ label: "العربية" });
  await asks(shopper, "ar", "step.photos.title");
  const arabic = words("ar");
  const root = shopper.dialog.locator(".root");
  await expect(root).toHaveAttribute("dir", "rtl");
  await expect(shopper.dialog.getByRole("combobox", { name: arabic("nav.language") })).toBeFocused();
  await expect(shopper.dialog.getByLabel(arabic("step.details.title"))).toHaveValue("It hums.");
  await shopper.tap(shopper.dialog.getByRole("button", { name: arabic("nav.continue") }));
  await asks(shopper, "ar", "review.title");
  await shopper.tap(shopper.dialog.getByRole("button", { name: arabic("review.send"), exact: true }));
  await shopper.reference();
  expect(JSON.parse(relay.attempts[0].parts[0].bytes.toString()).locale).toBe("ar");
});

test("a shop that speaks one language offers no other", async ({ shopper, relay }) => {
  await open(shopper, relay, "de", { ...CONFIG, locales: ["en"] });
  await shopper.sees("step.reason.title");
  await shopper.choose("step.reason.option.faulty");
  await shopper.sees("step.remedy.title");
  await expect(shopper.dialog.getByRole("combobox")).toHaveCount(0);
});

test("a merchant's own file makes a language that Redress has not, and what it lacks is said in English", async ({ shopper, relay }) => {
  relay.answers.set("/eo.json", { body: JSON.stringify({ "step.reason.title": "Kio misas?", "step.reason.option.faulty": "Ĝi ne funkcias" }) });
  await open(shopper, relay, "eo", { ...CONFIG, locales: ["eo", "en"], localeFiles: { eo: "/eo.json" } });
  await expect(shopper.heading("Kio misas?")).toBeVisible();
  await expect(shopper.dialog.locator(".root")).toHaveAttribute("lang", "eo");
  await shopper.tap(shopper.dialog.getByRole("button", { name: "Ĝi ne funkcias" }));
  await shopper.sees("step.remedy.title");
});

test("a merchant's own file goes before ours, on later screens too", async ({ shopper, relay }) => {
  relay.answers.set("/en.json", { body: JSON.stringify({ "step.remedy.title": "Oh dear. What now?" }) });
  await open(shopper, relay, "en", { ...CONFIG, localeFiles: { en: "/en.json" } });
  await shopper.choose("step.reason.option.faulty");
  await expect(shopper.heading("Oh dear. What now?")).toBeVisible();
});

const ASKED: [page: string, script: string, speaks: string][] = [
  ["fr-CA", "", "fr"],
  ["fr", `data-locale="pl"`, "pl"],
  // Neither is there: the browser's.
  ["ja", "", "en"],
];
for (const [lang, locale, speaks] of ASKED)
  test(`a page in ${lang} with ${locale || "nothing else"} is answered in ${speaks}`, async ({ shopper, relay }) => {
    await open(shopper, relay, lang, CONFIG, `data-config="/redress.json" ${locale}`);
    await asks(shopper, speaks, "step.reason.title");
  });
