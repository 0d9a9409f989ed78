// Every screen of the default flows fits, whatever the shopper does to it: 360 and 320 pixels wide, 400 % zoom, text spaced as WCAG
// 1.4.12 names it, forced colours, a third more words, right to left, on paper. One visit to a screen looks at all of it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { dist } from "../harness/desk";
import { clipped, misfits, outOfReach, shapeless, spaceText } from "../harness/fit";
import { kettleOrder, merchantPage } from "../harness/page";
import { complaintScreens, otherScreens, type Look } from "../harness/screens";
import { expect, test } from "../harness/test";
import type { Relay } from "../harness/relay";
import { messages } from "../harness/words";

/** English made longer by 30 %, its placeholders and plurals kept; in Arabic letters where `letter` gives one for each. */
function pseudo(letter: (of: string) => string): string {
  const lengthened = (text: string) =>
    text
      .split(/(\{\w+\})/)
      .map((part) => (part.startsWith("{") ? part : [...part].map(letter).join("") + longer(part)))
      .join("");
  const longer = (part: string) => (part.trim() ? "~".repeat(Math.ceil(part.trim().length * 0.3)).replace(/~{1,7}/g, (tildes) => ` ${[...tildes].map(() => letter("n")).join("")}`) : "");
  const each = Object.entries(messages("en")).map(([key, message]) => [
    key,
    typeof message === "string" ? lengthened(message) : Object.fromEntries(Object.entries(message).map(([form, text]) => [form, lengthened(text)])),
  ]);
  return JSON.stringify(Object.fromEntries(each));
}

const ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي";
const arabic = (letter: string) => (/[a-z]/i.test(letter) ? ARABIC[letter.toLowerCase().charCodeAt(0) - 97] : letter);

/** Lets the shop speak only that language, with these messages. */
async function speak(relay: Relay, page: Page, tag: string, messages: string) {
  const config = JSON.parse(readFileSync(join(dist, "redress.json"), "utf8"));
  // Each flow begins anew.
  relay.config({ ...config, locales: [tag], privacy: { storage: "none" } });
  await page.route(RegExp(`/(locales|later)/${tag}\\.json$`), (route) => route.fulfill({ contentType: "application/json", body: messages }));
}

/** Looks at a screen under every condition, in place; under forced colours once, because edges know no direction. */
const everyCondition = (page: Page, direction: "ltr" | "rtl"): Look => async (screen) => {
  const expectNone = (found: string[], condition: string) => expect.soft(found, `${screen}, ${condition}`).toEqual([]);
  expectNone(await misfits(page), "360 wide");
  if (direction === "ltr") {
    await page.emulateMedia({ forcedColors: "active" });
    expectNone(await shapeless(page), "forced colours");
    await page.emulateMedia({ forcedColors: null });
  }
  await page.setViewportSize({ width: 320, height: 640 });
  expectNone(await misfits(page), "320 wide");
  await spaceText(page, true);
  expectNone(await misfits(page), "text spaced");
  await page.setViewportSize({ width: 320, height: 256 });
  expectNone(await misfits(page), "text spaced, 400 %");
  await spaceText(page, false);
  expectNone(await misfits(page), "400 %");
  expectNone(await outOfReach(page), "400 %");
  await page.setViewportSize({ width: 360, height: 740 });
};

const RUNS: [tag: string, direction: "ltr" | "rtl", letter: (of: string) => string][] = [
  ["fa", "rtl", arabic],
  ["en", "ltr", (letter) => letter],
];
for (const [tag, direction, letter] of RUNS)
  for (const [flows, walk] of [["a complaint", complaintScreens], ["the other flows", otherScreens]] as const)
    test(`${direction}, a third longer: every screen of ${flows} fits`, async ({ page, relay, shopper, browser, console }) => {
      test.setTimeout(120_000);
      console.expect(/^Failed to load resource/);
      await speak(relay, page, tag, pseudo(letter));
      const fits = everyCondition(page, direction);
      const look: Look = async (screen) => {
        // The function to withdraw speaks the page's language, whatever the shop offers; no language of the Union runs right to left.
        if (screen.startsWith("withdrawal") && direction === "rtl") return;
        const app = shopper.dialog.locator(".root");
        await expect(app).toHaveAttribute("dir", direction);
        await expect(app).toHaveAttribute("lang", tag);
        await fits(screen);
      };
      await walk({ shopper, relay, browser, look });
    });

for (const colorScheme of ["light", "dark"] as const)
  test(`on paper, from a ${colorScheme} screen: review and receipt on one page each, whole, black on white`, async ({ page, shopper, relay }) => {
    await page.emulateMedia({ colorScheme });
    relay.page("/order", merchantPage(`<button data-redress-open>?</button>`, { context: kettleOrder() }));
    await shopper.visit("/order");
    await shopper.tap(page.getByRole("button"));
    await shopper.choose("step.reason.option.faulty");
    await shopper.choose("remedy.replacement.title");
    await shopper.dialog.getByLabel(shopper.say("step.details.title")).fill("It hums, then it goes out. ".repeat(20));
    await shopper.press("nav.continue");
    await shopper.sees("review.title");
    const onOnePage = async (screen: string, words: string[]) => {
      const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
      expect.soft(pdf.match(/\/Type ?\/Page\b/g), `pages of the ${screen}`).toHaveLength(1);
      await page.emulateMedia({ media: "print" });
      expect.soft(await clipped(page), screen).toEqual([]);
      for (const each of words) await expect.soft(shopper.dialog.getByText(each).first()).toBeVisible();
      // What can only be pressed is no use on paper.
      await expect.soft(shopper.dialog.getByRole("button")).toHaveCount(0);
      await page.emulateMedia({ media: null });
    };
    await onOnePage("review", [shopper.say("review.title"), "It hums", "ida@example.org"]);
    await shopper.press("review.send");
    const reference = await shopper.reference();
    await onOnePage("receipt", [reference, shopper.say("next.answer")]);
  });

test("in a right-to-left language the way on points to the left", async ({ page, relay, shopper }) => {
  await speak(relay, page, "fa", pseudo(arabic));
  await shopper.visit();
  await shopper.report("TT-10482");
  const option = shopper.dialog.locator('[part="option"]').first();
  // Degrees by which an arrow head is turned that would point to the upper right.
  const turn = () =>
    option.evaluate((it) => {
      const { a, b } = new DOMMatrix(getComputedStyle(it, "::after").transform);
      return Math.round((Math.atan2(b, a) * 180) / Math.PI);
    });
  await expect.poll(turn).toBe(-135);
  const [heading, close] = await Promise.all(["h2", '[part="close"]'].map((part) => shopper.dialog.locator(`.root ${part}`).boundingBox()));
  // The close button stands at the end of its line: on the left.
  expect(close!.x).toBeLessThan(40);
  expect(heading!.x + heading!.width).toBeGreaterThan(320);
});
