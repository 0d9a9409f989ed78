// @ts-check
// The loader: all that a shop's page runs before somebody clicks. It defines <redress-widget>, listens for triggers, shows an
// empty frame at once and brings in the widget behind it. Where that fails, the page's own link or text stays the way to complain.
//
// It lives in a page that is not ours: it throws nothing, styles nothing outside its shadow roots, touches neither history nor
// markup of the page, and works under `script-src 'nonce-…' 'wasm-unsafe-eval'`, `style-src 'none'` and enforced Trusted Types.
// Placeholders in capitals are filled by `cargo xtask bundle`. One long file, because the merchant's tag loads one and no module.

/**
 * @typedef {ReturnType<typeof import("./opening.js").begin>} Opening
 * @typedef {ReturnType<Opening["sessionsOf"]>} Sessions
 * @typedef {import("./redress").RedressOpenOptions} Options
 * @typedef {import("./glue.js").Open} Open
 * @typedef {Omit<import("./redress").RedressWidgetElement, "open"> & { open: Open }} WidgetElement
 */

(() => {
  const doc = document;
  const TAG = "redress-widget";
  if (customElements.get(TAG)) return; // loaded twice

  // A module and a tag manager have no current script; <img name="currentScript"> would pass itself off as one.
  let script = doc.currentScript;
  if (!(script instanceof HTMLScriptElement)) script = doc.querySelector('script[src*="redress.js"]');
  const { src, dataset } = /** @type {HTMLScriptElement} */ (script);
  const base = new URL("__REDRESS_ASSETS__" + "/", src).href;
  const configSource = dataset.config || "#data-config"; // without the attribute, the error names it

  // ---- Loading ----

  /** What opens the widgets of this page. @type {Promise<Opening> | undefined} */
  let brought;
  // A browser may keep a failed import under its address (whatwg/html#6768): a new try gets its own.
  let retry = "";

  const bring = () => {
    if (!brought) {
      // The largest file is asked for at once, the others by opening.js.
      const wasm = fetch(base + "redress_bg.wasm");
      wasm.catch(String); // who waits for it hears of it
      // debug.js, the widget with a panel for developers, brings a module of its own and leaves this one: asking for both would be longer.
      const entry = dataset.debug != null ? "debug.js" : "redress.js";
      brought = import(base + entry + retry).then(({ begin }) => begin(wasm, base, configSource, dataset.locale));
    }
    return brought;
  };

  // What failed is forgotten, so that the next click tries again.
  const forget = () => {
    brought = undefined;
    retry += "?";
  };

  // ---- The element ----

  // A browser without constructable style sheets (before 2023) ends here, with nothing touched: links are links, fallbacks show.
  const frameSheet = new CSSStyleSheet();
  frameSheet.replaceSync(
    // A page may hide what is empty, or last. Of what is important the inner rule counts.
    ":host{display:contents}:host(:not([mode])){display:contents!important}" +
      // A sheet from below on a phone, a card elsewhere.
      ".frame{width:100%;max-width:480px;height:min(92dvh,760px);margin:auto auto 0;border-radius:20px 20px 0 0;border:0;padding:0;" +
      "overflow:hidden;background:var(--redress-surface,#fff)}" +
      "@media(min-width:560px){.frame{margin:auto;border-radius:20px}}" +
      "@media(prefers-color-scheme:dark){.frame{background:var(--redress-surface,#1a2027)}}" +
      ".frame::backdrop{background:#0008}" +
      ".close{float:inline-end;padding:8px 16px;border:0;background:none;color:gray;font:28px/1 system-ui}" +
      // Four bars: one and its shadows.
      ".skeleton{clear:both;height:60px;margin:0 20px;border-radius:14px;background:currentcolor;color:var(--redress-line,#7894);" +
      "box-shadow:0 72px,0 144px,0 216px}" +
      // From nearly nothing: where all is there already, they are there for one frame.
      "@media not (prefers-reduced-motion){.skeleton{animation:a 1s infinite alternate}}" +
      "@keyframes a{0%{opacity:.1}}",
  );

  /**
   * @template {keyof HTMLElementTagNameMap} T
   * @param {T} tag @param {string} name @param {...(Node | string)} children
   */
  const make = (tag, name, ...children) => {
    const element = doc.createElement(tag);
    element.className = name;
    element.append(...children);
    return element;
  };

  /** @param {EventTarget} target @returns {(name: string, detail?: object) => boolean} */
  const dispatch = (target) => (name, detail) =>
    target.dispatchEvent(new CustomEvent("redress:" + name, { bubbles: true, composed: true, detail }));

  /** What one element does: a closure, because it is shorter than private members. @param {HTMLElement} element */
  const control = (element) => {
    const shadow = element.attachShadow({ mode: "open", delegatesFocus: true });
    const closeButton = make("button", "close", "\xd7");
    const skeleton = make("div", "skeleton");
    const dialog = make("dialog", "frame", closeButton, skeleton);
    const slot = make("slot", "");
    slot.hidden = true;
    shadow.append(dialog, slot);
    shadow.adoptedStyleSheets = [frameSheet];
    dialog.part = "dialog";
    closeButton.part = "close";
    // Sixteen languages would be a sixth of this script: opening.js says it in the shopper's.
    closeButton.ariaLabel = "Close";
    skeleton.role = "progressbar";

    /** What goes on behind the frame, once opening.js is there. @type {Sessions | undefined} */
    let sessions;

    const isInline = () => element.getAttribute("mode") === "inline";

    const emit = dispatch(element);

    /** With `ahead` nothing is shown yet, but drawn for when it is. @type {Open} */
    const open = async (options, trigger, ahead) => {
      try {
        if (!ahead && (slot.hidden = !isInline()) && !dialog.open) {
          // Until the widget names it.
          dialog.ariaLabel = skeleton.ariaLabel = trigger?.ariaLabel || trigger?.textContent || doc.title;
          dialog.showModal();
          performance.mark("redress:click");
          // In a hidden part of the page it would be invisible and yet block everything else.
          if (!dialog.getClientRects().length) throw "hidden";
        }
        const { sessionsOf } = await bring();
        sessions ||= sessionsOf(shadow, emit, fail);
        return await sessions.open(options, trigger, ahead);
      } catch (error) {
        fail(error, trigger);
      }
      return { outcome: "closed" };
    };

    const close = () => (sessions || dialog).close();

    /** @param {any} error @param {HTMLElement} [trigger] */
    const fail = (error, trigger) => {
      forget();
      const shown = dialog.open || isInline(); // else it was closed before it failed, or only drawn ahead
      if (shown) {
        // A report about the config, or an exception; "code" alone would not tell, a DOMException has one.
        const told = error?.path == null ? { code: "widget.unavailable", path: "", message: error?.message || error } : error;
        console.error(`[redress] ${told.code} at ${told.path || "/"} in ${told === error ? configSource : base}: ${told.message}`);
        emit("error", told);
      }
      sessions?.drop();
      sessions = undefined;
      if (!shown) return;
      dialog.close();
      slot.hidden = false;
      const link = /** @type {any} */ (trigger?.closest("a[href]")); // as text, its whole address
      if (link) location = link;
      // Inline nobody asked for anything yet: the page stays where it is.
      else isInline() || element.firstElementChild?.scrollIntoView();
    };

    // A move is a removal and an insertion: look a microtask later, when both are done.
    const settleIn = async () => {
      await 0;
      if (!element.isConnected) (sessions?.drop || close)();
      else isInline() ? open() : sessions?.settleIn();
    };

    closeButton.onclick = close;

    return { open, close, settleIn };
  };

  class Widget extends HTMLElement {
    #control = Object.assign(this, control(this));
    connectedCallback() {
      this.#control.settleIn();
    }
    disconnectedCallback() {
      this.#control.settleIn();
    }
  }
  customElements.define(TAG, Widget);

  // ---- The page: triggers, deep links, window.redress ----

  // Through the path, because a trigger may stand in an open shadow root. Not by matches(): in a form, a field of that name hides it.
  /** @param {Event} event @returns {HTMLElement | undefined} */
  const triggerOf = (event) =>
    /** @type {any} */ (event.composedPath()).find((/** @type {any} */ node) => node.dataset?.redressOpen != null);

  /** The widget around the event, else the first of the page that is not inline. @param {Event} [event] @returns {WidgetElement | null} */
  const widgetOf = (event) =>
    /** @type {any} */ (event?.composedPath().find((node) => node instanceof Widget) || doc.querySelector(TAG + ":not([mode=inline])"));

  /** @type {WidgetElement} */
  let latest;
  // For a page that has none, and in the page only once it is opened.
  /** @type {WidgetElement} */
  let own;
  /** @param {Event} [event] */
  const widgetFor = (event) => (latest = widgetOf(event) || (own ||= /** @type {any} */ (new Widget())));

  /** @param {Options} options @param {Event} [event] @param {HTMLElement} [trigger] */
  const open = (options, event, trigger) => {
    if (!widgetFor(event).isConnected) doc.body.append(latest);
    return latest.open(options, trigger);
  };

  /** @param {HTMLElement} trigger @returns {Options} */
  const wishOf = ({ dataset }) => ({ flow: dataset.redressOpen, order: dataset.redressOrder, item: dataset.redressItem });

  doc.addEventListener("click", (event) => {
    const trigger = triggerOf(event);
    if (!trigger || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    open(wishOf(trigger), event, trigger);
    event.preventDefault(); // only now: should that fail, the link is followed
  });

  /** @type {Promise<any> | undefined} */
  let prepared;
  // Silent: if it fails, the click tries again and tells.
  /** @param {any} trigger @param {Event} [event] */
  const prepare = (trigger, event) => trigger && (prepared ||= widgetFor(event).open(wishOf(trigger), trigger, true));
  const idle = window.requestIdleCallback || setTimeout;
  // What was confirmed and not taken yet is sent from any page of the shop. A page that may not look has nothing to send.
  try {
    if (+localStorage.redress)
      idle(() =>
        bring()
          .then(({ resume }) => resume(dispatch(doc)))
          .catch(forget),
      );
  } catch {}
  if (dataset.preload === "idle") idle(() => prepare(doc.querySelector("[data-redress-open]") || doc.body));
  else if (dataset.preload !== "none")
    // A finger's touch is a pointerover too, and that one cannot hold up scrolling.
    for (const type of ["pointerover", "focusin"])
      doc.addEventListener(type, (event) => prepare(triggerOf(event), event));

  const followHash = () => {
    if (location.hash.search("#redress=")) return; // 0: it begins so
    const { redress: flow, order, item, token } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    // Neither an order number nor a token stays in the address bar. An empty fragment jumps to the top of the page: go back.
    const top = scrollY;
    location.replace(location.href.replace(/#.*/, "#"));
    open({ flow, order, item, token });
    scrollTo(0, top);
  };

  /** @type {any} */
  const api = (window.redress = {
    version: "__REDRESS_VERSION__",
    open: (/** @type {Options} */ options) => open(options),
    close: () => latest?.close(),
    on: (/** @type {string} */ event, /** @type {any} */ listener) => {
      doc.addEventListener("redress:" + event, listener);
      return () => doc.removeEventListener("redress:" + event, listener);
    },
  });

  const start = () => {
    addEventListener("hashchange", followHash);
    followHash();
    const run = (/** @type {any[][]} */ ...calls) => {
      for (const [method, ...rest] of calls) api[method]?.(...rest);
      return 0;
    };
    const queue = (window.redressQueue ||= []);
    queue.push = run;
    run(...queue.splice(0));
  };
  // Only a whole page tells whether it has a widget of its own, and what it knows: a deferred script may still write the context
  // while the page is "interactive". That API is deprecated but everywhere, and a third as long as its successor.
  if (performance.timing.domContentLoadedEventStart) start();
  else doc.addEventListener("DOMContentLoaded", start);
})();
