// Draws what the law gives in other cases than the demo shop's: no right remains, an early right to reject, why not something else.

import { openExample } from "../harness/example";
import { expect, test } from "../harness/test";
import { shoot as draw } from "./shoot";

test("no right remains", async ({ shopper, relay, page, browser }, { project: { name } }) => {
  await openExample(shopper, relay, "paid-repair");
  await shopper.tap(shopper.dialog.getByRole("button", { name: "It broke in my hands" }));
  await shopper.sees("step.remedy.title");
  await draw(browser, page, "remedy-no-right", name);
});

test("out of the guarantee", async ({ shopper, relay, page, browser }, { project: { name } }) => {
  await openExample(shopper, relay, "kettle", {
    context: ({ order, items }) => ((order.placedOn = "2023-02-27"), (items[0].deliveredOn = "2023-03-02")),
  });
  await shopper.choose("step.reason.option.faulty");
  await shopper.sees("step.remedy.title.nothing");
  await draw(browser, page, "remedy-over", name);
});

test("an early right to reject", async ({ shopper, relay, page, browser }, { project: { name } }) => {
  await openExample(shopper, relay, "british-order");
  await shopper.choose("step.reason.option.faulty");
  await shopper.sees("step.remedy.title");
  const more = shopper.dialog.getByText(shopper.say("withheld.title"));
  await shopper.tap(more);
  await expect(shopper.dialog.getByText(shopper.say("law.repair-first"))).toBeVisible();
  await page.setViewportSize({ width: page.viewportSize()!.width, height: 1250 });
  await draw(browser, page, "remedy-british", name);
});
