import type { Host } from "../../harness/host";

export default {
  that: "zooms its page",
  looksOther: "it is zoomed like the rest of the page",
} satisfies Host;
