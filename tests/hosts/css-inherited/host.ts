import type { Host } from "../../harness/host";

export default {
  that: "sets everything that is inherited, and the root's font to 62.5%",
} satisfies Host;
