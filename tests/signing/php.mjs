// Stands in for `php` where there is none: PHP compiled to WebAssembly. `node php.mjs <file> <code>` requires the file and runs the code.

import { readFileSync } from "node:fs";
import { getPHPLoaderModule } from "@php-wasm/node-8-0";
import { PHP, loadPHPRuntime } from "@php-wasm/universal";

const [file, code] = process.argv.slice(2);
const php = new PHP(await loadPHPRuntime(await getPHPLoaderModule()));
php.writeFile("/required.php", readFileSync(file, "utf8"));
const { CONTEXT, KEY, KID } = process.env;
const { text, errors, exitCode } = await php.run({ code: `<?php require '/required.php'; ${code}`, env: { CONTEXT, KEY, KID } });
process.stdout.write(text);
process.stderr.write(errors);
process.exit(exitCode);
