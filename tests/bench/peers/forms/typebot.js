// Typebot's popup. Its flow lives on a server: ours answers in its place at once (typebot.ts), so these are its client's best figures.

import Typebot from "@typebot.io/js/web";

export function open() {
  Typebot.initPopup({ typebot: "complaint", apiHost: location.origin, isPreview: false });
  Typebot.open();
}
