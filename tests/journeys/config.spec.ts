// A config that is wrong: the shop's page goes on, the merchant is told once where and what, and the shopper keeps the link.

import { merchantPage } from "../harness/page";
import { expect, test } from "../harness/test";
import type { Page } from "@playwright/test";

const PAGE = `
<a href="/returns" data-redress-open data-redress-order="K-1">Report a problem</a>
<button id="report" data-redress-open data-redress-order="K-1">Report here</button>
<button id="count" onclick="this.textContent = 1 + Number(this.textContent)">0</button>
<redress-widget><p>Or write to help@shop.example</p></redress-widget>`;

/** What `redress:error` told, kept beyond a navigation. */
async function hear(page: Page) {
  const heard: unknown[] = [];
  await page.exposeFunction("hear", (detail: unknown) => heard.push(detail));
  await page.addInitScript(() => document.addEventListener("redress:error", (event) => (window as any).hear((event as CustomEvent).detail)));
  return heard;
}

const GOOD = { extends: "default", endpoint: { url: "/api/complaints" } };

const BAD: [what: string, config: string | object, status: number, code: string, path: string][] = [
  ["that is not JSON", `{"extends": "default",`, 200, "config.syntax", ""],
  ["that is a web page", "<!doctype html><title>Not found</title>", 200, "config.syntax", ""],
  ["that is not there", "Not found", 404, "config.unreachable", ""],
  ["that the server fails to give", "", 500, "config.unreachable", ""],
  ["that is no object", "[]", 200, "config.type", ""],
  ["with a list for flows", { ...GOOD, flows: [] }, 200, "config.type", "/flows"],
  ["with a number for the steps of a flow", { ...GOOD, flows: { complaint: { steps: 3 } } }, 200, "config.type", "/flows/complaint/steps"],
  ["with text for the endpoint", { ...GOOD, endpoint: "/api/complaints" }, 200, "config.no-endpoint", "/endpoint/url"],
  ["without an endpoint", { extends: "default" }, 200, "config.no-endpoint", "/endpoint/url"],
  ["with an unknown preset", { ...GOOD, extends: "nice" }, 200, "config.preset", "/extends"],
  ["without any flow", { ...GOOD, flows: null }, 200, "config.no-flow", "/flows"],
];
for (const [what, config, status, code, path] of BAD)
  test(`a config ${what}: one error line, the event, the fallback, and the page goes on`, async ({ page, relay, console, shopper }) => {
    console.expect(/^Failed to load resource/, /^\[redress\]/);
    const ours = () => console.errors.filter((line) => line.startsWith("[redress]"));
    const heard = await hear(page);
    relay.config(config, status);
    relay.page("/shop", merchantPage(PAGE));
    relay.page("/returns", merchantPage("Returns by post"));
    await shopper.visit("/shop");
    await shopper.tap(page.getByRole("button", { name: "Report here" }));
    await expect(page.getByText("Or write to help@shop.example")).toBeVisible();
    await expect(shopper.dialog).toBeHidden();
    await shopper.tap(page.getByRole("button", { name: "0" }));
    await expect(page.getByRole("button", { name: "1" })).toBeVisible();
    expect(ours()).toHaveLength(1);
    expect(ours()[0]).toMatch(new RegExp(`^\\[redress\\] ${code.replace(".", "\\.")} at ${path || "/"} in /redress\\.json: .`));
    await expect.poll(() => heard).toEqual([{ code, path, message: expect.any(String) }]);

    await shopper.tap(page.getByRole("link", { name: "Report a problem" }));
    await expect(page).toHaveURL(`${relay.origin}/returns`);
    expect(console.warnings).toEqual([]);
  });

test("a condition as deep as a config may be is read and asked without running out of stack", async ({ page, relay, shopper }) => {
  // Within the limit of the reader (128), with what stands around it.
  const deep = Array(116).fill("not").reduce<unknown>((inner, key) => ({ [key]: inner }), true);
  relay.config({ ...GOOD, steps: { reason: { option: { faulty: { when: deep }, other: { when: { not: deep } } } } } });
  relay.page("/shop", merchantPage(PAGE));
  await shopper.visit("/shop");
  await shopper.tap(page.getByRole("button", { name: "Report here" }));
  await expect(shopper.option("step.reason.option.faulty")).toBeVisible();
  await expect(shopper.option("step.reason.option.other")).toBeHidden();
});

test("an unknown key is named in one warning, and nothing else happens", async ({ page, relay, console, shopper }) => {
  console.expect(/^\[redress\]/);
  relay.config({ ...GOOD, shopp: { name: "x" }, steps: { details: { maxLenght: 3 } } });
  relay.page("/shop", merchantPage(PAGE));
  await shopper.visit("/shop");
  await shopper.tap(page.getByRole("button", { name: "Report here" }));
  await shopper.sees("step.reason.title");
  expect(console.errors).toEqual([]);
  expect(console.warnings).toHaveLength(1);
  expect(console.warnings[0]).toContain("/shopp");
  expect(console.warnings[0]).toContain("/steps/details/maxLenght");
});

test("a config that is fixed works at the next tap", async ({ page, relay, console, shopper }) => {
  console.expect(/^\[redress\]/);
  relay.config("{");
  relay.page("/shop", merchantPage(PAGE));
  await shopper.visit("/shop");
  await shopper.tap(page.getByRole("button", { name: "Report here" }));
  await expect(page.getByText("Or write to help@shop.example")).toBeVisible();
  relay.config(GOOD);
  await shopper.tap(page.getByRole("button", { name: "Report here" }));
  await shopper.sees("step.reason.title");
});
