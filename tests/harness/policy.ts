// The Content Security Policy that a guide of docs/guides/ tells, so that its snippet is tried under just that.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** As a header; the guide's host of desk and bundle is `origin`. */
export function policy(guide: string, origin: string, nonce = ""): Record<string, string> {
  const text = readFileSync(resolve(__dirname, `../../docs/guides/${guide}.md`), "utf8");
  const told = /```http\nContent-Security-Policy: ([\s\S]*?)\n```/.exec(text)?.[1];
  if (!told) throw new Error(`docs/guides/${guide}.md tells no policy`);
  return { "content-security-policy": told.replace(/\s+/g, " ").replaceAll("https://help.shop.example", origin).replaceAll("nonce-…", `nonce-${nonce}`) };
}
