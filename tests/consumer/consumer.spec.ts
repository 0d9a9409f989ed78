// The package as an application sees it: packed, installed, type-checked, built and walked to a receipt; and under a development server.

import { execFile, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { dist } from "../harness/desk";
import { kettleOrder, merchantPage } from "../harness/page";
import { policy } from "../harness/policy";
import type { Relay } from "../harness/relay";
import type { Shopper } from "../harness/shopper";
import { expect, test as base } from "../harness/test";

const APP = join(__dirname, "app");
const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".css": "text/css", ".wasm": "application/wasm" };
const execute = promisify(execFile);
const tool = (name: string) => join(APP, "node_modules/.bin", name);

/** A copy of the application with the packed package installed, as `npm install` would leave it. */
type App = { folder: string; packed: string[] };

const test = base.extend<{}, { app: App }>({
  app: [
    async ({}, use) => {
      if (!existsSync(tool("vite"))) throw new Error("the application's packages are missing: run `cargo xtask setup`, or `npm ci` in tests/consumer/app");
      const folder = mkdtempSync(join(tmpdir(), "redress-consumer-"));
      const tarball = JSON.parse((await execute("npm", ["pack", "--json", "--pack-destination", folder], { cwd: join(dist, "npm"), maxBuffer: 1e7 })).stdout)[0];
      for (const name of readdirSync(APP)) if (name !== "node_modules" && name !== "dist") cpSync(join(APP, name), join(folder, name), { recursive: true });
      const modules = join(folder, "node_modules");
      mkdirSync(join(modules, "redress"), { recursive: true });
      for (const name of readdirSync(join(APP, "node_modules"))) if (!name.startsWith(".") && name !== "redress") symlinkSync(join(APP, "node_modules", name), join(modules, name));
      // As npm unpacks it.
      await execute("tar", ["-xzf", join(folder, tarball.filename), "-C", join(modules, "redress"), "--strip-components", "1"]);
      await use({ folder, packed: tarball.files.map((file: { path: string }) => file.path) });
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 60_000 },
  ],
});

// One after the other in one worker: packing and building are done once.
test.describe.configure({ mode: "default" });

/** From the link of a page's last order to the receipt. */
async function complain(shopper: Shopper, orders: number, reference: (said: string) => Promise<unknown>) {
  const links = shopper.page.getByRole("link", { name: "Report a problem" });
  await expect(links).toHaveCount(orders);
  await shopper.tap(links.last());
  await shopper.sees("step.reason.title");
  await expect(shopper.dialog.getByText("Travel kettle").first()).toBeVisible();
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.replacement.title");
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  await reference(await shopper.reference());
}

/** Serves a folder below a path, its pages with a guide's policy, and the order as the shop's API would tell it. */
function serve(relay: Relay, folder: string, below: string, guide: string) {
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const type = TYPES[extname(path)];
    const headers = { "content-type": type, ...(type === "text/html" && policy(guide, relay.origin)) };
    if (type) relay.answers.set(below + path, { headers, body: readFileSync(join(folder, path)) });
  }
}

const order = (relay: Relay, number: string) => relay.answers.set("/order.json", { body: JSON.stringify(kettleOrder({ order: { number } })) });

test("the package holds what its manifest names, and nothing of ours", ({ app }) => {
  const { exports, bin, customElements } = JSON.parse(readFileSync(join(dist, "npm/package.json"), "utf8"));
  const named = [...Object.values<any>(exports).flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values<string>(entry))), ...Object.values<string>(bin), customElements];
  for (const path of named.map((path) => path.replace(/^\.\//, "")).filter((path) => !path.includes("*"))) expect(app.packed).toContain(path);
  for (const path of ["embed/redress.js", "schema/config.v1.json", "types.d.ts", "element.d.ts", "LICENSE-MIT", "LICENSE-APACHE", "README.md"]) expect(app.packed).toContain(path);
  expect(app.packed.filter((path) => /\.(rs|toml|br|gz|map|spec\.ts)$/.test(path))).toEqual([]);
});

test("its types hold in TypeScript 7, and in Vue's templates", async ({ app }) => {
  test.setTimeout(120_000);
  const check = (program: string, config: string) => execute(program, ["--noEmit", "--project", config], { cwd: app.folder }).catch((error) => error);
  const native = resolve(__dirname, "../../node_modules/.bin/tsc");
  for (const { stdout } of await Promise.all([check(native, "tsconfig.json"), check(tool("vue-tsc"), "tsconfig.vue.json")])) expect(stdout).toBe("");
});

test.describe("built", () => {
  let built: string | undefined;
  test.beforeAll(async ({ app }) => {
    await execute(tool("vite"), ["build", "--logLevel", "warn"], { cwd: app.folder });
    built = join(app.folder, "dist");
  });

  for (const [page, number] of [["plain", "K-8001"], ["react", "K-8002"], ["vue", "K-8003"]] as const)
    test(`the ${page} page of an application leads to a receipt`, async ({ shopper, page: tab, relay }) => {
      serve(relay, built!, "/shop/", page === "vue" ? "vue" : "react");
      order(relay, number);
      await shopper.visit(`/shop/${page}.html`);
      await complain(shopper, page === "plain" ? 1 : 2, (said) => (page === "plain" ? expect(tab).toHaveTitle(said) : expect(tab.locator("output")).toHaveText(said)));
      const { parts } = relay.attempts[0];
      expect(JSON.parse(parts.find(({ name }) => name === "complaint")!.bytes.toString()).order.number).toBe(number);
      // All of it came from the package: nothing from the desk's own bundle.
      expect(relay.asked.filter((path) => path.startsWith("/embed/"))).toEqual([]);
      expect(relay.asked.filter((path) => /^\/shop\/redress\/[^/]+\/redress_bg\.wasm$/.test(path))).toHaveLength(1);
    });
});

test("Vite's development server serves it, too", async ({ app, shopper, relay }) => {
  // Vite writes what it prepares into node_modules/.vite of this copy.
  const server = spawn(tool("vite"), ["--port", "0", "--host", "127.0.0.1"], { cwd: app.folder, stdio: ["ignore", "pipe", "inherit"] });
  // Also when the test runs out of time.
  const end = () => server.kill();
  process.once("exit", end);
  try {
    const origin = await new Promise<string>((found, failed) => {
      let said = "";
      server.once("exit", (code) => failed(new Error(`vite ended with ${code}: ${said}`)));
      server.stdout.on("data", (chunk) => {
        said += chunk;
        // Without the colours of a terminal.
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said.replace(/\x1b\[\d+m/g, ""));
        if (address) found(address[0]);
      });
    });
    relay.elsewhere.set("/shop/", origin);
    order(relay, "K-8004");
    await shopper.visit("/shop/plain.html");
    await complain(shopper, 1, (said) => expect(shopper.page).toHaveTitle(said));
  } finally {
    server.removeAllListeners("exit");
    process.off("exit", end);
    end();
  }
});

test("a folder that is not served is told, with what to do, and the link still leads somewhere", async ({ page, relay, console }) => {
  console.expect(/404/, /MIME type/);
  for (const name of ["index.js", "base.js"])
    relay.answers.set(`/moved/${name}`, { headers: { "content-type": "text/javascript" }, body: readFileSync(join(dist, "npm", name)) });
  relay.page("/page", `<!doctype html><title>A page</title><link rel="icon" href="data:,"><a href="/page#returns" data-redress-open>Report a problem</a>`);
  await page.goto(relay.origin + "/page");
  const said = await page.evaluate(async () => {
    const { load } = await import("/moved/index.js" as string);
    return load({ config: "/redress.json" }).catch((error: Error) => error.message);
  });
  expect(said).toContain("/moved/embed/redress.js");
  expect(said).toContain("npx redress-copy public/redress");
  await page.getByRole("link").click();
  await expect(page).toHaveURL(/#returns$/);
  // What was moved is found by name, without a bundler.
  const version = await page.evaluate(async () => (await (await import("/moved/index.js" as string)).load({ config: "/redress.json", base: "/embed" })).version);
  expect(version).toBe(JSON.parse(readFileSync(join(dist, "npm/package.json"), "utf8")).version);
});

test("redress-copy puts the folder where it is told, for a bundle of another tool and of an older format", async ({ app, shopper, relay }) => {
  const copy = join(app.folder, "node_modules/redress/copy.js");
  const site = join(app.folder, "public");
  await execute("node", [copy, join(site, "redress")]);
  writeFileSync(join(app.folder, "main.js"), `import { load } from "redress"; load({ config: "/redress.json", base: "/static/redress" });`);
  const esbuild = resolve(__dirname, "../../node_modules/.bin/esbuild");
  await execute(esbuild, ["main.js", "--bundle", "--format=iife", "--log-level=error", `--outfile=${site}/main.js`], { cwd: app.folder });
  writeFileSync(join(site, "page.html"), merchantPage(`<a href="/returns" data-redress-open>Report a problem</a>`, { context: kettleOrder(), script: "" }).replace("/embed/redress.js", "main.js"));
  serve(relay, site, "/static/", "react");
  await shopper.visit("/static/page.html");
  await shopper.tap(shopper.page.getByRole("link", { name: "Report a problem" }));
  await shopper.sees("step.reason.title");
  expect(relay.asked.filter((path) => path.startsWith("/embed/"))).toEqual([]);

  const { code, stderr } = await execute("node", [copy]).catch((error) => error);
  expect([code, stderr]).toEqual([1, expect.stringContaining("redress-copy public/redress")]);
});
