import type { Host } from "../../harness/host";

export default {
  that: "hides what is empty, what is last and what is no usual element",
} satisfies Host;
