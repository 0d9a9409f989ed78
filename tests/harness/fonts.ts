// One font for every machine, so that a picture is the same wherever it is drawn: Noto Sans out of npm packages, served to tests only.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "@playwright/test";
import type { Relay } from "./relay";

const FAMILY = "Snapshot";
/** Package, subset. The subsets of a font have their own ranges of characters. */
const FONTS = [["noto-sans", "latin"], ["noto-sans", "latin-ext"], ["noto-sans-arabic", "arabic"]] as const;

const faces = FONTS.map(([font, subset]) => {
  const folder = dirname(require.resolve(`@fontsource-variable/${font}/package.json`));
  const ranges = JSON.parse(readFileSync(join(folder, "unicode.json"), "utf8"));
  return { path: `/fonts/${font}-${subset}.woff2`, range: ranges[subset] as string, file: join(folder, `files/${font}-${subset}-wght-normal.woff2`) };
});

/** Gives the widget, and what stands around it, that font on every page that is loaded from now on. */
export async function useFont(page: Page, relay: Relay) {
  for (const { path, file } of faces)
    relay.answers.set(path, { headers: { "content-type": "font/woff2", "cache-control": "max-age=3600" }, body: readFileSync(file) });
  await page.addInitScript(
    ({ faces, family }) => {
      for (const { path, range } of faces) document.fonts.add(new FontFace(family, `url(${path})`, { weight: "100 900", unicodeRange: range }));
      document.addEventListener("DOMContentLoaded", () => document.documentElement.style.setProperty("--redress-font", family));
    },
    { faces, family: FAMILY },
  );
}
