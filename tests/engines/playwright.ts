// Chromium by Playwright's own way, Debian's Firefox by Playwright over WebDriver BiDi: each visitor has a fresh context.

import type { ElementHandle, Page } from "@playwright/test";
import { hasFocus, Visitor, type Key, type Role } from "./visitor";

export class PlaywrightVisitor extends Visitor<ElementHandle> {
  private readonly heard: string[] = [];

  constructor(
    private readonly page: Page,
    private readonly origin: string,
  ) {
    super();
    page.setDefaultTimeout(5_000);
    page.on("console", (message) => /error|warning/.test(message.type()) && this.heard.push(message.text()));
    page.on("pageerror", (error) => this.heard.push(String(error)));
  }

  async troubles() {
    return this.heard;
  }

  async open(path: string) {
    await this.page.goto(this.origin + path);
  }

  async reload() {
    await this.page.reload();
  }

  press(key: Key) {
    return this.page.keyboard.press(key);
  }

  type(words: string) {
    return this.page.keyboard.type(words);
  }

  evaluate<Result>(script: () => Result | Promise<Result>) {
    return this.page.evaluate(script);
  }

  picture() {
    return this.page.screenshot();
  }

  protected async find(role: Role, name: string) {
    const all = role === "file" ? this.page.getByLabel(name) : this.page.getByRole(role, { name: new RegExp(literally(name)) });
    return (await all.filter({ visible: true }).elementHandles())[0];
  }

  protected click(element: ElementHandle) {
    return element.click();
  }

  protected async write(element: ElementHandle, text: string) {
    await element.click();
    await this.page.keyboard.type(text);
  }

  protected choose(element: ElementHandle, file: string) {
    return element.setInputFiles(file);
  }

  protected isFocused(element: ElementHandle) {
    return element.evaluate(hasFocus);
  }
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
