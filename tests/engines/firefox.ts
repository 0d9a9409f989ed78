// Lets Playwright drive Debian's Firefox: over WebDriver BiDi, which Playwright 1.65 speaks for its channel "moz-firefox".

// Playwright has no types for it.
const { ws } = require("playwright-core/lib/utilsBundle");

const UNKNOWN = "emulation.setMediaFeaturesOverride";

/**
 * Playwright sends this command for each new context, wanted or not, and Firefox 153 does not know it: "unknown command", and no context.
 * It is answered here in Firefox's place. To be removed once Debian's Firefox knows it.
 */
export function answerForFirefox() {
  const send = ws.prototype.send;
  ws.prototype.send = function (data: unknown, ...rest: unknown[]) {
    if (typeof data !== "string" || !data.includes(`"${UNKNOWN}"`)) return send.call(this, data, ...rest);
    const answer = JSON.stringify({ type: "success", id: JSON.parse(data).id, result: {} });
    queueMicrotask(() => this.emit("message", Buffer.from(answer), false));
  };
}

/** `prefers-reduced-motion: reduce`, which the command above would ask for. */
export const preferences = { "ui.prefersReducedMotion": 1 };
