// The fixtures of all tests that need a shop: the real desk, the relay before it, a shopper, the inbox, and an eye on the console.

import { test as base, expect, type ConsoleMessage } from "@playwright/test";
import { Desk } from "./desk";
import { Inbox } from "./inbox";
import { Relay } from "./relay";
import { Shopper } from "./shopper";
import type { Lang } from "./words";

export { expect };

/** What the page said on its console, and what it may say. */
export class Console {
  readonly errors: string[] = [];
  readonly warnings: string[] = [];
  private readonly expected: RegExp[] = [];

  /** Not a failure of this test: it is what the test is about. */
  expect(...patterns: RegExp[]) {
    this.expected.push(...patterns);
  }

  hear(message: ConsoleMessage) {
    if (message.type() === "error") this.errors.push(message.text());
    if (message.type() === "warning") this.warnings.push(message.text());
  }

  unexpected() {
    return [...this.errors, ...this.warnings].filter((text) => !this.expected.some((pattern) => pattern.test(text)));
  }
}

type Fixtures = { lang: Lang; console: Console; relay: Relay; shopper: Shopper };

export const test = base.extend<Fixtures, { desk: Desk; inbox: Inbox }>({
  lang: ["en", { option: true }],

  desk: [
    async ({}, use) => {
      const desk = await Desk.start();
      await use(desk);
      await desk.stop();
    },
    { scope: "worker" },
  ],

  relay: async ({ desk }, use) => {
    const relay = await Relay.start(desk.origin);
    await use(relay);
    await relay.stop();
  },

  context: async ({ context }, use) => {
    await context.addInitScript(() => {
      Object.assign(window, { opened: -Infinity });
      addEventListener("redress:open", (event) => Object.assign(window, { opened: event.timeStamp }));
    });
    await use(context);
  },

  console: [
    async ({ page }, use) => {
      const console = new Console();
      page.on("console", (message) => console.hear(message));
      page.on("pageerror", (error) => console.errors.push(String(error)));
      await use(console);
      expect(console.unexpected(), "what the page said on its console").toEqual([]);
    },
    { auto: true },
  ],

  shopper: async ({ page, relay, lang, hasTouch }, use) => {
    await use(new Shopper(page, relay.origin, lang, Boolean(hasTouch)));
  },

  // The shop's people log in once a day, too.
  inbox: [
    async ({ browser, desk }, use) => {
      const inbox = await Inbox.open(browser, desk.origin, desk.inbox);
      await use(inbox);
      await inbox.close();
    },
    { scope: "worker" },
  ],
});
