// What the schemas in schema/ accept and refuse, asked of ajv: `node --test tests/schema/`. No browser, no build.

import { strict as assert } from "node:assert";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const text = (path) => readFileSync(join(root, path), "utf8");
const json = (path) => JSON.parse(text(path));

// Strict: an unknown keyword or a `required` without its property in a schema is a fault of ours. `if`/`then` name keys of the record
// around them, and null stands beside other types everywhere, so these two rules are off.
const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true, strictTypes: false, formats: { date: /^\d{4}-\d\d-\d\d/, "date-time": true } });
const schema = (name) => ajv.compile(json(`schema/${name}.v1.json`));
const config = schema("config");

/** Fails with what ajv found. */
function accepts(validate, value, what) {
  assert.ok(validate(value), `${what}: ${JSON.stringify(validate.errors, null, 1)}`);
}

const folders = (path) => readdirSync(join(root, path), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);

describe("accepted", () => {
  const context = schema("context");
  const answers = schema("answers");
  for (const name of folders("examples")) {
    test(`the example ${name}`, () => {
      accepts(config, json(`examples/${name}/config.json`), "config.json");
      accepts(context, json(`examples/${name}/context.json`), "context.json");
      accepts(answers, json(`examples/${name}/answers.json`), "answers.json");
    });
    test(`what the engine makes of the example ${name}`, { skip: !existsSync(join(root, `examples/${name}/expected.json`)) }, () => {
      const expected = json(`examples/${name}/expected.json`);
      if (expected.next) accepts(schema("next"), expected.next, "next");
      if (expected.offers) accepts(schema("offers"), expected.offers, "offers");
      if (expected.complaint?.schema) accepts(schema("complaint"), expected.complaint, "complaint");
    });
  }

  test("the demo shop's config", () => accepts(config, json("demo/redress.json"), "demo/redress.json"));

  for (const file of readdirSync(join(root, "engine/presets"))) {
    test(`the preset ${file} as a patch`, () => {
      accepts(config, { ...json(`engine/presets/${file}`), endpoint: { url: "/c" } }, file);
    });
  }

  const snippets = text("docs/configuration.md").split("```json\n").slice(1).map((rest) => rest.split("\n```")[0]);
  test("every snippet of the guide", () => {
    assert.ok(snippets.length > 15);
    for (const snippet of snippets) accepts(config, { endpoint: { url: "/c" }, ...JSON.parse(snippet) }, snippet);
  });

  test("the receipt that the wire format names", () => {
    const receipt = { schema: "redress.receipt/1", id: "x", reference: "R-1", receivedAt: "2026-11-21T10:00:00Z", status: "received", next: [{ key: "answer", by: "2026-11-23" }], extra: 1 };
    accepts(schema("receipt"), receipt, "receipt");
    assert.ok(!schema("receipt")({ ...receipt, reference: undefined }));
  });

  test("a patch that takes things out, comments, and a patch onto a file", () => {
    const endpoint = { url: "/c" };
    accepts(config, { endpoint, steps: { photos: null, details: { required: null, when: { "answer.reason": null } } } }, "null");
    accepts(config, { $schema: "x", "// why": 1, endpoint, shop: { "//": "note", name: "X" } }, "comments");
    accepts(config, { extends: "./base.json", shop: { name: "X" } }, "extends a file");
    accepts(config, { endpoint, steps: { details: { maxLength: 100 } } }, "a step whose kind the preset names");
  });
});

describe("refused", () => {
  const step = (step) => ({ endpoint: { url: "/c" }, steps: { x: step } });
  const cases = {
    "no endpoint": {},
    "a preset that there is not": { extends: "defualt", endpoint: { url: "/c" } },
    "an endpoint without an address": { endpoint: { timeoutSeconds: 3 } },
    "an address that is not encrypted": { endpoint: { url: "http://shop.example/c" } },
    "an unknown key": { endpoint: { url: "/c" }, shop: { nmae: "X" } },
    "an unknown kind": step({ kind: "novel" }),
    "a key of another kind": step({ kind: "photos", maxLength: 3 }),
    "a key that is misspelt in a step without a kind": step({ maxlength: 3 }),
    "a default of another shape": step({ kind: "number", default: "3" }),
    "a field that the form does not have": step({ kind: "contact", fields: { fax: "required" } }),
    "a comparison that is misspelt": step({ when: { "item.paid": { atmost: 3 } } }),
    "an unknown fact": step({ when: { "item.payed": 3 } }),
    "text where the fact is a number": step({ when: { "item.paid": { atMost: "3" } } }),
    "a plural without other": step({ label: { one: "x" } }),
    "a gesture beyond the price": { endpoint: { url: "/c" }, remedies: { x: { refund: { percent: 130 } } } },
    "a colour that is none": { endpoint: { url: "/c" }, theme: { accent: "reddish" } },
  };
  for (const [name, value] of Object.entries(cases)) {
    test(name, () => assert.ok(!config(value)));
  }

  // Written by the checker's own tests: each file is broken, and says whether a schema can tell.
  const broken = "engine/tests/broken";
  const names = existsSync(join(root, broken)) ? readdirSync(join(root, broken)).filter((file) => file.endsWith(".expected.json")) : [];
  const telling = names.filter((file) => json(`${broken}/${file}`).schema);
  if (!telling.length) test("broken configs", { skip: `no file in ${broken} says {"schema": true}` }, () => {});
  for (const file of telling) {
    const name = file.replace(".expected.json", "");
    test(`broken/${name}`, () => assert.ok(!config(json(`${broken}/${name}.json`))));
  }
});
