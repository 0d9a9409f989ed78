// What a guest could leave in a page: everything that a script of the page can ask about it, so that two moments can be compared.

import type { CDPSession, Frame } from "@playwright/test";

/** One moment of a page. Hashes where the whole would be megabytes. */
export type Traces = Awaited<ReturnType<typeof traces>>;

/** How many elements are looked at for their styles. */
const ELEMENTS = 200;

/** What is in the page, but for our element; runs there. */
function inPage(elements: number) {
  const hash = (text: string) => {
    let value = 0x811c9dc5;
    for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
    return (value >>> 0).toString(16);
  };
  const source = (value: unknown) => (typeof value === "function" ? Function.prototype.toString.call(value) : typeof value);
  /** Names of all own properties, and the source of what is called or read by them: one that was replaced is no longer native. */
  const own = (object: any): string =>
    Reflect.ownKeys(object)
      .map((key) => {
        const { value, get, set } = Reflect.getOwnPropertyDescriptor(object, key)!;
        return [String(key), source(value), source(get), source(set)].join();
      })
      .join();
  const globals: Record<string, string> = {};
  for (const key of Reflect.ownKeys(window)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(window, key)!;
    const { value } = descriptor;
    const parts = [source(value), source(descriptor.get)];
    if (typeof value === "function") parts.push(own(value), value.prototype ? own(value.prototype) : "");
    globals[String(key)] = hash(parts.join());
  }
  const styles: Record<string, string> = {};
  const all = [...document.querySelectorAll("html, body, body *")].filter((element) => element.localName !== "redress-widget");
  const properties = [...getComputedStyle(document.body)];
  // Not by entries(): shops change what that is.
  for (let at = 0; at < elements && at < all.length; at += 1) {
    const element = all[at];
    const computed = getComputedStyle(element);
    styles[`${at} ${element.localName}`] = properties.map((property) => `${property}: ${computed.getPropertyValue(property)};`).join("\n");
  }
  const keys = (storage: "localStorage" | "sessionStorage") => {
    try {
      return Object.keys(window[storage]);
    } catch {
      return "refused";
    }
  };
  const cookies = () => {
    try {
      return document.cookie;
    } catch {
      return "refused";
    }
  };
  return {
    globals,
    styles,
    markup: document.documentElement.outerHTML.replace(/<redress-widget><\/redress-widget>/g, ""),
    title: document.title,
    address: location.href,
    history: `${history.length} ${Object.keys(history.state ?? {})}`,
    scroll: `${[scrollX, scrollY, ...[...document.querySelectorAll("main, body")].map(({ scrollTop }) => scrollTop)]}`,
    sheets: `${document.styleSheets.length} and ${document.adoptedStyleSheets.length} adopted`,
    animations: document.getAnimations().length,
    storage: `${keys("localStorage")} ${keys("sessionStorage")} ${cookies()}`,
  };
}

/** What listens to the window and to the elements that every page has: the browser's own list, so that nobody can hide from it. */
async function listeners(session: CDPSession, inFrame: boolean): Promise<string[]> {
  const heard: string[] = [];
  for (const target of ["window", "document", "document.documentElement", "document.body", "visualViewport", "navigator.serviceWorker", "screen.orientation"]) {
    const { result } = await session.send("Runtime.evaluate", { expression: target, objectGroup: "traces" });
    if (!result.objectId) continue;
    const { listeners } = await session.send("DOMDebugger.getEventListeners", { objectId: result.objectId });
    // "DOMContentLoaded" will not come again: who waited for it stays in the list and hears nothing.
    // Playwright captures clicks in the page around a frame that it clicks into, and leaves that behind.
    const alive = listeners.filter(({ type, useCapture }) => type !== "DOMContentLoaded" && !type.startsWith("__playwright") && !(useCapture && inFrame));
    heard.push(...alive.map(({ type, useCapture }) => `${target} ${type}${useCapture ? " (capture)" : ""}`));
  }
  await session.send("Runtime.releaseObjectGroup", { objectGroup: "traces" });
  return heard.sort();
}

/** Everything of this moment: of the frame, and who listens to the page around it. */
export async function traces(frame: Frame, session: CDPSession) {
  return { ...(await frame.evaluate(inPage, ELEMENTS)), listeners: await listeners(session, frame.parentFrame() !== null) };
}

/** What docs/hosts.md says that the widget leaves: its names, and what it listens to, each once. */
const GLOBALS = ["redress", "redressQueue"];
const LOADER = ["document click", "document focusin", "document pointerover", "window hashchange"];
/** The outbox, from the first opening on: what waits is sent from whichever page is open then. */
const OUTBOX = ["window online", "window visibilitychange"];
/** The phone's keyboard, while a form stands. */
const FORM = ["visualViewport resize", "visualViewport scroll"];

/** How far the widget is: what it may listen to hangs on that. */
export type Stage = "elsewhere" | "open" | "closed";
const HEARD: Record<Stage, string[]> = { elsewhere: [], open: [...LOADER, ...OUTBOX, ...FORM], closed: [...LOADER, ...OUTBOX] };

/** Each difference of two moments in words, without what is ours by right. */
export function differences(before: Traces, after: Traces, stage: Stage): string[] {
  const ours = { ...before, listeners: [...before.listeners, ...HEARD[stage]].sort(), globals: { ...before.globals } };
  for (const name of GLOBALS) ours.globals[name] = after.globals[name];
  return (Object.keys(before) as (keyof Traces)[]).flatMap((kind) => {
    const [was, is] = [entries(ours[kind]), entries(after[kind])];
    return [...new Set([...was.keys(), ...is.keys()])]
      .filter((name) => was.get(name) !== is.get(name))
      .map((name) => `${kind} ${name}: ${change(was.get(name), is.get(name))}`);
  });
}

/** By name; a list by what is in it, and how often. */
function entries(found: Traces[keyof Traces]): Map<string, unknown> {
  if (!Array.isArray(found)) return new Map(Object.entries(Object(found) === found ? found : { is: found }));
  const times = new Map<string, number>();
  for (const value of found.map(String)) times.set(value, (times.get(value) ?? 0) + 1);
  return times;
}

/** Of long texts only the lines that differ. */
export function change(was: unknown, is: unknown): string {
  const [from, to] = [String(was).split("\n"), String(is).split("\n")];
  const gone = from.filter((line) => !to.includes(line));
  const come = to.filter((line) => !from.includes(line));
  return `${gone.join(" ")} → ${come.join(" ")}`;
}
