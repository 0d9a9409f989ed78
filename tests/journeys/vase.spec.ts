// An order with several lines: other pieces, problems and wishes for each, and one photo that is needed. What is changed on the way:
// changes.spec.ts.

import { look, metadata, phonePhoto, sizeOf } from "../harness/photo";
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
