// When the widget cannot run: the page says so once, to the merchant, and the shopper keeps a way to complain.

import { expect, FOLDER, frame, recordEvents, seenEvents, test } from "./harness";

const BUTTON = `<button data-redress-open>Report a problem</button>`;
const FALLBACK = `<redress-widget><p>Write to help@shop.example</p></redress-widget>`;

test("an unreachable config: one error line, the event, and the children stand in", async ({ page, host }) => {
  host.answers["/redress.json"] = { status: 404, body: "" };
  await host.open(FALLBACK + BUTTON);
  await recordEvents(page);
  await expect(page.getByText("Write to")).toBeHidden();
  await page.getByRole("button").click();
  await expect(page.getByText("Write to")).toBeVisible();
  await expect(frame(page)).toBeHidden();
  await expect(page.getByRole("button", { name: "Report a problem" })).toBeFocused();
  expect(host.errors).toEqual([`[redress] config.unreachable at / in /redress.json: HTTP 404 /redress.json`]);
  expect(await seenEvents(page)).toEqual([
    ["open", null],
    ["error", { code: "config.unreachable", path: "", message: "HTTP 404 /redress.json" }],
    ["close", { flow: "complaint", outcome: "closed" }],
  ]);
});

test("a failed wave is forgotten: the next click works", async ({ page, host }) => {
  const glue = host.answers[`${FOLDER}redress.js`];
  host.answers[`${FOLDER}redress.js`] = { status: 503, body: "" };
  await host.open(FALLBACK + BUTTON);
  await page.getByRole("button").click();
  await expect(page.getByText("Write to")).toBeVisible();
  expect(host.errors).toEqual([expect.stringMatching(/^\[redress\] widget\.unavailable at \/ in http.*0badcafe\/: /)]);
  host.answers[`${FOLDER}redress.js`] = glue;
  await page.getByRole("button").click();
  await expect(page.getByRole("heading")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("Write to")).toBeHidden();
});

test("what fails after the shopper has closed the frame leads nowhere", async ({ page, host }) => {
  host.answers[`${FOLDER}redress.js`] = { status: 503, body: "" };
  await host.open(`<a href="/returns" data-redress-open>Report a problem</a>`);
  const outcome = await page.evaluate(() => {
    const widget = document.createElement("redress-widget");
    document.body.append(widget);
    const shown = widget.open({}, document.querySelector("a")!);
    widget.close();
    return shown;
  });
  expect(outcome).toEqual({ outcome: "closed" });
  expect(page.url()).toBe(host.url("/shop"));
  expect(host.errors).toEqual([]);
});

test("a page that keeps canvases from us loses nothing by it", async ({ page, host }) => {
  await host.open(BUTTON, { head: `<script>HTMLCanvasElement.prototype.getContext = () => { window.refused = true; throw new Error("no canvas") }</script>` });
  await page.getByRole("button").click();
  await expect(page.getByRole("heading")).toBeFocused();
  await page.waitForFunction(() => (window as any).refused);
  expect(host.errors).toEqual([]);
});

test("what fails before anything is asked for leads away, too", async ({ page, host }) => {
  await host.open(`<a href="/returns" data-redress-open>Report a problem</a>`, { head: `<script>Object.defineProperty(navigator, "languages", { value: null })</script>` });
  await page.getByRole("link").click();
  await expect(page).toHaveURL(host.url("/returns"));
  expect(host.errors).toEqual([expect.stringMatching(/^\[redress\] widget\.unavailable .*: navigator\.languages is not iterable$/)]);
});

test("a failed wave of a mere hover is silent", async ({ page, host }) => {
  host.answers["/redress.json"] = { status: 500, body: "" };
  await host.open(BUTTON);
  await page.getByRole("button").hover();
  await expect.poll(() => host.count("/redress.json")).toBe(1);
  await page.evaluate(() => new Promise(requestAnimationFrame));
  expect(host.errors).toEqual([]);
});

for (const name of ["redress_bg.wasm", "redress.css", "presets/default.json", "locales/en.json"])
  test(`without ${name} the link is followed`, async ({ page, host }) => {
    host.answers[FOLDER + name] = { status: 404, body: "" };
    await host.open(`<a href="/returns" data-redress-open>Report a problem</a>`);
    await page.getByRole("link").click();
    await expect(page).toHaveURL(host.url("/returns"));
    expect(host.errors).toEqual([expect.stringContaining(`[redress] widget.unavailable at / in ${host.url(FOLDER)}: HTTP 404`)]);
  });

test("a config that the widget refuses is told with its pointer", async ({ page, host }) => {
  host.answers["/redress.json"] = { body: "refused" };
  await host.open(FALLBACK + BUTTON);
  await page.getByRole("button").click();
  await expect(page.getByText("Write to")).toBeVisible();
  expect(host.errors).toEqual(["[redress] config.type at /flows in /redress.json: expected a map"]);
});

test("a widget that crashes at the start is told as unavailable", async ({ page, host }) => {
  host.answers["/redress.json"] = { body: "crash" };
  await host.open(FALLBACK + BUTTON);
  await page.getByRole("button").click();
  await expect(page.getByText("Write to")).toBeVisible();
  expect(host.errors).toEqual([expect.stringMatching(/^\[redress\] widget\.unavailable .*: unreachable$/)]);
});

test("a widget that crashes later still lets the shopper out", async ({ page, host }) => {
  await host.open(FALLBACK + BUTTON);
  await page.getByRole("button").click();
  await page.getByRole("button", { name: "Broken" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByText("Write to")).toBeVisible();
  expect(host.errors).toHaveLength(1);
});

/** A second, blocking loader tag: it runs first, and the harness's own then counts as "loaded twice". */
function inlineLoader(id: string) {
  return `<script src="/embed/redress.js" data-config="#${id}"></script>`;
}

test("an inline config works, and a missing one is unreachable", async ({ page, host }) => {
  const config = `<script type="application/json" id="shop-config">{"extends":"default"}</script>`;
  await host.open(config + BUTTON, { head: inlineLoader("shop-config") });
  await page.getByRole("button").click();
  await expect(page.getByRole("heading")).toBeVisible();
  expect(await page.evaluate(() => [window.stub.mounts[0].start.configUrl, window.stub.mounts[0].start.config])).toEqual([
    "#shop-config",
    `{"extends":"default"}`,
  ]);
  await host.open(FALLBACK + BUTTON, { head: inlineLoader("nothing") });
  await page.getByRole("button").click();
  await expect(page.getByText("Write to")).toBeVisible();
  expect(host.errors).toEqual(["[redress] config.unreachable at / in #nothing: HTTP 404 #nothing"]);
});

test("what throws on a click before anything is shown leaves the link as it was", async ({ page, host }) => {
  await host.open(`<a href="/returns" data-redress-open>Report a problem</a>`, { head: `<script>Element.prototype.attachShadow = () => { throw new Error("mine") }</script>` });
  await page.getByRole("link").click();
  await expect(page).toHaveURL(host.url("/returns"));
});

test("a widget in a hidden part of the page does not block it", async ({ page, host }) => {
  await host.open(`<div hidden><redress-widget></redress-widget></div><a href="/returns" data-redress-open>Report a problem</a>`);
  await page.getByRole("link").click();
  await expect(page).toHaveURL(host.url("/returns"));
});
