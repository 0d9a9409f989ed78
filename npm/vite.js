// The plugin for Vite: the widget's folder must stay a folder, because its files find each other by name, and so that a shopper's
// browser can keep them for ever. A bundler would rename and inline them one by one.

import { cpSync, createReadStream, readFileSync, readdirSync } from "node:fs";
import { extname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";

const EMBED = fileURLToPath(new URL("./embed/", import.meta.url));
const BASE_MODULE = fileURLToPath(new URL("./base.js", import.meta.url)).replaceAll("\\", "/");
const TYPES = { ".js": "text/javascript", ".json": "application/json", ".css": "text/css", ".wasm": "application/wasm" };

/** @type {typeof import("./vite.js").default} */
export default function redress({ folder = "redress" } = {}) {
  let serving = false;
  let site = "/";
  /** Of the emitted loader. */
  let reference = "";
  return {
    name: "redress",
    // Where Vite puts packages together for development, base.js would no longer be beside embed/.
    config: () => ({ optimizeDeps: { exclude: ["redress"] } }),
    configResolved(config) {
      serving = config.command === "serve";
      site = config.base;
    },
    configureServer(server) {
      const files = new Set(readdirSync(EMBED, { recursive: true }).map((path) => String(path).replaceAll("\\", "/")));
      server.middlewares.use(posix.join(site, folder), (request, response, next) => {
        const path = new URL(request.url ?? "/", "http://shop").pathname.slice(1);
        const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(path))];
        if (!type || !files.has(path)) return next();
        response.setHeader("content-type", type);
        createReadStream(join(EMBED, path)).pipe(response);
      });
    },
    load(id) {
      if (id.split("?")[0] !== BASE_MODULE) return;
      if (serving) return `export default ${JSON.stringify(posix.join(site, folder) + "/")};`;
      if (this.environment?.config.consumer === "server") return `export default "/";`;
      // The loader alone is told to the bundler, which knows under which base or host it will be; writeBundle brings the rest.
      const source = readFileSync(join(EMBED, "redress.js"));
      reference = this.emitFile({ type: "asset", fileName: posix.join(folder, "redress.js"), source });
      return `export default import.meta.ROLLUP_FILE_URL_${reference}.replace(/[^/]*$/, "");`;
    },
    writeBundle({ dir }) {
      if (reference && dir) cpSync(EMBED, join(dir, folder), { recursive: true });
    },
  };
}
