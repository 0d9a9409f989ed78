// The loader as a guest in the page: its API, deep links, elements that come and go, strict pages.

import { expect, FOLDER, frame, recordEvents, seenEvents, test } from "./harness";

const BUTTON = `<button data-redress-open>Report a problem</button>`;
const listeners = () => (window as any).listeners as number;

test("calls queued before the script has loaded run, and later pushes run at once", async ({ page, host }) => {
  await host.open("", {
    head: `<script>
      (window.redressQueue ||= []).push(["on", "open", () => (window.opened = true)], ["open", { flow: "return", order: 7 }]);
      window.early = window.redressQueue;
    </script>`,
  });
  await expect(page.getByRole("heading", { name: "return 7" })).toBeVisible();
  expect(await page.evaluate(() => (window as any).opened)).toBe(true);
  await page.evaluate(() => (window as any).early.push(["close"]));
  await expect(frame(page)).toBeHidden();
  expect(host.errors).toEqual([]);
});

test("open() settles with the outcome, events carry no receipt but in sent, and the handle is freed", async ({ page, host }) => {
  await host.open("");
  await recordEvents(page);
  const outcome = page.evaluate(() => window.redress.open({ flow: "complaint", context: { order: { number: "1" } } }));
  await page.getByRole("button", { name: "Done" }).click();
  expect(await outcome).toEqual({ outcome: "sent", receipt: { reference: "RD-1" } });
  expect(await seenEvents(page)).toEqual([
    ["open", null],
    ["ready", null],
    ["sent", { receipt: { reference: "RD-1" } }],
    ["close", { flow: "complaint", step: "reason", outcome: "sent" }],
  ]);
  expect(await page.evaluate(() => window.stub.frees)).toBe(1);
  await page.evaluate(() => void window.redress.open({ flow: "complaint", context: { order: { number: "1" } } }));
  await expect.poll(() => page.evaluate(() => window.stub.mounts.length)).toBe(2);
});

test("another order's context never shows the form of the first", async ({ page, host }) => {
  await host.open("");
  const openFor = (number: string) => page.evaluate((number) => void window.redress.open({ context: { order: { number } } }), number);
  await openFor("1");
  await page.getByRole("textbox").fill("about order 1");
  await openFor("2");
  await expect(page.getByRole("textbox")).toHaveValue("");
});

test("on() listens to every widget until it is told to stop", async ({ page, host }) => {
  await host.open(BUTTON);
  await page.evaluate(() => {
    Object.assign(window, { heard: 0 });
    const stop = window.redress.on("open", () => ((window as any).heard += 1));
    Object.assign(window, { stop });
  });
  await page.getByRole("button").click();
  await expect(page.getByRole("heading")).toBeFocused(); // a frame closed before opening.js is there tells of it later
  await page.keyboard.press("Escape");
  await page.evaluate(() => (window as any).stop());
  await page.getByRole("button", { name: "Report a problem" }).click();
  expect(await page.evaluate(() => [(window as any).heard, window.redress.version])).toEqual([1, "0.1.0"]);
});

test("a deep link opens its flow and leaves the address bar, not the history", async ({ page, host }) => {
  await host.open(`<p style="height:3000px">Long</p>`, {
    head: `<base href="/elsewhere/">`,
    hash: "#redress=withdrawal&order=A%201&token=secret&context=x",
  });
  await expect(page.getByRole("heading", { name: "withdrawal A 1" })).toBeVisible();
  expect(await page.evaluate(() => location.href)).toBe(host.url("/shop#"));
  expect(await page.evaluate(() => window.stub.mounts[0].start.wish)).toEqual({ flow: "withdrawal", order: "A 1", token: "secret" });
  await page.keyboard.press("Escape");
  await page.evaluate(() => scrollTo(0, 900));
  await page.evaluate(() => (location.hash = "#redress=return"));
  await expect(page.getByRole("heading", { name: "return" })).toBeVisible();
  expect(await page.evaluate(() => [location.hash, scrollY])).toEqual(["", 900]);
  expect(await page.evaluate(() => window.stub.mounts.length)).toBe(2);
});

test("a deep link opens on a page that scrolls in a way of its own", async ({ page, host }) => {
  await host.open("", { head: `<script>var scrollTo = () => { throw new Error("mine") }</script>` });
  await page.evaluate(() => (location.hash = "#redress=withdrawal"));
  await expect(page.getByRole("heading", { name: "withdrawal" })).toBeVisible();
});

test("the script twice is the script once", async ({ page, host }) => {
  await host.open(BUTTON);
  const before = await page.evaluate(listeners);
  await page.evaluate(async () => {
    const { redress } = window;
    const again = document.createElement("script");
    again.src = "/embed/redress.js";
    document.head.append(again);
    await new Promise((resolve) => (again.onload = resolve));
    if (window.redress !== redress) throw Error("replaced");
  });
  expect(await page.evaluate(listeners)).toBe(before);
  await page.getByRole("button").click();
  await expect(page.getByRole("heading")).toBeVisible();
  expect(await page.evaluate(() => window.stub.mounts.length)).toBe(1);
  expect(host.errors).toEqual([]);
});

test("removed while open and added again: no error, no listener left, and it works", async ({ page, host }) => {
  await host.open(`<redress-widget></redress-widget>${BUTTON}`);
  const before = await page.evaluate(listeners);
  for (const round of [1, 2]) {
    const outcome = page.evaluate(() => window.redress.open());
    await expect(page.getByRole("heading")).toBeVisible();
    await page.evaluate(() => {
      const widget = document.querySelector("redress-widget")!;
      widget.remove();
      Object.assign(window, { widget });
    });
    expect(await outcome).toEqual({ outcome: "closed" });
    expect(await page.evaluate(() => window.stub.frees)).toBe(round);
    await page.evaluate(() => document.body.prepend((window as any).widget));
  }
  await page.getByRole("button", { name: "Report a problem" }).click();
  await expect(page.getByRole("heading")).toBeVisible();
  expect(await page.evaluate(listeners)).toBe(before);
  expect(host.errors).toEqual([]);
});

test("what was sent stays sent when the element is removed before the receipt is closed", async ({ page, host }) => {
  await host.open("");
  const outcome = page.evaluate(() => window.redress.open());
  await expect(page.getByRole("heading")).toBeVisible();
  await page.evaluate(() => {
    window.stub.mounts[0].start.emit("sent", { receipt: { reference: "RD-2" } });
    document.querySelector("redress-widget")!.remove();
  });
  expect(await outcome).toEqual({ outcome: "sent", receipt: { reference: "RD-2" } });
});

test("removed while loading: nothing is mounted into a detached element", async ({ page, host }) => {
  await host.open(`<redress-widget></redress-widget>`);
  const outcome = page.evaluate(() => {
    const shown = window.redress.open();
    document.querySelector("redress-widget")!.remove();
    return shown;
  });
  // What brings in the widget has arrived by then, and has looked.
  expect(await outcome).toEqual({ outcome: "closed" });
  expect(host.count(`${FOLDER}redress.css`)).toBe(0);
  expect(await page.evaluate(() => window.stub.mounts.length)).toBe(0);
});

test("removed while mounting: the late handle is freed", async ({ page, host }) => {
  await host.open(`<redress-widget></redress-widget>`);
  await page.evaluate(() => {
    const gate = new Promise<void>((resolve) => Object.assign(window, { release: resolve }));
    window.stub = { inits: 0, cancels: 0, frees: 0, shows: [], mounts: [], gate };
    void window.redress.open();
  });
  await expect.poll(() => page.evaluate(() => window.stub.mounts.length)).toBe(1);
  await page.evaluate(() => document.querySelector("redress-widget")!.remove());
  await page.evaluate(() => (window as any).release());
  await expect.poll(() => page.evaluate(() => window.stub.frees)).toBe(1);
  expect(host.errors).toEqual([]);
});

test("a move keeps what was typed, and the dialog stays modal", async ({ page, host }) => {
  await host.open(`<redress-widget></redress-widget><main></main>`);
  await page.evaluate(() => void window.redress.open());
  await page.getByRole("textbox").fill("It leaks");
  await page.evaluate(() => document.querySelector("main")!.append(document.querySelector("redress-widget")!));
  await expect(page.getByRole("textbox")).toHaveValue("It leaks");
  expect(await frame(page).evaluate((dialog) => dialog.matches(":modal"))).toBe(true);
  expect(await page.evaluate(() => window.stub.frees)).toBe(0);
});

test("two widgets share one wave; a trigger opens the one around it", async ({ page, host }) => {
  const widget = (flow: string) => `<redress-widget flow="${flow}"><button data-redress-open="${flow}">${flow}</button></redress-widget>`;
  await host.open(widget("one") + widget("two"));
  await page.evaluate(() => (document.querySelectorAll("redress-widget button")[1] as HTMLElement).click());
  await expect(page.locator("redress-widget[flow=two] h2")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.evaluate(() => (document.querySelectorAll("redress-widget button")[0] as HTMLElement).click());
  await expect(page.locator("redress-widget[flow=one] h2")).toBeVisible();
  expect(await page.evaluate(() => window.stub.inits)).toBe(1);
  const sheets = await page.evaluate(() =>
    [...document.querySelectorAll("redress-widget")].map((widget) => widget.shadowRoot!.adoptedStyleSheets[1]).every((sheet, _, [first]) => sheet === first),
  );
  expect(sheets).toBe(true);
});

test("inline: the children stand until the widget does, a removal frees it, and it comes back", async ({ page, host }) => {
  host.answers["/redress.json"] = { status: 500, body: "" };
  const inline = `<redress-widget mode="inline" flow="return"><p>Or by post</p></redress-widget>`;
  await host.open(inline);
  await expect(page.getByText("Or by post")).toBeVisible();
  await expect.poll(() => host.errors.length).toBe(1);
  await expect(page.getByText("Or by post")).toBeVisible();

  host.answers["/redress.json"] = { body: "{}" };
  await host.open(inline + BUTTON);
  await expect(page.getByRole("heading", { name: "return" })).toBeVisible();
  await expect(page.getByText("Or by post")).toBeHidden();
  await expect(frame(page)).toBeHidden();
  await page.evaluate(() => {
    const widget = document.querySelector("redress-widget")!;
    widget.remove();
    Object.assign(window, { widget });
  });
  expect(await page.evaluate(() => window.stub.frees)).toBe(1);
  await page.evaluate(() => document.body.append((window as any).widget));
  await expect(page.getByRole("heading", { name: "return" })).toBeVisible();
  // A trigger elsewhere wants a dialog and so does not take the inline one.
  await page.getByRole("button", { name: "Report a problem" }).click();
  await expect(page.getByRole("dialog").getByRole("heading", { name: "complaint" })).toBeVisible();
});

test("works under a nonce, no styles and enforced Trusted Types", async ({ page, host }) => {
  await host.open(`<a href="/returns" data-redress-open>Report a problem</a>`, {
    nonce: "abc",
    headers: {
      "content-security-policy":
        "default-src 'none'; script-src 'nonce-abc' 'wasm-unsafe-eval'; style-src 'none'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
    },
  });
  await page.getByRole("link").click();
  await expect(page.getByRole("heading")).toBeVisible();
  await expect(page.getByRole("heading")).toHaveCSS("color", "rgb(1, 2, 3)");
  expect((await frame(page).boundingBox())!.width).toBe(480);
  expect(host.errors).toEqual([]);
});

test("a page that allows no WebAssembly still has its link", async ({ page, host }) => {
  await host.open(`<a href="/returns" data-redress-open>Report a problem</a>`, {
    nonce: "abc",
    headers: { "content-security-policy": "script-src 'nonce-abc'" },
  });
  await page.getByRole("link").click();
  await expect(page).toHaveURL(host.url("/returns"));
});

test("a page full of traps: names that hide the DOM's own, an image that poses as the current script", async ({ page, host }) => {
  const fields = ["matches", "closest", "dataset", "getAttribute"].map((name) => `<input name="${name}">`).join("");
  await host.open(`<form>${fields}${BUTTON}</form><a id="redress"></a>`, {
    head: `<img name="currentScript" src="/evil/redress.js" data-config="/evil.json">`,
  });
  // Not through locators: Playwright itself falls into these traps.
  await page.evaluate(() => document.querySelector("button")!.click());
  const title = () => document.querySelector("redress-widget")!.shadowRoot!.querySelector("h2")?.textContent;
  await expect.poll(() => page.evaluate(title)).toContain("What went wrong?");
  expect(host.count("/evil.json")).toBe(0);
  expect(host.errors).toEqual([]);
});
