// A host page, the real loader and a stub in place of the widget: what the loader's tests stand on.

import { test as base, expect, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

export { expect };

/** The page's side of the stub widget. */
declare global {
  interface Window {
    stub: {
      inits: number;
      cancels: number;
      frees: number;
      /** For each handle that was shown, whether it was drawn ahead. */
      shows: boolean[];
      mounts: { container: HTMLElement; start: Record<string, any> }[];
      /** When set, mount() waits for it. */
      gate?: Promise<void>;
      /** What is drawn ahead no longer holds when it is to be shown. */
      stale?: boolean;
      /** Nothing can be drawn ahead. */
      late?: boolean;
    };
  }
}

const ASSETS = "0.1.0-0badcafe";
export const FOLDER = `/embed/${ASSETS}/`;

const FILLED: Record<string, string> = {
  VERSION: "0.1.0",
  ASSETS,
  LOCALES: "en de fa zh zh-Hant",
  PARTIAL: " fr mt",
};

/** The loader and opening.js as `cargo xtask bundle` fills them, but neither minified nor joined: a stack then names its lines. */
const source = (name: string) =>
  Object.entries(FILLED).reduce(
    (source, [name, value]) => source.replaceAll(`"__REDRESS_${name}__"`, JSON.stringify(value)),
    readFileSync(join(__dirname, "../../src/embed", name), "utf8"),
  );

/** Keeps to the contract of the glue module (src/embed/glue.d.ts). */
const GLUE = `
const stub = (window.stub ||= { inits: 0, cancels: 0, frees: 0, shows: [], mounts: [] });
export default async function init({ module_or_path }) {
  const response = await module_or_path;
  if (response.headers.get("content-type") !== "application/wasm") throw new Error("not wasm");
  await WebAssembly.compileStreaming(response);
  stub.inits += 1;
}
export async function resume() {}
export async function mount(container, start) {
  stub.mounts.push({ container, start });
  await stub.gate;
  if (start.config === "refused") throw { code: "config.type", path: "/flows", message: "expected a map" };
  if (stub.late && start.ahead) return undefined;
  if (start.config === "crash") throw new WebAssembly.RuntimeError("unreachable");
  const add = (tag, text) => {
    const element = document.createElement(tag);
    element.textContent = text;
    container.append(element);
    return element;
  };
  // As a config without \`start\` opens what nothing names.
  const flow = start.wish.flow || "complaint";
  const title = add("h2", "What went wrong? " + flow + " " + (start.wish.order || ""));
  title.tabIndex = -1;
  add("input", "").setAttribute("aria-label", "Details");
  const end = (outcome, receipt) => () => start.close({ flow, step: "reason", outcome, receipt });
  add("button", "Done").onclick = () => {
    start.emit("sent", { receipt: { reference: "RD-1" } });
    end("sent", { reference: "RD-1" })();
  };
  add("button", "Broken").onclick = () => { stub.broken = true; };
  return {
    show(drawnAhead) {
      if (drawnAhead && stub.stale) return false;
      stub.shows.push(drawnAhead);
      title.focus();
      return true;
    },
    cancel() {
      stub.cancels += 1;
      if (stub.broken) throw new WebAssembly.RuntimeError("unreachable");
      end("closed")();
    },
    free() {
      stub.frees += 1;
      container.replaceChildren();
    },
  };
}
`;

type Answer = { status?: number; type?: string; headers?: Record<string, string>; body: string | Buffer };

const EMPTY_WASM = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** Counts what the loader adds to the document and to the window; runs before it. */
const COUNTER = `
window.listeners = 0;
for (const target of [Document.prototype, Window.prototype, EventTarget.prototype]) {
  for (const [name, by] of [["addEventListener", 1], ["removeEventListener", -1]]) {
    const own = Object.getOwnPropertyDescriptor(target, name);
    if (!own) continue;
    target[name] = function (...args) {
      if (this === document || this === window || this === undefined) window.listeners += by;
      return own.value.apply(this, args);
    };
  }
}
`;

/** A shop's server: its answers can be changed at any time, and it remembers what was asked for. */
export class Host {
  readonly asked: string[] = [];
  readonly errors: string[] = [];
  readonly answers: Record<string, Answer> = {
    [`${FOLDER}redress.js`]: { type: "text/javascript", body: source("opening.js") },
    [`${FOLDER}glue.js`]: { type: "text/javascript", body: GLUE },
    [`${FOLDER}redress_bg.wasm`]: { type: "application/wasm", body: EMPTY_WASM },
    [`${FOLDER}redress.css`]: { type: "text/css", body: "h2{color:rgb(1,2,3)} .root:not(:empty)~*{display:none}" },
    [`${FOLDER}presets/default.json`]: { type: "application/json", body: `"preset"` },
    ...Object.fromEntries(
      Object.entries({ de: "Schließen", en: "Close", fa: "بستن", zh: "关闭", "zh-Hant": "關閉" }).map(([tag, close]) => [
        `${FOLDER}locales/${tag}.json`,
        { type: "application/json", body: JSON.stringify({ "frame.close": close }) },
      ]),
    ),
    "/redress.json": { type: "application/json", body: "{}" },
    "/returns": { type: "text/html", body: "<!doctype html><title>Returns by post</title>" },
  };

  constructor(
    private readonly page: Page,
    private readonly origin: string,
  ) {
    this.answers["/embed/redress.js"] = { type: "text/javascript; charset=utf-8", body: source("redress.js") };
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => {
      // The browser's own line about a failed request is not ours to avoid.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) this.errors.push(message.text());
    });
  }

  url(path: string) {
    return this.origin + path;
  }

  count(path: string) {
    return this.asked.filter((asked) => asked === path).length;
  }

  /** Opens a page with this body; `head` stands before the loader's script, `script` are its attributes. */
  async open(
    body: string,
    { script = "", head = "", html = "", hash = "", headers = {} as Record<string, string>, nonce = "" } = {},
  ) {
    const tag = `<script async src="/embed/redress.js" data-config="/redress.json" ${script}${nonce && ` nonce="${nonce}"`}></script>`;
    this.answers["/shop"] = {
      type: "text/html; charset=utf-8",
      headers,
      body: `<!doctype html><html ${html || 'lang="en"'}><head><title>Shop</title>${head}${tag}</head><body>${body}</body></html>`,
    };
    await this.page.goto(this.url(`/shop${hash}`));
    await this.page.waitForFunction(() => typeof window.redressQueue?.push === "function" && window.redress);
  }
}

type Fixtures = { host: Host; shopServer: { server: Server; origin: string; current?: Host } };

export const test = base.extend<{ host: Host }, { shopServer: Fixtures["shopServer"] }>({
  shopServer: [
    async ({}, use) => {
      const shop: Fixtures["shopServer"] = { server: createServer(), origin: "" };
      shop.server.on("request", (request, response) => {
        const path = new URL(request.url ?? "/", "http://shop").pathname;
        shop.current?.asked.push(path);
        const answer = shop.current?.answers[path] ?? { status: 404, body: "not found" };
        response.writeHead(answer.status ?? 200, { "content-type": answer.type ?? "text/plain", ...answer.headers });
        response.end(answer.body);
      });
      await new Promise<void>((resolve) => shop.server.listen(0, "127.0.0.1", resolve));
      shop.origin = `http://127.0.0.1:${(shop.server.address() as AddressInfo).port}`;
      await use(shop);
      shop.server.closeAllConnections();
      await new Promise((resolve) => shop.server.close(resolve));
    },
    { scope: "worker" },
  ],
  host: async ({ page, shopServer }, use) => {
    await page.addInitScript({ content: COUNTER });
    const host = new Host(page, shopServer.origin);
    shopServer.current = host;
    await use(host);
  },
});

/** The dialog of the page's first widget, closed or not. */
export const frame = (page: Page) => page.locator("redress-widget dialog").first();

/** Names of the `redress:` events that the document saw, in order; call before what causes them. */
export const recordEvents = (page: Page) =>
  page.evaluate(() => {
    const seen: [string, unknown][] = [];
    for (const name of ["ready", "open", "close", "error", "sent"])
      document.addEventListener(`redress:${name}`, (event) => seen.push([name, (event as CustomEvent).detail]));
    Object.assign(window, { seen });
  });

export const seenEvents = (page: Page) => page.evaluate(() => (window as any).seen as [string, any][]);
