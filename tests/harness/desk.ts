// The real desk, started for one worker on a free port with an empty data folder, and ended with it.

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { moved, today } from "../../demo/dates.js";

const ROOT = resolve(__dirname, "../..");
export const dist = resolve(ROOT, process.env.REDRESS_DIST || "dist");

/** The bundle's versioned folder. */
export function assets(): string {
  const embed = join(dist, "embed");
  const folder = readdirSync(embed, { withFileTypes: true }).find((entry) => entry.isDirectory());
  if (!folder) throw new Error(`${embed} has no versioned folder`);
  return join(embed, folder.name);
}

/** Every folder of examples/. */
export const examples = resolve(ROOT, "examples");
const shops = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory());

const binary = resolve(ROOT, process.env.REDRESS_DESK || "target/debug/redress-desk");

/** What signs a context that the desk believes. */
export const SECRET = "a secret of the tests, long enough for HMAC-SHA-256";
/** The desk's private policy: a new one is granted at once where little was paid. */
const POLICY = { tokens: { hs256: [{ secret: SECRET }] }, instant: [{ remedies: ["replacement"], when: { "item.paid": { atMost: 10000 } } }] };

export class Desk {
  private constructor(
    private readonly child: ChildProcess,
    /** Where it keeps what it was sent. */
    readonly data: string,
    readonly origin: string,
    /** Path and query of the link that it prints for the shop's people. */
    readonly inbox: string,
  ) {}

  /** With `env` on top of ours, such as where mail goes. */
  static async start(env: Record<string, string> = {}): Promise<Desk> {
    for (const needed of [binary, join(dist, "index.html"), join(dist, "redress.json")])
      if (!existsSync(needed)) throw new Error(`${needed} is not there: run \`cargo xtask test --only journeys\`, or set REDRESS_DESK and REDRESS_DIST`);
    const data = mkdtempSync(join(tmpdir(), "redress-desk-"));
    const policy = join(data, "policy.json");
    writeFileSync(policy, JSON.stringify(POLICY), { mode: 0o600 });
    const orders = join(data, "orders.json");
    writeFileSync(orders, JSON.stringify(moved(JSON.parse(readFileSync(join(examples, "guest-order/orders.json"), "utf8")), "2026-11-21", today())), { mode: 0o600 });
    const child = spawn(
      binary,
      [
        ...["--listen", "127.0.0.1:0", "--data", data, "--config", join(dist, "redress.json"), "--widget", dist, "--policy", policy, "--orders", orders, "--limit", "off"],
        ...shops.flatMap(({ name }) => ["--also-config", join(examples, name, "config.json")]),
      ],
      { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, RUST_LOG: "error", ...env } },
    );
    let complaints = "";
    child.stderr!.on("data", (chunk) => (complaints += chunk));
    const inbox = await new Promise<URL>((resolve, reject) => {
      let said = "";
      child.stdout!.on("data", (chunk) => {
        const line = /^inbox\s+(\S+)$/m.exec((said += chunk));
        if (line) resolve(new URL(line[1]));
      });
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`the desk ended with ${code} before it was ready:\n${complaints}`)));
    });
    return new Desk(child, data, inbox.origin, inbox.pathname + inbox.search);
  }

  /** The stored files of one complaint, in order. */
  files(id: string): Buffer[] {
    const folder = join(this.data, "files/complaints", id);
    if (!existsSync(folder)) return [];
    const names = readdirSync(folder).sort((a, b) => Number(a) - Number(b));
    return names.map((name) => readFileSync(join(folder, name)));
  }

  /** What `redress-desk verify` says of a receipt, and whether it accepts it. */
  verify(receipt: string): { accepted: boolean; says: string } {
    const file = join(this.data, "receipt.json");
    writeFileSync(file, receipt);
    const { status, stdout, stderr } = spawnSync(binary, ["verify", file, "--data", this.data], { encoding: "utf8" });
    return { accepted: status === 0, says: stdout + stderr };
  }

  async stop() {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGTERM");
    await ended;
    rmSync(this.data, { recursive: true, force: true });
  }
}
