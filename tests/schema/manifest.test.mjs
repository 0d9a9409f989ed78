// The Custom Elements Manifest says what the docs and the types say: attributes, events, parts, variables. Node only.

import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import Ajv from "ajv";

const text = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const manifest = JSON.parse(text("npm/custom-elements.json"));
const element = manifest.modules[0].declarations.find((declaration) => declaration.tagName);
const docs = text("docs/embedding.md");
const types = text("src/embed/redress.d.ts");

const names = (list) => list.map(({ name }) => name).sort();
const section = (title) => docs.split(`\n## ${title}\n`)[1].split("\n## ")[0];
/** What stands in backticks and matches, once each. */
const quoted = (words, pattern) => [...new Set([...words.matchAll(/`([^`]+)`/g)].map(([, word]) => word))].filter((word) => pattern.test(word)).sort();

test("it is a manifest", () => {
  const schema = JSON.parse(readFileSync(new URL("../../node_modules/custom-elements-manifest/schema.json", import.meta.url), "utf8"));
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
  assert.ok(validate(manifest), JSON.stringify(validate.errors, null, 1));
});

test("its events are those of the docs and of the types", () => {
  const documented = section("Events").split("\n").map((line) => /^\| `(redress:\w+)`/.exec(line)?.[1]).filter(Boolean).sort();
  const typed = [...types.split("interface GlobalEventHandlersEventMap")[1].matchAll(/"(redress:\w+)":/g)].map(([, name]) => name).sort();
  assert.ok(documented.length > 5);
  assert.deepEqual(names(element.events), documented);
  assert.deepEqual(names(element.events), typed);
});

test("its attributes are those of the docs and of the types", () => {
  const rows = section("The element").split("\n").filter((line) => line.startsWith("| `"));
  const documented = rows.flatMap((row) => quoted(row.split("|")[1], /./)).sort();
  const typed = text("npm/index.d.ts").split("interface RedressAttributes {")[1].split("\n}")[0];
  assert.deepEqual(names(element.attributes), documented);
  assert.deepEqual(names(element.attributes), [...typed.matchAll(/^  (\w+)\?:/gm)].map(([, name]) => name).sort());
});

test("its variables and parts are those of the docs", () => {
  const [variables, parts] = section("Looks").split("Parts for `::part()`:");
  assert.deepEqual(names(element.cssProperties), quoted(variables.split("\n").filter((line) => line.startsWith("| `--")).join("\n"), /^--redress-/));
  assert.deepEqual(names(element.cssParts), quoted(parts.split("\n\n")[0], /^\w+$/));
});
