// The second module is fetched while the shopper reads the first screen: slow or gone, nothing is lost.

import { expect, test } from "../harness/test";

const LATER = "**/redress_later.wasm";

test("the first question stands without it, and it is fetched by itself", async ({ shopper, page }) => {
  const asked = page.waitForRequest(LATER);
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.sees("step.reason.title");
  await asked;
});

test("a slow one: the next question says that it is loading, then comes by itself with the focus on it", async ({ shopper, page }) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(LATER, async (route) => {
    await released;
    await route.continue();
  });
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.sees("frame.loading");
  release();
  await shopper.sees("step.remedy.title");
  await expect(shopper.dialog.getByRole("heading", { name: shopper.say("step.remedy.title.faulty") })).toBeFocused();
});

test("one that fails: a person and the way back stay, and trying again goes on with every answer", async ({ shopper, page, console }) => {
  console.expect(/^Failed to load resource/, /^TypeError: Failed to fetch/);
  await page.route(LATER, (route) => route.abort());
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await expect(shopper.dialog.getByRole("alert")).toHaveText(shopper.say("later.failed"));
  await shopper.press("failed.retry");
  await expect(shopper.dialog.getByRole("alert")).toHaveText(shopper.say("later.failed"));

  await expect(shopper.dialog.getByRole("link", { name: "+49 30 5550 1234" })).toHaveAttribute("href", "tel:+493055501234");
  await shopper.press("nav.person");
  await expect(shopper.dialog.getByRole("link", { name: "help@ternandtide.example" })).toBeVisible();
  await shopper.dialog.getByRole("button", { name: shopper.say("nav.back"), exact: true }).first().click();
  await expect(shopper.dialog.getByRole("alert")).toBeVisible();

  await page.unroute(LATER);
  await shopper.press("failed.retry");
  await shopper.choose("remedy.replacement.title");
  await shopper.press("nav.continue");
  await expect(shopper.row("step.reason.row")).toContainText(shopper.say("step.reason.option.faulty"));
});

test("a flow that begins with it waits for it before it is shown", async ({ shopper, page, relay }) => {
  await page.route("**/redress.json", async (route) => {
    const config = await (await route.fetch()).json();
    await route.fulfill({ json: { ...config, flows: { complaint: { steps: ["details", "items", "reason", "remedy", "contact"] } } } });
  });
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.sees("step.details.title");
  expect(relay.attempts).toEqual([]);
});

test("a slow one: a question starts with what it would have started with in time", async ({ shopper, page }) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/redress.json", async (route) => {
    const config = await (await route.fetch()).json();
    await route.fulfill({ json: { ...config, steps: { details: { default: "As always" } }, flows: { complaint: { steps: ["items", "reason", "details", "remedy", "contact"] } } } });
  });
  await page.route(LATER, async (route) => {
    await released;
    await route.continue();
  });
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.sees("frame.loading");
  release();
  await expect(shopper.dialog.getByRole("textbox")).toHaveValue("As always");
});

test("a server that calls WebAssembly something else: slower, but both modules run", async ({ shopper, page }) => {
  await page.route("**/*.wasm", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "content-type": "application/octet-stream" } });
  });
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.sees("step.remedy.title");
});
