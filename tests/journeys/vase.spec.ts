// An order with several lines: other pieces, problems and wishes for each, one photo that is needed, and a review that can be changed.

import { look, metadata, paint, phonePhoto, sizeOf } from "../harness/photo";
import { expect, test } from "../harness/test";
import type { Shopper } from "../harness/shopper";
import { shopReads } from "../harness/words";

const item = (shopper: Shopper, title: string) => shopper.dialog.getByRole("checkbox", { name: title });

for (const lang of ["en", "de"] as const)
  test.describe(lang, () => {
    test.use({ lang });

    test("two of three lines, one of two pieces, each with its own problem and wish", async ({ shopper, browser, relay, inbox, desk }) => {
      const { say, shop } = shopper;
      await shopper.visit();
      await shopper.report("TT-10531");
      await shopper.sees("step.items.title");
      await shopper.tap(item(shopper, shop.vase));
      await shopper.tap(item(shopper, shop.candle));
      const pieces = shopper.dialog.getByRole("group", { name: say("items.quantity", { item: shop.candle }) });
      await expect(pieces.getByText("2", { exact: true })).toBeVisible();
      await shopper.tap(pieces.getByRole("button", { name: say("items.less") }));
      await expect(pieces.getByText("1", { exact: true })).toBeVisible();
      await shopper.press("nav.continue");

      await expect(shopper.dialog.getByText(say("item.of", { index: 1, count: 2 }))).toBeVisible();
      await shopper.choose("step.reason.option.damaged");
      await expect(shopper.dialog.getByText(say("item.of", { index: 2, count: 2 }))).toBeVisible();
      await shopper.choose("step.reason.option.wrong-item");
      await shopper.sees("step.remedy.title");
      await shopper.choose("remedy.replacement.title");
      await expect(shopper.dialog.getByText(say("item.of", { index: 2, count: 2 }))).toBeVisible();
      await shopper.choose("remedy.other.title");

      // Something came broken, so a photo is needed.
      await shopper.sees("step.photos.title");
      await shopper.press("nav.continue");
      await expect(shopper.dialog.getByRole("alert")).toBeFocused();
      await expect(shopper.dialog.getByRole("alert")).toContainText(say("error.photos"));
      await shopper.addPhotos(await phonePhoto(browser));
      await shopper.dialog.getByLabel(say("step.details.title")).fill("The box was open.");
      await shopper.press("nav.continue");

      await shopper.sees("review.title");
      await expect(shopper.row("step.reason.row")).toContainText([say("step.reason.option.damaged"), say("step.reason.option.wrong-item")]);
      await expect(shopper.row("step.remedy.row")).toContainText([say("remedy.replacement.title"), say("remedy.other.title")]);
      await expect(shopper.row("review.item")).toContainText([shop.vase, say("item.pieces", { count: 1 })]);
      await shopper.press("review.send");

      const complaint = await inbox.read(await shopper.reference());
      await expect(complaint.getByRole("heading", { name: shop.vase })).toBeVisible();
      await expect(complaint.getByRole("heading", { name: shop.candle, exact: true })).toBeVisible();
      await expect(inbox.answer(shopReads("step.reason.option.damaged"))).toHaveCount(1);
      await expect(inbox.answer(shopReads("step.reason.option.wrong-item"))).toHaveCount(1);
      await expect(complaint.getByText(`Wants ${shopReads("remedy.replacement.title")}`)).toBeVisible();
      await expect(complaint.getByText(`Wants ${shopReads("remedy.other.title")}`)).toBeVisible();
      await expect(complaint.getByText("differ")).toHaveCount(0);
      expect(await inbox.photos()).toEqual([[160, 320]]);

      const [stored, ...more] = desk.files(relay.attempts[0].key!);
      expect(more).toEqual([]);
      expect(metadata(stored), "the desk stored neither place nor camera").toEqual(["JFIF", "ICC_PROFILE"]);
      expect(sizeOf(stored)).toEqual([160, 320]);
      expect(await look(browser, stored)).toEqual({ width: 160, height: 320, above: "red", below: "blue" });
    });
  });

test("the photo that the tests take has what the widget must take away", async ({ browser }) => {
  const photo = await phonePhoto(browser);
  expect(metadata(photo)).toContain("Exif");
  expect(sizeOf(photo)).toEqual([320, 160]);
});

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
