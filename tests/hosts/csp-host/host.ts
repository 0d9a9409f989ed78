import type { Host } from "../../harness/host";

export default {
  that: "allows scripts by their host",
  headers: () => ({
    "content-security-policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; base-uri 'self'; object-src 'none'",
  }),
} satisfies Host;
