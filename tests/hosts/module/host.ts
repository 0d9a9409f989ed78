import type { Host } from "../../harness/host";

export default {
  that: "loads the script as a module",
} satisfies Host;
