import type { Host } from "../../harness/host";

export default {
  that: "lays banners over everything",
} satisfies Host;
