// The complaint that every form asks for: the questions and words of our default preset, for goods whose buyer the page does not know.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const texts = JSON.parse(readFileSync(resolve(__dirname, "../../../locales/en.json"), "utf8"));

const option = (key: string) => (id: string) => ({ id, label: texts[`${key}.${id}.title`] ?? texts[`${key}.${id}`], help: texts[`${key}.${id}.help`] });
const REASONS = ["faulty", "damaged", "wrong-item", "missing-part", "not-as-described", "late", "not-delivered", "dangerous", "service", "other"];

export const flow = {
  title: "Report a problem",
  words: { next: texts["nav.continue"], back: texts["nav.back"], close: texts["frame.close"], send: texts["review.send"], done: "Thank you. We have it." },
  reason: { title: texts["step.reason.title"], help: texts["step.reason.help"], options: REASONS.map(option("step.reason.option")) },
  remedy: { title: texts["step.remedy.title.faulty"], help: texts["step.remedy.help"], options: ["repair", "replacement"].map(option("remedy")) },
  photos: { title: texts["step.photos.title"], help: texts["step.photos.help"] },
  details: { title: texts["step.details.title"], help: texts["step.details.help"] },
  contact: { title: texts["step.contact.title"], name: texts["field.name"], email: texts["field.email"] },
  review: { title: texts["review.title"] },
};
