// What the widget keeps on the shopper's device, as a test sees it: the records, the pictures, and the mark.

import type { Page } from "@playwright/test";
import type { Scripted } from "./scripted";

export type Kept = { records: any[]; photos: string[]; mark: string | null };

/** All that is kept for the page's origin; nothing where there is no database. */
export function kept(page: Scripted): Promise<Kept> {
  return page.evaluate(async () => {
    const mark = localStorage.getItem("redress");
    const known = await indexedDB.databases();
    if (!known.some(({ name }) => name === "redress")) return { records: [], photos: [], mark };
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
    const database = await answer(indexedDB.open("redress", 1));
    const store = database.transaction("kept").objectStore("kept");
    const [text, keys] = await Promise.all([answer<string>(store.get("records")), answer(store.getAllKeys())]);
    database.close();
    return { records: JSON.parse(text ?? "[]"), photos: keys.map(String).filter((key) => key !== "records"), mark };
  });
}

/** Milliseconds that the widget waits for a database (`PATIENCE` in src/storage.rs). */
export const PATIENCE = 3_000;
/** Milliseconds: less than that. */
const LEAP = 2_000;

/** Lets time leap where the clock is the test's, but never past a database that is at work: a slow machine would make it one that does not answer. */
export async function leap(page: Page) {
  await kept(page);
  await page.clock.fastForward(LEAP);
}

/** Breaks what pages can keep, before the page's own scripts run. */
export const BREAK = {
  /** A setting or a policy: the very access throws. */
  refused: () => {
    const refuse = { get: () => { throw new DOMException("denied", "SecurityError"); } };
    Object.defineProperty(window, "indexedDB", refuse);
    Object.defineProperty(window, "localStorage", refuse);
  },
  /** As Safari 14 did: no answer, ever. */
  silent: () => {
    IDBFactory.prototype.open = () => ({}) as IDBOpenDBRequest;
  },
  /** No room: every transaction that writes is undone. */
  full: () => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...args) {
      const request = put.apply(this, args as [any]);
      this.transaction.abort();
      return request;
    };
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  },
};
