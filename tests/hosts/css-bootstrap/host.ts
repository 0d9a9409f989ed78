import type { Host } from "../../harness/host";

export default {
  that: "is made with Bootstrap",
  packages: { "/bootstrap.css": "bootstrap/dist/css/bootstrap.min.css" },
} satisfies Host;
