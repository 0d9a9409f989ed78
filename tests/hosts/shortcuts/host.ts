import { expect } from "@playwright/test";
import type { Host } from "../../harness/host";

export default {
  that: "has a shortcut for every key",
  stranger: true,
  opened: async (shopper, page) => {
    await shopper.option("step.reason.option.faulty").press("s");
    await page.keyboard.press("Escape");
    await expect(shopper.dialog).toBeHidden();
    // The link itself is the shop's: its keys are, too.
    await shopper.tap(shopper.page.getByRole("link", { name: "Report a problem" }));
    await shopper.sees("step.reason.title");
  },
} satisfies Host;
