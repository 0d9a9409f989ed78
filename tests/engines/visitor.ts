// A shopper in whichever browser: what they see, tap, type and press. Journeys are written against this; each browser's driver fills in the rest.

import { expect } from "@playwright/test";

export type Role = "alert" | "button" | "combobox" | "dialog" | "file" | "heading" | "img" | "link" | "textbox";
/** Named as Playwright names them. */
export type Key = "Enter" | "Escape" | "Shift+Tab" | "Space" | "Tab";

/** `Element` is how the driver holds one of the page's. */
export abstract class Visitor<Element = unknown> {
  /** Troubles that a test is about. */
  readonly expected: RegExp[] = [];

  /** Errors and warnings of the page so far. */
  abstract troubles(): Promise<string[]>;

  abstract open(path: string): Promise<void>;
  abstract reload(): Promise<void>;
  abstract press(key: Key): Promise<void>;
  abstract type(words: string): Promise<void>;
  /** Runs a script in the page. */
  abstract evaluate<Result>(script: () => Result | Promise<Result>): Promise<Result>;
  /** What the window shows, as PNG. */
  abstract picture(): Promise<Buffer>;

  /** The first visible one, also in open shadow roots, whose accessible name has these words in it. While a modal dialog is open: in it. */
  protected abstract find(role: Role, name: string): Promise<Element | undefined>;
  protected abstract click(element: Element): Promise<void>;
  /** Types into an empty field. */
  protected abstract write(element: Element, text: string): Promise<void>;
  protected abstract choose(element: Element, file: string): Promise<void>;
  protected abstract isFocused(element: Element): Promise<boolean>;

  tap(role: Role, name: string) {
    return this.act(role, name, (element) => this.click(element));
  }

  fill(name: string, text: string) {
    return this.act("textbox", name, (element) => this.write(element, text));
  }

  upload(name: string, file: string) {
    return this.act("file", name, (element) => this.choose(element, file));
  }

  sees(role: Role, name: string) {
    return this.act(role, name, async () => {});
  }

  async misses(role: Role, name: string) {
    await soon(async () => expect(await this.find(role, name), `no ${role} "${name}"`).toBeUndefined());
  }

  focuses(role: Role, name: string) {
    return this.act(role, name, async (element) => expect(await this.isFocused(element), `the focus is on the ${role} "${name}"`).toBe(true));
  }

  /** Goes on with Tab, or back, until the focus is there. Not around the end: there Firefox gives the focus to its own window, and WebDriver's keys do not reach that. */
  async tabTo(role: Role, name: string, key: "Tab" | "Shift+Tab" = "Tab") {
    await this.sees(role, name);
    for (let presses = 0; presses < 40; presses += 1) {
      await this.press(key);
      // Looked for anew: a screen is drawn again when the second module has come.
      const element = await this.find(role, name);
      if (element !== undefined && (await this.isFocused(element))) return;
    }
    throw new Error(`${key} never reached the ${role} "${name}"`);
  }

  private act(role: Role, name: string, what: (element: Element) => Promise<void>) {
    return soon(async () => {
      const element = await this.find(role, name);
      if (element === undefined) throw new Error(`there is no ${role} "${name}"`);
      await what(element);
    });
  }
}

/** Until it goes through. What it does must be harmless to do again. */
export const soon = (what: () => Promise<void>) => expect(what).toPass({ timeout: 10_000, intervals: [50] });

/** In the page: whether the focus is on this element, in whichever shadow root. */
export function hasFocus(element: Node | null): boolean {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return element === focused;
}
