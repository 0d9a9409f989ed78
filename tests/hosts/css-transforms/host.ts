import type { Host } from "../../harness/host";

export default {
  that: "transforms and filters the ancestors of the widget",
} satisfies Host;
