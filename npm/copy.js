#!/usr/bin/env node
// `npx redress-copy <folder>`: puts the widget's folder where a site serves it from, for every build tool without a plugin of ours. What
// an older version left there stays, for pages that are still open.

import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [folder, ...more] = process.argv.slice(2);
if (!folder || folder.startsWith("-") || more.length) {
  console.error("Usage: redress-copy <folder>, such as `redress-copy public/redress`. Then: load({ base: \"/redress/\" })");
  process.exit(1);
}
cpSync(fileURLToPath(new URL("./embed/", import.meta.url)), folder, { recursive: true });
console.log(`${folder} holds the widget.`);
