// WebKitGTK, driven as the W3C's WebDriver says, by Debian's WebKitWebDriver on a screen that nobody sees. Names of elements are the ones that
// the browser itself tells a screen reader.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasFocus, soon, Visitor, type Key, type Role } from "./visitor";

/** Where the parts are; `cargo xtask test --browsers all` tells. */
export type Parts = { driver: string; browser: string; screen: string };

/** https://www.w3.org/TR/webdriver2/#elements */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
type Handle = { [ELEMENT]: string };

/** https://www.w3.org/TR/webdriver2/#keyboard-actions */
const KEYS: Record<Key, string> = { Enter: "\uE007", Escape: "\uE00C", "Shift+Tab": "\uE008\uE004", Space: " ", Tab: "\uE004" };

const SELECTORS: Record<Role, string> = {
  alert: "[role=alert]",
  button: "button, summary",
  combobox: "select",
  dialog: "dialog",
  file: "input[type=file]",
  heading: "h1, h2, h3",
  img: "img",
  link: "a[href]",
  textbox: "textarea, input:not([type=checkbox], [type=radio], [type=file])",
};

/** One browser with one window. Its storage lives as long as it does, and is each origin's own. */
export class WebKit {
  private constructor(
    private readonly processes: ChildProcess[],
    private readonly home: string,
    private readonly session: string,
  ) {}

  static async start({ driver, browser, screen }: Parts): Promise<WebKit> {
    const display = spawn(screen, ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
    const [number] = await once(display.stdio[3]!, "data");
    const home = mkdtempSync(join(tmpdir(), "redress-webkit-"));
    mkdirSync(join(home, "gtk-3.0"));
    // Then `prefers-reduced-motion` holds, as in the other browsers: a tap need not wait until its target stands still.
    writeFileSync(join(home, "gtk-3.0/settings.ini"), "[Settings]\ngtk-enable-animations=0\n");
    const port = await freePort();
    const env = {
      ...process.env,
      DISPLAY: `:${String(number).trim()}`,
      XDG_CONFIG_HOME: home,
      // A machine without a way into the internet is not offline for a shop on the machine itself.
      GIO_USE_NETWORK_MONITOR: "base",
      TZ: "Europe/Berlin",
      LANG: "en_US.UTF-8",
      // A container's root has no sandbox.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
    };
    const child = spawn(driver, [`--port=${port}`, "--host=127.0.0.1"], { stdio: "ignore", env });
    // Also where it does not come to an orderly end.
    process.once("exit", () => (child.kill(), display.kill()));
    const base = `http://127.0.0.1:${port}/session`;
    // It is silent until it is asked.
    await soon(async () => void (await fetch(`http://127.0.0.1:${port}/status`)));
    const options = { binary: browser, args: ["--automation"] };
    const capabilities = { alwaysMatch: { browserName: "MiniBrowser", "webkitgtk:browserOptions": options } };
    const { sessionId } = await ask<{ sessionId: string }>("POST", base, { capabilities });
    const webkit = new WebKit([child, display], home, `${base}/${sessionId}`);
    // As narrow as its toolbar lets it be: about 450 pixels.
    await webkit.command("POST", "/window/rect", { x: 0, y: 0, width: 360, height: 780 });
    return webkit;
  }

  command<Result = unknown>(method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<Result> {
    return ask(method, this.session + path, body);
  }

  async stop() {
    await this.command("DELETE", "").catch(() => {});
    for (const child of this.processes.filter(({ exitCode }) => exitCode === null)) {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    }
    rmSync(this.home, { recursive: true, force: true });
  }
}

export class WebKitVisitor extends Visitor<Handle> {
  /** Of the pages before this one. */
  private readonly heard: string[] = [];

  constructor(
    private readonly webkit: WebKit,
    private readonly origin: string,
  ) {
    super();
  }

  async troubles() {
    this.heard.push(...(await this.run<string[]>(heard)));
    return this.heard;
  }

  open(path: string) {
    return this.leaveFor("/url", { url: this.origin + path });
  }

  reload() {
    return this.leaveFor("/refresh", {});
  }

  /** WebDriver tells nothing of the console: we listen in the page, from when it is loaded. */
  private async leaveFor(command: string, body: object) {
    await this.troubles();
    await this.webkit.command("POST", command, body);
    await this.run(listen);
    // On a busy machine its first look at what it stores takes longer than the three seconds that the widget waits.
    await this.run(() => indexedDB.databases());
  }

  press(key: Key) {
    return this.keys([...KEYS[key]]);
  }

  async type(words: string) {
    for (const letter of words) await this.keys([letter]);
  }

  evaluate<Result>(script: () => Result | Promise<Result>) {
    return this.run<Result>(script);
  }

  async picture() {
    return Buffer.from(await this.webkit.command<string>("GET", "/screenshot"), "base64");
  }

  protected async find(role: Role, name: string) {
    for (const element of await this.run<Handle[]>(visible, SELECTORS[role]))
      if ((await this.webkit.command<string>("GET", `/element/${element[ELEMENT]}/computedlabel`)).includes(name)) return element;
    return undefined;
  }

  protected async click(element: Handle) {
    await this.webkit.command("POST", `/element/${element[ELEMENT]}/click`, {});
  }

  protected async write(element: Handle, text: string) {
    await this.webkit.command("POST", `/element/${element[ELEMENT]}/value`, { text });
  }

  protected async choose(element: Handle, file: string) {
    await this.webkit.command("POST", `/element/${element[ELEMENT]}/value`, { text: file });
  }

  protected isFocused(element: Handle) {
    return this.run<boolean>(hasFocus, element);
  }

  /** Pressed one after the other, then let go. */
  private async keys(keys: string[]) {
    const down = keys.map((value) => ({ type: "keyDown", value }));
    const up = keys.toReversed().map((value) => ({ type: "keyUp", value }));
    await this.webkit.command("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions: [...down, ...up] }] });
  }

  /** In the page. */
  private run<Result>(script: (argument: any) => unknown, argument?: unknown): Promise<Result> {
    return this.webkit.command("POST", "/execute/sync", { script: `return (${script})(arguments[0])`, args: [argument ?? null] });
  }
}

/** In the page: what is in view for a shopper; while a modal dialog is open, that is what is in it. */
function visible(selector: string): Element[] {
  const all = (root: ParentNode, selector: string): Element[] =>
    [...root.querySelectorAll("*")].flatMap((element) => [...(element.matches(selector) ? [element] : []), ...(element.shadowRoot ? all(element.shadowRoot, selector) : [])]);
  const [modal] = all(document, "dialog:modal");
  const found = modal ? [modal, ...modal.querySelectorAll("*")].filter((element) => element.matches(selector)) : all(document, selector);
  return found.filter((element) => element.checkVisibility({ visibilityProperty: true }));
}

/** In the page. */
function listen() {
  const troubles: string[] = ((window as any).troubles = []);
  for (const level of ["error", "warn"] as const) console[level] = (...said) => void troubles.push(said.join(" "));
  addEventListener("error", ({ message }) => troubles.push(message));
  addEventListener("unhandledrejection", ({ reason }) => troubles.push(String(reason)));
}

/** In the page. */
const heard = (): string[] => (window as any).troubles?.splice(0) ?? [];

async function ask<Result>(method: string, url: string, body?: object): Promise<Result> {
  const answer = await fetch(url, { method, body: body && JSON.stringify(body) });
  const { value } = (await answer.json()) as { value: any };
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname}: ${value.error}: ${value.message}`);
  return value;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
