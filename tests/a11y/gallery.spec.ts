// Every state of the gallery: axe in light and dark, both directions, as a dialog and in the page; and a picture, compared with the one in
// tests/visual/gallery/. One page for each state: what differs within it is shown anew in the same page.
//
// Here each state is looked at twice, so that it meets every value once and every two values meet somewhere; all eight with REDRESS_SOAK
// (`cargo xtask soak`). REDRESS_SNAPSHOTS (`cargo xtask snapshots`) writes the pictures into that folder instead.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { findings } from "../harness/axe";
import { useFont } from "../harness/fonts";
import { groups, rightToLeft, showState, states, type State } from "../harness/gallery";
import { expect, test } from "../harness/test";
import { smaller } from "../visual/palette";

const { REDRESS_SOAK, REDRESS_SNAPSHOTS } = process.env;
/** A Saturday, as the examples have it. */
const NOW = "2026-11-21T10:12:00+01:00";

type Scheme = "light" | "dark";
type Direction = "ltr" | "rtl";
type Mode = "dialog" | "inline";
type Visit = { direction: Direction; mode: Mode; schemes: Scheme[] };

/** Two looks each, opposite in everything. */
const SAMPLES: [Scheme, Direction, Mode][][] = [
  [["light", "ltr", "dialog"], ["dark", "rtl", "inline"]],
  [["dark", "ltr", "dialog"], ["light", "rtl", "inline"]],
  [["light", "rtl", "dialog"], ["dark", "ltr", "inline"]],
  [["dark", "rtl", "dialog"], ["light", "ltr", "inline"]],
];

/** Where a state is looked at with axe, by what needs it to be shown anew. */
function visits(nth: number): Visit[] {
  const all = (["ltr", "rtl"] as const).flatMap((direction) => (["dialog", "inline"] as const).map((mode): Visit => ({ direction, mode, schemes: ["light", "dark"] })));
  if (REDRESS_SOAK) return all;
  if (REDRESS_SNAPSHOTS) return all.map((visit) => ({ ...visit, schemes: [] }));
  const sample = SAMPLES[nth % SAMPLES.length];
  return all.map((visit) => ({ ...visit, schemes: sample.filter(([, ...rest]) => rest.join() === [visit.direction, visit.mode].join()).map(([scheme]) => scheme) }));
}

/** The first state of each group is drawn once more, of every second one in the dark, of the others from right to left. */
function pictured(state: State, direction: Direction, mode: Mode, scheme: Scheme): string | undefined {
  if (mode !== "dialog") return;
  if (direction === "ltr" && scheme === "light") return state.id;
  const odd = groups.findIndex(({ states }) => states[0] === state) % 2;
  if (odd === 0 && direction === "ltr") return `${state.id}-dark`;
  if (odd === 1 && direction === "rtl" && scheme === "light") return `${state.id}-rtl`;
}

async function compare(page: Page, browser: Browser, name: string) {
  const options = { animations: "disabled", caret: "hide" } as const;
  if (!REDRESS_SNAPSHOTS) return expect.soft(page).toHaveScreenshot(`${name}.png`, options);
  mkdirSync(REDRESS_SNAPSHOTS, { recursive: true });
  writeFileSync(join(REDRESS_SNAPSHOTS, `${name}.png`), await smaller(browser, await page.screenshot(options)));
}

for (const group of groups)
  test(`${group.title}: axe finds nothing, and it looks as it did`, async ({ page, relay, browser, console }) => {
    test.setTimeout(REDRESS_SOAK ? 900_000 : 180_000);
    // What cannot be loaded is a state too.
    console.expect(/Failed to fetch/);
    const lang = rightToLeft();
    await useFont(page, relay);
    await page.clock.setFixedTime(NOW);
    for (const state of group.states) {
      for (const { direction, mode, schemes } of visits(states.indexOf(state))) {
        const looks = (["light", "dark"] as const).filter((scheme) => schemes.includes(scheme) || pictured(state, direction, mode, scheme));
        if (looks.length) await showState(page, relay.origin, state, { lang: direction === "rtl" ? lang : "en", mode }, lang);
        for (const scheme of looks) {
          await page.emulateMedia({ colorScheme: scheme });
          const name = pictured(state, direction, mode, scheme);
          if (name) await compare(page, browser, name);
          if (schemes.includes(scheme)) expect.soft(await findings(page), `${state.id}, ${scheme}, ${direction}, ${mode}`).toEqual([]);
        }
      }
    }
  });
