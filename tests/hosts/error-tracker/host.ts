import type { Host } from "../../harness/host";

export default {
  that: "wraps requests, listeners, timers, console and history",
} satisfies Host;
