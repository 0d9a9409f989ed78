import type { Host } from "../../harness/host";

export default {
  that: "has Tailwind's reset",
  packages: { "/preflight.css": "tailwindcss/preflight.css" },
} satisfies Host;
