// One picture into docs/screens/, small and always the same for the same look.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { smaller } from "./palette";

export const folder = process.env.REDRESS_SHOTS || join(__dirname, "../../docs/screens");

/** Draws a page as it is; `name` is the project's. */
export async function shoot(browser: Browser, page: Page, screen: string, name: string, fullPage = false): Promise<Buffer> {
  mkdirSync(folder, { recursive: true });
  // Nothing is hovered over, as on a phone.
  await page.mouse.move(0, 0);
  await page.evaluate(() => Promise.all([...document.images].map((picture) => picture.decode().catch(() => {}))));
  const picture = await page.screenshot({ animations: "disabled", caret: "hide", fullPage });
  writeFileSync(join(folder, `${screen}-${name}.png`), await smaller(browser, picture));
  return picture;
}
