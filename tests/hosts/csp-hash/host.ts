import { createHash } from "node:crypto";
import type { Host } from "../../harness/host";

export default {
  that: "allows one script of the page by its hash, and what that brings in",
  headers: (html) => ({
    "content-security-policy": `script-src ${hash(html)} 'strict-dynamic' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'`,
  }),
} satisfies Host;

function hash(html: string) {
  const [, script] = /<script>([^]*?)<\/script>/.exec(html)!;
  return `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
}
