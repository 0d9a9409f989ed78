// Other formats than the desk's, and each preset of docs/delivery.md: the widget in a real browser, against servers as strict as the vendors' descriptions.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { phonePhoto } from "../harness/photo";
import { expect, test } from "../harness/test";
import type { Relay } from "../harness/relay";
import type { Shopper } from "../harness/shopper";
import type { Browser } from "@playwright/test";
import { form, serve } from "../receivers/http";
import { jsonServer } from "../receivers/json-server";
import { make } from "../receivers/make";
import { n8n } from "../receivers/n8n";
import { shopify } from "../receivers/shopify";
import { store } from "../receivers/store";
import { webhook } from "../receivers/webhook";
import { zapier } from "../receivers/zapier";
import { zendesk } from "../receivers/zendesk";

// The demo shop's own policy lets its page talk to its own server only; a shop that posts elsewhere names that origin in `connect-src`.
test.use({ bypassCSP: true });

const demo = JSON.parse(readFileSync(join(__dirname, "../../demo/redress.json"), "utf8"));

/** The demo shop with another endpoint; a photo, a few words, and the tap on Send. */
async function complain(shopper: Shopper, relay: Relay, browser: Browser, endpoint: object) {
  relay.config({ ...demo, endpoint });
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.addPhotos(await phonePhoto(browser));
  await shopper.dialog.getByLabel(shopper.say("step.details.title")).fill(`It hums & "steams"`);
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await shopper.press("review.send");
}

/** As a camera's picture begins once it is made anew. */
const isJpeg = (bytes: Buffer) => bytes.length > 100 && bytes.readUInt16BE(0) === 0xffd8;

test("webhook: JSON with the photo inside; any 2xx is enough", async ({ shopper, relay, browser }) => {
  const receiver = await webhook(relay.origin);
  await complain(shopper, relay, browser, { preset: "webhook", url: receiver.url });
  await shopper.sees("receipt.sent");
  const [complaint] = receiver.stored.values();
  expect(isJpeg(Buffer.from(complaint.attachments[0].content, "base64"))).toBe(true);
  expect(Buffer.from(complaint.attachments[0].content, "base64")).toHaveLength(complaint.attachments[0].bytes);
  await receiver.stop();
});

test("n8n: no preflight, the photo as binary data, the workflow's reference on the screen", async ({ shopper, relay, browser }) => {
  const receiver = await n8n(relay.origin);
  await complain(shopper, relay, browser, { preset: "n8n", url: receiver.url });
  expect(await shopper.reference()).toBe("N8N-1");
  expect(receiver.asked.map(({ method }) => method)).toEqual(["POST"]);
  expect(receiver.items[0].json.body.details).toBe(`It hums & "steams"`);
  expect(isJpeg(receiver.items[0].binary.attachment0.bytes)).toBe(true);
  await receiver.stop();
});

test("Make: a form and a Webhook response", async ({ shopper, relay, browser }) => {
  const receiver = await make(relay.origin);
  await complain(shopper, relay, browser, { preset: "make", url: receiver.url });
  expect(await shopper.reference()).toBe("MK-1");
  expect(receiver.bundles[0].files).toHaveLength(1);
  await receiver.stop();
});

test("Zapier: the photo goes to the shop's own store by a pre-signed address, then a form that names it", async ({ shopper, relay, browser }) => {
  const receiver = await zapier();
  const files = await store(relay.origin);
  await complain(shopper, relay, browser, {
    preset: "zapier",
    url: receiver.url,
    attachments: "upload",
    upload: { way: "presigned", url: files.url },
  });
  await shopper.sees("receipt.sent");
  const [[key, object]] = files.objects;
  expect(isJpeg(object.bytes)).toBe(true);
  expect(receiver.runs[0].photos).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:\\d+${key}$`));
  expect(receiver.asked.every(({ method }) => method === "POST")).toBe(true);
  await files.stop();
  await receiver.stop();
});

test("Shopify: through the app proxy on the shop's own origin", async ({ shopper, relay, browser }) => {
  const receiver = await shopify();
  relay.elsewhere.set("/apps/redress/", new URL(receiver.url).origin);
  await complain(shopper, relay, browser, { preset: "shopify", url: "/apps/redress/complaints" });
  expect(await shopper.reference()).toBe("SH-1");
  const [{ files }] = receiver.stored.values();
  expect(files.map(isJpeg)).toEqual([true]);
  await receiver.stop();
});

test("Zendesk: the photo first, then a request whose number the shopper reads", async ({ shopper, relay, browser }) => {
  const receiver = await zendesk();
  await complain(shopper, relay, browser, { preset: "zendesk", url: receiver.url });
  expect(await shopper.reference()).toBe("35436");
  const [ticket] = receiver.tickets;
  expect(ticket.comment.body).toContain(`It hums & "steams"`);
  expect(ticket.comment.uploads.map((token: string) => isJpeg(receiver.uploads.get(token)!.bytes))).toEqual([true]);
  await receiver.stop();
});

test("Zendesk refuses without CORS: nobody claims that it was received, and a later attempt goes through", async ({ shopper, relay, browser, page, console }) => {
  console.expect(/^Failed to load resource/, /blocked by CORS policy/);
  await page.clock.install();
  const receiver = await zendesk();
  receiver.state.refuses = 429;
  await complain(shopper, relay, browser, { preset: "zendesk", url: receiver.url });
  await expect.poll(() => receiver.asked.filter(({ method }) => method === "POST").length).toBeGreaterThan(0);
  expect(receiver.tickets).toEqual([]);
  await expect(shopper.dialog.getByText(shopper.say("receipt.received"), { exact: true })).toHaveCount(0);
  receiver.state.refuses = undefined;
  await expect
    .poll(async () => {
      await page.clock.fastForward(60_000);
      return receiver.tickets.length;
    })
    .toBe(1);
  await receiver.stop();
});

test("a receiver of others: json-server stores it and its answer is mapped to a receipt", async ({ shopper, relay, browser }) => {
  const receiver = await jsonServer();
  await complain(shopper, relay, browser, { url: receiver.url, format: "json", receipt: { reference: "/id" } });
  const reference = await shopper.reference();
  const [complaint] = receiver.stored();
  expect(complaint.id).toBe(reference);
  expect(isJpeg(Buffer.from(complaint.attachments[0].content, "base64"))).toBe(true);
  await receiver.stop();
});

test("text: a page on another origin asks for no permission", async ({ shopper, relay, browser }) => {
  const receiver = await serve(({ body }) => ({ status: 200, headers: { "access-control-allow-origin": "*" }, body: { reference: JSON.parse(body.toString()).order.number } }));
  await complain(shopper, relay, browser, { url: `${receiver.origin}/c`, format: "text" });
  expect(await shopper.reference()).toBe("TT-10482");
  expect(receiver.asked.map(({ method, headers }) => [method, headers["content-type"]])).toEqual([["POST", "text/plain;charset=UTF-8"]]);
  await receiver.stop();
});

test("none: a form service without CORS gets it, and the shopper reads that it was sent", async ({ shopper, relay, browser }) => {
  const receiver = await serve(() => ({ status: 200, headers: { "content-type": "text/html" }, body: "<h1>Thank you</h1>" }));
  await complain(shopper, relay, browser, { url: `${receiver.origin}/f`, format: "form", ack: "none", fields: { message: "{summary}", source: "redress" } });
  await shopper.sees("receipt.sent");
  await expect(shopper.dialog.getByText(shopper.say("receipt.received"), { exact: true })).toHaveCount(0);
  const sent = form(receiver.asked[0])!;
  expect(sent.fields.source).toBe("redress");
  expect(sent.files.map(({ bytes }) => isJpeg(bytes))).toEqual([true]);
  await receiver.stop();
});

test("a template, headers and cookies of the merchant's choice", async ({ shopper, relay, browser }) => {
  const cors = { "access-control-allow-origin": relay.origin, "access-control-allow-credentials": "true", "access-control-allow-headers": "content-type, x-shop", vary: "Origin" };
  const receiver = await serve(({ method }) => (method === "OPTIONS" ? { status: 204, headers: cors } : { status: 201, headers: cors, body: { ticket: { no: 7 } } }));
  await complain(shopper, relay, browser, {
    url: `${receiver.origin}/t`,
    format: "template",
    attachments: "omit",
    credentials: "include",
    idempotencyKey: "none",
    headers: { "X-Shop": "berlin" },
    receipt: { reference: "/ticket/no" },
    template: { subject: "Order {order.number}", lines: "{items}", phone: "{contact.phone}" },
  });
  expect(await shopper.reference()).toBe("7");
  const post = receiver.asked.find(({ method }) => method === "POST")!;
  const body = JSON.parse(post.body.toString());
  expect([post.headers["x-shop"], body.subject, body.lines.length, "phone" in body]).toEqual(["berlin", "Order TT-10482", 1, false]);
  await receiver.stop();
});
