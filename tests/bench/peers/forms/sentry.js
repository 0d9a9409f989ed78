// Sentry's feedback dialog: one form with name, e-mail address and words, the tool that developers know. No steps, so no row for them.

import { feedbackIntegration, init } from "@sentry/browser";
import flow from "flow";

let feedback;

/** As its documentation has it: the SDK is set up when it is loaded. */
export function prepare() {
  feedback = feedbackIntegration({
    ...{ autoInject: false, colorScheme: "light", showBranding: false, isEmailRequired: true, enableScreenshot: true },
    ...{ formTitle: flow.title, nameLabel: flow.contact.name, emailLabel: flow.contact.email, messageLabel: flow.details.title },
    ...{ submitButtonLabel: flow.words.send, cancelButtonLabel: flow.words.close, successMessageText: flow.words.done },
  });
  init({ dsn: `http://public@${location.host}/1`, integrations: [feedback] });
}

export async function open() {
  const form = await feedback.createForm();
  form.appendToDom();
  form.open();
}
