// The public types of the loader: the element, its events and window.redress. `redress.js` is checked against them.

import type { Context, Receipt } from "../../schema/types";

/** What `open()` takes; what is absent comes from the element's attributes. */
export interface RedressOpenOptions {
  /** A flow's id; otherwise the element's, the config's `start`, `complaint`. */
  flow?: string;
  /** The order's number, as the context has it. */
  order?: string;
  /** The line or article number of the item that the complaint is about. */
  item?: string;
  /** The order and its items; wins over all that the page says itself. Must survive JSON. */
  context?: Context;
  /** Answers to begin with. Must survive JSON. */
  prefill?: object;
  /** The merchant's signed token; its claims replace every other source of order and items. */
  token?: string;
  /** A BCP 47 tag; otherwise `data-locale`, the page's language, the browser's. */
  locale?: string;
}

/** `queued`: not taken yet; it is sent by itself, from this page of the shop or the next. `closed`: also when the widget could not run. */
export interface RedressResult {
  outcome: "sent" | "queued" | "closed";
  receipt?: Receipt;
}

/** A `path` is a JSON Pointer into the config; empty if it is about the whole of it or about the widget itself. */
export interface RedressError {
  /** `config.unreachable` and `widget.unavailable` are the loader's, `delivery.…` or the endpoint's own tell of sending, the rest are the config's. */
  code: string;
  path: string;
  message: string;
}

/** `<redress-widget>`; attributes `flow`, `order`, `item`, `mode` (`dialog` or `inline`) and `locale`. Its children are its fallback. */
export interface RedressWidgetElement extends HTMLElement {
  /** The order and its items; wins over what the page says itself. Must survive JSON. */
  context?: Context;
  /**
   * Shows a flow. The same one again goes on where it was left, another takes its place.
   * @param trigger gets the focus back; its link is followed if the widget cannot run
   */
  open(options?: RedressOpenOptions | null, trigger?: HTMLElement): Promise<RedressResult>;
  /** As the platform's close gesture (Escape). */
  close(): void;
}

/** `detail` of the events `redress:<name>` of the element; they bubble out of shadow roots. */
export interface RedressEvents {
  ready: null;
  open: null;
  step: { flow: string; step: string; index: number; remaining: number };
  offers: { flow: string; line: string; count: number };
  /** Why it waits. */
  queued: RedressError;
  sent: { receipt: Receipt };
  /** `discarded`: the shopper chose to delete what they had typed. */
  close: { flow: string; step?: string; outcome: RedressResult["outcome"]; discarded?: boolean };
  error: RedressError;
}

/** `window.redress`, there as soon as the loader has run. */
export interface RedressApi {
  readonly version: string;
  /** Opens in the page's first `<redress-widget>` that is not inline, or in one of its own. */
  open(options?: RedressOpenOptions): Promise<RedressResult>;
  /** Closes what was opened last. */
  close(): void;
  /** Listens to all widgets of the page; returns what stops it. */
  on<Name extends keyof RedressEvents>(event: Name, listener: (event: CustomEvent<RedressEvents[Name]>) => void): () => void;
}

/** A call to make once the loader has run, such as `["open", {flow: "complaint"}]`. */
export type RedressCall = {
  [Method in "open" | "close" | "on"]: [method: Method, ...rest: Parameters<RedressApi[Method]>];
}["open" | "close" | "on"];

declare global {
  /** There as soon as the loader has run. */
  var redress: RedressApi;
  interface Window {
    redress: RedressApi;
    /** `(window.redressQueue ||= []).push(["open", {…}])` works before the loader has run, and after. */
    redressQueue?: RedressCall[];
  }
  interface HTMLElementTagNameMap {
    "redress-widget": RedressWidgetElement;
  }
  interface GlobalEventHandlersEventMap {
    "redress:ready": CustomEvent<RedressEvents["ready"]>;
    "redress:open": CustomEvent<RedressEvents["open"]>;
    "redress:step": CustomEvent<RedressEvents["step"]>;
    "redress:offers": CustomEvent<RedressEvents["offers"]>;
    "redress:queued": CustomEvent<RedressEvents["queued"]>;
    "redress:sent": CustomEvent<RedressEvents["sent"]>;
    "redress:close": CustomEvent<RedressEvents["close"]>;
    "redress:error": CustomEvent<RedressEvents["error"]>;
  }
}
