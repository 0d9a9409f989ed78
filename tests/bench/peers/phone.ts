// The emulated phone: a browser of its own for every visit, with nothing cached, a slow processor and a slow network.

import { randomBytes } from "node:crypto";
import { chromium, type Browser, type CDPSession, type Page } from "@playwright/test";
import { wholeBrowser } from "../../harness/browser";
import { compressed, Server } from "./server";

/** How much slower than this machine; the page's main thread only, not what the browser does beside it. */
export const SLOWER = 4;
/** Bits a second down and up, milliseconds for each request. */
export const NETWORK = { down: 1.6e6, up: 0.75e6, latency: 150 };

export type Phone = { browser: Browser; page: Page; session: CDPSession };

export async function phone({ slowed = true }: { slowed?: boolean } = {}): Promise<Phone> {
  const browser = await chromium.launch(wholeBrowser);
  // Motion would only blur which frame shows the next question.
  const page = await browser.newPage({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, locale: "en-GB", reducedMotion: "reduce" });
  const session = await page.context().newCDPSession(page);
  if (slowed) await slow(session);
  return { browser, page, session };
}

async function slow(session: CDPSession) {
  const { down, up, latency } = NETWORK;
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, latency, downloadThroughput: down / 8, uploadThroughput: up / 8 });
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
}

/** What the emulation does on this machine; throws where it is not in force. */
export async function emulation(): Promise<string> {
  const body = randomBytes(100_000);
  const server = await new Server(new Map([["/", { body }], ["/page.html", compressed(Buffer.from("<!doctype html>"))]]), () => undefined).start();
  const { browser, page, session } = await phone();
  await page.goto(`${server.origin}/page.html`);
  const fetched = await page.evaluate(fetching);
  // The fastest of several, in turn: who else computes only makes it slower.
  const fastest: Record<number, number> = { 1: Infinity, [SLOWER]: Infinity };
  for (const rate of Array<number[]>(6).fill([1, SLOWER]).flat()) {
    await session.send("Emulation.setCPUThrottlingRate", { rate });
    fastest[rate] = Math.min(fastest[rate], await page.evaluate(computing));
  }
  await browser.close();
  await server.stop();
  const slower = fastest[SLOWER] / fastest[1];
  const expected = NETWORK.latency + (body.length * 8_000) / NETWORK.down;
  const said = `the processor ${slower.toFixed(1)} times slower, 100 kB in ${fetched.took.toFixed(0)} ms (${expected.toFixed(0)} expected), pages in ${fetched.brotli ? "brotli" : "plain text"}`;
  if (slower < SLOWER * 0.6 || Math.abs(fetched.took / expected - 1) > 0.3 || !fetched.brotli)
    throw new Error(`the phone is not emulated as it should be, or the machine is too busy to tell: ${said}`);
  return said;
}

const fetching = async () => {
  const start = performance.now();
  await (await fetch("/")).arrayBuffer();
  const [{ encodedBodySize, decodedBodySize }] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return { took: performance.now() - start, brotli: encodedBodySize !== decodedBodySize };
};

const computing = () => {
  const start = performance.now();
  let sum = 0;
  for (let at = 0; at < 1e7; at += 1) sum = (sum * 31 + at) | 0;
  return performance.now() - start + (sum === 1 ? 1 : 0);
};
