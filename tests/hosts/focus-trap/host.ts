import type { Host } from "../../harness/host";

export default {
  that: "asks for help in a modal of Bootstrap",
  stranger: true,
  packages: { "/bootstrap.css": "bootstrap/dist/css/bootstrap.min.css", "/bootstrap.js": "bootstrap/dist/js/bootstrap.bundle.min.js" },
} satisfies Host;
