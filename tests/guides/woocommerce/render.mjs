// Runs redress.php as WordPress would, in PHP compiled to WebAssembly: `node render.mjs <secret>` prints what it puts under the order that
// stubs.php describes.

import { readFileSync } from "node:fs";
import { getPHPLoaderModule } from "@php-wasm/node-8-0";
import { PHP, loadPHPRuntime } from "@php-wasm/universal";

const [secret] = process.argv.slice(2);
const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const php = new PHP(await loadPHPRuntime(await getPHPLoaderModule()));
php.writeFile("/stubs.php", read("stubs.php"));
php.writeFile("/redress.php", read("redress.php"));
php.writeFile("/sign.php", read("../../signing/sign.php"));
const define = secret ? "define('REDRESS_SECRET', getenv('SECRET'));" : "";
const { text, errors, exitCode } = await php.run({ code: `<?php require '/stubs.php'; ${define} require '/redress.php'; the_order();`, env: { SECRET: secret ?? "" } });
process.stdout.write(text);
process.stderr.write(errors);
process.exit(exitCode);
