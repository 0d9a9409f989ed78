// The floor: the same complaint written by hand without any library, as little as it can be. Everything else is told as a multiple of it.

import flow from "flow";
import css from "./wizard.css";

const STEPS = ["reason", "remedy", "evidence", "contact", "review"];

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

export function open() {
  const host = make("div", { id: "form" });
  const answers = { photos: [] };
  let at = 0;

  const dialog = make("dialog", { ariaLabel: flow.title });
  host.attachShadow({ mode: "open" }).append(make("style", {}, css), dialog);
  const progress = make("progress", { max: STEPS.length });
  const body = make("div", { className: "body" });
  const foot = make("div", { className: "foot" });
  const close = make("button", { ariaLabel: flow.words.close, onclick: () => host.remove() }, "×");
  dialog.append(make("div", { className: "wizard" }, make("div", { className: "head" }, make("b", {}, flow.title), close), progress, body, foot));

  const go = (to) => {
    at = to;
    draw();
  };
  const field = (label, control, name) => make("label", {}, label, Object.assign(control, { name, value: answers[name] ?? "", oninput: () => (answers[name] = control.value) }));
  const choices = (name) => [
    make("h2", {}, flow[name].title),
    make("p", { className: "help" }, flow[name].help),
    ...flow[name].options.map(({ id, label, help }) => {
      const choose = () => {
        answers[name] = id;
        go(at + 1);
      };
      return make("button", { className: "card", value: id, onclick: choose }, make("b", {}, label), make("small", {}, help ?? ""));
    }),
  ];
  const screens = {
    reason: () => choices("reason"),
    remedy: () => choices("remedy"),
    evidence: () => {
      const files = make("input", { type: "file", accept: "image/*", multiple: true, onchange: () => (answers.photos = [...files.files]) });
      const help = make("p", { className: "help" }, flow.photos.help);
      return [make("h2", {}, flow.photos.title), help, files, field(flow.details.title, make("textarea"), "details")];
    },
    contact: () => [
      make("h2", {}, flow.contact.title),
      field(flow.contact.name, make("input", { autocomplete: "name" }), "name"),
      field(flow.contact.email, make("input", { type: "email", autocomplete: "email", required: true }), "email"),
    ],
    review: () => {
      const label = (name) => flow[name].options.find(({ id }) => id === answers[name]).label;
      const rows = [
        ...[[flow.reason.title, label("reason")], [flow.remedy.title, label("remedy")]],
        ...[[flow.photos.title, answers.photos.length], [flow.details.title, answers.details ?? "–"], [flow.contact.email, answers.email]],
      ];
      return [make("h2", {}, flow.review.title), make("dl", {}, ...rows.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]))];
    },
  };
  const proceed = async () => {
    const wrong = body.querySelector(":invalid");
    if (wrong) return wrong.reportValidity();
    if (at < STEPS.length - 1) return go(at + 1);
    const { photos, ...complaint } = answers;
    const parts = new FormData();
    parts.append("complaint", JSON.stringify(complaint));
    for (const photo of photos) parts.append("photo", photo);
    const response = await fetch("/api/complaints", { method: "POST", body: parts });
    if (response.ok) body.replaceChildren(make("h2", { id: "done" }, flow.words.done));
  };
  const draw = () => {
    const step = STEPS[at];
    progress.value = at + 1;
    body.dataset.step = step;
    body.replaceChildren(...screens[step]());
    body.scrollTop = 0;
    const back = make("button", { className: "back", onclick: () => go(at - 1) }, flow.words.back);
    const next = make("button", { className: "next", onclick: proceed }, step === "review" ? flow.words.send : flow.words.next);
    foot.replaceChildren(...(at ? [back] : []), ...(at > 1 ? [next] : []));
    const heading = body.querySelector("h2");
    heading.tabIndex = -1;
    heading.focus();
  };
  document.body.append(host);
  dialog.showModal();
  draw();
}
