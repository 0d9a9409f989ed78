import type { Host } from "../../harness/host";

export default {
  that: "has a `<base href>` and a `target`",
} satisfies Host;
