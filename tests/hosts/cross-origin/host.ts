import type { Host } from "../../harness/host";

export default {
  that: "has the bundle from another origin",
  // The desk answers on a port of its own, too.
  serve: ({ desk }) => ({ bundle: desk }),
  headers: (_, { desk }) => ({
    "content-security-policy": `default-src 'none'; script-src ${desk} 'wasm-unsafe-eval'; connect-src 'self' ${desk}; img-src 'self' blob: data:`,
  }),
} satisfies Host;
