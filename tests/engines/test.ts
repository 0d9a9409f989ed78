// The fixtures of the journeys in three browsers: the real desk, the relay before it, and a visitor in the project's browser.

import { writeFileSync } from "node:fs";
import { test as base, expect, type BrowserType } from "@playwright/test";
import { wholeBrowser } from "../harness/browser";
import { Desk } from "../harness/desk";
import { Relay } from "../harness/relay";
import { answerForFirefox, preferences } from "./firefox";
import { PlaywrightVisitor } from "./playwright";
import type { Visitor } from "./visitor";
import { WebKit, WebKitVisitor } from "./webdriver";

export { expect };

/** Lets a visitor in to the shop at an origin, as somebody who was never there. */
type Engine = { visit(origin: string): Promise<Visitor>; stop(): Promise<void> };
export type Options = { engineName: "chromium" | "firefox" | "webkit" };
type Fixtures = { relay: Relay; visitor: Visitor };

export const test = base.extend<Fixtures, Options & { desk: Desk; engine: Engine }>({
  engineName: ["chromium", { option: true, scope: "worker" }],

  engine: [
    async ({ engineName, playwright }, use) => {
      const engine = engineName === "webkit" ? await webkit() : await byPlaywright(playwright, engineName);
      await use(engine);
      await engine.stop();
    },
    { scope: "worker" },
  ],

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

  // The relay has an origin of its own for each test, and a browser keeps nothing of another.
  visitor: async ({ engine, relay }, use, info) => {
    const visitor = await engine.visit(relay.origin);
    await use(visitor);
    if (info.status !== info.expectedStatus && !process.env.CI) writeFileSync(info.outputPath("failed.png"), await visitor.picture());
    const unexpected = (await visitor.troubles()).filter((trouble) => !visitor.expected.some((pattern) => pattern.test(trouble)));
    expect(unexpected, "what the page said on its console").toEqual([]);
  },
});

async function byPlaywright(playwright: { chromium: BrowserType; firefox: BrowserType }, name: "chromium" | "firefox"): Promise<Engine> {
  const browser =
    name === "chromium"
      ? await playwright.chromium.launch(wholeBrowser)
      : (answerForFirefox(), await playwright.firefox.launch({ channel: "moz-firefox", executablePath: process.env.REDRESS_FIREFOX, firefoxUserPrefs: preferences }));
  return {
    visit: async (origin) => {
      const context = await browser.newContext({
        viewport: { width: 360, height: 740 },
        locale: "en-GB",
        timezoneId: "Europe/Berlin",
        // Over BiDi the preferences say it.
        ...(name === "chromium" ? { reducedMotion: "reduce" } : { colorScheme: null }),
      });
      return new PlaywrightVisitor(await context.newPage(), origin);
    },
    stop: () => browser.close(),
  };
}

async function webkit(): Promise<Engine> {
  const { REDRESS_WEBKIT: browser = "", REDRESS_WEBKIT_DRIVER: driver = "", REDRESS_SCREEN: screen = "" } = process.env;
  const webkit = await WebKit.start({ browser, driver, screen });
  return { visit: async (origin) => new WebKitVisitor(webkit, origin), stop: () => webkit.stop() };
}
