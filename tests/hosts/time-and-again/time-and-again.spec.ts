// Opened, walked through and closed, time and again: what the page weighs afterwards is what it weighed before. Ten times, a hundred in
// `cargo xtask soak`; docs/hosts.md has the figures.

import type { CDPSession, Page } from "@playwright/test";
import { join } from "node:path";
import { serve } from "../../harness/host";
import { expect, test } from "../../harness/test";
import quiet from "../quiet/host";

const ROUNDS = process.env.REDRESS_SOAK ? 100 : 10;
/** Rounds after which everything is there that is made once: the second module, the formatters, the compiled code. */
const WARM = 10;
/** What may remain, as a share of what was. */
const SHARE = 0.05;
/** The memory of WebAssembly never shrinks and grows by a tenth at a time, once for what happens to meet at a busy moment: so much it may, in bytes. */
const WASM_PAGE = 65_536;

declare global {
  interface Window {
    memories: WebAssembly.Memory[];
    dialogs: WeakRef<HTMLElement>[];
  }
}

/** Before anything else of the page: knows every module's memory, and every dialog for as long as somebody holds it. */
const watch = () => {
  window.dialogs = [];
  const create = document.createElement;
  document.createElement = function (...args: Parameters<typeof create>) {
    const made = create.apply(this, args);
    if (made instanceof HTMLDialogElement) window.dialogs.push(new WeakRef(made));
    return made;
  };
  window.memories = [];
  const own = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...args) => {
    const made = await own.apply(WebAssembly, args);
    for (const exported of Object.values(made.instance.exports)) if (exported instanceof WebAssembly.Memory) window.memories.push(exported);
    return made;
  };
};

/** From the trigger to the receipt and back to the page, by the hooks for automation: a finger would take minutes for a hundred rounds. */
async function walk(rounds: number) {
  const inside = <E extends Element>(selector: string) => document.querySelector("redress-widget")?.shadowRoot?.querySelector<E & HTMLElement>(selector);
  const there = (selector: string) =>
    new Promise<HTMLElement>((resolve) => {
      const look = () => {
        const found = inside<HTMLElement>(selector);
        if (found) resolve(found);
        else requestAnimationFrame(look);
      };
      look();
    });
  for (let round = 0; round < rounds; round += 1) {
    document.querySelector<HTMLElement>("[data-redress-open]")!.click();
    (await there("[data-step=reason] [data-value=faulty]")).click();
    (await there("[data-step=remedy] [data-value=repair]")).click();
    (await there("[data-step=photos] [part~=primary]")).click();
    (await there("[data-step=review] [part~=primary]")).click();
    const closed = new Promise((resolve) => document.addEventListener("redress:close", resolve, { once: true }));
    (await there("[data-step=receipt] [part~=primary]")).click();
    await closed;
  }
}

/** What the page holds after everything that can go has gone. */
async function weigh(page: Page, session: CDPSession) {
  // What a frame or a timer still holds lets go in it.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const metric = (name: string) => metrics.find((metric) => metric.name === name)!.value;
  return {
    heap: metric("JSHeapUsedSize"),
    nodes: metric("Nodes"),
    documents: metric("Documents"),
    listeners: metric("JSEventListeners"),
    dialogs: await page.evaluate(() => window.dialogs.filter((dialog) => dialog.deref()).length),
    wasm: await page.evaluate(() => window.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0)),
  };
}

test(`opened, walked through and closed ${ROUNDS} times, the page holds what it held`, async ({ shopper, page, relay }) => {
  test.setTimeout(45_000 + ROUNDS * 3_000);
  await serve(relay, join(__dirname, "../quiet"), quiet);
  await page.addInitScript(watch);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  await shopper.visit("/order");
  await page.evaluate(walk, WARM);
  const before = await weigh(page, session);
  await page.evaluate(walk, ROUNDS);
  expect(relay.attempts).toHaveLength(WARM + ROUNDS);
  // Weighed again, because what was kept on the device is cleared away behind the dialog.
  const more = async () => {
    const after = await weigh(page, session);
    if (process.env.REDRESS_SOAK) process.stdout.write(`\n${JSON.stringify({ before, after })}\n`);
    const most = (what: keyof typeof before) => (what === "wasm" ? before.wasm + WASM_PAGE : before[what] * (1 + SHARE));
    const grown = (["heap", "nodes", "documents", "listeners", "wasm"] as const).filter((what) => after[what] > most(what));
    return [...grown.map((what) => `${what}: ${before[what]} → ${after[what]}`), ...(after.dialogs === 1 ? [] : [`dialogs: ${after.dialogs}, not the element's own`])];
  };
  await expect.poll(more, "what there is more of").toEqual([]);
});
