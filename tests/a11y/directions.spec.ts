// Right to left, long words, narrow screens: a pseudo-locale, a third longer than English, on 360 and 320 pixels in both directions.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { phonePhoto } from "../harness/photo";
import { expect, test } from "../harness/test";
import type { Relay } from "../harness/relay";
import { dist } from "../harness/desk";
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
  relay.config({ ...config, locales: [tag] });
  await page.route(RegExp(`/(locales|later)/${tag}\\.json$`), (route) => route.fulfill({ contentType: "application/json", body: messages }));
}

/** Nothing is wider than its frame, and nothing sticks out of the window to either side. */
async function expectNoOverflow(page: Page, screen: string) {
  const out = await page.evaluate(() => {
    const root = document.querySelector("redress-widget")!.shadowRoot!.querySelector(".root")!;
    const name = (element: Element) => `${element.localName}.${element.getAttribute("class")} "${element.textContent!.trim().slice(0, 40)}"`;
    const found: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
    for (const element of root.querySelectorAll("*")) {
      const { left, right, width, height } = element.getBoundingClientRect();
      if (!width || !height || element.closest(".hidden, svg") || getComputedStyle(element).opacity === "0") continue;
      if (left < -1 || right > innerWidth + 1) found.push(`${name(element)} from ${Math.round(left)} to ${Math.round(right)}`);
      // What scrolls sideways or is cut off; an ellipsis is meant to be, the header's whole question stands below it.
      const { overflowX, textOverflow } = getComputedStyle(element);
      if (overflowX !== "visible" && textOverflow !== "ellipsis" && element.scrollWidth > element.clientWidth + 1)
        found.push(`${name(element)} is ${element.scrollWidth} wide in ${element.clientWidth}`);
    }
    return found;
  });
  expect.soft(out, screen).toEqual([]);
}

const RUNS: [tag: string, direction: "ltr" | "rtl", letter: (of: string) => string][] = [
  ["fa", "rtl", arabic],
  ["en", "ltr", (letter) => letter],
];
for (const [tag, direction, letter] of RUNS)
  for (const width of [360, 320])
    test(`${direction}, a third longer, ${width} pixels wide: every screen fits`, async ({ page, relay, shopper, browser, console }) => {
      console.expect(/^Failed to load resource/);
      await page.setViewportSize({ width, height: 640 });
      await speak(relay, page, tag, pseudo(letter));
      await shopper.visit();
      // By the hooks for automation: what is read here is nobody's language.
      const primary = shopper.dialog.locator('[part="primary"]');
      const screen = async (step: string) => {
        await expect(shopper.dialog.locator(`[data-step="${step}"]`)).toBeVisible();
        await expect(shopper.dialog.locator(".app")).toHaveAttribute("dir", direction);
        await expectNoOverflow(page, step);
      };
      const option = (value: string) => shopper.tap(shopper.dialog.locator(`[part="option"][data-value="${value}"]`));
      await shopper.report("TT-10531");
      await screen("items");
      await shopper.tap(primary);
      await expectNoOverflow(page, "items with an error");
      for (const at of [0, 1]) await shopper.tap(shopper.dialog.getByRole("checkbox").nth(at));
      await expectNoOverflow(page, "items with a stepper");
      await shopper.tap(primary);
      await screen("reason");
      await option("damaged");
      await option("wrong-item");
      await screen("remedy");
      await shopper.tap(shopper.dialog.locator("summary"));
      await expectNoOverflow(page, "remedy, with what is not to be had");
      await option("replacement");
      await option("withdrawal");
      await screen("photos");
      await shopper.tap(primary);
      await expectNoOverflow(page, "photos with an error");
      await shopper.dialog.locator('input[type="file"]').last().setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: await phonePhoto(browser) });
      await expect(shopper.dialog.locator("img[src^=blob]")).toBeVisible();
      await expectNoOverflow(page, "photos with a photo");
      await shopper.dialog.getByRole("textbox").fill("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen ".repeat(3));
      await shopper.tap(primary);
      await screen("review");
      await shopper.tap(shopper.dialog.locator('[part="secondary"]').last());
      await screen("person");
      await shopper.tap(primary);
      relay.fates.push({ status: 422, body: `{"code":"complaint.something-that-takes-a-long-code-to-say-what-is-wrong"}` });
      await shopper.tap(primary);
      await screen("failed");
      await shopper.tap(primary);
      await screen("receipt");
      await expect(shopper.dialog.locator(".app")).toHaveAttribute("lang", tag);
    });

test("in a right-to-left language the way on points to the left", async ({ page, relay, shopper }) => {
  await speak(relay, page, "fa", pseudo(arabic));
  await shopper.visit();
  await shopper.report("TT-10482");
  const icon = shopper.dialog.locator('[part="option"] .mirrored').first();
  await expect(icon).toHaveCSS("transform", "matrix(-1, 0, 0, 1, 0, 0)");
  const [heading, close] = await Promise.all(["h2", '[part="close"]'].map((part) => shopper.dialog.locator(`.root ${part}`).boundingBox()));
  // The close button stands at the end of its line: on the left.
  expect(close!.x).toBeLessThan(40);
  expect(heading!.x + heading!.width).toBeGreaterThan(320);
});
