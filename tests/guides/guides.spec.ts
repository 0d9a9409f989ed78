// Each snippet of docs/guides/ as its shop system runs it, under the policy that its guide names, to the first question about the right
// order. React's and Vue's run in tests/consumer/.

import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { Liquid } from "liquidjs";
import { SECRET } from "../harness/desk";
import { policy } from "../harness/policy";
import type { Relay } from "../harness/relay";
import type { Shopper } from "../harness/shopper";
import { expect, test } from "../harness/test";

const ROOT = resolve(__dirname, "../..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const execute = promisify(execFile);

/** Where a guide's snippet lies, as its Markdown names it above the copy. */
const SNIPPET = /<!-- snippet: (\S+) -->\n```\w+\n([\s\S]*?)```/g;

/** A page of a shop system around what a snippet put out; nothing else in it is ours. */
const around = (html: string, head = "") =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Your order</title>
<link rel="icon" href="data:,">${head}</head><body><h1>Your order</h1>${html}</body></html>`;

/** Opens the widget by the page's one link. */
async function open(shopper: Shopper, relay: Relay, html: string, headers: Record<string, string>, ready?: Promise<unknown>) {
  relay.page("/order", html, headers);
  await shopper.visit("/order");
  await ready;
  await shopper.tap(shopper.page.getByRole("link", { name: "Report a problem" }));
}

test("what a guide shows is the file that is tested, and every guide shows one", () => {
  const guides = readdirSync(join(ROOT, "docs/guides")).filter((name) => name !== "README.md");
  expect(guides.length).toBeGreaterThan(5);
  for (const guide of guides) {
    const shown = [...read(`docs/guides/${guide}`).matchAll(SNIPPET)];
    expect(shown.length, `${guide} shows a snippet`).toBeGreaterThan(0);
    for (const [, path, copy] of shown) expect(copy, `${guide} shows ${path}`).toBe(read(path));
    expect(read("docs/guides/README.md"), "the list of guides").toContain(`](${guide})`);
  }
});

test("plain HTML", async ({ shopper, relay }) => {
  await open(shopper, relay, read("tests/guides/html/order.html"), policy("html", relay.origin));
  await shopper.sees("step.reason.title");
  await expect(shopper.dialog.getByText("Travel kettle").first()).toBeVisible();
  await expect(shopper.dialog.getByText("K-1001").first()).toBeVisible();
});

/** What Shopify's Liquid has and the library has not, as Shopify's reference describes it. */
function shopify(): Liquid {
  const engine = new Liquid();
  // As Ruby on Rails writes JSON: no title can end the element.
  engine.registerFilter("json", (value) => JSON.stringify(value ?? null).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`));
  engine.registerFilter("image_url", (image) => String(image));
  engine.registerTag("schema", {
    parse(_, rest) {
      while (rest.length) if (/endschema/.test(rest.shift()!.getText())) return;
    },
    render() {},
  });
  return engine;
}

/** As `order` in a theme: money with two zeros more than its unit. */
const shopifyOrder = {
  name: "#1001",
  created_at: "2026-11-02 09:30:00 +0100",
  email: "ida@example.org",
  customer: { name: "Ida Kern" },
  shipping_address: { country_code: "DE" },
  shipping_price: 490,
  total_price: 10390,
  line_items: [
    { id: 4711, sku: "K", title: `Travel kettle </script> "blue" & more`, quantity: 2, requires_shipping: true, original_price: 4900, final_line_price: 8900, image: "/demo/kettle.svg" },
    { id: 4712, sku: null, title: "Tea recipes", quantity: 1, requires_shipping: false, original_price: 1000, final_line_price: 1000, image: null },
  ],
};
const block = { settings: { loader: "/embed/redress.js", config: "/redress.json", fallback: "/pages/returns", label: "Report a problem" } };

test("Shopify: the block in Liquid", async ({ shopper, relay }) => {
  const html = await shopify().parseAndRender(read("tests/guides/shopify/redress.liquid"), { order: shopifyOrder, shop: { currency: "EUR" }, block });
  await open(shopper, relay, around(html), policy("shopify", relay.origin));
  await shopper.sees("step.items.title");
  await expect(shopper.dialog.getByText("#1001").first()).toBeVisible();
  await shopper.tap(shopper.dialog.getByRole("checkbox", { name: `Travel kettle </script> "blue" & more` }));
  await expect(shopper.dialog.getByText("€89.00").first()).toBeVisible();
});

test("Shopify: the token of an app goes along, and the desk believes it", async ({ shopper, relay, inbox }) => {
  const { redressToken } = await import("../signing/sign.mjs");
  const html = await shopify().parseAndRender(read("tests/guides/shopify/redress.liquid"), { order: shopifyOrder, shop: { currency: "EUR" }, block });
  // The app reads the order itself; here it reads the same.
  const context = JSON.parse(/data-redress-context>([\s\S]*?)<\/script>/.exec(html)![1]);
  relay.answers.set("/apps/redress/token", { headers: { "content-type": "text/plain" }, body: redressToken(context, SECRET) });
  relay.answers.set("/redress-token.js", { headers: { "content-type": "text/javascript" }, body: read("tests/guides/shopify/redress-token.js") });
  const told = shopper.page.waitForResponse(/\/apps\/redress\/token\?order=%231001$/);
  await open(shopper, relay, around(html + `<script src="/redress-token.js" defer></script>`), policy("shopify", relay.origin), told);
  await shopper.tap(shopper.dialog.getByRole("checkbox", { name: "Travel kettle" }));
  await shopper.press("nav.continue");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  const complaint = await inbox.read(await shopper.reference());
  await expect(complaint.getByText("Verified", { exact: true }).first()).toBeVisible();
  await expect(complaint.getByText("differ")).toHaveCount(0);
});

test("Shopify: an app answers only what Shopify has signed, and only for a while", async () => {
  const { customerOf } = await import("./shopify/proxy.mjs");
  // The example of Shopify's documentation of app proxies.
  const signature = "4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb";
  const query = (customer: string, signed = signature) =>
    new URLSearchParams(`extra=1&extra=2&shop=shop-name.myshopify.com&logged_in_customer_id=${customer}&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555&signature=${signed}`);
  expect(customerOf(query("1"), "hush", 1317327600)).toBe("1");
  expect(customerOf(query("2"), "hush", 1317327600)).toBe("");
  expect(customerOf(query("1"), "hash", 1317327600)).toBe("");
  expect(customerOf(query("1", ""), "hush", 1317327600)).toBe("");
  expect(customerOf(query("1"), "hush", 1317327555 + 300)).toBe("");
});

test("Shopify: money without cents is whole, and a guest has no name", async () => {
  const yen = { ...shopifyOrder, shipping_price: 50000, total_price: 1050000, customer: null, line_items: [{ ...shopifyOrder.line_items[0], original_price: 500000, final_line_price: 1000000 }] };
  const html = await shopify().parseAndRender(read("tests/guides/shopify/redress.liquid"), { order: yen, shop: { currency: "JPY" }, block });
  const { order, items, customer } = JSON.parse(/data-redress-context>([\s\S]*?)<\/script>/.exec(html)![1]);
  expect([order.shipping, order.total, items[0].price, items[0].paid]).toEqual([500, 10500, 5000, 10000]);
  expect(customer).toEqual({ name: null, email: "ida@example.org" });
  // The settings must be JSON, too: Shopify refuses the block otherwise.
  const settings = JSON.parse(/{% schema %}([\s\S]*?){% endschema %}/.exec(read("tests/guides/shopify/redress.liquid"))![1]).settings;
  expect(settings.map(({ id }: { id: string }) => id)).toEqual(Object.keys(block.settings));
});

test("WooCommerce: what the plugin prints is signed, and the desk believes it", async ({ shopper, relay, inbox }) => {
  const { stdout } = await execute("node", [join(__dirname, "woocommerce/render.mjs"), SECRET]);
  await open(shopper, relay, around(stdout), policy("woocommerce", relay.origin));
  await shopper.sees("step.items.title");
  await expect(shopper.dialog.getByText("W-1001").first()).toBeVisible();
  await shopper.tap(shopper.dialog.getByRole("checkbox", { name: "Travel kettle </script> & lid" }));
  await shopper.press("nav.continue");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  const complaint = await inbox.read(await shopper.reference());
  await expect(complaint.getByText("Verified", { exact: true }).first()).toBeVisible();
  await expect(complaint.getByText("differ")).toHaveCount(0);
});

test("WooCommerce: without a secret it works unsigned", async () => {
  const { stdout } = await execute("node", [join(__dirname, "woocommerce/render.mjs")]);
  const context = JSON.parse(/data-redress-context>([\s\S]*?)<\/script>/.exec(stdout)![1]);
  expect(context.token).toBeUndefined();
  expect(context.order).toEqual({ number: "W-1001", placedOn: "2026-11-02", country: "DE", currency: "EUR", shipping: 490, total: 10310, paidWith: "PayPal" });
  expect(context.items).toEqual([
    { line: "11", sku: "K", title: "Travel kettle </script> & lid", kind: "goods", quantity: 2, price: 4900, paid: 8820, image: "/demo/kettle.svg" },
    { line: "12", title: "Tea recipes", kind: "digital", quantity: 1, price: 1000, paid: 1000 },
  ]);
});

test("Google Tag Manager: the tag finds the shop's own link and the order that analytics knows", async ({ shopper, relay }) => {
  const nonce = "c2hvcA";
  const purchase = {
    event: "purchase",
    ecommerce: { transaction_id: "G-1001", currency: "EUR", value: 53.9, shipping: 4.9, items: [{ item_id: "K", item_name: "Travel kettle", price: 49, quantity: 1 }] },
  };
  // What the container does with a tag of custom HTML: its script is made anew, with the nonce of the container's own.
  const container = `<script nonce="${nonce}">
    dataLayer = [{ event: "page" }, ${JSON.stringify(purchase)}];
    const fire = async () => {
      const tag = new DOMParser().parseFromString(await (await fetch("/tag.html")).text(), "text/html").querySelector("script");
      const script = document.createElement("script");
      script.nonce = "${nonce}";
      script.text = tag.text;
      document.body.append(script);
    };
    addEventListener("load", fire);
  </script>`;
  relay.answers.set("/tag.html", { headers: { "content-type": "text/html" }, body: read("tests/guides/tag-manager/tag.html") });
  await open(shopper, relay, around(`<a href="/returns?order=1001">Report a problem</a>`, container), policy("tag-manager", relay.origin, nonce));
  await shopper.sees("step.reason.title");
  await expect(shopper.dialog.getByText("Travel kettle").first()).toBeVisible();
  await expect(shopper.dialog.getByText("G-1001").first()).toBeVisible();
  const told = (purchase: object) =>
    shopper.page.evaluate(`dataLayer.push(${JSON.stringify(purchase)}), fire().then(() => [...document.querySelectorAll("redress-widget")].at(-1).context)`);
  expect(await told(purchase)).toMatchObject({ order: { total: 5390, shipping: 490 }, items: [{ price: 4900 }] });
  // No cents in yen.
  expect(await told({ ecommerce: { transaction_id: "G-2", currency: "JPY", value: 5900, items: [{ price: 5900 }] } })).toMatchObject({ order: { total: 5900, shipping: 0 }, items: [{ price: 5900 }] });
});
