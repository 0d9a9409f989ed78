import type { Host } from "../../harness/host";

export default {
  that: "extends Object, Array, String, Date, Function and Element",
} satisfies Host;
