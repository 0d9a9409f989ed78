// What `import … from "redress"` gives: load(), and the types of the element, its events, window.redress and the config.

import type { RedressApi } from "./element.js";

export * from "./element.js";
export type * from "./types.js";

/** The attributes of `<redress-widget>`: what trigger, deep link and call leave open. */
export interface RedressAttributes {
  /** A flow's id. */
  flow?: string;
  /** The order's number. */
  order?: string;
  /** The line or article number of the item it is about. */
  item?: string;
  /** `dialog` (default) opens above the page, `inline` stands in it as soon as it is there. */
  mode?: "dialog" | "inline";
  /** BCP 47 tag. */
  locale?: string;
}

export interface LoadOptions {
  /** URL of the config, or `#id` of a `<script type="application/json">` in the page. Without it the widget cannot be opened. */
  config?: string;
  /** BCP 47 tag; else the page's `lang`, else the browser's languages. */
  locale?: string;
  /** When the widget is fetched: at hover, focus or touch of a trigger (`intent`, the default), when the browser is idle, or at the click. */
  preload?: "intent" | "idle" | "none";
  /** For developers: tells what the widget knows and why it offers what it offers. */
  debug?: boolean;
  /**
   * The folder that holds `redress.js` and, beside it, all that it loads. Else the folder `embed/` of the package; redress/vite sets it.
   * @example "/redress/"
   */
  base?: string;
  /** The nonce of the page's Content Security Policy. */
  nonce?: string;
  /** Pins the loader to the bytes of this hash (`embed/integrity.json` has it), for a `base` on a host that is not yours. */
  integrity?: string;
}

/**
 * Puts the loader into the page, once; the first call's options count. Rejects with what to do if the script cannot be had, and then may
 * be called again. On a server it never settles.
 */
export function load(options?: LoadOptions): Promise<RedressApi>;
