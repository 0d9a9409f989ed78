import { join } from "node:path";
import { serve } from "../../harness/host";
import quiet from "../quiet/host";
import type { Host } from "../../harness/host";

export default {
  that: "shows the order page in a frame",
  frame: "order",
  serve: async (relay) => {
    await serve(relay, join(__dirname, "../quiet"), quiet, "/inside");
    return {};
  },
} satisfies Host;
