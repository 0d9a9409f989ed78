// The withdrawal function in the languages of the Union, with the labels of the law letter by letter: two steps, nothing between them, no
// reason asked, and a statement to keep.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { daysAgo, kettleOrder, merchantPage } from "../harness/page";
import { expect, test } from "../harness/test";
import { words } from "../harness/words";

const labels: Record<string, { withdraw: string; confirm: string }> = JSON.parse(readFileSync(join(__dirname, "../../law/withdrawal/labels.json"), "utf8")).languages;

/** A page of the shop in a language, with the function as its server would label it. */
const page = (lang: string, language?: string) =>
  merchantPage(`<p><a href="mailto:help@shop.example" data-redress-open="withdrawal">${labels[lang].withdraw}</a></p>`, {
    lang,
    context: kettleOrder({ order: { placedOn: daysAgo(6), language }, item: { deliveredOn: daysAgo(3) } }),
  });

for (const lang of ["de", "fr", "mt"])
  test(`${lang}: two steps with the labels of the law, no reason, nothing between`, async ({ shopper, relay, inbox, page: browserPage }) => {
    const say = words(lang);
    relay.page("/order", page(lang));
    await shopper.visit("/order");
    await shopper.tap(shopper.page.getByRole("link", { name: labels[lang].withdraw, exact: true }));
    await expect(shopper.heading(say("withdrawal.review.title"))).toBeVisible();
    await expect(shopper.dialog.locator(`[lang="${lang}"]`).first()).toBeVisible();
    const confirm = shopper.dialog.getByRole("button", { name: labels[lang].confirm, exact: true });
    await shopper.tap(confirm);
    const reference = await shopper.reference();
    expect(await shopper.taps()).toBe(2);
    const sent = JSON.parse(relay.attempts[0].parts[0].bytes.toString());
    expect(sent).toMatchObject({ kind: "withdrawal", locale: lang, items: [{ line: "1", quantity: 1, answers: [] }], shared: [] });
    await expect(await inbox.read(reference)).toContainText("Travel kettle");

    // The shopper's own copy: content, date and time, in this language, in one file.
    const [download] = await Promise.all([browserPage.waitForEvent("download"), shopper.tap(shopper.dialog.getByRole("button", { name: say("receipt.download") }))]);
    expect(download.suggestedFilename()).toBe(`${reference}.html`);
    const html = readFileSync(await download.path(), "utf8");
    expect(html).toContain(`<html lang="${lang}" dir="ltr">`);
    for (const part of [say("statement.withdrawal"), say("statement.declare"), "Travel kettle", "K-1001", "ida@example.org", reference, sent.id]) expect(html).toContain(part);
    expect(html).not.toMatch(/\b(src|href)=/);
    const year = new Date().getFullYear();
    expect(html.match(new RegExp(`<dd>[^<]*${year}[^<]*\\d{1,2}:\\d{2}[^<]*</dd>`, "g"))).toHaveLength(2);
  });

test("every language of the Union has the labels of the law", async () => {
  expect(Object.keys(labels)).toHaveLength(24);
  for (const [lang, { withdraw, confirm }] of Object.entries(labels)) {
    expect(words(lang)("flow.withdrawal.title"), lang).toBe(withdraw);
    expect(words(lang)("withdrawal.review.send"), lang).toBe(confirm);
  }
});

test("the label stands in the language of the contract too, where that is another", async ({ shopper, relay }) => {
  relay.page("/order", page("fr", "de-DE"));
  await shopper.visit("/order");
  await shopper.tap(shopper.page.getByRole("link", { name: labels.fr.withdraw }));
  const confirm = shopper.dialog.getByRole("button", { name: labels.fr.confirm });
  await expect(confirm.locator('[lang="de"]')).toHaveText(labels.de.confirm);
});

test("what a language has no words for is said in the shop's, as such", async ({ shopper, relay }) => {
  relay.page("/order", page("mt"));
  await shopper.visit("/order");
  await shopper.tap(shopper.page.getByRole("link", { name: labels.mt.withdraw }));
  const mt = words("mt");
  await expect(shopper.heading(mt("withdrawal.review.title"))).toBeVisible();
  await shopper.tap(shopper.dialog.getByRole("button", { name: mt("nav.person"), exact: true }));
  await shopper.tap(shopper.dialog.getByRole("button", { name: mt("person.callback") }));
  await shopper.sees("step.callback.title");
  expect(await shopper.heading(shopper.say("step.callback.title")).evaluate((heading) => heading.closest("[lang]")!.getAttribute("lang"))).toBe("en");
  await shopper.press("nav.back");
  await expect(shopper.heading(mt("person.title"))).toBeVisible();
});

test("after the period it says so, promises no money, and shows the other ways", async ({ shopper }) => {
  await shopper.visit("/?lang=en#redress=withdrawal&order=TT-10482");
  await shopper.sees("withdrawal.review.title");
  await expect(shopper.dialog.getByText(/period for withdrawing ended/)).toBeVisible();
  await expect(shopper.row("review.item")).not.toContainText("€");
  await shopper.tap(shopper.dialog.locator('[part~="option"][data-value="complaint"]'));
  await shopper.sees("step.reason.title");
});
