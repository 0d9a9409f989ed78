// Writes what the widget may know of the page where it looks for it, as a shop's server would have done: host page, first stage.

/** Fills `script`, a JSON data block about orders, and returns it. */
export function publish(script, contexts) {
  script.dataset.redressContext = "";
  return fill(script, contexts);
}

/** Fills a JSON data block and returns it. Enforced Trusted Types guard the text of every script element, of a data block too. */
export function fill(script, value) {
  const json = JSON.stringify(value);
  const policy = globalThis.trustedTypes?.createPolicy("demo", { createScript: (text) => text });
  script.type = "application/json";
  script.text = policy ? policy.createScript(json) : json;
  return script;
}
