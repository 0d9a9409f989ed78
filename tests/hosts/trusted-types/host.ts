import type { Host } from "../../harness/host";

export default {
  that: "enforces Trusted Types",
  headers: () => ({ "content-security-policy": "require-trusted-types-for 'script'; trusted-types default" }),
} satisfies Host;
