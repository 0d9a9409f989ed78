import type { Host } from "../../harness/host";

export default {
  that: "lets a tag manager bring the script in, late",
} satisfies Host;
