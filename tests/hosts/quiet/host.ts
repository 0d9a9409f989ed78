import type { Host } from "../../harness/host";

export default { that: "has nothing of its own" } satisfies Host;
