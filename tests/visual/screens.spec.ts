// Draws every screen for docs/screens/: on a phone, on a desktop, in the dark. The clock stands still, so that a new picture means a
// new look. Only the inbox tells the desk's own time.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "@playwright/test";
import { dist } from "../harness/desk";
import { paint } from "../harness/photo";
import { expect, test } from "../harness/test";
import { smaller } from "./palette";
import { folder, shoot as draw } from "./shoot";

const NOW = "2026-11-21T10:12:00+01:00";

/** The answer of a desk whose clock stands still too. */
const RECEIPT = JSON.stringify({
  schema: "redress.receipt/1",
  id: "",
  reference: "RD-4K7P-92",
  receivedAt: NOW,
  status: "received",
  next: [{ key: "answer", by: "2026-11-23" }],
});

/** A parcel just opened: the vase in pieces on the table. */
function brokenVase() {
  const vase = readFileSync(join(dist, "demo/vase.svg")).toString("base64");
  const shard = (left: number, top: number, turn: number, clip: string) =>
    `<img src="data:image/svg+xml;base64,${vase}" style="position:absolute;left:${left}px;top:${top}px;width:560px;transform:rotate(${turn}deg);clip-path:polygon(${clip});filter:drop-shadow(0 8px 6px #0006)">`;
  return `<div style="position:relative;width:800px;height:800px;overflow:hidden;background:linear-gradient(160deg,#b98f63,#8d6239)">
    ${shard(60, 60, -14, "24% 30%, 52% 24%, 50% 46%, 60% 58%, 44% 84%, 20% 84%")}
    ${shard(190, 100, 11, "52% 24%, 76% 30%, 80% 84%, 44% 84%, 60% 58%, 50% 46%")}
    ${shard(20, 330, 62, "36% 50%, 50% 46%, 56% 62%, 42% 66%")}
  </div>`;
}

/** The first four as one picture. */
async function sideBySide(browser: Browser, pictures: Buffer[]): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 4 * 380 + 20, height: 780 }, isMobile: false, deviceScaleFactor: 1 });
  const each = pictures.map((picture) => `<img src="data:image/png;base64,${picture.toString("base64")}" width="360" height="740" style="border-radius:20px">`);
  await page.setContent(`<body style="margin:20px;display:flex;gap:20px;background:#e9e4d8">${each.join("")}</body>`);
  const strip = await page.screenshot();
  await page.close();
  return strip;
}

test("every screen", async ({ shopper, page, relay, inbox, browser, console, colorScheme }, { project: { name } }) => {
  test.setTimeout(180_000);
  console.expect(/^Failed to load resource/);
  const { say, shop } = shopper;
  const strip: Buffer[] = [];
  const shoot = (screen: string, of = page, fullPage = false) => draw(browser, of, screen, name, fullPage);
  const back = async () => shopper.tap(shopper.button("nav.back").last());
  const reportLine = async (order: string, flow = shop.report) => shopper.tap(shopper.order(order).getByRole("link", { name: flow, exact: true }).first());

  await page.clock.setFixedTime(NOW);
  let unlock = () => {};
  const locked = new Promise<void>((resolve) => (unlock = resolve));
  await page.route("**/redress.json", async (route) => (await locked, route.continue()));
  await shopper.visit();
  await shoot("shop");
  await reportLine("TT-10482");
  await expect(page.getByRole("progressbar")).toBeVisible();
  await shoot("loading");
  unlock();

  // One faulty item: the shortest way.
  await shopper.sees("step.reason.title");
  strip.push(await shoot("reason"));
  await shopper.choose("step.reason.option.faulty");
  await shopper.sees("step.remedy.title");
  strip.push(await shoot("remedy"));
  await shopper.choose("remedy.replacement.title");
  await shopper.sees("step.photos.title");
  await shoot("photos");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  strip.push(await shoot("review"));
  relay.fates.push({ status: 201, body: RECEIPT });
  await shopper.press("review.send");
  await shopper.reference();
  strip.push(await shoot("receipt"));
  if (name === "360") writeFileSync(join(folder, "strip.png"), await smaller(browser, await sideBySide(browser, strip)));
  await shopper.press("nav.done");

  // Several lines, a photo that is needed.
  await reportLine("TT-10531");
  await shopper.sees("step.items.title");
  await shopper.tap(shopper.dialog.getByRole("checkbox", { name: shop.vase }));
  await shopper.tap(shopper.dialog.getByRole("checkbox", { name: shop.candle }));
  await shoot("items");
  await shopper.press("nav.continue");
  await shopper.sees("step.reason.title");
  await shoot("reason-per-item");
  await shopper.choose("step.reason.option.damaged");
  await shopper.choose("step.reason.option.wrong-item");
  await shopper.sees("step.remedy.title");
  await shoot("remedy-per-item");
  await shopper.choose("remedy.replacement.title");
  await shopper.choose("remedy.withdrawal.title");
  await shopper.press("nav.continue");
  await expect(shopper.dialog.getByRole("alert")).toBeVisible();
  await shoot("error");
  await shopper.addPhotos(await paint(browser, brokenVase(), 800, 800));
  await shopper.dialog.getByLabel(say("step.details.title")).fill("The box was dented on one side. The candles are white, I had ordered the honey-coloured ones.");
  await shoot("photos-added");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await shoot("review-several");
  let fail = () => {};
  relay.fates.push(new Promise<void>((resolve) => (fail = resolve)));
  await shopper.press("review.send");
  await shopper.sees("sending.title");
  await expect(shopper.dialog.getByRole("progressbar")).toHaveAttribute("value", "100");
  await shoot("sending");
  fail();
  await shopper.reference();
  await shopper.press("nav.done");

  // Chocolates that never arrived: a person, a refusal.
  await reportLine("TT-10517");
  await shopper.choose("step.reason.option.not-delivered");
  await shopper.sees("step.remedy.title");
  await shoot("remedy-not-delivered");
  await shopper.choose("remedy.delivery.title");
  await shopper.press("nav.continue");
  await shopper.press("nav.person");
  await shopper.sees("person.title");
  await shoot("person");
  await back();
  relay.fates.push({ status: 422, body: `{"code":"delivery.status-422"}` });
  await shopper.press("review.send");
  await shopper.sees("failed.title");
  await shoot("failed");
  await shopper.press("failed.retry");
  await shopper.reference();
  await shopper.press("nav.done");

  // A withdrawal: two steps.
  await reportLine("TT-10523", shop.withdraw);
  await shopper.sees("withdrawal.review.title");
  await shoot("withdrawal-review");
  await shopper.press("withdrawal.review.send");
  await shopper.reference();
  await shopper.press("nav.done");

  // A guest, and one whose e-mail address is unknown.
  await page.evaluate(() => void (window as any).redress.open({}));
  await shopper.sees("step.order.title");
  await shoot("lookup");
  await page.keyboard.press("Escape");
  await page.evaluate(() => {
    const items = [{ line: "1", title: "Boiled-wool house coat", quantity: 1, price: 14900, image: "/demo/coat.svg" }];
    void (window as any).redress.open({ context: { order: { number: "TT-10399", country: "DE", currency: "EUR" }, items } });
  });
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await shopper.sees("step.contact.title");
  await shoot("contact");

  await inbox.page.emulateMedia({ colorScheme });
  await inbox.page.setViewportSize(page.viewportSize()!);
  await inbox.count();
  await shoot("inbox", inbox.page);
  await inbox.page.getByRole("link").filter({ hasText: shop.vase }).click();
  await inbox.photos();
  await shoot("inbox-complaint", inbox.page, name === "1280");
});
