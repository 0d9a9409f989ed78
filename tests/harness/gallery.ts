// The gallery as the tests see it: the list of its states, and a page that shows one of them.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { groups, pageOf, RIGHT_TO_LEFT, states } from "../../demo/gallery/states.js";
import { assets } from "./desk";

export { groups, states };

export type State = (typeof states)[number];
export type Look = { lang?: string; mode?: "dialog" | "inline" };

/** A right-to-left language of the bundle under test. */
export function rightToLeft(): string {
  const there = RIGHT_TO_LEFT.find((tag) => existsSync(join(assets(), `locales/${tag}.json`)));
  if (!there) throw new Error("the bundle has no right-to-left language");
  return there;
}

/** What each page shows, by what else can be shown in it. */
const shown = new WeakMap<Page, string>();

/**
 * Shows a state: in the page that is loaded, where that has the same config, else in a new one. A page speaks English and, if one is
 * given, the language `also`.
 */
export async function showState(page: Page, origin: string, { id, ...state }: State, { lang = "en", mode = "dialog" }: Look = {}, also = lang) {
  const key = pageOf(state as State) + also;
  if (shown.get(page) === key) {
    await page.evaluate((look) => (globalThis as any).gallery.show(look), { id, lang, mode });
  } else {
    shown.set(page, key);
    await page.goto(`${origin}/demo/gallery/state.html?${new URLSearchParams({ state: id, lang, mode, also })}`);
  }
  const told = await page.waitForFunction(() => document.documentElement.dataset.state);
  const said = await told.jsonValue();
  if (said !== "ready") throw new Error(String(said));
}
