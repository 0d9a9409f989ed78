import type { Host } from "../../harness/host";

export default {
  that: "allows no style",
  headers: () => ({ "content-security-policy": "style-src 'none'" }),
  // The page's own attribute, refused.
  says: [/Applying inline style violates/],
} satisfies Host;
