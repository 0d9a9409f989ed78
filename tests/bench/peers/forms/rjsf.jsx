// react-jsonschema-form: one form for each step, its validator ajv, the steps around it by hand, because it has none.

/** @jsxImportSource react */

import { useState } from "react";
import { createRoot } from "react-dom/client";
import Form from "@rjsf/core";
import validator from "@rjsf/validator-ajv8";
import flow from "flow";
import css from "./wizard.css";

const object = (properties, required = []) => ({ type: "object", required, properties });
const pick = (name) => ({
  schema: object({ [name]: { type: "string", title: flow[name].title, description: flow[name].help, oneOf: flow[name].options.map(({ id, label }) => ({ const: id, title: label })) } }, [name]),
  ui: { [name]: { "ui:widget": "radio" } },
});
const STEPS = [
  ["reason", pick("reason")],
  ["remedy", pick("remedy")],
  ["evidence", {
    schema: object({ photos: { type: "array", title: flow.photos.title, items: { type: "string", format: "data-url" } }, details: { type: "string", title: flow.details.title } }),
    ui: { photos: { "ui:options": { accept: "image/*" } }, details: { "ui:widget": "textarea" } },
  }],
  ["contact", { schema: object({ name: { type: "string", title: flow.contact.name }, email: { type: "string", format: "email", title: flow.contact.email } }, ["email"]), ui: {} }],
  ["review"],
];
const label = (name, chosen) => flow[name].options.find(({ id }) => id === chosen).label;

function Review({ answers }) {
  const rows = [
    ...[[flow.reason.title, label("reason", answers.reason)], [flow.remedy.title, label("remedy", answers.remedy)]],
    ...[[flow.photos.title, answers.photos?.length ?? 0], [flow.details.title, answers.details ?? "–"], [flow.contact.email, answers.email]],
  ];
  return (
    <dl>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Wizard() {
  const [at, go] = useState(0);
  const [answers, setAnswers] = useState({});
  const [done, setDone] = useState(false);
  const [step, form] = STEPS[at];
  const send = async () => setDone((await fetch("/api/complaints", { method: "POST", body: JSON.stringify(answers) })).ok);
  const proceed = ({ formData }) => {
    setAnswers({ ...answers, ...formData });
    go(at + 1);
  };
  const foot = (
    <div className="foot">
      {at > 0 && <button type="button" className="back" onClick={() => go(at - 1)}>{flow.words.back}</button>}
      <button type={form ? "submit" : "button"} className="next" onClick={form ? undefined : send}>{form ? flow.words.next : flow.words.send}</button>
    </div>
  );
  if (done) return <h2 id="done">{flow.words.done}</h2>;
  return (
    <div className="body" data-step={step}>
      <progress max={STEPS.length} value={at + 1} />
      {form ? (
        <Form key={step} schema={form.schema} uiSchema={form.ui} formData={answers} validator={validator} noHtml5Validate showErrorList={false} onSubmit={proceed}>{foot}</Form>
      ) : (
        <>
          <h2>{flow.review.title}</h2>
          <Review answers={answers} />
          {foot}
        </>
      )}
    </div>
  );
}

export function open(dialog) {
  dialog.id = "form";
  dialog.showModal();
  createRoot(dialog).render(
    <>
      <style>{css}</style>
      <Wizard />
    </>,
  );
}
