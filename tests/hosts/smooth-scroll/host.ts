import { expect } from "@playwright/test";
import type { Host } from "../../harness/host";

export default {
  that: "scrolls by a script of its own, whatever the wheel is turned over",
  opened: async (shopper, page) => {
    const middle = shopper.dialog.locator(".main");
    await middle.hover({ position: { x: 8, y: 8 } });
    const before = await page.evaluate(() => scrollY);
    await page.mouse.wheel(0, 120);
    await expect.poll(() => middle.evaluate(({ scrollTop }) => scrollTop), "how far the form has scrolled").toBeGreaterThan(50);
    expect(await page.evaluate(() => scrollY), "where the page behind stands").toBe(before);
    await middle.evaluate((element) => element.scrollTo(0, 0));
  },
} satisfies Host;
