// @ts-check
// Opening: what the loader brings in on intent or click. It fetches the rest in one wave, shared by all widgets of the page, and puts
// the widget where the loader shows an empty frame. The bundle joins it with wasm-bindgen's glue, so that it is no request more.
//
// Placeholders in capitals are filled by `cargo xtask bundle`.

import init, { mount, resume } from "./glue.js";

/**
 * @typedef {import("./glue.js").Start} Start
 * @typedef {import("./glue.js").Handle} Handle
 * @typedef {import("./redress").RedressResult} Result
 * @typedef {import("./redress").RedressWidgetElement} WidgetElement
 */

const LOCALES = "__REDRESS_LOCALES__"; // tags with a space between them, the last resort first
const PARTIAL = "__REDRESS_PARTIAL__"; // tags, each after a space, that have the texts of the withdrawal only

/** Once the frame stands on the screen: where all is there already, drawing what is in it would else hold it up. A hidden page paints nothing. */
const painted = () => document.hidden || new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

/** @type {Result} */
const CLOSED = { outcome: "closed" };

// Keys that a shop's shortcuts would hear, and the wheel, which scripts for smooth scrolling take for the page. Who captures on the window
// hears them all the same; no page can be kept from that.
const INSIDE = ["keydown", "keypress", "keyup", "wheel"];

const WASM = "redress_bg.wasm"; // the loader asks for it, because it takes longest

/**
 * @param {Promise<Response>} wasm the first module, on its way
 * @param {string} base absolute URL of the versioned asset folder, ends with "/"
 * @param {string} configSource URL of the config, or "#id" of an inline script
 * @param {string} [shopLocale]
 */
export const begin = (wasm, base, configSource, shopLocale) => {
  // What takes a phone four times slower than a laptop long at its first use, now, while there is only waiting: Intl 45 ms, of which the list
  // of languages is the larger half, its dates 10 more, and the fonts 3 each: of the first screen, then of offers (style/). One in each
  // idle moment, so that no task grows long. Only earlier than it must be: a browser or a page that keeps one from us loses nothing else.
  const idle = window.requestIdleCallback || setTimeout;
  /** @type {any} */
  let canvas;
  const firsts = [
    () => Intl.Collator.supportedLocalesOf("en"),
    () => new Intl.NumberFormat(),
    () => new Intl.DateTimeFormat(),
    ..."13,14,15,16,500 15,600 15,600 16,700 22,600 12,600 17".split(",").map((font) => () => {
      canvas ||= document.createElement("canvas").getContext("2d");
      canvas.font = font + "px system-ui";
      canvas.measureText("a");
    }),
  ];
  const useNext = () => {
    try {
      firsts.shift()?.();
    } catch {}
    firsts[0] && idle(useNext);
  };
  idle(useNext);

  /** What was started, by name. @type {Record<string, Promise<any>>} */
  const loads = {};

  /** @template T @param {string} name @param {() => Promise<T>} load @returns {Promise<T>} */
  const once = (name, load) => (loads[name] ||= load());

  /** @param {string} url @param {Response | Promise<Response>} [asked] */
  const get = async (url, asked = fetch(url)) => {
    const response = await asked;
    if (!response.ok) throw `HTTP ${response.status} ${url}`;
    return response;
  };

  /** @param {string} name @returns {Promise<string>} */
  const file = (name) => once(name, async () => (await get(base + name)).text());

  /** @type {(error: unknown) => void} */
  let crashed;
  /** Rejects once the module has crashed. @type {Promise<undefined>} */
  const crash = new Promise((_, reject) => (crashed = reject));

  const start = async () => init({ module_or_path: await get(base + WASM, wasm), crashed });

  const sheet = async () => {
    const made = new CSSStyleSheet();
    made.replaceSync(await file("redress.css"));
    return made;
  };

  const config = async () => {
    try {
      const inline = document.getElementById(configSource.slice(1));
      const asked = configSource[0] === "#" ? new Response(inline?.textContent, { status: inline ? 200 : 404 }) : fetch(configSource);
      const response = await get(configSource, asked);
      return { config: await response.text(), configUrl: response.url || configSource };
    } catch (error) {
      throw { code: "config.unreachable", path: "", message: `${error}` };
    }
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
    const tag = [wished, shopLocale, document.documentElement.lang, ...navigator.languages].find(fit);
    return fit(tag) || known[0];
  };

  /** @param {string} localeId @returns {Promise<Partial<Start>>} */
  const files = async (localeId) => {
    const [found, preset, locale] = await Promise.all([
      once("config", config),
      file("presets/default.json"),
      file(`locales/${localeId}.json`),
      once("style", sheet),
      once("start", start),
    ]);
    return { base, ...found, preset, locale, localeId, locales: LOCALES, partial: PARTIAL };
  };

  return {
    /** Sends what waits on this device. @param {Start["emit"]} emit */
    resume: async (emit) => {
      resume({ ...(await files(guess())), wish: {}, emit });
    },

    /**
     * What goes on behind one element's frame.
     * @param {ShadowRoot} shadow
     * @param {(name: string, detail?: object) => boolean} emit
     * @param {(error: unknown, trigger?: HTMLElement) => void} fail tells, drops all and shows the fallback
     */
    sessionsOf: (shadow, emit, fail) => {
      const element = /** @type {WidgetElement} */ (shadow.host);
      const dialog = /** @type {HTMLDialogElement} */ (shadow.querySelector("dialog"));
      const closeButton = /** @type {HTMLElement} */ (shadow.querySelector(".close"));
      const [frameSheet] = shadow.adoptedStyleSheets;

      // A session is one filling of the form, from the first opening until it is sent or another takes its place; closing the dialog
      // does not end it. Each has its own container, and who holds another one than `root` comes too late.
      /** @type {HTMLElement | undefined} */
      let root;
      /** What was asked for: the same again goes on where it was left. @type {string | undefined} */
      let key;
      /** @type {Promise<Handle | undefined> | undefined} */
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

      /** Puts a session for these options in the place of the one there is, unless that is for the same. @param {any} options @param {boolean} [ahead] */
      const take = (options, ahead) => {
        const inline = isInline();
        /** @type {Record<string, any>} */
        const wish = { context: element.context, ...options };
        for (const name of ["flow", "order", "item", "locale"]) wish[name] = `${wish[name] || element.getAttribute(name) || ""}` || undefined;
        wish.locale ||= shopLocale;
        const wanted = JSON.stringify([inline, wish]);
        // What was drawn ahead may not be the page's last word.
        if (key === wanted && handle?.show(true) !== false) return;
        drop();
        key = wanted;
        flow = wish.flow || "complaint"; // until the widget tells which one the config starts with
        result = CLOSED;
        root = document.createElement("div");
        root.className = "root";
        for (const type of INSIDE) root.addEventListener(type, (event) => event.stopPropagation());
        (inline ? shadow : dialog).prepend(root);
        load(root, wish, inline, inline || ahead);
      };

      /** With `ahead` it is drawn for when it will be shown, unless something is kept here. @type {import("./glue.js").Open} */
      const open = async (options, opener, ahead) => {
        const inline = isInline();
        if (ahead) {
          key || inline || take(options, true);
          return CLOSED;
        }
        // Closed or removed before this script was there.
        if (!element.isConnected || (!inline && !dialog.open)) {
          emit("open");
          emit("close", { flow: options?.flow || element.getAttribute("flow") || "complaint", ...CLOSED });
          return CLOSED;
        }
        settleIn();
        trigger = opener;
        take(options);
        if (!settle) {
          opened = new Event("close").timeStamp; // performance.now() is a page's to change
          shown = new Promise((resolve) => (settle = resolve));
          if (!inline && !dialog.open) dialog.showModal(); // the session before this one closed it
          emit("open");
          if (handle) tellReady();
        }
        return shown;
      };

      /** What nobody waits for is done in short tasks, so that the page can answer in between. */
      const turn = () => settle || new Promise((done) => setTimeout(done));

      const tellReady = () => (ready ||= emit("ready"));

      /** @returns {Promise<void>} */
      const load = async (/** @type {HTMLElement} */ mine, /** @type {any} */ wish, /** @type {boolean} */ inline, /** @type {unknown} */ unseen) => {
        try {
          await 0; // else open() would show again what fails at once
          const localeId = guess(wish.locale, wish.flow);
          dialog.lang = localeId;
          const name = async () => (closeButton.ariaLabel = JSON.parse(await file(`locales/${localeId}.json`))["frame.close"]);
          const [given, style] = await Promise.all([files(localeId), once("style", sheet), name(), unseen || painted()]);
          await turn();
          if (root !== mine) return;
          shadow.adoptedStyleSheets = [frameSheet, style];
          mounting = mount(mine, {
            element,
            ...given,
            wish,
            ahead: !settle,
            turn,
            painted,
            idle: () => new Promise((done) => idle(done)),
            mode: inline ? "inline" : "dialog",
            emit: (name, detail) => {
              if (name === "sent" || name === "queued") result = { outcome: name, receipt: detail?.receipt };
              emit(name, detail);
            },
            close: (detail) => root === mine && finish(detail),
          });
          const mounted = await Promise.race([mounting, crash]);
          if (root !== mine) return;
          // What takes more than one look at the page waits until it is asked for.
          if (!mounted) return settle ? load(mine, wish, inline, inline) : drop();
          handle = mounted;
          if (settle) {
            handle.show(false);
            tellReady();
          }
        } catch (error) {
          if (root === mine) fail(error, trigger);
        }
      };

      /** As the platform's close gesture: the widget may first ask, or tell what became of it. */
      const close = () => {
        try {
          if (handle) handle.cancel();
          else finish();
        } catch (error) {
          fail(error, trigger); // it has crashed: the shopper must still get out
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
        mounting?.then((handle) => handle?.free()).catch(() => {});
        root = key = mounting = handle = undefined;
      };

      const settleIn = () => {
        if (!dialog.open || dialog.matches(":modal")) return;
        // Moving took it out of the top layer.
        dialog.open = false;
        dialog.showModal();
      };

      const dismiss = (/** @type {Event} */ event) => {
        if (event.target !== dialog) return; // a file input inside sends a "cancel" too, and that one bubbles
        event.preventDefault();
        close();
      };
      dialog.oncancel = dismiss;
      // Chromium closes without asking on a second Escape. The event comes late: it may be open again.
      dialog.onclose = () => dialog.open || finish();
      // The second click of a double one on the trigger meets what has come up: it neither closes nor answers anything.
      let opened = 0;
      dialog.addEventListener(
        "click",
        (event) => {
          if (event.timeStamp - opened < 500 && event.detail > 1) {
            event.stopPropagation();
            event.preventDefault();
          }
        },
        true,
      );
      // The backdrop counts if the press began there too: a text selection may end on it.
      /** @type {EventTarget | null} */
      let pressed;
      dialog.onpointerdown = ({ target }) => (pressed = target);
      dialog.onclick = (event) => {
        // With a body: a handler that returns false cancels the click, and with it every checkbox inside.
        if (pressed === dialog) dismiss(event);
      };

      return { open, close, drop, settleIn };
    },
  };
};
