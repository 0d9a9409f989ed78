import type { Host } from "../../harness/host";

export default {
  that: "unsets all styles and makes a grid of every element",
  // The widget's element is a grid, too, and so one more row without a height.
  leaves: /body: grid-template-rows: .* → .* 0px;$/,
} satisfies Host;
