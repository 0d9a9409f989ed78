// Redress beside other people's forms on the same emulated phone: a benchmark for `cargo xtask bench --only peers`, no test. How: README.md.

import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { resolve } from "node:path";
import { expect, test, type Browser, type Page } from "@playwright/test";
import { phonePhoto } from "../../harness/photo";
import { site, SHOP_ONLY, versions, type Markup } from "./build";
import { chart } from "./chart";
import { MARKUP, peers, REDRESS, WORDS } from "./peers";
import { emulation, NETWORK, SLOWER } from "./phone";
import { aims, BUSY, median, rows, tables, type Aim } from "./report";
import { Server, type File } from "./server";
import { HOVER, MODES, visit, type Task, type Visit } from "./visit";

/** Visits of each form in each mode. */
const VISITS = Number(process.env.REDRESS_PEERS_VISITS ?? 5);
const COUNT = VISITS === 1 ? "one visit" : `${VISITS} visits`;
const WRITES = process.env.REDRESS_PEERS_WRITE === "1";
const DOCS = resolve(__dirname, "../../../docs");
const MARKS = ["<!-- peers: written by `cargo xtask bench --only peers --write` -->", "<!-- /peers -->"];

const say = (text: string) => process.stdout.write(`${text}\n`);

test("Redress beside its peers", async ({ browser }) => {
  test.setTimeout(3_600_000);
  expect(VISITS, "REDRESS_PEERS_VISITS is a number of visits").toBeGreaterThan(0);
  say(`\nemulated: ${await emulation()}`);
  const photo = await phonePhoto(browser);
  const files = await proven(photo);
  const visits: Visit[] = [];
  for (let round = 0; round < VISITS; round += 1) {
    const started = Date.now();
    const tasks = MODES.flatMap((mode) => [undefined, ...peers].map((peer) => ({ mode, peer }))).filter(({ mode, peer }) => mode === "cold" || (peer && peer.name !== MARKUP));
    // Interleaved, and each round in another order: what the machine does meanwhile hits all of them.
    for (const at of tasks.keys()) {
      const { mode, peer } = tasks[(at + round * 7) % tasks.length];
      const task = { mode, peer, photo: mode === "cold" ? photo : undefined };
      // One browser that breaks down does not cost the others' figures.
      const again = (error: Error) => (say(`once more: ${error.message}`), visited(files, task));
      visits.push(await visited(files, task).catch(again));
    }
    const others = median(visits.slice(-tasks.length).map((visit) => visit.others));
    say(`round ${round + 1} of ${VISITS}: ${((Date.now() - started) / 1_000).toFixed(0)} s, others took ${percent(others)} of the processors`);
  }
  writeFileSync(test.info().outputPath("visits.json"), JSON.stringify(visits));
  for (const { fetched } of visits) expect(fetched, "the network was slowed in every visit").toBeGreaterThan(NETWORK.latency * 0.9);
  conclude(visits, browser);
});

const percent = (share: number) => `${(share * 100).toFixed(0)} %`;

/** One visit on a server of its own, whose conversation begins anew. */
async function visited(files: Map<string, File>, task: Omit<Task, "address">, posted?: string[]): Promise<Visit> {
  const server = await new Server(files, task.peer?.api?.() ?? (() => ({ reference: "R-1042" }))).start();
  try {
    const result = await visit({ ...task, address: `${server.origin}/${task.peer?.name ?? SHOP_ONLY}/${task.mode}.html` });
    posted?.push(...server.posted);
    return result;
  } catch (error) {
    throw new Error(`${task.peer?.title ?? "the page alone"}, ${task.mode}: ${error}`);
  } finally {
    await server.stop();
  }
}

/** All that is served. Every form leads to the end and sends what was entered, else its figures mean nothing; on the way our screens are noted. */
async function proven(photo: Buffer): Promise<Map<string, File>> {
  const real = peers.filter(({ name }) => name !== MARKUP);
  const files = await site(real);
  const markup: Markup = { css: [], screens: [] };
  const note = async (page: Page) => {
    const { css, screen } = await page.evaluate(drawn);
    markup.css = css;
    markup.screens.push(screen);
  };
  for (const peer of real) {
    const posted: string[] = [];
    await visited(files, { mode: "cold", peer, photo, sends: true, slowed: false, onScreen: peer.name === REDRESS ? note : undefined }, posted);
    expect(posted.some((body) => body.includes(WORDS)), `${peer.title} sends what was entered`).toBe(true);
    say(`sends what was entered: ${peer.title}`);
  }
  return new Map([...files, ...(await site(peers.filter(({ name }) => name === MARKUP), markup))]);
}

/** In our page: its styles, and what stands on the screen, without the photo, whose address is gone with the page. */
function drawn() {
  const root = document.querySelector("redress-widget")!.shadowRoot!;
  const css = [...root.adoptedStyleSheets].map(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText).join("\n"));
  return { css, screen: [...root.querySelector(".screen")!.children].map(({ outerHTML }) => outerHTML.replace(/src="blob:[^"]*"/g, "")) };
}

function conclude(visits: Visit[], browser: Browser) {
  const table = rows(visits);
  const others = median(visits.map((visit) => visit.others));
  const busy = others > BUSY;
  const reached = aims(table);
  const [{ model }] = cpus();
  const run = `${new Date().toISOString().slice(0, 10)}, ${COUNT} each, Chromium ${browser.version()}, ${cpus().length} × ${model.trim()}`;
  const machine = busy ? `**The machine was busy (others took ${percent(others)} of its processors): these figures are not judged.**` : `Others took ${percent(others)} of the machine's processors.`;
  const which = peers.filter(({ packages }) => packages.length).map((peer) => `${peer.title.split(",")[0]} ${versions(peer)}${peer.note ? ` (${peer.note})` : ""}`);
  const text = [`${run}. Processor ${SLOWER} times slower, ${NETWORK.down / 1e6} Mbit/s, ${NETWORK.latency} ms; hover is ${HOVER} ms. ${machine}`, "", `${which.join("; ")}.`, "", tables(table), "", verdicts(reached)].join("\n");
  say(`\n${text}\n`);
  if (WRITES) write(text, chart(table, `Multiples of a form written by hand (dashed line); medians of ${COUNT}, ${run.split(",")[0]}${busy ? ", on a busy machine" : ""}`));
  if (!busy) expect(reached.filter(({ kept }) => !kept).map(({ aim }) => aim), "aims that are not kept").toEqual([]);
}

const verdicts = (reached: Aim[]) => ["| aim | | measured |", "|---|---|---|", ...reached.map(({ aim, kept, measured }) => `| ${aim} | ${kept ? "kept" : "**not kept**"} | ${measured} |`)].join("\n");

function write(text: string, svg: string) {
  const path = resolve(DOCS, "benchmarks.md");
  const docs = readFileSync(path, "utf8");
  const [from, to] = MARKS.map((mark) => docs.indexOf(mark));
  if (from < 0 || to < from) throw new Error(`${path} has not both marks: ${MARKS.join(" … ")}`);
  writeFileSync(path, `${docs.slice(0, from)}${MARKS[0]}\n\n${text}\n\n${docs.slice(to)}`);
  writeFileSync(resolve(DOCS, "peers.svg"), svg);
}
