// Second thoughts: one answer for all items, a change from the review, Back, a photo taken out or not to be had. What comes of it is the
// same in any window.

import { metadata, paint, phonePhoto, sizeOf } from "../harness/photo";
import { expect, test } from "../harness/test";
import type { Shopper } from "../harness/shopper";
import { shopReads } from "../harness/words";

const item = (shopper: Shopper, title: string) => shopper.dialog.getByRole("checkbox", { name: title });

test("same for all: one tap answers for every item", async ({ shopper, inbox }) => {
  const { say, shop } = shopper;
  await shopper.visit();
  await shopper.report("TT-10531");
  for (const title of [shop.vase, shop.candle, shop.board]) await shopper.tap(item(shopper, title));
  await shopper.press("nav.continue");
  await shopper.tap(shopper.dialog.getByRole("switch", { name: say("same-for-all", { count: 3 }) }));
  await shopper.choose("step.reason.option.missing-part");
  await shopper.sees("step.remedy.title");
  await shopper.tap(shopper.dialog.getByRole("switch", { name: say("same-for-all", { count: 3 }) }));
  await shopper.choose("remedy.missing-part.title");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await expect(shopper.row("step.reason.row")).toHaveCount(3);
  await expect(shopper.row("step.remedy.row")).toContainText(Array(3).fill(say("remedy.missing-part.title")));
  await shopper.press("review.send");
  await inbox.read(await shopper.reference());
  await expect(inbox.answer(shopReads("step.reason.option.missing-part"))).toHaveCount(3);
});

test("a trigger at one line asks about that line only", async ({ shopper }) => {
  const { shop } = shopper;
  await shopper.visit();
  const line = shopper.order("TT-10531").getByRole("listitem").filter({ hasText: shop.board });
  await shopper.tap(line.getByRole("link", { name: shop.reportItem }));
  await shopper.sees("step.reason.title");
  await expect(shopper.dialog.getByText(shop.board)).toBeVisible();
});

test("a change leads back to the review, and asks anew only what it makes open", async ({ shopper, inbox }) => {
  const { say } = shopper;
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");

  await shopper.change("step.details.row");
  await shopper.dialog.getByLabel(say("step.details.title")).fill("It clicks.");
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await expect(shopper.row("step.details.row")).toContainText("It clicks.");

  await shopper.change("step.remedy.row");
  await expect(shopper.option("remedy.repair.title")).toHaveAttribute("aria-current", "true");
  await shopper.choose("remedy.replacement.title");
  await shopper.sees("review.title");

  // Back from a change leads to the review too, with nothing changed.
  await shopper.change("step.reason.row");
  await shopper.press("nav.back");
  await shopper.sees("review.title");
  await expect(shopper.row("step.remedy.row")).toContainText(say("remedy.replacement.title"));

  // What something is missing calls for is not a whole new one: that is asked again, the words stay.
  await shopper.change("step.reason.row");
  await shopper.choose("step.reason.option.missing-part");
  await shopper.sees("step.remedy.title");
  await shopper.choose("remedy.missing-part.title");
  await shopper.sees("review.title");
  await expect(shopper.row("step.details.row")).toContainText("It clicks.");
  await shopper.press("review.send");
  await inbox.read(await shopper.reference());
  await expect(inbox.answer(shopReads("step.reason.option.missing-part"))).toHaveCount(1);
});

test("Back keeps every answer", async ({ shopper, browser }) => {
  const { say, shop } = shopper;
  await shopper.visit();
  await shopper.report("TT-10531");
  await shopper.tap(item(shopper, shop.vase));
  await shopper.press("nav.continue");
  await shopper.choose("step.reason.option.damaged");
  await shopper.choose("remedy.replacement.title");
  await shopper.addPhotos(await phonePhoto(browser));
  await shopper.dialog.getByLabel(say("step.details.title")).fill("In shards.");
  await shopper.press("nav.continue");

  await shopper.press("nav.back");
  await expect(shopper.dialog.getByLabel(say("step.details.title"))).toHaveValue("In shards.");
  await expect(shopper.dialog.getByRole("img", { name: say("photos.nth", { index: 1 }) })).toBeVisible();
  await shopper.press("nav.back");
  await expect(shopper.option("remedy.replacement.title")).toHaveAttribute("aria-current", "true");
  await shopper.press("nav.back");
  await expect(shopper.option("step.reason.option.damaged")).toHaveAttribute("aria-current", "true");
  await shopper.press("nav.back");
  await expect(item(shopper, shop.vase)).toBeChecked();
  await expect(item(shopper, shop.board)).not.toBeChecked();
  await expect(shopper.button("nav.back")).toHaveCount(0);
});

test("who cannot take a photo says so and goes on", async ({ shopper, inbox, relay, desk }) => {
  const { say, shop } = shopper;
  await shopper.visit();
  await shopper.report("TT-10531");
  await shopper.tap(item(shopper, shop.vase));
  await shopper.press("nav.continue");
  await shopper.choose("step.reason.option.damaged");
  await shopper.choose("remedy.replacement.title");
  await shopper.press("photos.unable");
  await shopper.sees("review.title");
  await expect(shopper.row("step.photos.row")).toContainText(say("photos.unable.answer"));
  await shopper.press("review.send");
  const complaint = await inbox.read(await shopper.reference());
  await expect(complaint).toContainText(shopReads("photos.unable.answer"));
  expect(desk.files(relay.attempts[0].key!)).toEqual([]);
});

test("a photo can be taken out again, and a file that is none is told by name", async ({ shopper, browser, relay }) => {
  const { say } = shopper;
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.addPhotos(await phonePhoto(browser), await phonePhoto(browser));
  await shopper.tap(shopper.dialog.getByRole("button", { name: say("photos.remove", { index: 1 }) }));
  await expect(shopper.dialog.getByRole("img", { name: say("photos.nth", { index: 2 }) })).toHaveCount(0);
  const notes = { name: "notes.jpg", mimeType: "image/jpeg", buffer: Buffer.from("not a picture") };
  await shopper.dialog.getByLabel(say("photos.choose")).setInputFiles(notes);
  await expect(shopper.dialog.getByText(say("photos.unreadable", { name: "notes.jpg" }))).toBeVisible();
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  await shopper.reference();
  expect(relay.attempts[0].parts.map((part) => part.name)).toEqual(["complaint", "attachment"]);
});

test("a large photo is made smaller before it travels", async ({ shopper, browser, relay }) => {
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.addPhotos(await paint(browser, `<div style="height:3000px;background:linear-gradient(45deg,red,blue)"></div>`, 4000, 3000));
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  await shopper.reference();
  const [{ bytes }] = relay.attempts[0].parts.slice(1);
  expect(sizeOf(bytes)).toEqual([2048, 1536]);
});

test("the photo that the tests take has what the widget must take away", async ({ browser }) => {
  const photo = await phonePhoto(browser);
  expect(metadata(photo)).toContain("Exif");
  expect(sizeOf(photo)).toEqual([320, 160]);
});
