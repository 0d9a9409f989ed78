import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { assets, dist } from "../../harness/desk";
import type { Host } from "../../harness/host";

const integrity: string = JSON.parse(readFileSync(join(dist, "embed/integrity.json"), "utf8"))["redress.js"];

export default {
  that: "allows the loader by its hash, and one version of the widget",
  serve: () => ({ integrity }),
  headers: (_, { origin }) => ({
    "content-security-policy": `script-src '${integrity}' ${origin}/embed/${basename(assets())}/ 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'`,
  }),
  // Where the tests look at the page without the widget, they answer with another file.
  says: [/Failed to find a valid digest/],
} satisfies Host;
