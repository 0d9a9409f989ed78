// From a tap to the next paint, at a processor slowed four times: a benchmark for `cargo xtask bench`, no test.

import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../harness/test";
import type { Shopper } from "../harness/shopper";

/** How much slower than this machine. */
const SLOWER = 4;
/** Milliseconds from the tap to the paint that shows the next question, at the 95th percentile. */
const BUDGET = 50;
/** Walks through the flow in one round. */
const WALKS = 12;
/**
 * Rounds at most. What others take of a machine that is shared only ever adds to a tap, and stands in no figure of its own: the quietest round
 * counts, and the first within the budget is quiet enough. All are told.
 */
const ROUNDS = 5;

/** Notes for every tap when a frame with another question than before was painted. */
const watch = () => {
  const taps: [from: string, to: string, milliseconds: number][] = [];
  Object.assign(window, { painted: taps });
  const question = () => document.querySelector("redress-widget")?.shadowRoot?.querySelector("h2")?.textContent ?? "";
  addEventListener(
    "click",
    (event) => {
      const before = question();
      if (!before) return;
      const look = () =>
        requestAnimationFrame(() => {
          if (question() === before) return look();
          // A message comes after the frame is painted.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => taps.push([before, question(), performance.now() - event.timeStamp]);
          port2.postMessage(0);
        });
      look();
    },
    true,
  );
};

/** A press where something is, without Playwright's own looks at the page meanwhile: they would be slowed too, and counted. */
async function press(page: Page, target: Locator) {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error("nothing to press");
  const before: number = await page.evaluate(() => (window as any).painted.length);
  // What the last step left to do is done: a shopper reads.
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForFunction((before) => (window as any).painted.length > before, before, { polling: 200 });
}

async function walk(shopper: Shopper) {
  const { page } = shopper;
  await press(page, shopper.option("step.reason.option.faulty"));
  await press(page, shopper.option("remedy.replacement.title"));
  await press(page, shopper.button("nav.continue"));
  // And back: it is as much of a step.
  for (let steps = 0; steps < 3; steps += 1) await press(page, shopper.button("nav.back"));
}

test("step to step", async ({ shopper, page }) => {
  test.setTimeout(600_000);
  await page.addInitScript(watch);
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.sees("step.reason.title");
  // The first warms up.
  await walk(shopper);
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const rounds: number[] = [];
  for (let round = 1; round <= ROUNDS && !rounds.some((p95) => p95 <= BUDGET); round += 1) {
    await page.evaluate(() => ((window as any).painted.length = 0));
    for (let walks = 1; walks <= WALKS; walks += 1) await walk(shopper);
    const taps: [string, string, number][] = await page.evaluate(() => (window as any).painted);
    expect(taps.length, "every tap was measured").toBe(6 * WALKS);
    const times = taps.map(([, , milliseconds]) => milliseconds).sort((a, b) => a - b);
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
    rounds.push(at(0.95));
    const slowest = new Map<string, number>();
    for (const [from, to, milliseconds] of taps) slowest.set(`${from} → ${to}`, Math.max(milliseconds, slowest.get(`${from} → ${to}`) ?? 0));
    const lines = [
      `step to step, CPU slowed ${SLOWER} times, round ${round}, ${times.length} taps: median ${at(0.5).toFixed(1)} ms, 95th percentile ${at(0.95).toFixed(1)} ms, slowest ${at(1).toFixed(1)} ms (budget ${BUDGET} ms at the 95th percentile)`,
      ...[...slowest].map(([step, milliseconds]) => `  slowest ${milliseconds.toFixed(1)} ms: ${step}`),
    ];
    process.stdout.write(`\n${lines.join("\n")}\n`);
  }
  expect(Math.min(...rounds)).toBeLessThanOrEqual(BUDGET);
});
