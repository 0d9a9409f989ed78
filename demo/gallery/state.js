// Shows one state of the widget, by the script tag that every shop uses: host page, first stage. The address says which one:
// ?state=<id>&lang=<tag>&mode=dialog|inline&scheme=light|dark. `gallery.show` shows another, or the same in another mode or in the
// language of &also=<tag>.

import { moved, today } from "../dates.js";
import { fill } from "../publish.js";
import { longConfig, longContext } from "./long.js";
import { RIGHT_TO_LEFT, states } from "./states.js";
import { forget, stub } from "./stubs.js";

const DAY = "2026-11-21";
/** Pictures of the demo shop's goods, by the beginning of their article numbers. */
const PICTURES = { "TT-VAS": "vase", "TT-CAN": "candles", "TT-BOA": "board", "TT-KET": "kettle", "TT-CHO": "chocolates", "TT-COA": "coat", "TT-LMP": "lamp" };

const query = new URLSearchParams(location.search);
const [asked, also, scheme] = ["lang", "also", "scheme"].map((name) => query.get(name));

/** @type {import("./states.js").State} */
let state;
/** @type {import("../../src/embed/redress").RedressWidgetElement} */
let element;
/** Puts the widget into the page, in the place of the one that is there; for another order if one is named. */
let appear = (/** @type {string | undefined} */ other) => void other;
/** What is being shown: the next one waits for it. */
let shown = Promise.resolve();
/** The page's config: the loader reads it once. */
let configured;

if (scheme) document.documentElement.style.colorScheme = scheme;
// In the overview's frames nothing may take the focus from the page around them, as modal dialogs and popovers do even where all is inert
// (Chromium 156): what is only opened does not, and is made to look like one.
if (parent !== window) {
  HTMLElement.prototype.focus = () => {};
  HTMLDialogElement.prototype.showModal = function () {
    Object.assign(this.style, { position: "fixed", inset: "0", zIndex: "1", boxShadow: "0 0 0 100vmax #0008" });
    this.open = true;
  };
}
globalThis.gallery = { show: (look) => (shown = shown.then(() => show(look))) };
globalThis.gallery.show({ id: query.get("state"), lang: asked ?? "en", mode: query.get("mode") });

/**
 * Shows a state, which must have the config of the first one of this page (`pageOf` in states.js). Resolves when it is there; the root
 * element's `data-state` tells it too: `ready`, or what went wrong.
 */
async function show({ id, lang, mode: wished }) {
  const root = document.documentElement;
  delete root.dataset.state;
  try {
    state = states.find((each) => each.id === id) ?? states[0];
    const mode = state.mode ?? wished;
    document.title = `${state.title} · ${state.group} · Gallery`;
    document.getElementById("title").textContent = state.title;
    stub(state);
    const [context] = await Promise.all([contextOf(state), (configured ??= configure(state)), customElements.whenDefined("redress-widget")]);
    element?.remove();
    await forget();
    const tag = state.lang ?? lang;
    root.lang = tag;
    root.dir = RIGHT_TO_LEFT.includes(tag) ? "rtl" : "ltr";
    appear = (other = context.order?.number) => {
      element?.remove();
      element = document.createElement("redress-widget");
      const wish = { mode, locale: tag, flow: state.flow, item: state.item, order: other };
      for (const [name, value] of Object.entries(wish)) if (value) element.setAttribute(name, value);
      element.context = other ? { ...context, order: { ...context.order, number: other } } : context;
      element.append(document.getElementById("fallback").content.cloneNode(true));
      document.getElementById("widget").append(element);
      if (mode !== "inline") void element.open();
    };
    appear();
    if (!state.loading) await until(() => find(".screen"), "a first screen");
    for (const [verb, what] of state.steps) {
      await VERBS[verb](what);
      // What a tap changes is drawn in microtasks.
      await pause(0);
    }
    await until(() => find(state.until), state.until);
    await until(() => all("img").every((image) => image.complete), "the pictures");
    await pause(0);
    root.dataset.state = "ready";
  } catch (error) {
    root.dataset.state = `${error}`;
    console.error(`gallery: ${state.id}: ${error}`);
  }
}

/** A file of a state's example. */
async function read({ example }, file) {
  return (await fetch(`/examples/${example}/${file}.json`)).json();
}

/** The example's config with what the state changes, put where the loader looks for it. */
async function configure(state) {
  let config = merged(await read(state, "config"), state.config);
  if (state.long) config = longConfig(config);
  // A shop that speaks English and what is asked for.
  config.locales = [...new Set(["en", also, asked, state.lang])].filter(Boolean);
  if (scheme) config.theme = { ...config.theme, scheme };
  fill(document.getElementById("config"), config);
}

/** The example's context with what the state changes, its days moved to today. */
async function contextOf(state) {
  let context = merged(await read(state, "context"), state.context);
  if (state.long) context = longContext(context);
  for (const item of context.items ?? []) {
    const picture = PICTURES[item.sku?.slice(0, 6)];
    if (picture) item.image = `/demo/${picture}.svg`;
  }
  return moved(context, DAY, today());
}

/** A merge patch (RFC 7396), but with arrays merged by place. */
function merged(target, patch) {
  if (patch === undefined) return target;
  if (typeof patch !== "object" || patch === null) return patch;
  const made = Array.isArray(target) ? [...target] : { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete made[key];
    else made[key] = merged(made[key], value);
  }
  return made;
}

const VERBS = {
  choose: async (value) => press(await until(() => find(`[part="option"][data-value="${value}"], [part="chip"][data-value="${value}"]`), value)),
  tick: async (nth) => (await until(() => all(".main :is([type=checkbox], [type=radio]):not([role=switch])")[nth - 1], `box ${nth}`)).click(),
  same: async () => (await until(() => find("[role=switch]"), "a switch")).click(),
  continue: async () => (await until(() => find('[part="primary"]'), "a primary button")).click(),
  again: async () => {
    await until(() => localStorage.redress, "something kept");
    appear();
    await until(() => find('[data-step="resume"]'), "what was kept");
  },
  // Of the order at hand a complaint waits; the widget is opened for another, and shows what waits.
  outbox: async () => {
    await until(() => find(".badge") && localStorage.redress === "1", "a complaint that waits");
    appear("QI-20999");
    (await until(() => all(".aside > .quiet")[1], "a way to what waits")).click();
    await until(() => find('[data-step="outbox"]'), "what waits");
  },
  discard: async () => (await until(() => find('[part="discard"]'), "a way to delete it")).click(),
  person: async () => (await until(() => find('.footer .quiet[part="secondary"]'), "a way to a person")).click(),
  close: async () => (await until(() => find('[part="close"]'), "a cross")).click(),
  open: async () => {
    const summary = await until(() => find("summary"), "something to unfold");
    summary.click();
    bringUp(summary);
  },
  fill: async (values) => {
    for (const [name, value] of Object.entries(values)) {
      const field = await until(() => find(`[id^="field-"][id$="-${name}"]:is(input, select, textarea)`), name);
      field.value = moved(value, DAY, today());
      for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
    }
  },
  photos: async (count) => {
    const input = await until(() => find("[type=file][multiple]"), "a place for photos");
    const files = new DataTransfer();
    for (let at = 0; at < count; at += 1) files.items.add(await photo(at));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    await until(() => all(".previews img").length === count && find(".previews img").complete, "the photos");
  },
};

/** An option is a button, or the label of a box. */
function press(option) {
  bringUp(option);
  (option.querySelector("input") ?? option).click();
}

/** Scrolls what would be below the edge up to the middle. Not by scrollIntoView, which moves the pages around a frame as well. */
function bringUp(target) {
  let frame = target.parentElement;
  while (frame && frame.scrollHeight <= frame.clientHeight + 1) frame = frame.parentElement;
  if (!frame) return;
  const [{ top, bottom }, middle] = [frame.getBoundingClientRect(), target.getBoundingClientRect().top];
  if (target.getBoundingClientRect().bottom > bottom) frame.scrollTop += middle - (top + bottom) / 2;
}

/** A picture of something on a table. */
async function photo(at) {
  const canvas = new OffscreenCanvas(640, 480);
  const paint = canvas.getContext("2d");
  paint.fillStyle = ["#a98258", "#7d8f6a"][at % 2];
  paint.fillRect(0, 0, 640, 480);
  paint.fillStyle = "#e9e1d2";
  paint.beginPath();
  paint.arc(320, 250, 150, at * 0.4, Math.PI * 1.4 + at);
  paint.lineTo(300, 210);
  paint.fill();
  return new File([await canvas.convertToBlob({ type: "image/jpeg" })], `IMG_${at + 1}.jpg`, { type: "image/jpeg" });
}

function all(selector) {
  return [...element.shadowRoot.querySelectorAll(selector)];
}

function find(selector) {
  return element.shadowRoot.querySelector(selector);
}

/** What `look` finds, as soon as it does. */
async function until(look, what) {
  for (let tries = 0; tries < 800; tries += 1) {
    const found = look();
    if (found) return found;
    await pause(10);
  }
  throw new Error(`there is no ${what}`);
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
