// The endpoint at its worst, by a seeded schedule, with reloads and dead networks in between: what is confirmed is stored once, bit for bit.
// A failing run names its seed; REDRESS_SEED=<seed> runs it alone. `cargo xtask soak` makes 300 runs.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import { kept } from "../harness/kept";
import { phonePhoto } from "../harness/photo";
import { randomOf, type Random } from "../harness/random";
import type { Fate } from "../harness/relay";
import type { Shopper } from "../harness/shopper";
import { expect, test } from "../harness/test";

const RUNS = process.env.REDRESS_SOAK ? 300 : 20;
/** Runs of one test, which share a browser's page: opening one costs more than a run. */
const BATCH = 5;
const only = process.env.REDRESS_SEED;
const seeds = only ? [Number(only)] : Array.from({ length: RUNS }, (_, at) => at + 1);

const config = JSON.parse(readFileSync(join(__dirname, "../../demo/redress.json"), "utf8"));
const json = (status: number, body: string, headers: Record<string, string> = {}): Fate => ({ status, body, headers });

/** What can happen to an attempt. What comes after "stored" happens to the answer of a desk that has it. */
const FATES: ((random: Random) => Fate)[] = [
  () => "lost",
  () => "answer lost",
  () => "answer cut",
  () => "answer garbled",
  ...[408, 409, 500, 502, 503, 504].map((status) => () => json(status, `{"code":"test.${status}","path":"","message":""}`)),
  () => json(429, "{}", { "retry-after": "30" }),
  () => json(413, `{"code":"request.too-large","path":"","message":""}`),
  () => json(200, "<html>Please log in</html>", { "content-type": "text/html" }),
  () => json(200, `{"reference":"","id":"x"`),
  () => json(200, `{"reference":"RD-FALSE-00","id":"another"}`),
  () => json(204, ""),
  // Nothing: longer than the config waits.
  () => new Promise<void>(() => {}),
  () => "passed on",
];

const schedule = (random: Random): Fate[] => Array.from({ length: random.below(7) }, () => random.of(FATES)(random));

for (let at = 0; at < seeds.length; at += BATCH)
  test(`seeds ${seeds[at]} to ${seeds[Math.min(at + BATCH, seeds.length) - 1]}`, async ({ shopper, page, browser, context, relay, desk, inbox, console }) => {
    test.setTimeout(240_000);
    console.expect(/^Failed to load resource/, /net::ERR_|ERR_INTERNET_DISCONNECTED/);
    relay.config({ ...config, endpoint: { ...config.endpoint, timeoutSeconds: 1 } });
    await page.clock.install();
    const photo = await phonePhoto(browser);
    for (const seed of seeds.slice(at, at + BATCH))
      await test.step(`seed ${seed}`, async () => {
        const random = randomOf(seed);
        const stored = await inbox.count();
        relay.reset(schedule(random));
        const words = `Seed ${seed}`;

        await shopper.visit();
        await shopper.report("TT-10482");
        await shopper.choose("step.reason.option.faulty");
        await shopper.choose("remedy.replacement.title");
        if (random.below(2)) await shopper.addPhotos(photo);
        await shopper.dialog.getByLabel(shopper.say("step.details.title")).fill(words);
        await shopper.press("nav.continue");
        await shopper.sees("review.title");
        await send(shopper);

        // Time passes, the network goes and comes, pages are left and come back, until somebody has taken it.
        const taken = () => kept(page).then(({ records }) => records.some(({ waiting }) => waiting?.receipt));
        for (let turn = 0; !(await taken()); turn += 1) {
          if (turn > 200) throw new Error(`seed ${seed}: never taken`);
          const chance = random.below(10);
          if (chance === 0) await page.reload();
          else if (chance === 1) await offline(context, page, random);
          else await page.clock.fastForward(120_000);
          await refusedForGood(shopper);
        }
        await page.reload();
        await shopper.report("TT-10482");
        const reference = await shopper.reference();

        // What reached the desk is stored once, however often it came. It is what was confirmed last, and what that corrects: the endpoint may
        // have taken something before it said that it never will.
        expect(await inbox.count(), `seed ${seed}: stored once`).toBe(stored + relay.arrived.size);
        const { records } = await kept(page);
        const { id, receipt } = records.find(({ waiting }) => waiting.receipt).waiting;
        expect(receipt.reference).toBe(reference);
        expect([...relay.arrived], `seed ${seed}`).toContain(id);
        const sent = relay.attempts.filter(({ key }) => key === id);
        for (const each of sent) expect(each.parts, `seed ${seed}: the same bytes each time`).toEqual(sent[0].parts);
        const complaint = JSON.parse(sent[0].parts[0].bytes.toString());
        const digests = desk.files(id).map((bytes) => createHash("sha256").update(bytes).digest("hex"));
        expect(digests).toEqual(complaint.attachments.map(({ sha256 }: any) => sha256));
        // The receipt signs what was received; the desk finds those very bytes in its store.
        expect(desk.verify(JSON.stringify(receipt)), `seed ${seed}`).toMatchObject({ accepted: true });
        await expect((await inbox.read(reference)).getByText(new RegExp(`^${words}\\.*$`))).toBeVisible();
        await shopper.press("nav.done");
        await expect.poll(() => kept(page)).toEqual({ records: [], photos: [], mark: null });
      });
  });

/** Confirms, until the device has it: a leap of time while a database is at work would make it one that does not answer. */
async function send(shopper: Shopper) {
  const waiting = async () => (await kept(shopper.page)).records.flatMap(({ waiting }) => (waiting ? [waiting.id] : []));
  const before = await waiting();
  await shopper.press("review.send");
  await expect.poll(async () => (await waiting()).some((id) => !before.includes(id))).toBe(true);
}

/** A dead network for a while. */
async function offline(context: BrowserContext, page: Page, random: Random) {
  await context.setOffline(true);
  await page.clock.fastForward(1_000 * random.below(600));
  await context.setOffline(false);
}

/** Where the endpoint refuses for good (413), the shopper says it in other words. */
async function refusedForGood(shopper: Shopper) {
  const { page } = shopper;
  const { records } = await kept(page);
  if (!records.some(({ waiting }) => waiting?.failure?.final)) return;
  if (!(await shopper.dialog.isVisible())) await shopper.report("TT-10482");
  await shopper.sees("failed.title");
  await shopper.press("failed.review");
  await shopper.change("step.details.row");
  const details = shopper.dialog.getByLabel(shopper.say("step.details.title"));
  await details.fill(`${await details.inputValue()}.`);
  await shopper.press("nav.continue");
  await send(shopper);
}
