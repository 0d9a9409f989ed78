// axe: WCAG 2.2 A and AA and its best practice.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** Into the page itself and once a page: @axe-core/playwright puts it in for each look and opens a second page for its report. */
const SOURCE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

type Result = { violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] };

/** One line for each finding. Landmarks and ids are compared with the whole page's, whatever the findings are limited to. */
export async function findings(page: Page, within = "body"): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(SOURCE);
  return page.evaluate(
    async ([within, standards]) => {
      // What it would fetch before each look, all style sheets, is for a rule that is an experiment and for videos.
      const options = { runOnly: { type: "tag", values: standards }, resultTypes: ["violations"], preload: false };
      const { violations }: Result = await (globalThis as any).axe.run({ include: [[within]] }, options);
      return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)} (${node.failureSummary})`));
    },
    [within, STANDARDS] as const,
  );
}
