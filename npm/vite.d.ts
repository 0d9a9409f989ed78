// Types of the plugin for Vite.

import type { Plugin } from "vite";

export interface RedressPluginOptions {
  /** Folder below the site's base in which the widget is served. Default: `redress`. */
  folder?: string;
}

/** Serves the widget's folder in development, puts it into the build, and tells `load()` where it is. */
export default function redress(options?: RedressPluginOptions): Plugin;
