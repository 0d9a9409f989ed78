import { join } from "node:path";
import { serve } from "../../harness/host";
import quiet from "../quiet/host";
import type { Host } from "../../harness/host";

export default {
  that: "shows the order page in a sandbox",
  frame: "order",
  serve: async (relay) => {
    relay.allowed = "null";
    await serve(relay, join(__dirname, "../quiet"), quiet, "/inside");
    return {};
  },
} satisfies Host;
