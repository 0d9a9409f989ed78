// Typebot's server, as far as its client asks it: the flow one answer at a time, without typing emulation and fonts of the web.

import { flow } from "./flow";
import type { Api } from "./server";

type Options = { id: string; label: string }[];

let count = 0;
const id = () => `id${(count += 1)}`;
const says = (text: string) => ({ id: id(), type: "text", content: { type: "richText", richText: [{ type: "p", children: [{ text }] }] } });
const asks = (type: string, options: object) => ({ id: id(), type, options });
const choice = (options: Options) => ({
  ...asks("choice input", { isMultipleChoice: false }),
  items: options.map(({ id, label }) => ({ id, content: label, outgoingEdgeId: "next" })),
});

const { reason, remedy, details, contact, words } = flow;
const TURNS = [
  () => ({ messages: [says(reason.title)], input: choice(reason.options) }),
  () => ({ messages: [says(remedy.title)], input: choice(remedy.options) }),
  () => ({ messages: [says(details.title)], input: asks("text input", { isLong: true, labels: { button: words.next, placeholder: "" } }) }),
  () => ({ messages: [says(contact.title)], input: asks("email input", { labels: { button: words.send, placeholder: contact.email } }) }),
  () => ({ messages: [says(words.done)] }),
];
const BOT = {
  ...{ id: "complaint", version: "6.1", publishedAt: "2026-01-01T00:00:00.000Z" },
  theme: { general: { font: { type: "Custom", family: "system-ui", css: "" }, background: { type: "Color", content: "#ffffff" } }, chat: {} },
  settings: { general: { isBrandingEnabled: false }, typingEmulation: { enabled: false } },
};

/** Answers as one visitor goes through; a start begins anew. */
export function typebot(): Api {
  let turn = 0;
  return (path) => {
    if (!path.startsWith("/api/v1/")) return undefined;
    const starts = path.endsWith("/startChat");
    turn = starts ? 0 : turn + 1;
    return { ...(starts && { sessionId: "session", resultId: "result", typebot: BOT }), clientSideActions: [], logs: [], ...TURNS[Math.min(turn, TURNS.length - 1)]() };
  };
}
