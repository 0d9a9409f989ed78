// SurveyJS: a page for each step, its own review and its own theme.

import { Model } from "survey-core";
import "survey-js-ui";
import flow from "flow";

const pick = (name) => ({
  type: "radiogroup",
  name,
  title: flow[name].title,
  description: flow[name].help,
  isRequired: true,
  choices: flow[name].options.map(({ id, label }) => ({ value: id, text: label })),
});
const PAGES = [
  [pick("reason")],
  [pick("remedy")],
  [
    { type: "file", name: "photos", title: flow.photos.title, description: flow.photos.help, acceptedTypes: "image/*", allowMultiple: true, storeDataAsText: true },
    { type: "comment", name: "details", title: flow.details.title },
  ],
  [
    { type: "text", name: "name", title: flow.contact.name, autocomplete: "name" },
    { type: "text", inputType: "email", name: "email", title: flow.contact.email, isRequired: true, validators: [{ type: "email" }] },
  ],
];

export function open(dialog) {
  const survey = new Model({
    title: flow.title,
    showProgressBar: true,
    showPreviewBeforeComplete: true,
    completedHtml: `<h2 id="done">${flow.words.done}</h2>`,
    pages: PAGES.map((elements) => ({ elements })),
  });
  survey.onComplete.add(({ data }) => fetch("/api/complaints", { method: "POST", body: JSON.stringify(data) }));
  dialog.showModal();
  survey.render(dialog);
}
