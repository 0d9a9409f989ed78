// One measured visit: open the page, click, and, where asked, walk through the steps and back.

import { cpus } from "node:os";
import type { Browser, CDPSession, Page } from "@playwright/test";
import type { Peer, Screen } from "./peers";
import { phone } from "./phone";
import { watch } from "./watch";

/** Nothing is loaded before the click; from when the pointer is there; as soon as the page has nothing to do. */
export type Mode = "cold" | "hover" | "idle";
export const MODES: Mode[] = ["cold", "hover", "idle"];
/** Each by the name that `data-preload` has for it. */
export const PRELOAD = { cold: "none", hover: "intent", idle: "idle" } as const;
/** Milliseconds from when the pointer is above the trigger until it clicks. */
export const HOVER = 300;
/** A page loads no more once its network was silent for so many milliseconds. */
const SILENCE = 600;
/** Milliseconds after which something has failed. */
const PATIENCE = 30_000;
const TRIGGER = "#report";

export type Visit = {
  peer: string;
  mode: Mode;
  /** Milliseconds of tasks beyond their first 50, before the click. */
  blocked: number;
  /** Milliseconds from the click until the first step can be answered. */
  ready?: number;
  /** And until its dialog is there, and in which frame. */
  frame?: number;
  frames?: number;
  /** How much of the view moved until then, the frames right after the click included. */
  shifts: number;
  /** Encoded bytes: before the click, until the first step can be answered, after that. */
  bytes: { before: number; opening: number; later: number };
  /** Bytes with the first step open and the garbage collected. */
  heap: { scripts: number; wasm: number };
  /** Milliseconds of each step, forth and back. */
  steps: number[];
  /** Of all the machine's processor time, what others took. */
  others: number;
  /** Milliseconds that the page itself took to come: the network is emulated. */
  fetched: number;
};

export type Task = {
  address: string;
  mode: Mode;
  /** Without one the page alone is looked at. */
  peer?: Peer;
  /** Walks on through the steps, with this photo. */
  photo?: Buffer;
  /** The walk ends with sending instead of going back. */
  sends?: boolean;
  slowed?: boolean;
  /** Sees each screen before it is left. */
  onScreen?: (page: Page) => Promise<unknown>;
};

export async function visit(task: Task): Promise<Visit> {
  const { peer, mode } = task;
  const before = { machine: cpus(), node: process.cpuUsage() };
  const { browser, page, session } = await phone(task);
  try {
    const clicks = await Clicks.on(page);
    await page.addInitScript(watch);
    const quiet = silence(page);
    await page.goto(task.address);
    await quiet();
    const first = peer && (await clicks.open(peer, mode));
    // The first paint's own aftermath.
    await page.waitForTimeout(300);
    const { tasks, shifts } = await page.evaluate(() => window.bench.watched);
    const heap = await held(page, session);
    // Who reads the first question gives the rest time to come.
    if (task.photo) await quiet();
    const steps = peer && task.photo ? await walk(page, clicks, peer, task) : [];
    const { at = Number.MAX_VALUE, ready = 0, ...dialog } = first ?? {};
    const blocked = tasks.filter(([start]) => start < at).reduce((sum, [, length]) => sum + Math.max(0, length - 50), 0);
    const { bytes, fetched } = await page.evaluate(weighed, [at, at + ready]);
    return { peer: peer?.name ?? "", mode, blocked, ready: first?.ready, ...dialog, shifts, bytes, heap, steps, fetched, others: othersSince(before, await spent(browser)) };
  } finally {
    await browser.close();
  }
}

/** Waits until the page loads nothing more. */
function silence(page: Page): () => Promise<void> {
  let last = 0;
  let loading = 0;
  const note = (change: number) => () => {
    loading += change;
    last = Date.now();
  };
  page.on("request", note(1)).on("requestfinished", note(-1)).on("requestfailed", note(-1));
  return async () => {
    last = Date.now();
    while (loading > 0 || Date.now() - last < SILENCE) await page.waitForTimeout(100);
  };
}

/** Presses with the mouse alone: Playwright's own looks at the page would be slowed, too, and counted. */
class Clicks {
  private told = () => {};
  private readonly errors: string[] = [];

  private constructor(private readonly page: Page) {}

  static async on(page: Page): Promise<Clicks> {
    const clicks = new Clicks(page);
    page.on("pageerror", (error) => clicks.errors.push(String(error)));
    await page.exposeFunction("told", () => clicks.told());
    return clicks;
  }

  async open(peer: Peer, mode: Mode) {
    const { click, shown, frame, frames } = await this.until(TRIGGER, peer.screens[0].shows, peer.frame, mode === "hover" ? HOVER : 0);
    return { at: click, ready: shown, frame, frames };
  }

  /** Presses something and waits until something else is shown. */
  async until(press: string, shows: string, frame?: string, hover = 0) {
    const { page } = this;
    const shown = new Promise<void>((resolve, reject) => {
      this.told = resolve;
      setTimeout(() => reject(new Error(`${press} did not lead to ${shows}. The page says: ${this.errors.join(" | ") || "nothing"}`)), PATIENCE).unref();
    });
    const [x, y] = await page.evaluate((press) => window.bench.target(press), press);
    await page.evaluate(([shows, frame]) => window.bench.arm(shows!, frame), [shows, frame]);
    if (hover) {
      await page.mouse.move(x, y);
      await page.waitForTimeout(hover);
    }
    await page.mouse.click(x, y);
    await shown;
    return page.evaluate(() => window.bench.watched);
  }

  /** Presses something of which nothing is measured. */
  async on(press: string) {
    await this.page.mouse.click(...(await this.page.evaluate((press) => window.bench.target(press), press)));
  }
}

/** Through all screens and back; the milliseconds of each step. */
async function walk(page: Page, clicks: Clicks, { screens, back }: Peer, { photo, sends, onScreen }: Task): Promise<number[]> {
  const steps: number[] = [];
  for (const [at, screen] of screens.entries()) {
    await answer(page, clicks, screen, photo!);
    await onScreen?.(page);
    const next = screens[at + 1];
    if (next) steps.push((await clicks.until(screen.press, next.shows)).shown!);
    else if (sends) await Promise.all([page.waitForResponse((response) => response.request().method() === "POST"), clicks.on(screen.press)]);
  }
  if (back && !sends)
    for (const { shows } of screens.slice(0, -1).reverse()) steps.push((await clicks.until(back, shows)).shown!);
  return steps;
}

async function answer(page: Page, clicks: Clicks, { choose, write = [], photo }: Screen, file: Buffer) {
  const picture = { name: "IMG_1.jpg", mimeType: "image/jpeg", buffer: file };
  if (photo && "input" in photo) await (await page.evaluateHandle((input) => window.bench.find(input), photo.input)).asElement()!.setInputFiles(picture);
  if (photo && "button" in photo) {
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), clicks.on(photo.button)]);
    await chooser.setFiles(picture);
  }
  for (const [into, text] of write) {
    await page.evaluate((into) => window.bench.find(into)?.focus(), into);
    await page.keyboard.insertText(text);
  }
  if (choose) await clicks.on(choose);
  // What a form does with an answer is done: a shopper reads.
  if (photo || choose || write.length) await page.waitForTimeout(400);
}

async function held(page: Page, session: CDPSession): Promise<Visit["heap"]> {
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return { scripts: usedSize, wasm: await page.evaluate(() => window.bench.memory()) };
}

/** In the page: what was loaded, by when. */
const weighed = ([click, ready]: number[]) => {
  const bytes = { before: 0, opening: 0, later: 0 };
  for (const { startTime, responseEnd, encodedBodySize, name } of performance.getEntriesByType("resource") as PerformanceResourceTiming[])
    if (!name.includes("/api/")) bytes[startTime < click ? "before" : responseEnd < ready ? "opening" : "later"] += encodedBodySize;
  const [{ fetchStart, responseEnd }] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return { bytes, fetched: responseEnd - fetchStart };
};

/** Seconds of processor time that the browser's processes took. */
async function spent(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** The share of the machine's processor time that was neither idle, nor the browser's, nor this program's. */
function othersSince(before: { machine: ReturnType<typeof cpus>; node: NodeJS.CpuUsage }, browser: number): number {
  const { user, system } = process.cpuUsage(before.node);
  const passed = { busy: 0, all: 0 };
  for (const [at, { times }] of cpus().entries()) {
    const was = before.machine[at].times;
    const busy = (["user", "nice", "sys", "irq"] as const).reduce((sum, kind) => sum + times[kind] - was[kind], 0);
    passed.busy += busy;
    passed.all += busy + times.idle - was.idle;
  }
  const own = browser * 1_000 + (user + system) / 1_000;
  return Math.max(0, passed.busy - own) / passed.all;
}
