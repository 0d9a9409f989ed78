// axe on the pages around the widget, in light and dark: the demo shop, the gallery's overview, the shop's inbox. The widget's own
// screens: gallery.spec.ts.

import { findings } from "../harness/axe";
import { phonePhoto } from "../harness/photo";
import { expect, test } from "../harness/test";

for (const colorScheme of ["light", "dark"] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("the demo shop's page", async ({ shopper, page }) => {
      await shopper.visit();
      expect(await findings(page)).toEqual([]);
    });

    test("the gallery's overview", async ({ page, relay }) => {
      // Without what the frames show: that is gallery.spec.ts.
      relay.page("/demo/gallery/state.html", "<title>A state</title>");
      await page.goto(`${relay.origin}/demo/gallery/`);
      await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
      expect(await findings(page)).toEqual([]);
    });

    test("the shop's inbox", async ({ shopper, inbox, browser }) => {
      await inbox.page.emulateMedia({ colorScheme });
      await shopper.visit();
      await shopper.report("TT-10482");
      await shopper.choose("step.reason.option.faulty");
      await shopper.choose("remedy.repair.title");
      await shopper.addPhotos(await phonePhoto(browser));
      await shopper.press("nav.continue");
      await shopper.press("review.send");
      const reference = await shopper.reference();
      await inbox.count();
      expect(await findings(inbox.page)).toEqual([]);
      await inbox.read(reference);
      expect(await findings(inbox.page)).toEqual([]);
    });
  });
