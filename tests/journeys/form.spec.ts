// The form without JavaScript, in a browser that runs none: from the link of a mail to a receipt, by keyboard where that shows most.

import type { Page } from "@playwright/test";
import { SECRET } from "../harness/desk";
import { findings } from "../harness/axe";
import { daysAgo, kettleOrder } from "../harness/page";
import { phonePhoto } from "../harness/photo";
import { expect, test } from "../harness/test";
import { words } from "../harness/words";

test.use({ javaScriptEnabled: false });

const say = words("en");

/** The address that a shop's mail has. */
async function link(origin: string, flow: string, lang: string): Promise<string> {
  const { redressToken } = await import("../signing/sign.mjs");
  return `${origin}/complain?${new URLSearchParams({ flow, lang, order: "K-1001", token: await redressToken(kettleOrder({ item: { deliveredOn: daysAgo(3) } }), SECRET) })}`;
}

/** What axe finds on the page as it stands, in a second page where scripts run: axe waits for timers, and where none run it waits for ever. */
async function found(page: Page, colorScheme: "light" | "dark"): Promise<string[]> {
  const browser = page.context().browser()!;
  const context = await browser.newContext({ javaScriptEnabled: true, viewport: page.viewportSize()!, isMobile: true, colorScheme, reducedMotion: "reduce" });
  const mirror = await context.newPage();
  const html = await page.content();
  await mirror.route(page.url(), (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
  await mirror.goto(page.url());
  const result = await findings(mirror);
  await context.close();
  return result;
}

/** What is true of every page: its heading, nothing for axe to find, nothing that scrolls sideways. */
async function sees(page: Page, heading: string, colorScheme: "light" | "dark" = "light") {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
  expect(await found(page, colorScheme), heading).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide, `${heading} scrolls sideways`).toBeLessThanOrEqual(0);
}

test("from a mail’s link to a receipt without a line of script, with a photo and the browser’s own Back", async ({ page, desk, browser, inbox, console }) => {
  // A page with a fault is answered with 422, which Chromium notes.
  console.expect(/422/);
  const proceed = () => page.getByRole("button", { name: say("nav.continue") }).press("Enter");
  await page.goto(await link(desk.origin, "complaint", "en"));
  await sees(page, say("step.reason.title"));
  await proceed();
  const summary = page.getByRole("alert");
  await expect(summary).toBeFocused();
  await sees(page, say("step.reason.title"));
  await summary.getByRole("link").press("Enter");
  await expect(page.getByRole("radio").first()).toBeFocused();
  await page.getByRole("radio", { name: say("step.reason.option.damaged") }).press("Space");
  // Enter in a field goes on, as in any form: not back.
  await page.keyboard.press("Enter");

  await sees(page, say("step.remedy.title.damaged"));
  await page.goBack();
  await sees(page, say("step.reason.title"));
  await page.goForward();
  await page.getByRole("radio", { name: say("remedy.replacement.title") }).check();
  await proceed();
  await page.getByRole("textbox").fill("It was in two pieces.\nBoth sharp.");
  await proceed();

  await sees(page, say("review.title"));
  await expect(page.getByRole("definition").filter({ hasText: "Both sharp." })).toBeVisible();
  await page.getByRole("button", { name: say("review.send") }).click();
  await sees(page, say("review.title"));
  await page.getByRole("alert").getByRole("link", { name: say("error.photos") }).press("Enter");
  await page.locator("input[type=file]").setInputFiles({ name: "IMG_1.jpg", mimeType: "image/jpeg", buffer: await phonePhoto(browser) });
  await page.getByRole("button", { name: say("review.send") }).click();

  await sees(page, say("receipt.approved"));
  const reference = await page.getByText(/^RD-/).innerText();
  await page.reload();
  await expect(page.getByText(reference)).toBeVisible();
  const received = await inbox.read(reference);
  await expect(received.getByText("Verified", { exact: true }).first()).toBeVisible();
  await expect(received.getByText("differ")).toHaveCount(0);
  expect((await inbox.photos()).length).toBe(1);
  await page.getByRole("link", { name: say("receipt.status") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(reference);
});

for (const [lang, colorScheme] of [["de", "dark"], ["fa", "light"]] as const)
  test(`a withdrawal, ${lang}, ${colorScheme}: two pages and the law’s own button`, async ({ page, desk }) => {
    const say = words(lang);
    await page.emulateMedia({ colorScheme });
    await page.goto(await link(desk.origin, "withdrawal", lang));
    await sees(page, say("withdrawal.review.title"), colorScheme);
    await page.getByText(say("nav.language")).click();
    await sees(page, say("withdrawal.review.title"), colorScheme);
    await page.getByRole("button", { name: say("withdrawal.review.send") }).click();
    await expect(page.getByRole("heading", { level: 2, name: say("statement.withdrawal") })).toBeVisible();
    expect(await found(page, colorScheme)).toEqual([]);
  });

test("the demo shop’s triggers lead here, each with its order, where no script runs or the widget cannot", async ({ page, desk, browser }) => {
  await page.goto(desk.origin);
  await page.getByRole("link", { name: "Report a problem without it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("step.order.title"));

  // The list of orders is a script's; where the widget does not start, its links are followed as they are.
  const context = await browser.newContext({ javaScriptEnabled: true });
  const shop = await context.newPage();
  await shop.route("**/embed/**", (route) => route.abort());
  await shop.goto(`${desk.origin}/?lang=en`);
  const several = shop.getByRole("article", { name: /TT-10531/ });
  await several.getByRole("link", { name: "Problem with this item" }).nth(1).click();
  await expect(shop.getByRole("heading", { level: 1 })).toBeVisible();
  expect(new URL(shop.url()).search).toBe("?flow=complaint&order=TT-10531&item=2&lang=en");
  await shop.goBack();
  const links = await shop.locator("[data-redress-open]").evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  await context.close();
  const flows = new Map(links.map((link) => [new URL(link).searchParams.get("flow")!, link]));
  expect([...flows.keys()].sort()).toEqual(["complaint", "payment", "start", "withdrawal"]);
  for (const [flow, link] of flows) {
    expect((await page.goto(link))!.status(), flow).toBe(200);
    await expect(page.getByText(`Order ${new URL(link).searchParams.get("order")}`).first()).toBeVisible();
  }
});

test("who comes without a link is asked for the order, and finds a person and the other flows", async ({ page, desk, console }) => {
  console.expect(/404/);
  await page.goto(`${desk.origin}/complain?flow=safety&lang=en`);
  await page.getByLabel(say("field.order")).fill("K-7");
  await page.getByLabel(say("field.email")).fill("guest@example.org");
  await page.keyboard.press("Enter");
  await sees(page, say("step.advice.title"));
  await page.getByRole("button", { name: say("person.callback") }).click();
  await sees(page, say("step.callback.title"));
  // What was told is the other flow's, too: first back to that, then out of it.
  await page.getByRole("button", { name: say("nav.back") }).click();
  await expect(page.getByLabel(say("field.order"))).toHaveValue("K-7");
  await page.getByRole("button", { name: say("nav.back") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("step.advice.title"));
  await page.goto(`${desk.origin}/complain?flow=no-such-flow&lang=en`);
  await sees(page, say("flow.start.title"));
  await page.getByRole("link", { name: say("flow.payment.title") }).click();
  await expect(page.getByLabel(say("field.order"))).toBeVisible();
});
