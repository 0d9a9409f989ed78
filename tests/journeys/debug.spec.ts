// The panel for developers (`data-debug`, docs/debugging.md): it tells what the widget knows and why, and nobody else ever sees it.

import { findings } from "../harness/axe";
import { complaint, send } from "../harness/example";
import { kettleOrder, merchantPage } from "../harness/page";
import { expect, test } from "../harness/test";
import type { Locator, Page } from "@playwright/test";

const DEBUG = `data-config="/redress.json" data-debug`;
const TRIGGER = `<button data-redress-open data-redress-order="K-1001">Report a problem</button>`;
const FALLBACK = `<redress-widget><p>Or write to help@shop.example</p></redress-widget>`;
const JSON_LD = `<script type="application/ld+json">{"@type":"Order","orderNumber":"K-1001","customer":{"@type":"Person","telephone":"+49 30 1234567"},
  "orderedItem":{"@type":"OrderItem","orderedItem":{"@type":"Product","name":"Kettle by another name"}}}</script>
  <script type="application/ld+json">{"@type": "Order",</script>`;
/** A goodwill that never fits, and a slip of the finger. */
const CONFIG = {
  extends: "default",
  endpoint: { url: "/api/complaints", headers: { "X-Shop-Key": "k-123456" } },
  shopp: { name: "x" },
  remedies: { coupon: { basis: "goodwill", label: "A coupon", when: { "item.category": "lamps" } } },
};

const panelOf = (page: Page) => page.getByRole("region", { name: "Redress debug" });

/** One of its parts. */
const partOf = (page: Page, name: string) => panelOf(page).getByRole("group").filter({ has: page.getByRole("heading", { name, exact: true }) });

/** Opens the panel, if it is closed, and one of its parts; gives what stands in that. */
async function part(page: Page, name: string): Promise<Locator> {
  const toggle = panelOf(page).getByRole("button", { name: "Redress debug" });
  if ((await toggle.getAttribute("aria-expanded")) === "false") await toggle.click();
  const details = partOf(page, name);
  if ((await details.getAttribute("open")) === null) await details.getByRole("heading", { name, exact: true }).click();
  return details;
}

/** A line of the context: its pointer, its value, who said it. */
const field = (context: Locator, path: string) => context.getByRole("listitem").filter({ has: context.page().getByText(path, { exact: true }) });

test("without data-debug there is no panel, and none is fetched", async ({ page, relay, shopper }) => {
  relay.config({ extends: "default", endpoint: { url: "/api/complaints" } });
  relay.page("/shop", merchantPage(TRIGGER, { context: kettleOrder() }));
  await shopper.visit("/shop");
  await shopper.tap(page.getByRole("button", { name: "Report a problem" }));
  await shopper.sees("step.reason.title");
  await expect(panelOf(page)).toHaveCount(0);
  expect(relay.asked.filter((path) => path.includes("debug"))).toEqual([]);
});

test("it tells the config's problems, the context's sources, the offers' reasons and the body that is then sent", async ({ page, relay, shopper, console, context }) => {
  console.expect(/^\[redress\] .*shopp/s);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  relay.config(CONFIG);
  relay.page("/shop", merchantPage(TRIGGER, { script: DEBUG, head: JSON_LD, context: kettleOrder({ order: { colour: "red" } }) }));
  await shopper.visit("/shop");
  await shopper.tap(page.getByRole("button", { name: "Report a problem" }));
  await shopper.sees("step.reason.title");

  const config = await part(page, "Config");
  await expect(config).toContainText("/shopp · config.unknown-key");
  await expect(config).toContainText('Mend: Did you mean "shop"?');

  const told = await part(page, "Context");
  await expect(field(told, "/order/currency").first()).toContainText('"EUR"JSON in the page');
  await expect(field(told, "/customer/phone").first()).toContainText("JSON-LD");
  await expect(told).toContainText("it was said before by: JSON in the page");
  await expect(told).toContainText("script number 2 of this sort in the page is not JSON");
  await expect(field(told, "/order/colour").first()).toContainText("this key is unknown and ignored");
  await expect(field(told, "/items/0/repairedOn")).toContainText("When it was last repaired");

  // The shopper's flow is as it was, with the panel open.
  await shopper.choose("step.reason.option.faulty");
  await shopper.sees("step.remedy.title");
  const offers = await part(page, "Offers");
  const remedy = (id: string) => offers.getByRole("listitem").filter({ has: page.getByText(id, { exact: true }) });
  await expect(remedy("repair")).toContainText(/offeredthe legal guarantee is openstatutory: §/);
  await expect(remedy("refund")).toContainText("not offered");
  await expect(remedy("coupon")).toContainText('its condition `when` does not holdgoodwillwhen item.category = "lamps" [item.category: not known]');
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");

  const request = await part(page, "What would be posted");
  await expect(request).toContainText(`POST ${relay.origin}/api/complaints`);
  await expect(request).toContainText("X-Shop-Key: (hidden)");
  const body = async () => JSON.parse(await request.getByLabel("Body").innerText())[0].value;
  // Once the hash of the config and the shop's own texts are there, and what was tapped last is told.
  await expect.poll(async () => [(await body()).config.sha256?.length, (await body()).items[0].remedy]).toEqual([64, "repair"]);
  const announced = await body();

  const panel = panelOf(page);
  const copied = async () => {
    await panel.getByRole("button", { name: "Copy report" }).click();
    await expect(panel.getByRole("status")).toHaveText("Copied.");
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const impersonal = await copied();
  expect(impersonal).toContain("config.unknown-key");
  for (const personal of ["Ida Kern", "ida@example.org", "+49 30 1234567", "k-123456"]) expect(impersonal).not.toContain(personal);
  await panel.getByLabel("with personal data").check();
  expect(await copied()).toContain("ida@example.org");

  await shopper.sees("review.title");
  await send(shopper, relay);
  // Only sending makes its id and its time.
  const { id, confirmedAt, signals } = complaint(relay) as any;
  expect(complaint(relay)).toEqual({ ...announced, id, confirmedAt, signals });
  await expect(await part(page, "Events")).toContainText(/step.*"step":"remedy".*offers.*sent/s);
  await expect(await part(page, "Versions")).toContainText(/bundle0\.1\.0-[0-9a-f]{8}.*law packDE \d{4}-\d\d-\d\d/s);
});

const GOOD = { extends: "default", endpoint: { url: "/api/complaints" } };
const BAD: [what: string, config: string | object, status: number, told: RegExp][] = [
  ["that is not there", "Not found", 404, /There is no config.*HTTP 404/s],
  ["that is not JSON", `{"extends": "default",`, 200, /\/ · config\.syntax.*Mend: /s],
  ["with a number for a flow's steps", { ...GOOD, flows: { complaint: { steps: 3 } } }, 200, /\/flows\/complaint\/steps · config\.type/],
];
for (const [what, config, status, told] of BAD)
  test(`a config ${what}: the panel opens by itself and says so, and the page's fallback stands in as ever`, async ({ page, relay, shopper, console }) => {
    console.expect(/^Failed to load resource/, /^\[redress\]/);
    relay.config(config, status);
    relay.page("/shop", merchantPage(TRIGGER + FALLBACK, { script: DEBUG }));
    await shopper.visit("/shop");
    await shopper.tap(page.getByRole("button", { name: "Report a problem" }));
    await expect(page.getByText("Or write to help@shop.example")).toBeVisible();
    await expect(partOf(page, "Config")).toContainText(told);
    await expect(partOf(page, "Config")).toBeVisible();
    await expect(shopper.dialog).toBeHidden();
  });

test("a shop with the strictest policy has it too, and in a page it is as accessible as the page", async ({ page, relay, shopper }) => {
  const nonce = "bG9uZw";
  const policy = `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'none'; connect-src 'self'; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`;
  const watch = `<script nonce="${nonce}">violations = []; addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));</script>`;
  relay.config(GOOD);
  const script = `${DEBUG} nonce="${nonce}"`;
  const inline = `<redress-widget mode="inline"></redress-widget>`;
  // Whoever signed it: the desk alone looks at that.
  const token = `e30.${Buffer.from(JSON.stringify({ order: { number: "K-1001", currency: "SEK" } })).toString("base64url")}.AA`;
  relay.page("/shop", merchantPage(inline, { script, head: watch, context: { ...kettleOrder(), token } }), { "content-security-policy": policy });
  await shopper.visit("/shop");
  for (const name of ["Config", "Context", "Offers", "What would be posted", "Events", "Versions"]) await part(page, name);
  await expect(field(partOf(page, "Context"), "/items/0/title")).toContainText("JSON in the page");
  await expect(field(partOf(page, "Context"), "/order/currency").first()).toContainText('"SEK"signed token');
  await expect(field(partOf(page, "Context"), "/order/currency").nth(1)).toContainText("it gives way to: signed token");
  await expect(panelOf(page)).toHaveCSS("border-radius", "12px");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    // axe's own script is no script of the page's.
    expect(await findings(page, "redress-debug")).toEqual([]);
  }
  expect(await page.evaluate(() => (window as any).violations)).toEqual([]);
});
