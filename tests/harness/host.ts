// A shop that is not ours, and what can be seen of it: each folder of tests/hosts/ with a host.ts is one.

import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Page } from "@playwright/test";
import type { Relay } from "./relay";
import type { Shopper } from "./shopper";

/** What is special about a shop, beside its page.html; where that says `<!-- shop -->`, the order page of shop.html stands. */
export type Host = {
  /** Completes "a shop that …". */
  that: string;
  /** Its headers, such as a policy. */
  headers?(html: string, relay: Relay): Record<string, string>;
  /** Files of npm packages that the page asks for: address → path below node_modules. */
  packages?: Record<string, string>;
  /** Pages, hosts and answers besides; with what it returns the page's `{{names}}` are filled. */
  serve?(relay: Relay): Promise<Record<string, string>> | Record<string, string>;
  /** Brings the shopper to the page with the trigger; unless told, it is /order. */
  arrive?(page: Page, origin: string): Promise<void>;
  /** Where the trigger stands in a frame of the page: its name. */
  frame?: string;
  /** Why the widget does not look there as it does on a quiet page. */
  looksOther?: string;
  /** It does not know its shopper, who types an address. */
  stranger?: boolean;
  /** What is special once the first question is shown. */
  opened?(shopper: Shopper, page: Page): Promise<void>;
  /** What the page makes of an empty element more, whatever that is. */
  leaves?: RegExp;
  /** What the page may say on its console. */
  says?: RegExp[];
};

const TYPES: Record<string, string> = { ".css": "text/css", ".js": "text/javascript", ".html": "text/html" };

/** Serves the shop of a folder. */
export async function serve(relay: Relay, folder: string, host: Host, address = "/order") {
  const read = (path: string) => readFileSync(path, "utf8");
  const values = (await host.serve?.(relay)) ?? {};
  let html = read(join(folder, "page.html")).replace("<!-- shop -->", () => read(join(folder, "../shop.html")));
  for (const [name, value] of Object.entries(values)) html = html.replaceAll(`{{${name}}}`, value);
  if (host.stranger) html = html.replace(/, "customer": \{.*?\}/, "");
  relay.page(address, html, host.headers?.(html, relay));
  for (const [address, path] of Object.entries(host.packages ?? {}))
    relay.answers.set(address, { headers: { "content-type": TYPES[extname(path)] }, body: read(join(__dirname, "../../node_modules", path)) });
}
