// Triggers and the frame: from a click to a dialog, before anything has been fetched.

import type { Page } from "@playwright/test";
import { expect, frame, type Host, recordEvents, seenEvents, test } from "./harness";

const LINK = `<a id="report" href="/returns" data-redress-open="complaint" data-redress-order="K-1" data-redress-item="2">Report a problem</a>`;

test("a click shows the frame in the very same task", async ({ page, host }) => {
  await host.open(LINK);
  const open = await page.evaluate(() => {
    document.getElementById("report")!.click();
    const dialog = document.querySelector("redress-widget")!.shadowRoot!.querySelector("dialog")!;
    return { modal: dialog.matches(":modal"), skeleton: dialog.querySelector(".skeleton")!.getClientRects().length, name: dialog.ariaLabel };
  });
  expect(open).toEqual({ modal: true, skeleton: 1, name: "Report a problem" });
  await expect(page.getByRole("heading", { name: "What went wrong? complaint K-1" })).toBeVisible();
  await expect(page.getByRole("progressbar")).toBeHidden();
  expect(await page.evaluate(() => performance.getEntriesByName("redress:click").length)).toBe(1);
  expect(page.url()).toBe(host.url("/shop"));
  expect(host.errors).toEqual([]);
});

test("the widget gets all that the contract names", async ({ page, host }) => {
  await host.open(`<redress-widget></redress-widget>${LINK}`);
  await page.evaluate(() => Object.assign(document.querySelector("redress-widget")!, { context: { order: { number: "K-1" } } }));
  await page.getByRole("link").click();
  await expect(page.getByRole("heading")).toBeVisible();
  const { start, parent, element } = await page.evaluate(() => {
    const [{ container, start }] = window.stub.mounts;
    const { element, emit, close, ahead, turn, painted, idle, ...rest } = start;
    return { start: rest, parent: container.parentElement!.localName, element: element.localName };
  });
  expect(start).toEqual({
    base: host.url("/embed/0.1.0-0badcafe/"),
    configUrl: host.url("/redress.json"),
    config: "{}",
    preset: `"preset"`,
    locale: `{"frame.close":"Close"}`,
    localeId: "en",
    locales: "en de fa zh zh-Hant",
    partial: " fr mt",
    wish: { flow: "complaint", order: "K-1", item: "2", context: { order: { number: "K-1" } } },
    mode: "dialog",
  });
  expect([parent, element]).toEqual(["dialog", "redress-widget"]);
});

for (const modifier of ["Control", "Meta", "Shift", "Alt"] as const)
  test(`a click with ${modifier} is left to the browser`, async ({ page, host }) => {
    await host.open(LINK);
    const prevented = await page.evaluate((modifier) => {
      let prevented: boolean | undefined;
      addEventListener("click", (event) => ((prevented = event.defaultPrevented), event.preventDefault()));
      const key = { Control: "ctrlKey", Meta: "metaKey", Shift: "shiftKey", Alt: "altKey" }[modifier];
      document.getElementById("report")!.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, [key]: true }));
      return prevented;
    }, modifier);
    expect(prevented).toBe(false);
    await expect(page.locator("redress-widget")).toHaveCount(0);
  });

test("a click that the shop has handled itself is left alone", async ({ page, host }) => {
  await host.open(LINK);
  await page.evaluate(() => document.body.addEventListener("click", (event) => event.preventDefault()));
  await page.getByRole("link").click();
  await expect(page.locator("redress-widget")).toHaveCount(0);
});

test("a trigger inside an open shadow root works", async ({ page, host }) => {
  await host.open(`<div id="card"></div>`);
  await page.evaluate(() => {
    const shadow = document.getElementById("card")!.attachShadow({ mode: "open" });
    shadow.append(Object.assign(document.createElement("button"), { textContent: "Help" }));
    shadow.querySelector("button")!.setAttribute("data-redress-open", "withdrawal");
  });
  await page.getByRole("button", { name: "Help" }).click();
  await expect(page.getByRole("heading", { name: "What went wrong? withdrawal" })).toBeVisible();
});

test("hovering fetches one wave and draws ahead, outside the page; the click fetches and draws nothing more", async ({ page, host }) => {
  await host.open(LINK);
  expect(host.asked.filter((path) => path.includes("0badcafe"))).toEqual([]);
  await page.getByRole("link").hover();
  await expect.poll(() => page.evaluate(() => window.stub?.mounts.length)).toBe(1);
  await page.mouse.move(0, 400);
  await page.getByRole("link").hover();
  const drawn = () => page.evaluate(() => [window.stub.mounts.length, window.stub.shows, document.querySelectorAll("redress-widget").length]);
  expect(await drawn()).toEqual([1, [], 0]);
  await page.getByRole("link").click();
  await expect(page.getByRole("heading")).toBeFocused();
  expect(await drawn()).toEqual([1, [true], 1]);
  for (const name of ["redress.js", "redress_bg.wasm", "redress.css", "presets/default.json", "locales/en.json"])
    expect(host.count(`/embed/0.1.0-0badcafe/${name}`), name).toBe(1);
  expect(host.count("/redress.json")).toBe(1);
});

/** The page after a hover that has drawn ahead. */
async function hovered(page: Page, host: Host, body: string) {
  await host.open(body);
  await page.getByRole("link").hover();
  await expect.poll(() => page.evaluate(() => window.stub?.mounts.length)).toBe(1);
}
/** For what it was drawn each time, how often that was thrown away, and what was shown. */
const drawings = (page: Page) => page.evaluate(() => [window.stub.mounts.map(({ start }) => start.ahead), window.stub.frees, window.stub.shows]);

test("what was drawn ahead gives way to another trigger", async ({ page, host }) => {
  await hovered(page, host, `${LINK}<button data-redress-open="withdrawal">Withdraw</button>`);
  await page.getByRole("button").click();
  await expect(page.getByRole("heading", { name: "withdrawal" })).toBeFocused();
  expect(await drawings(page)).toEqual([[true, false], 1, [false]]);
});

test("what was drawn ahead is drawn anew where the page has changed since", async ({ page, host }) => {
  await hovered(page, host, LINK);
  await page.evaluate(() => (window.stub.stale = true));
  await recordEvents(page);
  await page.getByRole("link").click();
  await expect(page.getByRole("heading")).toBeFocused();
  await expect(page.getByRole("heading")).toHaveCount(1);
  expect(await drawings(page)).toEqual([[true, false], 1, [false]]);
  expect((await seenEvents(page)).map(([name]) => name)).toEqual(["open", "ready"]);
});

for (const late of [false, true])
  test(`a click while it is drawn ahead shows that${late ? ", or draws what could not be" : ""}`, async ({ page, host }) => {
    await host.open(LINK);
    await page.evaluate((late) => {
      let open = () => {};
      window.stub = { inits: 0, cancels: 0, frees: 0, shows: [], mounts: [], late, gate: new Promise((resolve) => (open = resolve)) };
      Object.assign(window, { openGate: () => open() });
    }, late);
    await page.getByRole("link").hover();
    await expect.poll(() => page.evaluate(() => window.stub.mounts.length)).toBe(1);
    await page.getByRole("link").click();
    await expect(frame(page)).toBeVisible();
    await page.evaluate(() => (window as any).openGate());
    await expect(page.getByRole("heading")).toBeFocused();
    expect(await drawings(page)).toEqual([late ? [true, false] : [true], 0, [false]]);
  });

test("what cannot be drawn ahead waits for the click", async ({ page, host }) => {
  await host.open(LINK);
  await page.evaluate(() => (window.stub = { inits: 0, cancels: 0, frees: 0, shows: [], mounts: [], late: true }));
  await page.getByRole("link").hover();
  await expect.poll(() => page.evaluate(() => window.stub.mounts.length)).toBe(1);
  await page.getByRole("link").click();
  await expect(page.getByRole("heading")).toBeFocused();
  expect(await drawings(page)).toEqual([[true, false], 0, [false]]);
});

test("what fails while it is drawn ahead is silent; the click tells", async ({ page, host }) => {
  host.answers["/redress.json"].body = "refused";
  await hovered(page, host, LINK);
  await page.mouse.move(0, 400);
  expect(host.errors).toEqual([]);
  await page.getByRole("link").click();
  await page.waitForURL("**/returns");
  expect(host.errors.join()).toContain("config.type at /flows");
});

test("data-preload=none waits for the click, idle for nothing", async ({ page, host }) => {
  await host.open(LINK, { script: `data-preload="none"` });
  await page.getByRole("link").hover();
  await page.getByRole("link").focus();
  expect(host.count("/redress.json")).toBe(0);
  await host.open(LINK, { script: `data-preload="idle"` });
  await expect.poll(() => page.evaluate(() => window.stub?.mounts.length)).toBe(1);
  // For the first trigger of the page.
  expect(await page.evaluate(() => [window.stub.mounts[0].start.wish, window.stub.shows])).toEqual([expect.objectContaining({ flow: "complaint" }), []]);
});

const GUESSES: [html: string, script: string, locale: string][] = [
  [`lang="de-AT"`, "", "de"],
  [`lang="de"`, "", "de"],
  [`lang="zh-hant-tw"`, "", "zh-Hant"],
  [`lang="fil"`, "", "en"],
  [`lang="de-DE"`, `data-locale="en-GB"`, "en"],
  [" ", "", "en"],
];
for (const [html, script, locale] of GUESSES)
  test(`<html ${html}> with ${script || "no wish"} means locale ${locale}`, async ({ page, host }) => {
    await host.open(LINK, { html, script });
    await page.getByRole("link").click();
    await expect(page.getByRole("heading")).toBeVisible();
    const start = await page.evaluate(() => window.stub.mounts[0].start);
    expect(start.localeId).toEqual(locale);
  });

test("the frame speaks the language that the widget will", async ({ page, host }) => {
  await host.open(`<redress-widget locale="de-CH"></redress-widget>${LINK}`);
  await page.evaluate(() => {
    window.stub = { inits: 0, cancels: 0, frees: 0, shows: [], mounts: [], gate: new Promise(() => {}) };
  });
  await page.getByRole("link").click();
  await expect(page.getByRole("button", { name: "Schließen" })).toBeFocused();
  await expect(page.getByRole("progressbar")).toBeVisible();
});

test("Escape before the widget is there closes the frame, and nothing is shown behind it", async ({ page, host }) => {
  await host.open(LINK);
  await recordEvents(page);
  const outcome = page.evaluate(() => {
    (document.getElementById("report") as HTMLElement).focus();
    return new Promise((resolve) => {
      document.addEventListener("redress:close", (event) => resolve((event as CustomEvent).detail));
      document.getElementById("report")!.click();
      document.querySelector("redress-widget")!.close();
    });
  });
  expect(await outcome).toEqual({ flow: "complaint", outcome: "closed" });
  await expect(page.getByRole("link")).toBeFocused();
  // What brings in the widget has arrived by then, and has looked; what the focus had drawn ahead stays for the next time.
  expect(await page.evaluate(() => window.stub.shows)).toEqual([]);
  expect((await seenEvents(page)).map(([name]) => name)).toEqual(["open", "close"]);
});

test("Escape and the backdrop ask the widget, and the focus goes back to the trigger", async ({ page, host }) => {
  await host.open(LINK);
  await page.getByRole("link").click();
  await expect(page.getByRole("heading")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(frame(page)).toBeHidden();
  await expect(page.getByRole("link")).toBeFocused();
  await page.getByRole("link").click();
  await page.mouse.click(5, 5);
  await expect(frame(page)).toBeHidden();
  expect(await page.evaluate(() => window.stub.cancels)).toBe(2);
});

test("letting go of a text selection on the backdrop does not close", async ({ page, host }) => {
  await host.open(LINK);
  await page.getByRole("link").click();
  await page.getByRole("textbox").hover();
  await page.mouse.down();
  await page.mouse.move(5, 5);
  await page.mouse.up();
  await expect(page.getByRole("heading")).toBeVisible();
});

test("the cancel event of a file input inside does not close", async ({ page, host }) => {
  await host.open(LINK);
  await page.getByRole("link").click();
  await page.getByRole("textbox").evaluate((input) => input.dispatchEvent(new Event("cancel", { bubbles: true })));
  await expect(page.getByRole("heading")).toBeVisible();
});

test("the same flow again goes on where it was left, another one starts anew", async ({ page, host }) => {
  await host.open(`${LINK} <a href="/returns" data-redress-open="withdrawal">Cancel</a>`);
  await page.getByRole("link", { name: "Report a problem" }).click();
  await page.getByRole("textbox").fill("It leaks");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Report a problem" }).click();
  await expect(page.getByRole("textbox")).toHaveValue("It leaks");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page.getByRole("heading", { name: "withdrawal" })).toBeVisible();
  expect(await page.evaluate(() => [window.stub.mounts.length, window.stub.frees])).toEqual([2, 1]);
});

test("a phone gets a sheet from below, a wide window a card in the middle", async ({ page, host }) => {
  await host.open(LINK);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole("link").click();
  const sheet = (await frame(page).boundingBox())!;
  expect([sheet.x, sheet.width, sheet.y + sheet.height]).toEqual([0, 360, 740]);
  await page.setViewportSize({ width: 1280, height: 800 });
  const card = (await frame(page).boundingBox())!;
  expect([card.x, card.width]).toEqual([400, 480]);
  expect(card.y).toBeCloseTo((800 - card.height) / 2, 0);
});

test("a click inside the dialog does what it does: a checkbox is ticked", async ({ page, host }) => {
  await host.open(LINK);
  await page.getByRole("link").click();
  await page.getByRole("heading").evaluate((heading) => {
    const box = Object.assign(document.createElement("input"), { type: "checkbox" });
    heading.after(box);
  });
  await page.getByRole("checkbox").click();
  await expect(page.getByRole("checkbox")).toBeChecked();
});
