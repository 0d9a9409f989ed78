// The entry for applications: puts the loader, the one script of embed/, into the page. Importing it does nothing, so that a server may
// import it, too, and a bundler drops what is not called.

import beside from "./base.js";

/** @type {Promise<import("./element.js").RedressApi> | undefined} */
let loading;
/** @type {{ createScriptURL(url: string): string } | null | undefined} */
let policy;

/**
 * Loads the widget's script once; the first call's options count.
 * @param {import("./index.js").LoadOptions} [options]
 * @returns {Promise<import("./element.js").RedressApi>}
 */
export function load(options = {}) {
  // On a server there is nothing to load, and a rejection that nobody handles would end it.
  if (typeof document === "undefined") return new Promise(() => {});
  // A script tag of the page was faster; loading twice is loading once.
  if (window.redress) return Promise.resolve(window.redress);
  return (loading ||= insert(options));
}

/** @param {import("./index.js").LoadOptions} options @returns {Promise<import("./element.js").RedressApi>} */
function insert({ base = beside, nonce, integrity, debug, ...data }) {
  const folder = new URL(base.endsWith("/") ? base : base + "/", document.baseURI);
  const { href } = new URL("redress.js", folder);
  const script = document.createElement("script");
  for (const name of /** @type {const} */ (["config", "locale", "preload"])) if (data[name]) script.dataset[name] = data[name];
  if (debug) script.dataset.debug = "";
  if (nonce) script.nonce = nonce;
  if (integrity) {
    script.integrity = integrity;
    script.crossOrigin = "anonymous"; // without it a browser cannot check what comes from another host
  }
  return new Promise((resolve, reject) => {
    const fail = (/** @type {unknown} */ cause) => {
      loading = undefined; // the next call tries again
      script.remove();
      const mend =
        "It must be served with the folder beside it: use the plugin redress/vite, or copy the folder with `npx redress-copy public/redress` " +
        'and say where it is: load({ base: "/redress/" }). A Content Security Policy must allow it in script-src and, where it demands Trusted Types, name `trusted-types redress`.';
      reject(new Error(`redress: cannot load ${href}. ${mend}`, { cause }));
    };
    script.onload = () => resolve(window.redress);
    script.onerror = fail;
    try {
      script.src = trusted(href);
      document.head.append(script);
    } catch (error) {
      fail(error);
    }
  });
}

/** Where Trusted Types are enforced, the shop allows our policy by name: `trusted-types redress`. @param {string} url */
function trusted(url) {
  if (policy === undefined) {
    try {
      policy = /** @type {any} */ (window).trustedTypes?.createPolicy("redress", { createScriptURL: (/** @type {string} */ own) => own });
    } catch {
      policy = null;
    }
  }
  return policy ? policy.createScriptURL(url) : url;
}
