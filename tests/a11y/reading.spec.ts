// The complaint and the withdrawal as a screen reader says them, kept in reading/*.txt, to be read by people: a change of these files
// is a change of what a blind shopper hears. `npx playwright test … reading --update-snapshots` writes them anew.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { phonePhoto } from "../harness/photo";
import { Reader } from "../harness/reading";
import { expect, test } from "../harness/test";

// What a whole browser gives a page that was tapped, and the one without windows does not.
test.use({ permissions: ["clipboard-write"] });

/** The clock stands still, so that the days in the texts are the same every day. */
const NOW = "2026-11-21T10:12:00+01:00";

/** The answer of a desk whose clock stands still too. */
const receipt = (origin: string) =>
  JSON.stringify({
    schema: "redress.receipt/1",
    id: "",
    reference: "RD-4K7P-92",
    receivedAt: NOW,
    status: "received",
    next: [{ key: "answer", by: "2026-11-23" }],
    statusUrl: `${origin}/case/1`,
  });

/** Holds the complaint until the test says so, and then answers it. */
async function answeredLater(page: Page, origin: string): Promise<() => void> {
  let answer = () => {};
  const wait = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/complaints", async (route) => {
    await wait;
    await route.fulfill({ status: 201, contentType: "application/json", body: receipt(origin) });
  });
  return answer;
}

/** Compares with the file, or writes it when Playwright is told to update its snapshots. */
function expectReading(name: string, text: string) {
  const path = join(__dirname, "reading", `${name}.txt`);
  const { updateSnapshots } = test.info().config;
  if (updateSnapshots === "all" || updateSnapshots === "changed" || !existsSync(path)) writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, "utf8"));
}

test("a complaint, heard from the trigger to the receipt", async ({ shopper, page, relay, browser }) => {
  const reader = await Reader.start(page);
  const read: string[] = [];
  const hear = async (title: string) => void read.push(await reader.screen(title));
  await page.clock.setFixedTime(NOW);
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.sees("step.reason.title");
  // What comes with the second module is there too.
  await expect(shopper.dialog.getByRole("combobox")).toBeVisible();
  await hear("What went wrong");
  await shopper.choose("step.reason.option.damaged");
  await shopper.sees("step.remedy.title");
  await hear("What would help");
  await shopper.tap(shopper.dialog.getByLabel(shopper.say("step.repaired.option.again")));
  await hear("What would help, after a repair that failed");
  await shopper.tap(shopper.dialog.getByText(shopper.say("withheld.title")));
  await hear("What would help, with what is not to be had");
  await shopper.choose("remedy.replacement.title");
  await shopper.sees("step.photos.title");
  await hear("Photos");
  await shopper.press("nav.continue");
  await expect(shopper.dialog.getByRole("alert")).toBeFocused();
  await hear("Photos, with a fault");
  await shopper.addPhotos(await phonePhoto(browser));
  await hear("Photos, with one");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await hear("Review");
  await shopper.change("step.reason.row");
  await shopper.sees("step.reason.title");
  await hear("What went wrong, to be changed");
  await shopper.press("nav.back");
  await shopper.sees("review.title");
  await shopper.press("nav.person");
  await shopper.sees("person.title");
  await hear("A person");
  await shopper.tap(shopper.button("nav.back").last());
  const answer = await answeredLater(page, relay.origin);
  await shopper.press("review.send");
  await shopper.sees("sending.title");
  await hear("Sending");
  answer();
  await shopper.reference();
  await hear("Receipt");
  await shopper.press("receipt.copy");
  await expect(shopper.button("receipt.copied")).toBeVisible();
  await hear("Receipt, its reference copied");
  expectReading("complaint", read.join("\n"));
});

test("a withdrawal, heard from the trigger to the receipt", async ({ shopper, page, relay }) => {
  const reader = await Reader.start(page);
  const read: string[] = [];
  const hear = async (title: string) => void read.push(await reader.screen(title));
  await page.clock.setFixedTime(NOW);
  await shopper.visit();
  await shopper.tap(shopper.order("TT-10523").getByRole("link", { name: shopper.shop.withdraw, exact: true }));
  await shopper.sees("withdrawal.review.title");
  await hear("Do you want to withdraw");
  const answer = await answeredLater(page, relay.origin);
  await shopper.press("withdrawal.review.send");
  await shopper.sees("sending.title");
  answer();
  await shopper.reference();
  await hear("Receipt");
  expectReading("withdrawal", read.join("\n"));
});
