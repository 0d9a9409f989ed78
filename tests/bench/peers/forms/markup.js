// What of a step is the browser's own: the very elements and styles of our widget, taken from it, put in place without any engine. Nothing is
// entered here; every button that leads on does just that.

import { css, screens } from "redress-markup";

export function open() {
  const host = document.createElement("div");
  host.id = "form";
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = css.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  const template = document.createElement("template");
  template.innerHTML = `<dialog class="frame"><div class="root" lang="en" dir="ltr"><div class="app" data-mode="dialog"><div class="screen"></div></div></div></dialog>`;
  root.append(template.content);
  const screen = root.querySelector(".screen");
  const parsed = screens.map((parts) => {
    template.innerHTML = parts.join("");
    return [...template.content.children];
  });
  let at = 0;
  const go = (to) => {
    const from = screen.children.length ? at : undefined;
    at = to;
    screen.dataset.at = at;
    // Header, progress and footer stay where they say the same, as ours do.
    parsed[at].forEach((part, nth) => {
      if (from === undefined) screen.append(part.cloneNode(true));
      else if (screens[from][nth] !== screens[at][nth]) screen.children[nth].replaceWith(part.cloneNode(true));
    });
    screen.querySelector("h2").focus();
  };
  screen.addEventListener("click", ({ target }) => {
    if (target.closest("[part=back]")) go(at - 1);
    else if (target.closest("[part=option], [part=primary]")) go(at + 1);
  });
  document.body.append(host);
  root.querySelector("dialog").showModal();
  go(0);
}
