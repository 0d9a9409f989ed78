import type { Host } from "../../harness/host";

export default {
  that: "pulls the focus into its chat",
  stranger: true,
} satisfies Host;
