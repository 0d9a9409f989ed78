// axe: WCAG 2.2 A and AA and its best practice.

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** One line for each finding. Landmarks and ids are compared with the whole page's, whatever the findings are limited to. */
export async function findings(page: Page, within = "body"): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(STANDARDS).include(within).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)} (${node.failureSummary})`));
}
