// Who is measured, and how each is walked through: which elements show a screen, are filled in and lead on.

import { flow } from "./flow";
import type { Api } from "./server";
import { typebot } from "./typebot";

export type Screen = {
  /** What shows that this screen is there and can be answered; selectors as `find` of watch.ts takes them. */
  shows: string;
  /** A radio button, for forms whose choice does not lead on by itself: pressed before the clock runs. */
  choose?: string;
  write?: [into: string, text: string][];
  /** The file input, or the button that opens the browser's chooser. */
  photo?: { input: string } | { button: string };
  /** What leads to the next screen, on the last one: what sends. */
  press: string;
};

export type Peer = {
  /** The file in forms/, and the folder in which it is served. */
  name: string;
  title: string;
  /** Its packages, whose versions are told. */
  packages: string[];
  /** Files beside its code: a path in node_modules, and the name under which it is served. Style sheets are linked. */
  files?: [from: string, to: string][];
  screens: Screen[];
  /** What shows that its dialog is there, before anything can be answered. */
  frame?: string;
  /** What leads back; without it only the way forth is walked. */
  back?: string;
  /** Answers in place of its server. */
  api?: () => Api;
  /** At every step: what that takes is the network's. */
  asksServer?: boolean;
  /** What is not the same as in the others. */
  note?: string;
};

const PHOTO = { input: "input[type=file]" };
/** What is looked for in what was posted. */
export const WORDS = "It hums, then it goes out.";
const EMAIL = "ida@example.org";

/** The hand-written ones have the same elements. */
const written = (inside: string): Pick<Peer, "screens" | "back"> => {
  const next = `${inside} .next`;
  return {
    screens: [
      { shows: `${inside} [data-step=reason] .card`, press: `${inside} .card[value=faulty]` },
      { shows: `${inside} [data-step=remedy] .card`, press: `${inside} .card[value=repair]` },
      { shows: `${inside} [data-step=evidence] textarea`, photo: { input: `${inside} input[type=file]` }, write: [[`${inside} textarea`, WORDS]], press: next },
      { shows: `${inside} [data-step=contact] input`, write: [[`${inside} input[type=email]`, EMAIL]], press: next },
      { shows: `${inside} [data-step=review] dl`, press: next },
    ],
    back: `${inside} .back`,
  };
};

const OURS = "redress-widget >>> ";
const TYPEBOT = "typebot-popup >>> ";
const button = ({ options }: typeof flow.reason) => `.typebot-button:text(${options[0].label})`;
const FORM = "#form >>> ";

/** The floor, of which everything else is a multiple. */
export const FLOOR = "vanilla";
export const REDRESS = "redress";
/** Our elements and style without any engine: only turns pages, so it is compared where pages are turned. */
export const MARKUP = "markup";

export const peers: Peer[] = [
  { name: FLOOR, title: "Vanilla, by hand: the floor", packages: [], ...written(FORM) },
  {
    name: MARKUP,
    title: "Our elements and style, no engine",
    packages: [],
    screens: [0, 1, 2, 3, 4].map((at) => ({ shows: `${FORM}[data-at="${at}"] .main`, press: `${FORM}:is(.main [part=option], [part=primary])` })),
    back: `${FORM}[part=back]`,
  },
  { name: "preact", title: "Preact, by hand", packages: ["preact"], ...written(FORM) },
  {
    name: REDRESS,
    title: "Redress",
    packages: [],
    frame: `${OURS}dialog[open]`,
    screens: [
      { shows: `${OURS}[data-step=reason] [part=option]`, press: `${OURS}[data-value=faulty]` },
      { shows: `${OURS}[data-step=remedy] [part=option]`, press: `${OURS}[data-value=repair]` },
      { shows: `${OURS}[data-step=photos] textarea`, photo: { input: `${OURS}[type=file][multiple]` }, write: [[`${OURS}textarea`, WORDS]], press: `${OURS}[part=primary]` },
      { shows: `${OURS}[data-step=contact] input`, write: [[`${OURS}[type=email]`, EMAIL]], press: `${OURS}[part=primary]` },
      { shows: `${OURS}[data-step=review] dl`, press: `${OURS}[part=primary]` },
    ],
    back: `${OURS}[part=back]`,
  },
  {
    name: "sentry",
    title: "Sentry feedback",
    packages: ["@sentry/browser"],
    screens: [
      {
        shows: "#sentry-feedback >>> textarea",
        write: [["#sentry-feedback >>> [name=email]", EMAIL], ["#sentry-feedback >>> textarea", WORDS]],
        press: "#sentry-feedback >>> [type=submit]",
      },
    ],
    note: "one form, no steps",
  },
  {
    name: "formbricks",
    title: "Formbricks",
    packages: ["@formbricks/surveys"],
    screens: [
      { shows: "#form [name=reason]", choose: "#form label:has([name=reason])", press: "#form [type=submit]" },
      { shows: "#form [name=remedy]", choose: "#form label:has([name=remedy])", press: "#form [type=submit]" },
      { shows: `#form form:text(${flow.photos.title})`, photo: { input: "#form [type=file]" }, press: "#form [type=submit]" },
      { shows: "#form textarea", write: [["#form textarea", WORDS]], press: "#form [type=submit]" },
      { shows: "#form [type=email]", write: [["#form [type=email]", EMAIL]], press: "#form [type=submit]" },
    ],
    note: "its last version on npm; photo and words apart, no name, no review",
  },
  {
    name: "rjsf",
    title: "react-jsonschema-form",
    packages: ["@rjsf/core", "react"],
    screens: [
      { shows: "[data-step=reason] [type=radio]", choose: "[data-step=reason] label:has([type=radio])", press: ".next" },
      { shows: "[data-step=remedy] [type=radio]", choose: "[data-step=remedy] label:has([type=radio])", press: ".next" },
      { shows: "[data-step=evidence] textarea", photo: PHOTO, write: [["textarea", WORDS]], press: ".next" },
      { shows: "[data-step=contact] input", write: [["[type=email]", EMAIL]], press: ".next" },
      { shows: "[data-step=review] dl", press: ".next" },
    ],
    back: ".back",
  },
  {
    name: "typebot",
    title: "Typebot",
    packages: ["@typebot.io/js"],
    screens: [
      { shows: `${TYPEBOT}${button(flow.reason)}`, press: `${TYPEBOT}${button(flow.reason)}` },
      { shows: `${TYPEBOT}${button(flow.remedy)}`, press: `${TYPEBOT}${button(flow.remedy)}` },
      { shows: `${TYPEBOT}textarea`, write: [[`${TYPEBOT}textarea`, WORDS]], press: `${TYPEBOT}form .typebot-button` },
      { shows: `${TYPEBOT}[type=email]`, write: [[`${TYPEBOT}[type=email]`, EMAIL]], press: `${TYPEBOT}form .typebot-button` },
    ],
    api: typebot,
    asksServer: true,
    note: "its client alone: the server is ours and answers at once; no photo, no review",
  },
  {
    name: "surveyjs",
    title: "SurveyJS",
    packages: ["survey-core"],
    files: [["survey-core/survey-core.fontless.min.css", "survey-core.css"]],
    screens: [
      { shows: "[value=faulty]", choose: "label:has([value=faulty])", press: ".sd-navigation__next-btn" },
      { shows: "[value=repair]", choose: "label:has([value=repair])", press: ".sd-navigation__next-btn" },
      { shows: ".sd-body textarea", photo: { button: ".sd-file__choose-btn" }, write: [[".sd-body textarea", WORDS]], press: ".sd-navigation__next-btn" },
      { shows: ".sd-body [type=email]", write: [[".sd-body [type=email]", EMAIL]], press: ".sd-navigation__preview-btn" },
      { shows: ".sd-navigation__complete-btn", press: ".sd-navigation__complete-btn" },
    ],
    note: "its steps forth only: its review has no way back",
  },
  {
    name: "formio",
    title: "Form.io",
    packages: ["@formio/js", "bootstrap"],
    files: [
      ["bootstrap/dist/css/bootstrap.min.css", "bootstrap.css"],
      ["@formio/js/dist/formio.form.min.css", "formio.css"],
      ["bootstrap-icons/font/bootstrap-icons.min.css", "bootstrap-icons.css"],
      ["bootstrap-icons/font/fonts/bootstrap-icons.woff2", "fonts/bootstrap-icons.woff2"],
    ],
    screens: [
      { shows: "[value=faulty]", choose: "[value=faulty]", press: ".btn-wizard-nav-next" },
      { shows: "[value=repair]", choose: "[value=repair]", press: ".btn-wizard-nav-next" },
      { shows: "[name='data[details]']", photo: { button: "a.browse" }, write: [["[name='data[details]']", WORDS]], press: ".btn-wizard-nav-next" },
      { shows: "[name='data[email]']", write: [["[name='data[email]']", EMAIL]], press: ".btn-wizard-nav-next" },
      { shows: "#review", press: ".btn-wizard-nav-submit" },
    ],
    back: ".btn-wizard-nav-previous",
  },
];
