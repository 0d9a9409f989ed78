// A strict host: from the trigger to the receipt, every kind of screen, and not one violation of its policy.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { phonePhoto } from "../../harness/photo";
import { expect, test } from "../../harness/test";

const POLICY = [
  "default-src 'none'",
  "script-src 'nonce-bG9uZyBhbmQgcmFuZG9t' 'strict-dynamic' 'wasm-unsafe-eval'",
  "style-src 'none'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

test("works to the receipt under a nonce, no styles and enforced Trusted Types", async ({ shopper, page, relay, browser, inbox }) => {
  const { say } = shopper;
  const html = readFileSync(join(__dirname, "page.html"), "utf8");
  relay.page("/strict", html, { "content-security-policy": POLICY });
  await shopper.visit("/strict");
  await shopper.tap(page.getByRole("link", { name: "Report a problem" }));
  await shopper.sees("step.items.title");
  await shopper.tap(shopper.dialog.getByRole("checkbox", { name: "Glass carafe" }));
  await shopper.tap(shopper.dialog.getByRole("checkbox", { name: "Oak tray" }));
  await shopper.tap(shopper.dialog.getByRole("button", { name: say("items.less") }));
  await shopper.press("nav.continue");
  await shopper.choose("step.reason.option.damaged");
  await shopper.choose("step.reason.option.wrong-item");
  await shopper.choose("remedy.replacement.title");
  await shopper.choose("remedy.replacement.title");
  await shopper.press("nav.continue");
  await expect(shopper.dialog.getByRole("alert")).toBeFocused();
  await shopper.addPhotos(await phonePhoto(browser));
  const preview = shopper.dialog.getByRole("img", { name: say("photos.nth", { index: 1 }) });
  await expect.poll(() => preview.evaluate((photo: HTMLImageElement) => photo.naturalWidth)).toBe(160);
  await shopper.dialog.getByLabel(say("step.details.title")).fill("In pieces.");
  await shopper.press("nav.continue");
  await shopper.sees("step.contact.title");
  await shopper.dialog.getByLabel(say("field.email")).fill("ida@example.org");
  await shopper.press("nav.continue");
  await shopper.press("nav.person");
  await shopper.sees("person.title");
  await shopper.tap(shopper.button("nav.back").last());
  await shopper.press("review.send");
  const reference = await shopper.reference();

  // It is not only there, it is styled.
  await expect(shopper.button("nav.done")).toHaveCSS("border-radius", "12px");
  expect((await shopper.dialog.boundingBox())!.width).toBe(480);
  expect(await page.evaluate(() => (window as any).violations)).toEqual([]);
  await inbox.read(reference);
  expect(await inbox.photos()).toEqual([[160, 320]]);
});
