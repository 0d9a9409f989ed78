// The same complaint in Preact, as a careful shop would write it by hand.

/** @jsxImportSource preact */

import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import flow from "flow";
import css from "./wizard.css";

const STEPS = ["reason", "remedy", "evidence", "contact", "review"];

function Choices({ question, choose }) {
  return (
    <>
      <p class="help">{question.help}</p>
      {question.options.map(({ id, label, help }) => (
        <button key={id} class="card" value={id} onClick={() => choose(id)}>
          <b>{label}</b>
          <small>{help}</small>
        </button>
      ))}
    </>
  );
}

function Field({ label, as: Control = "input", name, answers, change, ...rest }) {
  return (
    <label>
      {label}
      <Control name={name} value={answers[name] ?? ""} onInput={(event) => change({ [name]: event.target.value })} {...rest} />
    </label>
  );
}

function Evidence({ answers, change }) {
  return (
    <>
      <p class="help">{flow.photos.help}</p>
      <input type="file" accept="image/*" multiple onChange={(event) => change({ photos: [...event.target.files] })} />
      <Field label={flow.details.title} as="textarea" name="details" answers={answers} change={change} />
    </>
  );
}

function Contact({ answers, change }) {
  return (
    <>
      <Field label={flow.contact.name} name="name" autocomplete="name" answers={answers} change={change} />
      <Field label={flow.contact.email} name="email" type="email" autocomplete="email" required answers={answers} change={change} />
    </>
  );
}

function Review({ answers }) {
  const label = (name) => flow[name].options.find(({ id }) => id === answers[name]).label;
  const rows = [
    ...[[flow.reason.title, label("reason")], [flow.remedy.title, label("remedy")]],
    ...[[flow.photos.title, answers.photos.length], [flow.details.title, answers.details ?? "–"], [flow.contact.email, answers.email]],
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

const TITLES = { reason: flow.reason.title, remedy: flow.remedy.title, evidence: flow.photos.title, contact: flow.contact.title, review: flow.review.title };

function Wizard({ close }) {
  const [at, go] = useState(0);
  const [answers, setAnswers] = useState({ photos: [] });
  const [done, setDone] = useState(false);
  const dialog = useRef();
  const body = useRef();
  const step = STEPS[at];
  const change = (more) => setAnswers((answers) => ({ ...answers, ...more }));
  const choose = (id) => {
    change({ [step]: id });
    go(at + 1);
  };
  useEffect(() => dialog.current.showModal(), []);
  useEffect(() => {
    body.current.scrollTop = 0;
    body.current.querySelector("h2").focus();
  }, [at]);
  const proceed = async () => {
    const wrong = body.current.querySelector(":invalid");
    if (wrong) return wrong.reportValidity();
    if (step !== "review") return go(at + 1);
    const { photos, ...complaint } = answers;
    const parts = new FormData();
    parts.append("complaint", JSON.stringify(complaint));
    for (const photo of photos) parts.append("photo", photo);
    setDone((await fetch("/api/complaints", { method: "POST", body: parts })).ok);
  };
  return (
    <dialog ref={dialog} aria-label={flow.title}>
      <div class="wizard">
        <div class="head">
          <b>{flow.title}</b>
          <button aria-label={flow.words.close} onClick={close}>×</button>
        </div>
        <progress max={STEPS.length} value={at + 1} />
        <div class="body" ref={body} data-step={step} key={step}>
          <h2 tabIndex={-1} id={done ? "done" : undefined}>{done ? flow.words.done : TITLES[step]}</h2>
          {step === "reason" || step === "remedy" ? <Choices question={flow[step]} choose={choose} /> : null}
          {step === "evidence" && <Evidence answers={answers} change={change} />}
          {step === "contact" && <Contact answers={answers} change={change} />}
          {step === "review" && !done && <Review answers={answers} />}
        </div>
        <div class="foot">
          {at > 0 && <button class="back" onClick={() => go(at - 1)}>{flow.words.back}</button>}
          {at > 1 && <button class="next" onClick={proceed}>{step === "review" ? flow.words.send : flow.words.next}</button>}
        </div>
      </div>
    </dialog>
  );
}

export function open() {
  const host = document.createElement("div");
  host.id = "form";
  const root = host.attachShadow({ mode: "open" });
  document.body.append(host);
  render([<style>{css}</style>, <Wizard close={() => host.remove()} />], root);
}
