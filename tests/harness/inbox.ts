// The other side: what the shop's people see, in a browser of their own.

import { expect, type Browser, type BrowserContext, type Locator, type Page } from "@playwright/test";

export class Inbox {
  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly origin: string,
  ) {}

  /** Logs in with the link that the desk prints. */
  static async open(browser: Browser, origin: string, link: string): Promise<Inbox> {
    const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin", viewport: { width: 1280, height: 900 }, isMobile: false, hasTouch: false });
    const page = await context.newPage();
    await page.goto(origin + link);
    // The token does not stay in the address bar.
    await expect(page).toHaveURL(`${origin}/inbox`);
    return new Inbox(context, page, origin);
  }

  /** How many cases there are. */
  async count(): Promise<number> {
    await this.page.goto(`${this.origin}/inbox`);
    return Number.parseInt(await this.page.getByText(/^\d+ cases?$/).innerText());
  }

  /** Opens one case from the list. */
  async read(reference: string): Promise<Locator> {
    await this.page.goto(`${this.origin}/inbox`);
    await this.page.getByRole("link").filter({ hasText: reference }).click();
    await expect(this.page.getByRole("heading", { level: 1, name: reference })).toBeVisible();
    return this.page.getByRole("main");
  }

  /** All that the open case says in answer to something, where it says this. */
  answer(text: string): Locator {
    return this.page.getByRole("main").getByRole("definition").filter({ hasText: text });
  }

  /** The sizes of the photos shown: 0 × 0 for one that cannot be loaded. */
  async photos(): Promise<[width: number, height: number][]> {
    const photos = this.page.getByRole("img", { name: /^Photo \d+ of this case/ });
    return photos.evaluateAll((all) =>
      Promise.all(
        (all as HTMLImageElement[]).map(async (photo): Promise<[number, number]> => {
          photo.loading = "eager";
          await photo.decode().catch(() => {});
          return [photo.naturalWidth, photo.naturalHeight];
        }),
      ),
    );
  }

  /** Asks for a path as the same person. */
  fetch(path: string) {
    return this.context.request.get(this.origin + path);
  }

  close() {
    return this.context.close();
  }
}
