// What the engine makes for each preset (bodies.json), posted to servers that are as strict as the vendors' public descriptions, as a browser would post it; and
// to a server of others. No browser is started: journeys/formats.spec.ts has the widget do the same.

import { expect, test } from "@playwright/test";
import { made, photos, post, send, type Got } from "./browser";
import { jsonServer } from "./json-server";
import { make } from "./make";
import { n8n } from "./n8n";
import { shopify } from "./shopify";
import { webhook } from "./webhook";
import { zapier } from "./zapier";
import { zendesk } from "./zendesk";

const SHOP = "https://kettle.example";
const ID = "019aa8a0-0000-7000-8000-0242ac120002";
const WORDS = 'No steam.\n"süß" <b>& more</b>';

function answer(got: Got): any {
  if (got === "nothing") throw new Error("the page got no answer");
  return { status: got.status, ...(got.body && { body: JSON.parse(got.body) }) };
}

test("webhook: JSON with its photos inside, once for an id", async () => {
  const receiver = await webhook(SHOP);
  expect(answer(await post("webhook", receiver.url, SHOP)).status).toBe(204);
  expect(answer(await post("webhook", receiver.url, SHOP)).status).toBe(204);
  expect([...receiver.stored.keys()]).toEqual([ID]);
  const complaint = receiver.stored.get(ID);
  expect(complaint.attachments.map(({ content }: { content: string }) => Buffer.from(content, "base64"))).toEqual(photos);
  expect(complaint.answers.shared.details).toBe(WORDS);
  expect(await post("webhook", receiver.url, "https://another.example")).toBe("nothing");
  await receiver.stop();
});

test("n8n: fields, files as binary data, and the workflow's own reference, the same for the same complaint", async () => {
  const receiver = await n8n(SHOP);
  for (let again = 0; again < 2; again++) expect(answer(await post("n8n", receiver.url, SHOP))).toEqual({ status: 200, body: { reference: "N8N-1" } });
  const { json, binary } = receiver.items[0];
  expect(json.body).toMatchObject({ id: ID, order: "TT-10482", email: "mira@example.org", reason: "Es funktioniert nicht" });
  // A form's line ends are CRLF.
  expect(json.body.details).toBe(WORDS.replace("\n", "\r\n"));
  expect(JSON.parse(json.body.complaint).id).toBe(ID);
  expect(Object.values(binary).map(({ bytes }) => bytes)).toEqual(photos);
  expect(Object.keys(binary)).toEqual(["attachment0", "attachment1"]);
  expect(receiver.asked.map(({ method }) => method)).toEqual(["POST", "POST"]);
  await receiver.stop();
});

test("Make: with a Webhook response the page reads the reference, without one it reads nothing", async () => {
  const receiver = await make(SHOP);
  expect(answer(await post("make", receiver.url, SHOP))).toEqual({ status: 200, body: { reference: "MK-1" } });
  expect(receiver.bundles[0].data).toMatchObject({ id: ID, flow: "complaint" });
  expect(receiver.bundles[0].files.map(({ mime, data }) => [mime, data])).toEqual(photos.map((photo) => ["image/jpeg", photo]));
  receiver.state.refuses = 410;
  expect(await post("make", receiver.url, SHOP)).toBe("nothing");
  await receiver.stop();
  const without = await make();
  expect(await post("make", without.url, SHOP)).toBe("nothing");
  expect(without.bundles).toHaveLength(1);
  await without.stop();
});

test("Zapier: a plain form is queued, and JSON with a preflight is not even asked", async () => {
  const receiver = await zapier();
  expect(answer(await post("zapier", receiver.url, SHOP, ["https://f.example/1", "https://f.example/2"])).body.status).toBe("success");
  expect(receiver.runs).toHaveLength(1);
  expect(receiver.runs[0]).toMatchObject({ id: ID, photos: "https://f.example/1, https://f.example/2", remedy: "Reparatur" });
  expect(await post("webhook", receiver.url, SHOP)).toBe("nothing");
  expect(receiver.asked.at(-1)?.method).toBe("OPTIONS");
  await receiver.stop();
});

test("Shopify: through the app proxy to the app, which needs no header of ours and lets nobody else in", async () => {
  const receiver = await shopify();
  const storefront = new URL(receiver.url).origin;
  for (let again = 0; again < 2; again++)
    expect(answer(await post("shopify", receiver.url, storefront))).toEqual({ status: 200, body: { reference: "SH-1", id: ID } });
  expect(receiver.stored.get(ID)?.files).toEqual(photos);
  expect(await post("shopify", receiver.url, SHOP)).toBe("nothing");
  await receiver.stop();
});

test("Zendesk: photos first, then a request of an anonymous customer that names them", async () => {
  const receiver = await zendesk();
  const tokens: string[] = [];
  for (const photo of photos) {
    const url = new URL("uploads.json?filename=kettle%20%26%20co.jpg", receiver.url).href;
    const got = await send({ url, page: SHOP, headers: { "Content-Type": "image/jpeg" }, simple: false, body: photo });
    tokens.push(answer(got).body.upload.token);
  }
  const sent = answer(await post("zendesk", receiver.url, SHOP, tokens));
  expect([sent.status, sent.body.request.id]).toEqual([201, 35436]);
  const [ticket] = receiver.tickets;
  expect(ticket.requester).toEqual({ name: "Mira Lindqvist", email: "mira@example.org" });
  expect(ticket.subject).toBe("TT-10482: Kettle");
  expect(ticket.comment.uploads).toEqual(tokens);
  expect(ticket.comment.body).toContain(`Ihre Worte: ${WORDS}`);
  expect(ticket.comment.body.endsWith(ID)).toBe(true);
  // The same once more is another ticket: the API knows no key.
  await post("zendesk", receiver.url, SHOP, tokens);
  expect(receiver.tickets).toHaveLength(2);
  await receiver.stop();
});

for (const status of [403, 429] as const)
  test(`Zendesk refuses with ${status}: the page gets nothing`, async () => {
    const receiver = await zendesk();
    receiver.state.refuses = status;
    expect(await post("zendesk", receiver.url, SHOP)).toBe("nothing");
    expect(receiver.tickets).toEqual([]);
    await receiver.stop();
  });

test("Zendesk refuses what is not right, and says so", async () => {
  const receiver = await zendesk();
  const ask = async (request: unknown) =>
    answer(await send({ url: receiver.url, page: SHOP, headers: { "Content-Type": "application/json" }, simple: false, body: JSON.stringify({ request }) })).status;
  const right = { requester: { name: "Ida" }, subject: "Order", comment: { body: "Broken" } };
  expect(await ask(right)).toBe(201);
  expect(await ask({ ...right, requester: {} })).toBe(422);
  expect(await ask({ ...right, requester: { name: "Ida", email: "ida" } })).toBe(422);
  expect(await ask({ ...right, comment: { body: " " } })).toBe(422);
  expect(await ask({ ...right, comment: { body: "Broken", uploads: ["unknown"] } })).toBe(422);
  await receiver.stop();
});

test("json-server, which is not ours: stores it with its photos, and keeps one of an id", async () => {
  const receiver = await jsonServer();
  const first = answer(await post("webhook", receiver.url, SHOP));
  // Where a receipt's reference stands in its answer: "receipt": { "reference": "/id" }.
  expect([first.status, first.body.id]).toEqual([201, ID]);
  // It does not answer a repeat with the same again, but with 500, and writes on the console why.
  const write = console.error;
  console.error = () => {};
  expect((await post("webhook", receiver.url, SHOP)) as object).toMatchObject({ status: 500 });
  console.error = write;
  expect(receiver.stored()).toHaveLength(1);
  expect(receiver.stored()[0].attachments.map(({ content }: { content: string }) => Buffer.from(content, "base64"))).toEqual(photos);
  await receiver.stop();
});

test("no preset sends a header that its service would have to allow", () => {
  const more = Object.entries(made).map(([preset, { headers }]) => [preset, Object.keys(headers).filter((name) => !["Accept", "Content-Type"].includes(name))]);
  // Shopify's is on the page's own origin.
  expect(Object.fromEntries(more)).toEqual({ webhook: [], n8n: [], make: [], zapier: [], shopify: ["Idempotency-Key"], zendesk: [] });
});
