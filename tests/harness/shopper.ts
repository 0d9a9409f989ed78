// What a shopper does, in terms of what they see: texts, roles and labels. It counts its taps, and so does the page.

import { expect, type Frame, type Locator, type Page } from "@playwright/test";
import { aboveOffers, shopWords, words, type Lang, type Say } from "./words";

export class Shopper {
  readonly say: Say;
  readonly shop: (typeof shopWords)[Lang];
  /** The widget's dialog. */
  readonly dialog: Locator;

  constructor(
    readonly page: Page,
    private readonly origin: string,
    readonly lang: Lang,
    private readonly touch: boolean,
  ) {
    this.say = words(lang);
    this.shop = shopWords[lang];
    this.dialog = page.locator("redress-widget").getByRole("dialog");
  }

  /** The same shopper in another tab. */
  on(page: Page): Shopper {
    return new Shopper(page, this.origin, this.lang, this.touch);
  }

  /** The same shopper in a frame of the page, which has all that is asked of a page here. */
  inside(frame: Frame): Shopper {
    return this.on(frame as unknown as Page);
  }

  /** Opens the demo shop's order page, or another. */
  async visit(path = "/") {
    await this.page.addInitScript(() => {
      Object.assign(window, { taps: 0 });
      addEventListener("click", (event) => event.isTrusted && event.detail > 0 && ((window as any).taps += 1), true);
    });
    const query = path === "/" ? `/?lang=${this.lang}` : path;
    await this.page.goto(this.origin + query);
    await this.page.waitForFunction(() => "redress" in window);
  }

  /**
   * With a finger on a phone, with a mouse elsewhere. Never as the second half of a double tap on the trigger, which answers nothing for
   * 500 ms: a robot is quicker than that. `opened` is noted in test.ts.
   */
  async tap(target: Locator) {
    if (!this.touch) return target.click();
    await target.waitFor(); // it opens meanwhile
    const since = await this.page.evaluate(() => new Event("now").timeStamp - (window as any).opened);
    if (since < 500) await new Promise((done) => setTimeout(done, 500 - since));
    await target.tap();
  }

  /** How many taps and clicks the page has seen. */
  taps(): Promise<number> {
    return this.page.evaluate(() => (window as any).taps);
  }

  /** An order's card on the demo shop's page. */
  order(number: string): Locator {
    return this.page.getByRole("article", { name: new RegExp(number) });
  }

  async report(order: string) {
    await this.tap(this.order(order).getByRole("link", { name: this.shop.report }));
  }

  /** Waits for the screen of this question. */
  async sees(key: string, values?: Record<string, string | number>) {
    await expect(this.heading(key === "step.remedy.title" ? aboveOffers(this.lang) : this.say(key, values))).toBeVisible();
  }

  heading(name: string | RegExp): Locator {
    return this.dialog.getByRole("heading", { level: 2, name });
  }

  /** The question just answered, then the answer: a button, or a label of a field. */
  option(key: string): Locator {
    return this.dialog.getByRole("button", { name: this.say(key) }).filter({ visible: true });
  }

  button(key: string): Locator {
    return this.dialog.getByRole("button", { name: this.say(key), exact: true });
  }

  async choose(key: string) {
    await this.tap(this.option(key));
  }

  async press(key: string) {
    await this.tap(this.button(key));
  }

  /** The review's value in the row of a name. */
  row(key: string): Locator {
    const name = this.page.getByRole("term").getByText(this.say(key), { exact: true });
    return this.dialog.locator("dl > div", { has: name });
  }

  async change(key: string, nth = 0) {
    const row = this.row(key).nth(nth);
    await this.tap(row.getByRole("button", { name: this.say("nav.change.what", { what: this.say(key) }) }));
  }

  async addPhotos(...photos: Buffer[]) {
    const files = photos.map((buffer, at) => ({ name: `IMG_${at + 1}.jpg`, mimeType: "image/jpeg", buffer }));
    await this.dialog.getByLabel(this.say("photos.choose")).setInputFiles(files);
    await expect(this.dialog.getByRole("img", { name: this.say("photos.nth", { index: photos.length }) })).toBeVisible();
  }

  /** The reference on the receipt, which must be there. */
  async reference(): Promise<string> {
    const shown = this.dialog.locator("#reference .code");
    await expect(shown).toBeVisible();
    return shown.innerText();
  }
}
