// Everything that is served: each form bundled as a shop would, the same page around each, our bundle as it was built.

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import { dist } from "../../harness/desk";
import { daysAgo } from "../../harness/page";
import { flow } from "./flow";
import { REDRESS, type Peer } from "./peers";
import { compressed, type File } from "./server";
import { MODES, PRELOAD } from "./visit";

const MODULES = join(__dirname, "node_modules");
const SHOP = readFileSync(join(__dirname, "shop.html"), "utf8");

/** Our elements and styles, screen by screen (capture.ts). */
export type Markup = { css: string[]; screens: string[][] };

/** What the page's server would write about the order; who the buyer is, it does not know: every form asks. */
const CONTEXT = {
  order: { number: "TT-10482", placedOn: daysAgo(39), country: "DE", timeZone: "Europe/Berlin", currency: "EUR", shipping: 0 },
  items: [{ line: "1", sku: "TT-KET-09", title: "Travel kettle", kind: "goods", quantity: 1, price: 8900, paid: 8900, deliveredOn: daysAgo(35) }],
  customer: { kind: "consumer" },
};

/** The page alone: what all the others are compared with. */
export const SHOP_ONLY = "shop";

const html = (head = "", body = ""): File => compressed(Buffer.from(SHOP.replace("<!--head-->", () => head).replace("<!--body-->", () => body)));

export async function site(peers: Peer[], markup?: Markup): Promise<Map<string, File>> {
  const files = new Map<string, File>();
  for (const mode of MODES) files.set(`/${SHOP_ONLY}/${mode}.html`, html());
  for (const peer of peers)
    if (peer.name === REDRESS) ours(files);
    else await bundled(files, peer, markup);
  return files;
}

/** As the desk serves it, from the folder that `cargo xtask dist` fills. */
function ours(files: Map<string, File>) {
  const embed = join(dist, "embed");
  for (const path of readdirSync(embed, { recursive: true, encoding: "utf8" })) {
    if (!/\.(js|wasm|css|json)$/.test(path)) continue;
    let brotli: Buffer | undefined;
    try {
      brotli = readFileSync(join(embed, `${path}.br`));
    } catch {}
    files.set(`/embed/${path.replaceAll("\\", "/")}`, { body: readFileSync(join(embed, path)), brotli });
  }
  files.set("/redress.json", compressed(readFileSync(resolve(__dirname, "../../../demo/redress.json"))));
  const context = `<script type="application/json" data-redress-context>${JSON.stringify(CONTEXT)}</script>`;
  for (const mode of MODES)
    files.set(`/${REDRESS}/${mode}.html`, html(`<script async src="/embed/redress.js" data-config="/redress.json" data-preload="${PRELOAD[mode]}"></script>`, context));
}

/** A small loader in the page and one file behind it, with its style sheets beside: the best case of each. */
async function bundled(files: Map<string, File>, peer: Peer, markup?: Markup) {
  const styles = (peer.files ?? []).map(([, name]) => `./${name}`).filter((name) => name.endsWith(".css"));
  const virtual: Plugin = {
    name: "what the forms import that is no file",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^(flow|redress-markup)$/ }, ({ path }) => ({ path, namespace: "virtual" }));
      onLoad({ filter: /./, namespace: "virtual" }, ({ path }) => ({ contents: JSON.stringify(path === "flow" ? flow : markup), loader: "json" }));
    },
  };
  const bundle = async (entry: string, external: string[]) => {
    const { outputFiles } = await build({
      ...{ entryPoints: [join(__dirname, entry)], bundle: true, minify: true, format: "esm", target: "es2022", platform: "browser", write: false },
      ...{ mainFields: ["browser", "module", "main"], legalComments: "none", jsx: "automatic", external, plugins: [virtual], logLevel: "error" },
      ...{ loader: { ".css": "text", ".svg": "dataurl" }, define: { "process.env.NODE_ENV": '"production"', STYLES: JSON.stringify(styles), __SENTRY_DEBUG__: "false" } },
    });
    return compressed(Buffer.from(outputFiles[0].contents));
  };
  const folder = `/${peer.name}/`;
  const form = readdirSync(join(__dirname, "forms")).find((name) => name.replace(/\.jsx?$/, "") === peer.name)!;
  files.set(`${folder}form.js`, await bundle(`forms/${form}`, []));
  files.set(`${folder}loader.js`, await bundle("loader.js", ["./form.js"]));
  for (const [from, to] of peer.files ?? []) files.set(folder + to, compressed(readFileSync(join(MODULES, from)), to));
  for (const mode of MODES) files.set(`${folder}${mode}.html`, html(`<script async src="./loader.js" data-preload="${PRELOAD[mode]}"></script>`));
}

/** Versions of what was measured, as npm installed it. */
export function versions(peer: Peer): string {
  return peer.packages.map((name) => JSON.parse(readFileSync(join(MODULES, name, "package.json"), "utf8")).version).join(", ");
}
