// What stands in the shop's page for every form but ours, which brings its own: as small as can be, with the same three ways to load.

const trigger = document.querySelector("#report");
const { preload } = document.currentScript.dataset;

/** @param {string} href */
const style = (href) =>
  new Promise((done, failed) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done, onerror: failed });
    document.head.append(link);
  });

let loading;
const load = () =>
  (loading ||= Promise.all([import("./form.js"), ...STYLES.map(style)]).then(([form]) => {
    form.prepare?.();
    return form;
  }));

if (preload === "idle") requestIdleCallback(load);
if (preload === "intent") trigger.addEventListener("pointerover", load);
trigger.addEventListener("click", async (event) => {
  event.preventDefault();
  const form = await load();
  // For those that draw into an element and bring no dialog.
  form.open(document.body.appendChild(document.createElement("dialog")));
});
