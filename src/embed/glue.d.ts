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
  emit(name: string, detail?: any): void;
  close(detail: Partial<RedressResult> & { flow?: string; step?: string; discarded?: boolean }): void;
}

export interface Handle {
  cancel(): void;
  free(): void;
}

export default function init(init: { module_or_path: Response }): Promise<unknown>;
export function mount(root: Element, start: Partial<Start>): Promise<Handle>;
export function resume(start: Partial<Start>): Promise<void>;
