// @ts-check
// The loader: all that a shop's page runs before somebody clicks. It defines <redress-widget>, listens for triggers, shows an
// empty frame at once and brings in the widget behind it. Where that fails, the page's own link or text stays the way to complain.
//
// It lives in a page that is not ours: it throws nothing, styles nothing outside its shadow roots, touches neither history nor
// markup of the page, and works under `script-src 'nonce-…' 'wasm-unsafe-eval'`, `style-src 'none'` and enforced Trusted Types.
// Placeholders in capitals are filled by `cargo xtask bundle`. One long file, because the merchant's tag loads one and no module.

/**
 * What the widget gets (the Rust side is `mount` in src/lib.rs).
 * @typedef {object} Start
 * @property {HTMLElement} element
 * @property {string} base absolute URL of the versioned asset folder, ends with "/"
 * @property {string} configUrl absolute URL of the config, or "#id" of an inline script
 * @property {string} config
 * @property {string} preset
 * @property {string} locale text of the guessed locale file
 * @property {string} localeId
 * @property {string} locales
 * @property {string} partial
 * @property {Wish} wish
 * @property {"dialog" | "inline"} mode
 * @property {(name: string, detail?: any) => void} emit
 * @property {(detail: Partial<Result> & { flow?: string, step?: string, discarded?: boolean }) => void} close
 *
 * @typedef {object} Wish
 * @property {string} flow
 * @property {string} [order]
 * @property {string} [item]
 * @property {object} [context]
 * @property {object} [prefill]
 * @property {string} [token]
 * @property {string} [locale]
 *
 * @typedef {{ cancel(): void, free(): void }} Handle
 * @typedef {{ default(init: object): Promise<unknown>, mount(root: Element, start: Start): Promise<Handle>, resume(start: Partial<Start>): Promise<void> }} Glue
 * @typedef {import("./redress").RedressResult} Result
 * @typedef {import("./redress").RedressOpenOptions} Options
 * @typedef {import("./redress").RedressWidgetElement} WidgetElement
 */

(() => {
  const doc = document;
  const TAG = "redress-widget";
  if (customElements.get(TAG)) return; // loaded twice

  const LOCALES = "__REDRESS_LOCALES__"; // tags with a space between them, the last resort first
  const PARTIAL = "__REDRESS_PARTIAL__"; // tags, each after a space, that have the texts of the withdrawal only

  // A module and a tag manager have no current script; <img name="currentScript"> would pass itself off as one.
  let script = doc.currentScript;
  if (!(script instanceof HTMLScriptElement)) script = doc.querySelector('script[src*="redress.js"]');
  const { src, dataset } = /** @type {HTMLScriptElement} */ (script);
  const base = new URL("__REDRESS_ASSETS__" + "/", src).href;
  const configSource = dataset.config || "#data-config"; // without the attribute, the error names it

  // ---- Loading: one wave, shared by all widgets of the page ----

  /** What was started, by name. @type {Record<string, Promise<any>>} */
  let loads = {};
  // A browser may keep a failed import under its address (whatwg/html#6768): a new try gets its own.
  let retry = "";

  /** @template T @param {string} name @param {() => Promise<T>} load @returns {Promise<T>} */
  const once = (name, load) => (loads[name] ||= load());

  // A failed wave is forgotten, so that the next click tries again.
  const forget = () => {
    loads = {};
    retry += "?";
  };

  /** @param {string} url a "#id" is an element of the page */
  const get = async (url) => {
    const inline = doc.getElementById(url.slice(1));
    const response = url[0] === "#" ? new Response(inline?.textContent, { status: inline ? 200 : 404 }) : await fetch(url);
    if (!response.ok) throw `HTTP ${response.status} ${url}`;
    return response;
  };

  /** @param {string} name @returns {Promise<string>} */
  const file = (name) => once(name, async () => (await get(base + name)).text());

  /** @returns {Promise<Glue>} */
  const loadGlue = async () => {
    const [glue, wasm] = await Promise.all([import(base + "redress.js" + retry), get(base + "redress_bg.wasm")]);
    await glue.default({ module_or_path: wasm });
    return glue;
  };

  const loadConfig = async () => {
    try {
      const response = await get(configSource);
      return { config: await response.text(), configUrl: response.url || configSource };
    } catch (error) {
      throw { code: "config.unreachable", path: "", message: `${error}` };
    }
  };

  /** @param {string} css */
  const sheet = (css) => {
    const made = new CSSStyleSheet();
    made.replaceSync(css);
    return made;
  };

  /**
   * The best language there is.
   * @param {string | null} [wished]
   * @param {string | null} [flow]
   * @returns {string}
   */
  const guess = (wished, flow) => {
    const known = (flow === "withdrawal" ? LOCALES + PARTIAL : LOCALES).split(" ");
    // The last that fits is the most exact one: "zh-Hant" comes after "zh".
    const fit = (/** @type {any} */ tag) => known.findLast((id) => RegExp(`^${id}\\b`, "i").test(tag));
    const tag = [wished, dataset.locale, doc.documentElement.lang, ...navigator.languages].find(fit);
    return fit(tag) || known[0];
  };

  /** @param {string | null} [wished] a locale @param {string | null} [flow] */
  const wave = async (wished, flow) => {
    const localeId = guess(wished, flow);
    const [glue, style, config, preset, locale] = await Promise.all([
      once("glue", loadGlue),
      once("style", async () => sheet(await file("redress.css"))),
      once("config", loadConfig),
      file("presets/default.json"),
      file(`locales/${localeId}.json`),
    ]);
    return /** @type {const} */ ([glue, style, { ...config, preset, locale, localeId, locales: LOCALES, partial: PARTIAL }]);
  };

  // ---- The element ----

  // A browser without constructable style sheets (before 2023) ends here, with nothing touched: links are links, fallbacks show.
  const frameSheet = sheet(
    ":host{display:contents}" +
      // A sheet from below on a phone, a card elsewhere.
      ".frame{width:100%;max-width:480px;height:min(92dvh,760px);margin:auto auto 0;border:0;padding:0;border-radius:20px 20px 0 0;" +
      "overflow:hidden;background:var(--redress-surface,#fff)}" +
      "@media(min-width:560px){.frame{margin:auto;border-radius:20px}}" +
      "@media(prefers-color-scheme:dark){.frame{background:var(--redress-surface,#1a2027)}}" +
      ".frame::backdrop{background:#0008}" +
      // As soon as the widget has drawn something, all that stood in for it gives way. Its container leaves no bare patch of the
      // dialog: a click on that would count as the backdrop.
      ".root:not(:empty)~*{display:none}" +
      ".frame>.root:not(:empty){height:100%;overflow:auto}" +
      ".close{float:inline-end;padding:8px 16px;border:0;background:none;color:gray;font:28px/1 system-ui}" +
      // Four bars: one and its shadows.
      ".skeleton{clear:both;height:60px;margin:0 20px;border-radius:14px;background:currentcolor;color:var(--redress-line,#7894);" +
      "box-shadow:0 72px,0 144px,0 216px}" +
      "@media not (prefers-reduced-motion){.skeleton{animation:a 2s infinite}}" +
      "@keyframes a{50%{opacity:.5}}",
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

  /** @type {Result} */
  const CLOSED = { outcome: "closed" };

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
    skeleton.role = "progressbar";

    // A session is one filling of the form, from the first opening until it is sent or another takes its place; closing the dialog
    // does not end it. Each has its own container, and who holds another one than `root` comes too late.
    /** @type {HTMLElement | undefined} */
    let root;
    /** What was asked for: the same again goes on where it was left. @type {string | undefined} */
    let key;
    /** @type {Promise<Handle> | undefined} */
    let mounting;
    /** @type {Handle | undefined} */
    let handle;
    /** @type {string} */
    let flow;
    /** What open() tells if it is closed now. @type {Result} */
    let result;
    /** @type {HTMLElement | undefined} */
    let trigger;
    /** Settles the promise of open(); there is one while it is shown. @type {((result: Result) => void) | undefined} */
    let settle;
    /** @type {Promise<Result>} */
    let shown;
    let ready = false;

    const isInline = () => element.getAttribute("mode") === "inline";

    const emit = dispatch(element);

    /** @type {WidgetElement["open"]} */
    const open = async (options, opener) => {
      const inline = isInline();
      /** @type {Record<string, any>} */
      const wish = {
        // Read late: it may have been set before the element was upgraded.
        context: /** @type {any} */ (element).context,
        ...options,
      };
      for (const name of ["flow", "order", "item", "locale"]) wish[name] = `${wish[name] || element.getAttribute(name) || ""}` || undefined;
      wish.locale ||= dataset.locale;
      slot.hidden = !inline;
      trigger = opener;
      try {
        const wanted = JSON.stringify([inline, wish]);
        if (key !== wanted) {
          drop();
          key = wanted;
          flow = wish.flow || "complaint"; // until the widget tells which one the config starts with
          result = CLOSED;
          (inline ? shadow : dialog).prepend((root = make("div", "root")));
          load(root, wish, inline);
        }
        if (!settle) {
          shown = new Promise((resolve) => (settle = resolve));
          if (!inline) show(wish);
          emit("open");
        }
      } catch (error) {
        fail(error);
      }
      return shown;
    };

    const show = (/** @type {any} */ wish) => {
      dialog.lang = guess(wish.locale, wish.flow);
      // In the shopper's language as soon as its file is there: sixteen names for it would be a sixth of this script.
      closeButton.ariaLabel = "Close";
      file(`locales/${dialog.lang}.json`).then((text) => (closeButton.ariaLabel = JSON.parse(text)["frame.close"]), String);
      // Until the widget names it.
      dialog.ariaLabel = skeleton.ariaLabel = trigger?.ariaLabel || trigger?.textContent || doc.title;
      performance.mark("redress:click");
      dialog.showModal();
      // In a hidden part of the page it would be invisible and yet block everything else.
      if (!dialog.getClientRects().length) throw "hidden";
    };

    const load = async (/** @type {HTMLElement} */ mine, /** @type {any} */ wish, /** @type {boolean} */ inline) => {
      try {
        const [glue, style, files] = await wave(wish.locale, wish.flow);
        if (root !== mine) return;
        shadow.adoptedStyleSheets = [frameSheet, style];
        mounting = glue.mount(mine, {
          element,
          base,
          ...files,
          wish,
          mode: inline ? "inline" : "dialog",
          emit: (name, detail) => {
            if (name === "sent" || name === "queued") result = { outcome: name, receipt: detail?.receipt };
            emit(name, detail);
          },
          close: (detail) => root === mine && finish(detail),
        });
        const mounted = await mounting;
        if (root !== mine) return;
        handle = mounted;
        ready ||= emit("ready");
      } catch (error) {
        forget();
        if (root === mine) fail(error);
      }
    };

    /** As the platform's close gesture: the widget may first ask, or tell what became of it. */
    const close = () => {
      try {
        if (handle) handle.cancel();
        else finish();
      } catch (error) {
        fail(error); // it has crashed: the shopper must still get out
      }
    };

    /** @param {Partial<Result> & { flow?: string, step?: string, discarded?: boolean }} [detail] */
    const finish = (detail) => {
      if (!settle) return;
      const { receipt, ...told } = { flow, ...result, ...detail };
      const { outcome } = told;
      settle({ outcome, receipt });
      settle = undefined;
      dialog.close();
      // Safari does not focus what is clicked, so the dialog alone would give the focus back to nobody.
      trigger?.focus({ preventScroll: true });
      // What is sent or discarded is not gone on with; inline, its receipt stays in the page.
      if (outcome === "sent" || told.discarded) key = "";
      if (!handle || (!key && !isInline())) drop();
      emit("close", told);
    };

    const drop = () => {
      finish();
      root?.remove();
      // Later, for two reasons: it may still be mounting, and the call to close it may come from the widget itself.
      mounting?.then((handle) => handle.free()).catch(() => {});
      root = key = mounting = handle = undefined;
    };

    const fail = (/** @type {any} */ error) => {
      let { code, path, message = error } = Object(error);
      // An exception, and not a report about the config; "code" alone would not tell, a DOMException has one.
      const crash = path == null;
      if (crash) (code = "widget.unavailable"), (path = "");
      console.error(`[redress] ${code} at ${path || "/"} in ${crash ? base : configSource}: ${message}`);
      emit("error", { code, path, message });
      drop();
      slot.hidden = false;
      const href = /** @type {HTMLAnchorElement | null | undefined} */ (trigger?.closest("a[href]"))?.href;
      if (href) location.assign(href);
      // Inline nobody asked for anything yet: the page stays where it is.
      else isInline() || element.firstElementChild?.scrollIntoView();
    };

    // A move is a removal and an insertion: look a microtask later, when both are done.
    const settleIn = async () => {
      await 0;
      if (!element.isConnected) drop();
      else if (isInline()) open();
      else if (dialog.open && !dialog.matches(":modal")) {
        // Moving took it out of the top layer.
        dialog.open = false;
        dialog.showModal();
      }
    };

    closeButton.onclick = close;
    const dismiss = (/** @type {Event} */ event) => {
      if (event.target !== dialog) return; // a file input inside sends a "cancel" too, and that one bubbles
      event.preventDefault();
      close();
    };
    dialog.oncancel = dismiss;
    // Chromium closes without asking on a second Escape. The event comes late: it may be open again.
    dialog.onclose = () => dialog.open || finish();
    // The backdrop counts if the press began there too: a text selection may end on it.
    /** @type {EventTarget | null} */
    let pressed;
    dialog.onpointerdown = ({ target }) => (pressed = target);
    dialog.onclick = (event) => {
      // With a body: a handler that returns false cancels the click, and with it every checkbox inside.
      if (pressed === dialog) dismiss(event);
    };

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

  /** @type {WidgetElement | null} */
  let latest;

  /** @param {Options} options @param {Event} [event] @param {HTMLElement} [trigger] */
  const open = (options, event, trigger) => {
    latest = widgetOf(event);
    if (!latest) doc.body.append((latest = /** @type {any} */ (new Widget())));
    return /** @type {WidgetElement} */ (latest).open(options, trigger);
  };

  doc.addEventListener("click", (event) => {
    const trigger = triggerOf(event);
    if (!trigger || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const { redressOpen: flow, redressOrder: order, redressItem: item } = trigger.dataset;
    open({ flow, order, item }, event, trigger);
  });

  /** @type {Promise<any> | undefined} */
  let prepared;
  // Silent: if it fails, the click tries again and tells.
  /** @param {Event} [event] */
  const prepare = (event) => (prepared ||= wave(widgetOf(event)?.getAttribute("locale")).catch(forget));
  const idle = window.requestIdleCallback || setTimeout;
  // What was confirmed and not taken yet is sent from any page of the shop. A page that may not look has nothing to send.
  try {
    if (+localStorage.redress)
      idle(async () => {
        const [glue, , files] = (await prepare()) || [];
        glue?.resume({ base, ...files, wish: {}, emit: dispatch(doc) });
      });
  } catch {}
  if (dataset.preload === "idle") idle(() => prepare());
  else if (dataset.preload !== "none")
    // A finger's touch is a pointerover too, and that one cannot hold up scrolling.
    for (const type of ["pointerover", "focusin"]) doc.addEventListener(type, (event) => triggerOf(event) && prepare(event));

  const followHash = () => {
    if (!location.hash.startsWith("#redress=")) return;
    const { redress: flow, order, item, token } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    // Neither an order number nor a token stays in the address bar. An empty fragment jumps to the top of the page: go back.
    const top = scrollY;
    location.replace(location.href.replace(/#.*/, "#"));
    scrollTo(0, top);
    open({ flow, order, item, token });
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
