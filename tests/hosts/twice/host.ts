import type { Host } from "../../harness/host";

export default {
  that: "loads the script twice",
} satisfies Host;
