// Formbricks' survey renderer, the last that is on npm. It asks for one thing at a time: photos and words are two steps, and there is no review.

import { renderSurveyInline } from "@formbricks/surveys";
import flow from "flow";

const common = { required: true, buttonLabel: flow.words.next, backButtonLabel: flow.words.back };
const pick = (name) => ({
  ...{ id: name, type: "multipleChoiceSingle", headline: flow[name].title, subheader: flow[name].help, shuffleOption: "none" },
  ...{ choices: flow[name].options.map(({ id, label }) => ({ id, label })), ...common },
});
const SURVEY = {
  ...{ id: "complaint", name: flow.title, type: "link", status: "inProgress", welcomeCard: { enabled: false }, hiddenFields: { enabled: false }, styling: null, triggers: [] },
  thankYouCard: { enabled: true, headline: flow.words.done },
  questions: [
    pick("reason"),
    pick("remedy"),
    { id: "photos", type: "fileUpload", headline: flow.photos.title, subheader: flow.photos.help, allowMultipleFiles: true, ...common, required: false },
    { id: "details", type: "openText", headline: flow.details.title, longAnswer: true, inputType: "text", ...common, required: false },
    { id: "email", type: "openText", headline: flow.contact.email, inputType: "email", longAnswer: false, ...common, buttonLabel: flow.words.send },
  ],
};

const asData = (file) =>
  new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(file);
  });

export function open(dialog) {
  const answers = {};
  dialog.id = "form";
  dialog.showModal();
  renderSurveyInline({
    ...{ containerId: "form", survey: SURVEY, brandColor: "#0b5a6b", isBrandingEnabled: false, onFileUpload: asData },
    onResponse: ({ data, finished }) => {
      Object.assign(answers, data);
      if (finished) fetch("/api/complaints", { method: "POST", body: JSON.stringify(answers) });
    },
  });
}
