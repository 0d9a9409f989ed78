// What wasm-bindgen makes of src/embed/mod.rs, as far as opening.js calls it.

import type { RedressOpenOptions, RedressResult } from "./redress";

/** What the widget gets (the Rust side is `Start` in start.rs). */
export interface Start {
  element: Element;
  /** Absolute URL of the versioned asset folder, ends with "/". */
  base: string;
  /** Absolute URL of the config, or "#id" of an inline script. */
  configUrl: string;
  config: string;
  preset: string;
  /** Text of the guessed locale file. */
  locale: string;
  localeId: string;
  locales: string;
  partial: string;
  wish: RedressOpenOptions;
  mode: "dialog" | "inline";
  /** Drawn before it is asked for: undefined where that takes more than the first module. */
  ahead: boolean;
  /** Waited for between two pieces of work. */
  turn(): unknown;
  /** Waited for before what may come after the first screen. */
  painted(): unknown;
  /** Waited for before what nobody has asked for. */
  idle(): unknown;
  emit(name: string, detail?: any): void;
  close(detail: Partial<RedressResult> & { flow?: string; step?: string; discarded?: boolean }): void;
}

/** As `open()` of the element; with `ahead` nothing is shown yet, but drawn for when it is. */
export type Open = (options?: RedressOpenOptions | null, trigger?: HTMLElement, ahead?: boolean) => Promise<RedressResult>;

export interface Handle {
  /** It is shown from now on; false, and nothing done, where the page has changed since it was drawn. */
  show(drawnAhead: boolean): boolean;
  cancel(): void;
  free(): void;
}

/** `crashed` hears what a task of the module throws, which then nobody else hears of (`shortened` in xtask/src/bundle/split.rs). */
export default function init(init: { module_or_path: Response; crashed(error: unknown): void }): Promise<unknown>;
export function mount(root: Element, start: Partial<Start>): Promise<Handle | undefined>;
export function resume(start: Partial<Start>): Promise<void>;
