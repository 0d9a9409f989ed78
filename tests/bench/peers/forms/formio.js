// Form.io: its renderer's wizard, a panel for each step, with Bootstrap and its icons as its documentation asks.

import "@formio/js/dist/formio.form.min.js";
import flow from "flow";

const panel = (title, ...components) => ({ type: "panel", key: title.replace(/\W/g, ""), title, components: components.map((component) => ({ input: true, ...component })) });
const pick = (name) => ({
  type: "radio",
  key: name,
  label: flow[name].title,
  description: flow[name].help,
  validate: { required: true },
  values: flow[name].options.map(({ id, label }) => ({ value: id, label })),
});
const row = (name, value) => `<dt>${name}</dt><dd>${value}</dd>`;
const ROWS = [
  ...[row(flow.reason.title, "{{ data.reason }}"), row(flow.remedy.title, "{{ data.remedy }}"), row(flow.photos.title, "{{ (data.photos || []).length }}")],
  ...[row(flow.details.title, "{{ data.details }}"), row(flow.contact.email, "{{ data.email }}")],
];
const FORM = {
  display: "wizard",
  components: [
    panel(flow.reason.title, pick("reason")),
    panel(flow.remedy.title, pick("remedy")),
    panel(
      flow.photos.title,
      { type: "file", key: "photos", label: flow.photos.title, description: flow.photos.help, storage: "base64", filePattern: "image/*", multiple: true },
      { type: "textarea", key: "details", label: flow.details.title, rows: 4 },
    ),
    panel(flow.contact.title, { type: "textfield", key: "name", label: flow.contact.name }, { type: "email", key: "email", label: flow.contact.email, validate: { required: true } }),
    panel(flow.review.title, { type: "htmlelement", key: "review", tag: "dl", attrs: [{ attr: "id", value: "review" }], refreshOnChange: true, input: false, content: ROWS.join("") }),
  ],
};

export async function open(dialog) {
  dialog.showModal();
  const { next, back, send, done } = flow.words;
  const wizard = await window.Formio.createForm(dialog, FORM, {
    noAlerts: true,
    breadcrumbSettings: { clickable: false },
    buttonSettings: { showCancel: false },
    i18n: { en: { next, previous: back, submit: send, complete: done } },
  });
  // Posted here, and not to a project of Form.io.
  wizard.nosubmit = true;
  wizard.on("submit", async ({ data }) => {
    const response = await fetch("/api/complaints", { method: "POST", body: JSON.stringify(data) });
    if (response.ok) dialog.innerHTML = `<h2 id="done">${done}</h2>`;
  });
}
