// The main journeys, the same in every browser.

import type { APIRequestContext } from "@playwright/test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Desk } from "../harness/desk";
import { misfits } from "../harness/fit";
import { kept } from "../harness/kept";
import { kettleOrder, merchantPage } from "../harness/page";
import { metadata, sizeOf } from "../harness/photo";
import type { Relay } from "../harness/relay";
import { shopWords, words } from "../harness/words";
import { expect, test } from "./test";
import type { Visitor } from "./visitor";

/** 24×16 as stored, turned upright 16×24, with a place in its EXIF. */
const PHOTO = join(__dirname, "../../desk/tests/desk/photos/phone.jpg");
const TRIGGER = `<p><a href="/returns" data-redress-open>Report a problem</a></p>`;
const say = words("en");
const shop = JSON.parse(readFileSync(join(__dirname, "../../demo/redress.json"), "utf8"));

/** From the open dialog to the photos and own words. */
async function describe(visitor: Visitor) {
  await visitor.tap("button", say("step.reason.option.faulty"));
  await visitor.sees("heading", say("step.remedy.title.faulty"));
  await visitor.tap("button", say("remedy.replacement.title"));
  await visitor.sees("heading", say("step.photos.title"));
}

async function addPhoto(visitor: Visitor) {
  await visitor.upload(say("photos.choose"), PHOTO);
  await visitor.sees("img", say("photos.nth", { index: 1 }));
}

async function send(visitor: Visitor) {
  await visitor.sees("heading", say("review.title"));
  await visitor.tap("button", say("review.send"));
  await visitor.sees("button", say("receipt.copy"));
}

/** What the desk has of the last complaint: its row in the inbox, and its file, which is upright and tells no place. */
async function expectStored(relay: Relay, desk: Desk, request: APIRequestContext, photos: number) {
  const { key, parts } = relay.attempts.at(-1)!;
  const { reference } = JSON.parse(relay.receipts.at(-1)!);
  const inbox = await request.get(desk.origin + desk.inbox);
  expect(await inbox.text()).toContain(reference);
  const files = desk.files(key!);
  expect(files.map((file) => [sizeOf(file), metadata(file).includes("Exif")])).toEqual(Array(photos).fill([[16, 24], false]));
  return JSON.parse(parts[0].bytes.toString());
}

test("a faulty kettle of the demo shop, from the trigger to the receipt, with a photo", async ({ visitor, relay, desk, request }) => {
  await visitor.open("/?lang=en");
  await visitor.tap("link", shopWords.en.report);
  await visitor.sees("heading", say("step.reason.title"));
  await describe(visitor);
  await addPhoto(visitor);
  await visitor.fill(say("step.details.title"), "It hums – süß & “odd”.");
  await visitor.tap("button", say("nav.continue"));
  await send(visitor);
  const complaint = await expectStored(relay, desk, request, 1);
  expect([complaint.order.number, complaint.items[0].remedy, complaint.shared.find(({ step }: any) => step === "details").value]).toEqual([
    "TT-10482",
    "replacement",
    "It hums – süß & “odd”.",
  ]);
  expect(relay.attempts).toHaveLength(1);
});

test("a guest is asked for number and e-mail, and told what is missing where the focus goes", async ({ visitor, relay, desk, request }) => {
  relay.page("/guest", merchantPage(TRIGGER));
  await visitor.open("/guest");
  await visitor.tap("link", "Report a problem");
  await visitor.sees("heading", say("step.order.title"));
  await visitor.tap("button", say("nav.continue"));
  await visitor.sees("button", say("error.email.missing"));
  await visitor.focuses("alert", "");
  await visitor.fill(say("field.order"), "G-77");
  await visitor.fill(say("field.email"), "guest@example.org");
  // Enter goes on, as in any form.
  await visitor.press("Enter");
  await visitor.sees("heading", say("step.reason.title"));
  await describe(visitor);
  await visitor.tap("button", say("nav.continue"));
  await send(visitor);
  const { order, contact } = await expectStored(relay, desk, request, 0);
  expect([order.number, contact.email]).toEqual(["G-77", "guest@example.org"]);
});

test("what was entered survives a reload, with its photo", async ({ visitor, relay, desk, request }) => {
  relay.page("/order", merchantPage(TRIGGER, { context: kettleOrder() }));
  await visitor.open("/order");
  await visitor.tap("link", "Report a problem");
  await describe(visitor);
  await addPhoto(visitor);
  await visitor.fill(say("step.details.title"), "It hums.");
  await expect.poll(() => kept(visitor)).toMatchObject({ mark: "0", photos: [expect.anything()] });
  await expect.poll(async () => JSON.stringify(await kept(visitor))).toContain("It hums.");

  await visitor.reload();
  await visitor.tap("link", "Report a problem");
  await visitor.sees("heading", say("resume.title"));
  await visitor.tap("button", say("resume.continue"));
  // Nothing is left to ask.
  await send(visitor);
  const { shared } = await expectStored(relay, desk, request, 1);
  expect(shared).toContainEqual(expect.objectContaining({ step: "details", value: "It hums." }));
});

test("the shop's system is down: an hour later it goes out by itself from the page loaded anew, and once", async ({ visitor, relay, desk, request }) => {
  // Without `Retry-After` the widget would pause between its tries.
  const down = { status: 503, headers: { "retry-after": "0" }, body: `{"code":"storage.full","path":"","message":"full"}` };
  relay.fates.push(...Array(100).fill(down));
  // The browser's own line about each.
  visitor.expected.push(/Failed to load resource/);
  relay.page("/order", merchantPage(TRIGGER, { context: kettleOrder() }));
  await visitor.open("/order");
  await visitor.tap("link", "Report a problem");
  await describe(visitor);
  await addPhoto(visitor);
  await visitor.tap("button", say("nav.continue"));
  await visitor.tap("button", say("review.send"));
  await visitor.sees("heading", say("queued.waiting"));

  relay.fates.length = 0;
  const later = "<script>{ const now = Date.now; Date.now = () => now() + 3_600_000 }</script>";
  relay.page("/order", merchantPage(TRIGGER, { head: later, context: kettleOrder() }));
  await visitor.reload();
  await expect.poll(() => relay.receipts.length).toBe(1);
  const [first, ...again] = relay.attempts.map(({ key, parts }) => ({ key, parts }));
  // The shopper's own sending has tried three times.
  expect(again.length).toBeGreaterThanOrEqual(3);
  for (const each of again) expect(each).toEqual(first);
  const { length } = relay.attempts;
  await visitor.tap("link", "Report a problem");
  await visitor.sees("button", say("receipt.copy"));
  await expectStored(relay, desk, request, 1);
  await visitor.tap("button", say("nav.done"));
  await expect.poll(() => kept(visitor)).toEqual({ records: [], photos: [], mark: null });
  expect([relay.attempts.length, relay.receipts.length]).toEqual([length, 1]);
});

test("a page with a nonce, without any style and with Trusted Types enforced: to the receipt without one violation", async ({ visitor, relay, desk, request }) => {
  const nonce = "bG9uZyBhbmQgcmFuZG9t";
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'`,
    "style-src 'none'",
    "img-src 'self' blob: data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  const watch = `<script nonce="${nonce}">violations = []; addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective + " " + event.blockedURI))</script>`;
  const page = merchantPage(TRIGGER, { head: watch, script: `nonce="${nonce}" data-config="/redress.json"`, context: kettleOrder() });
  relay.page("/strict", page, { "content-security-policy": policy.join("; ") });
  await visitor.open("/strict");
  await visitor.tap("link", "Report a problem");
  await describe(visitor);
  await addPhoto(visitor);
  await visitor.tap("button", say("nav.continue"));
  await send(visitor);
  await expectStored(relay, desk, request, 1);
  // It is not only there, it is styled.
  const seen = () => [getComputedStyle(document.querySelector("redress-widget")!.shadowRoot!.querySelector("[part~=primary]")!).borderRadius, (window as any).violations];
  expect(await visitor.evaluate(seen)).toEqual(["12px", []]);
});

test("by keys alone to the receipt; Escape and the button close, and the focus is back on the trigger", async ({ visitor, relay, desk, request }) => {
  relay.page("/order", merchantPage(TRIGGER, { context: kettleOrder() }));
  await visitor.open("/order");
  await visitor.tabTo("link", "Report a problem");
  await visitor.press("Enter");
  await visitor.focuses("heading", say("step.reason.title"));
  await visitor.press("Escape");
  await visitor.misses("dialog", "");
  await visitor.focuses("link", "Report a problem");
  await visitor.press("Enter");
  await visitor.focuses("heading", say("step.reason.title"));
  await visitor.tabTo("button", say("frame.close"), "Shift+Tab");
  await visitor.press("Space");
  await visitor.focuses("link", "Report a problem");

  await visitor.press("Enter");
  await visitor.focuses("heading", say("step.reason.title"));
  await visitor.tabTo("button", say("step.reason.option.faulty"));
  await visitor.press("Enter");
  await visitor.focuses("heading", say("step.remedy.title.faulty"));
  await visitor.tabTo("button", say("remedy.replacement.title"));
  await visitor.press("Space");
  await visitor.focuses("heading", say("step.photos.title"));
  await visitor.tabTo("textbox", say("step.details.title"));
  await visitor.type("It hums.");
  await visitor.tabTo("button", say("nav.continue"));
  await visitor.press("Enter");
  await visitor.focuses("heading", say("review.title"));
  await visitor.tabTo("button", say("review.send"));
  await visitor.press("Enter");
  await visitor.sees("button", say("receipt.copy"));
  await visitor.tabTo("button", say("nav.done"));
  await visitor.press("Enter");
  await visitor.misses("dialog", "");
  await visitor.focuses("link", "Report a problem");
  expect((await expectStored(relay, desk, request, 0)).shared).toContainEqual(expect.objectContaining({ step: "details", value: "It hums." }));
});

test("Arabic, in the dark: from right to left, and nothing sticks out or is cut off", async ({ visitor, relay }, info) => {
  const says = words("ar");
  relay.config({ ...shop, theme: { scheme: "dark" } });
  relay.page("/order", merchantPage(TRIGGER, { lang: "ar", head: "<style>html { color-scheme: dark }</style>", context: kettleOrder() }));
  relay.page("/pay", merchantPage(`<p><a href="/" data-redress-open="payment">Report a problem</a></p>`, { lang: "ar", context: kettleOrder() }));
  let pictures = 0;
  const look = async (role: "button" | "heading", name: string) => {
    await visitor.sees(role, name);
    expect(await misfits(visitor)).toEqual([]);
    // For people to look at, in tests/results/.
    if (!process.env.CI) writeFileSync(info.outputPath(`${(pictures += 1)}.png`), await visitor.picture());
  };
  await visitor.open("/order");
  await visitor.tap("link", "Report a problem");
  await look("heading", says("step.reason.title"));
  await visitor.tap("button", says("step.reason.option.faulty"));
  await look("heading", says("step.remedy.title.faulty"));
  await visitor.tap("button", says("remedy.replacement.title"));
  await visitor.sees("heading", says("step.photos.title"));
  await visitor.upload(says("photos.choose"), PHOTO);
  // Whether its number is 1 or ١, the browser's own data say.
  await visitor.sees("img", says("photos.nth", { index: "" }).trim());
  await look("heading", says("step.photos.title"));
  await visitor.tap("button", says("nav.continue"));
  await look("heading", says("review.title"));
  await visitor.tap("button", says("review.send"));
  await look("button", says("receipt.copy"));

  // A date.
  await visitor.open("/pay");
  await visitor.tap("link", "Report a problem");
  await visitor.tap("button", says("step.invoice.option.paid"));
  await look("heading", says("step.paid-on.title"));
});
