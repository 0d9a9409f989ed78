import { expect } from "@playwright/test";
import type { Host } from "../../harness/host";

export default {
  that: "swaps its pages with Turbo",
  packages: { "/turbo.js": "@hotwired/turbo/dist/turbo.es2017-umd.js" },
  arrive: async (page, origin) => {
    await page.goto(`${origin}/order`);
    // The first click of all, after which Turbo listens to more.
    await page.getByRole("heading", { name: "Your order" }).click();
    const link = page.getByRole("link", { name: "Report a problem" });
    // Not where the page is looked at without the widget.
    if (await page.evaluate(() => "redress" in window)) {
      await link.click();
      await expect(page.getByRole("dialog").getByRole("heading", { level: 2 })).toBeVisible();
    }
    // Away while it is open, and back again.
    await page.evaluate(() => Object.assign(window, { stayed: 1 }) && (window as any).Turbo.visit("/away"));
    await expect(page.getByText("Another page.")).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.evaluate(() => history.back());
    await expect(link).toBeVisible();
    expect(await page.evaluate(() => (window as any).stayed), "it is still the same document").toBe(1);
  },
  serve: (relay) => {
    // Turbo fetches what the pointer comes near.
    relay.page("/returns", "");
    relay.page("/away", `<!doctype html><html lang="en"><head><title>Away</title><link rel="icon" href="data:,"><script src="/turbo.js"></script></head><body><p>Another page.</p></body></html>`);
    return {};
  },
} satisfies Host;
