// A shopper without a pointer: presses keys, and looks where the focus is after each.

import { expect, type Page } from "@playwright/test";

/** Where the focus is. */
export type Stop = {
  /** Its accessible name, as far as text and labels tell. */
  name: string;
  /** Whether it is in the widget's dialog. */
  inside: boolean;
  /** What is wrong with it for somebody who sees: empty where it stands in view with a ring around it. */
  unseen: string;
  /** Its place in reading order: the index among all elements of the dialog. */
  at: number;
  /** Its top edge in the window. */
  top: number;
};

export class Keys {
  constructor(private readonly page: Page) {
    // The browser hands file choosers over only while somebody listens: from the beginning, and not in the instant before the key.
    page.on("filechooser", () => {});
  }

  async press(...keys: string[]) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  type(words: string) {
    return this.page.keyboard.type(words);
  }

  stop(): Promise<Stop> {
    return this.page.evaluate(look);
  }

  /** Goes on with Tab to what has this name; every stop on the way is in the dialog, in order, in view, with a ring. */
  async to(name: string, { key = "Tab", most = 20 } = {}) {
    const passed: Stop[] = [];
    while (passed.length < most) {
      await this.press(key);
      const stop = await this.stop();
      // After the last stop the browser's own window has its turn, which is nowhere in the page.
      if (!stop.name && !stop.inside) continue;
      expect(stop.inside, `"${stop.name}" is in the dialog`).toBe(true);
      expect(stop.unseen, `"${stop.name}" shows that it has the focus`).toBe("");
      expectOrder(passed.at(-1), stop, key);
      passed.push(stop);
      if (stop.name.startsWith(name)) return;
    }
    throw new Error(`${key} never reached "${name}": ${passed.map((stop) => stop.name).join(" · ")}`);
  }

  /** Goes on with Tab in the shop's page. */
  async toTrigger(name: string, order: string) {
    for (let presses = 0; presses < 60; presses += 1) {
      await this.press("Tab");
      const here = await this.page.evaluate(() => {
        const { textContent, dataset } = document.activeElement as HTMLElement;
        return [textContent!.trim(), dataset.redressOrder];
      });
      if (here[0] === name && here[1] === order) return;
    }
    throw new Error(`Tab never reached "${name}" of ${order}`);
  }

  /** Walks once around the dialog: the names of all stops, from where the focus is until it is there again. */
  async around(): Promise<string[]> {
    const names: string[] = [];
    let first: number | undefined;
    for (let presses = 0; presses < 40; presses += 1) {
      await this.press("Tab");
      const stop = await this.stop();
      if (!stop.name && !stop.inside) continue;
      expect(stop.inside, `"${stop.name}" is in the dialog`).toBe(true);
      expect(stop.unseen, `"${stop.name}" shows that it has the focus`).toBe("");
      if (stop.at === first) return names;
      first ??= stop.at;
      names.push(stop.name);
    }
    throw new Error(`Tab did not come round: ${names.join(" · ")}`);
  }
}

/** In reading order, unless it came round at an end. */
function expectOrder(before: Stop | undefined, stop: Stop, key: string) {
  if (!before || key.includes("Arrow")) return;
  const forwards = !key.startsWith("Shift");
  const cameRound = forwards ? stop.at < before.at : stop.at > before.at;
  if (cameRound) return;
  // Nothing jumps back up the screen; what scrolls moves all of it, so only stops of one line or below are told apart by the eye.
  if (forwards) expect(stop.at, `"${stop.name}" comes after "${before.name}"`).toBeGreaterThan(before.at);
}

/** In the page. */
function look(): Stop {
  let at = document.activeElement as HTMLElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement as HTMLElement;
  const root = at.getRootNode() as ShadowRoot | Document;
  const dialog = at.closest("dialog");
  const label = (at as HTMLInputElement).labels?.[0];
  const text = (element: HTMLElement | null | undefined) => element?.innerText?.replace(/\s+/g, " ").trim() ?? "";
  const nowhere = at === document.body || at === document.documentElement;
  const named = at.getAttribute("aria-labelledby");
  const name = nowhere ? "" : (named && text((root as ShadowRoot).getElementById(named))) || at.getAttribute("aria-label") || text(label) || text(at);
  const box = at.getBoundingClientRect();
  const order = dialog ? [...dialog.querySelectorAll("*")].indexOf(at) : -1;

  const unseen = () => {
    // A control that is drawn by its label shows its focus there.
    let ring = 0;
    for (const each of [at, label]) {
      if (!each) continue;
      const { outlineStyle, outlineWidth, outlineOffset, outlineColor, opacity } = getComputedStyle(each);
      if (outlineStyle === "none" || opacity === "0" || /, 0\)$|^transparent$/.test(outlineColor)) continue;
      if (parseFloat(outlineWidth) < 2) continue;
      ring = Math.max(0, parseFloat(outlineWidth) + parseFloat(outlineOffset));
      const { left, top, right, bottom: end } = each.getBoundingClientRect();
      // Of a high field the line with the caret is enough.
      const bottom = each.matches("textarea") ? top + 30 : end;
      if (left < 0 || right > innerWidth || top < 0 || bottom > innerHeight + 1) return `it is out of view: ${[left, top, right, bottom].map(Math.round)}`;
      // A frame that cuts off what sticks out of it cuts off the ring too.
      for (let frame = each.parentElement; frame; frame = frame.parentElement) {
        if (getComputedStyle(frame).overflowX === "visible") continue;
        const edge = frame.getBoundingClientRect();
        const cut = [edge.left - left + ring, edge.top - top + ring, right + ring - edge.right, bottom + ring - edge.bottom].filter((by) => by > Math.max(ring - 1, 0.5)).length;
        if (cut > 1) return `its ring is cut off by .${frame.className}`;
      }
      const hit = root.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (hit && !each.contains(hit) && !hit.contains(each)) return `it is covered by ${hit.localName}.${hit.className}`;
      return "";
    }
    return "it has no ring";
  };
  return { name, inside: Boolean(dialog), unseen: nowhere ? "" : unseen(), at: order, top: box.top };
}
