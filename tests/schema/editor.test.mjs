// What an editor offers, explains and underlines while a merchant types, asked of the very service that VS Code uses.

import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import pkg from "vscode-json-languageservice";

const { getLanguageService, TextDocument } = pkg;
const schema = JSON.parse(readFileSync(new URL("../../schema/config.v1.json", import.meta.url), "utf8"));
const service = getLanguageService({});
service.configure({ validate: true, schemas: [{ uri: "redress://config", fileMatch: ["*"], schema }] });

/** What the editor says at the mark ¦. */
async function at(text) {
  const offset = text.indexOf("¦");
  assert.ok(offset >= 0);
  const document = TextDocument.create("file:///redress.json", "json", 1, text.replace("¦", ""));
  const json = service.parseJSONDocument(document);
  const position = document.positionAt(offset);
  const { items } = await service.doComplete(document, position, json);
  const hover = await service.doHover(document, position, json);
  return {
    offered: items.map((item) => item.label.replaceAll('"', "")),
    about: (label) => items.find((item) => item.label.replaceAll('"', "") === label)?.documentation,
    hover: [hover?.contents].flat().join("\n"),
    underlined: (await service.doValidation(document, json)).map((problem) => problem.message),
  };
}

const step = (inside) => at(`{ "endpoint": { "url": "/c" }, "steps": { "x": { ${inside} } } }`);

test("an empty file is offered the keys of the config, each explained", async () => {
  const { offered, about } = await at("{ ¦ }");
  assert.ok(["extends", "shop", "endpoint", "steps", "remedies"].every((key) => offered.includes(key)));
  assert.match(about("remedies"), /What a shopper can get/);
});

test("a step is offered the keys of its own kind and no other", async () => {
  const text = await step(`"kind": "text", "¦"`);
  assert.ok(text.offered.includes("maxLength") && text.offered.includes("label"));
  assert.ok(!text.offered.includes("maxFiles") && !text.offered.includes("options"));
  const photos = await step(`"kind": "photos", "¦"`);
  assert.ok(photos.offered.includes("maxFiles") && !photos.offered.includes("maxLength"));
});

test("a step whose kind the preset names is offered every key", async () => {
  const { offered } = await step("¦");
  assert.ok(offered.includes("kind") && offered.includes("maxFiles") && offered.includes("maxLength"));
});

test("a key is explained as what it means to this kind", async () => {
  assert.match((await step(`"kind": "rating", "ma¦x": 3`)).hover, /number of steps/);
  assert.match((await step(`"kind": "number", "ma¦x": 3`)).hover, /The most/);
  assert.match((await step(`"la¦bel": "x"`)).hover, /The question/);
});

test("kinds, facts, comparisons, fields of a form and ids of the preset are offered", async () => {
  assert.ok((await step(`"kind": "¦"`)).offered.includes("callback"));
  const facts = await step(`"when": { ¦ }`);
  assert.ok(facts.offered.includes("item.daysSinceDelivery") && facts.offered.includes("any"));
  assert.match(facts.about("item.paid"), /minor units/);
  assert.deepEqual((await step(`"when": { "item.paid": { ¦ } }`)).offered.sort(), ["above", "atLeast", "atMost", "below", "exists", "not"]);
  assert.deepEqual((await step(`"kind": "contact", "fields": { ¦ }`)).offered, ["name", "email", "phone"]);
  const ids = await at(`{ "steps": { ¦ } }`);
  assert.match(ids.about("reason"), /preset .default.: choice/);
});

test("what is wrong is underlined in a sentence that helps", async () => {
  assert.deepEqual((await step(`"kind": "text", "maxFiles": 3 ¦`)).underlined, ["Property maxFiles is not allowed."]);
  assert.match((await step(`"kind": "novel" ¦`)).underlined.join(), /Valid values: "text", "choice"/);
  assert.deepEqual((await at(`{ "shop": {} ¦}`)).underlined, ['Missing property "endpoint".']);
});
