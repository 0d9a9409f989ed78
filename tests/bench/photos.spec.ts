// What a photo costs on a slow phone, and twenty of the largest: a benchmark for `cargo xtask bench`, no test.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { metadata, sizeOf, withExif } from "../harness/photo";
import type { Shopper } from "../harness/shopper";
import { expect, test } from "../harness/test";

/** How much slower than this machine. */
const SLOWER = 4;
/** Milliseconds from the choice of a photo until it is ready to be sent. */
const BUDGET = 1_500;
/** Milliseconds of one task, in which no tap is heard. */
const TASK = 200;
/** Bytes of one photo as it is sent. */
const BYTES = 500_000;
/** Photos after the first, which warms up. */
const PHOTOS = 5;

/**
 * A photo as a phone takes it: things with edges, small print, soft shadows, and the noise of a sensor over all of it. Painted in the page, because
 * there is no smaller way to get one.
 */
const painted = async ([width, height]: [number, number]) => {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d")!;
  let seed = 7;
  const random = (below: number) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below;
  const light = context.createLinearGradient(0, 0, width, height);
  for (const [at, colour] of [[0, "#2b3a42"], [0.6, "#b9a88c"], [1, "#efe6d8"]] as const) light.addColorStop(at, colour);
  context.fillStyle = light;
  context.fillRect(0, 0, width, height);
  for (let thing = 0; thing < 700; thing += 1) {
    const [x, y] = [random(width), random(height)];
    context.fillStyle = `hsl(${random(360)} 45% ${20 + random(60)}%)`;
    context.fillRect(x, y, 10 + random(width / 20), 10 + random(height / 20));
    context.fillStyle = "#fff";
    context.font = `${18 + random(40)}px sans-serif`;
    context.fillText("Model TK-1850 · 220–240 V ~ 50 Hz · 1850 W", x, y);
  }
  const grain = new OffscreenCanvas(512, 512);
  const noise = grain.getContext("2d")!.createImageData(512, 512);
  for (let at = 0; at < noise.data.length; at += 4) noise.data.set([random(256), random(256), random(256), 10], at);
  grain.getContext("2d")!.putImageData(noise, 0, 0);
  context.fillStyle = context.createPattern(grain, "repeat")!;
  context.fillRect(0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 });
  canvas.width = 0;
  const reader = new FileReader();
  reader.readAsDataURL(blob);
  await new Promise((done) => (reader.onload = done));
  return (reader.result as string).split(",")[1];
};

async function photo(page: Page, size: [number, number]): Promise<Buffer> {
  return withExif(Buffer.from(await page.evaluate(painted, size), "base64"), 6);
}

/** To the photos of a broken kettle. */
async function toPhotos(shopper: Shopper) {
  await shopper.visit();
  await shopper.report("TT-10482");
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.sees("step.photos.title");
}

type Span = { from: number; to: number };

/** Notes when a file was chosen and its picture was there, and long tasks, without asking the page meanwhile. */
const watch = () => {
  const seen = { chosen: 0, photos: [] as Span[], tasks: [] as Span[] };
  Object.assign(window, { seen });
  const note = (entries: PerformanceEntryList) => entries.map(({ startTime, duration }) => ({ from: startTime, to: startTime + duration }));
  new PerformanceObserver((list) => seen.tasks.push(...note(list.getEntries()))).observe({ entryTypes: ["longtask"] });
  const root = document.querySelector("redress-widget")!.shadowRoot!;
  root.addEventListener("change", () => (seen.chosen = performance.now()), true);
  let before = 0;
  new MutationObserver(() => {
    const pictures = root.querySelectorAll(".photo img").length;
    if (pictures > before) seen.photos.push({ from: seen.chosen, to: performance.now() });
    before = pictures;
  }).observe(root, { childList: true, subtree: true });
};

test("a photo of 12 megapixels", async ({ shopper, page, relay }) => {
  test.setTimeout(300_000);
  await page.goto("about:blank");
  const taken = await photo(page, [4000, 3000]);
  // From a disk, as a phone has it: bytes that Playwright hands over are decoded in the page.
  const file = test.info().outputPath("IMG_2041.jpg");
  writeFileSync(file, taken);
  await toPhotos(shopper);
  await page.evaluate(watch);
  const session = await page.context().newCDPSession(page);
  const input = shopper.dialog.getByLabel(shopper.say("photos.choose"));
  const ready = () => page.evaluate(() => (window as any).seen.photos.length);
  const add = async (count: number) => {
    await input.setInputFiles(file);
    await expect.poll(ready, { intervals: [2_000], timeout: 60_000 }).toBe(count);
  };
  await add(1);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  for (let count = 2; count <= PHOTOS + 1; count += 1) await add(count);
  const seen: { photos: Span[]; tasks: Span[] } = await page.evaluate(() => (window as any).seen);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  await shopper.reference();
  const [{ bytes }] = relay.attempts[0].parts.slice(1);
  const photos = seen.photos.slice(1);
  const times = photos.map(({ from, to }) => to - from).sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)];
  const meanwhile = seen.tasks.filter((task) => photos.some(({ from, to }) => task.to > from && task.from < to));
  const longest = Math.max(0, ...meanwhile.map(({ from, to }) => to - from));
  const list = times.map((time) => time.toFixed(0)).join(", ");
  process.stdout.write(
    `\na photo of 12 megapixels and ${(taken.length / 1e6).toFixed(1)} MB, CPU slowed ${SLOWER} times: ready after ${median.toFixed(0)} ms (${list}; budget ${BUDGET}), ` +
      `longest task ${longest.toFixed(0)} ms (budget ${TASK}), ${bytes.length} bytes of ${sizeOf(bytes).join("×")} pixels (budget ${BYTES})\n`,
  );
  expect(metadata(bytes)).not.toContain("Exif");
  expect(sizeOf(bytes)[0]).toBeLessThan(sizeOf(bytes)[1]);
  expect(bytes.length).toBeLessThanOrEqual(BYTES);
  expect(longest).toBeLessThanOrEqual(TASK);
  expect(median).toBeLessThanOrEqual(BUDGET);
});

/** How much more the page may hold after twenty photos than after the first five, in megabytes: its pictures are 10 MB, one bitmap is 195. */
const GROWTH = 100;

test("memory with twenty photos of 48 megapixels", async ({ shopper, page, relay, browser }) => {
  test.setTimeout(600_000);
  await page.goto("about:blank");
  const file = test.info().outputPath("IMG_2041.jpg");
  writeFileSync(file, await photo(page, [8064, 6048]));
  const photos = { maxFiles: 20 };
  relay.config({ extends: "default", locales: ["en"], shop: { country: "DE" }, endpoint: { url: "/api/complaints" }, steps: { photos } });
  await toPhotos(shopper);
  const session = await browser.newBrowserCDPSession();
  /** Megabytes in memory of all processes that draw pages. */
  const memory = async () => {
    const { processInfo } = (await session.send("SystemInfo.getProcessInfo")) as { processInfo: { id: number; type: string }[] };
    const ids = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
    const sizes = execFileSync("ps", ["-o", "rss=", "-p", ids.join()], { encoding: "utf8" }).trim().split(/\s+/);
    return sizes.reduce((sum, size) => sum + Number(size), 0) / 1024;
  };
  const input = shopper.dialog.getByLabel(shopper.say("photos.choose"));
  const held: number[] = [];
  for (let count = 1; count <= photos.maxFiles; count += 1) {
    await input.setInputFiles(file);
    const picture = shopper.dialog.getByRole("img", { name: shopper.say("photos.nth", { index: count }), exact: true });
    await expect(picture).toBeVisible({ timeout: 60_000 });
    held.push(await memory());
  }
  const words = held.map((megabytes) => megabytes.toFixed(0)).join(" ");
  process.stdout.write(`\n20 photos of 48 megapixels, one after the other: MB that the page holds after each: ${words} (budget ${GROWTH} more than in the first five)\n`);
  expect(Math.max(...held.slice(5)) - Math.max(...held.slice(0, 5))).toBeLessThanOrEqual(GROWTH);
});
