// A style sheet that reaches for everything reaches nothing of the widget: it looks as it does on a quiet page.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../../harness/test";
import type { Shopper } from "../../harness/shopper";

const hostile = readFileSync(join(__dirname, "page.html"), "utf8");
const quiet = hostile.replace(/<style>[^]*<\/style>/, "");

/** Every computed style of every element of the first screen. */
async function appearance(shopper: Shopper): Promise<Record<string, string>[]> {
  await shopper.page.emulateMedia({ reducedMotion: "reduce" });
  await shopper.tap(shopper.page.locator("#trigger"));
  await shopper.sees("step.reason.title");
  return shopper.dialog.evaluate((dialog) =>
    [...dialog.querySelectorAll(".root, .root *")].map((element) => {
      const computed = getComputedStyle(element);
      const name = `${element.localName} ${element.getAttribute("class") ?? ""}`;
      return { name, ...Object.fromEntries([...computed].map((property) => [property, computed.getPropertyValue(property)])) };
    }),
  );
}

test("the shop's style sheet does not reach inside", async ({ shopper, page, relay }) => {
  relay.page("/quiet", quiet);
  relay.page("/hostile", hostile);
  await shopper.visit("/quiet");
  const expected = await appearance(shopper);
  expect(expected.length).toBeGreaterThan(30);
  await page.goto(`${relay.origin}/hostile`);
  await page.waitForFunction(() => "redress" in window);
  const found = await appearance(shopper);
  expect(found.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  const differing = found.flatMap((element, at) =>
    Object.keys(element)
      .filter((property) => element[property] !== expected[at][property])
      .map((property) => `${element.name}: ${property} is ${element[property]}, not ${expected[at][property]}`),
  );
  expect(differing).toEqual([]);
});
