// The main job: a known customer, one faulty item, five taps; the case is in the desk's store and in the inbox.

import { phonePhoto } from "../harness/photo";
import { expect, test } from "../harness/test";
import { shopReads } from "../harness/words";

for (const lang of ["en", "de"] as const)
  test.describe(lang, () => {
    test.use({ lang });

    test("a faulty item takes five taps from the trigger to the receipt", async ({ shopper, relay, inbox, desk }) => {
      await shopper.visit();
      await shopper.report("TT-10482");
      await shopper.sees("step.reason.title");
      await shopper.choose("step.reason.option.faulty");
      await shopper.sees("step.remedy.title");
      await shopper.choose("remedy.replacement.title");
      await shopper.sees("step.photos.title");
      await shopper.press("nav.continue");
      await shopper.sees("review.title");
      await expect(shopper.row("step.reason.row")).toContainText(shopper.say("step.reason.option.faulty"));
      await expect(shopper.row("step.remedy.row")).toContainText(shopper.say("remedy.replacement.title"));
      await shopper.press("review.send");
      const reference = await shopper.reference();
      expect(await shopper.taps()).toBe(5);

      // The shop reads its own language, whatever the shopper read.
      const complaint = await inbox.read(reference);
      await expect(complaint.getByRole("heading", { name: shopper.shop.kettle })).toBeVisible();
      await expect(inbox.answer(shopReads("step.reason.option.faulty"))).toHaveCount(1);
      await expect(complaint.getByText(`Wants ${shopReads("remedy.replacement.title")}`)).toBeVisible();
      await expect(complaint.getByRole("link", { name: "mira@example.org" })).toBeVisible();
      await expect(complaint.getByText("TT-10482")).not.toHaveCount(0);
      await expect(complaint.getByText("differ")).toHaveCount(0);
      expect(relay.attempts).toHaveLength(1);
      expect(desk.files(relay.attempts[0].key!)).toEqual([]);
    });

    test("a photo and own words travel along", async ({ shopper, browser, relay, inbox, desk }) => {
      await shopper.visit();
      await shopper.report("TT-10482");
      await shopper.choose("step.reason.option.faulty");
      await shopper.choose("remedy.repair.title");
      await shopper.addPhotos(await phonePhoto(browser), await phonePhoto(browser));
      await shopper.dialog.getByLabel(shopper.say("step.details.title")).fill("It hums,\nthen it goes out – süß & “odd”.");
      await shopper.press("nav.continue");
      await shopper.sees("review.title");
      await expect(shopper.row("step.photos.row")).toContainText(shopper.say("photos.count", { count: 2 }));
      await shopper.press("review.send");
      const complaint = await inbox.read(await shopper.reference());
      await expect(complaint.getByText("It hums, then it goes out – süß & “odd”.")).toBeVisible();
      expect(await inbox.photos()).toEqual([[160, 320], [160, 320]]);
      expect(desk.files(relay.attempts[0].key!)).toHaveLength(2);
    });
  });
