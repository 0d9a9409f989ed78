// What runs in each page that is measured: it notes tasks and shifts, and times from a trusted click to the frame that shows what was waited for.

/** Milliseconds of the page's own clock. */
export type Watched = {
  /** Tasks longer than 50 ms: start and length. */
  tasks: [start: number, length: number][];
  /** What moved without being asked, the frames after a click included. */
  shifts: number;
  click?: number;
  /** From the click to the end of the frame that showed the dialog, which frame that was, and to the end of the one that can be answered. */
  frame?: number;
  frames?: number;
  shown?: number;
};

/** In the page, as `window.bench`; `window.told` is the driver's, so that nobody has to ask the slowed page again and again. */
export type Bench = {
  watched: Watched;
  /** The first match: "host >>> selector" looks into the host's shadow root, "selector:text(words)" at its words. */
  find(selector: string): HTMLElement | null;
  /** Times the next trusted click until `selector` is shown, and, on the way, `frame`. */
  arm(selector: string, frame?: string): void;
  /** The middle of an element, scrolled to; when the page has nothing left to do. */
  target(selector: string): Promise<[x: number, y: number]>;
  /** Bytes of the memory of WebAssembly, which is in none of the browser's figures. */
  memory(): number;
};

declare global {
  interface Window {
    bench: Bench;
    told(): void;
  }
}

export function watch() {
  const watched: Watched = { tasks: [], shifts: 0 };
  const observe = (type: string, note: (entry: any) => void) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe("longtask", ({ startTime, duration }) => watched.tasks.push([startTime, duration]));
  observe("layout-shift", ({ value }) => (watched.shifts += value));

  const find = (selector: string) => {
    let inside: ParentNode | null | undefined = document;
    let found: HTMLElement | null = null;
    for (const part of selector.split(">>>")) {
      const [, query, words] = /^(.*?)(?::text\((.*)\))?$/.exec(part.trim())!;
      const all = words ? [...(inside?.querySelectorAll<HTMLElement>(query) ?? [])] : [];
      found = (words ? all.find(({ textContent }) => textContent.includes(words)) : inside?.querySelector<HTMLElement>(query)) ?? null;
      inside = found?.shadowRoot;
    }
    return found;
  };
  const isShown = (selector: string) => find(selector)?.checkVisibility({ visibilityProperty: true });

  /** Calls back after the frame in which something was first shown has been painted: a message comes after it. */
  const afterPaint = (selector: string, then: (now: number, frames: number) => void, frames = 1) =>
    requestAnimationFrame(() => {
      if (!isShown(selector)) return afterPaint(selector, then, frames + 1);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => then(performance.now(), frames);
      port2.postMessage(0);
    });

  const arm = (selector: string, frame?: string) => {
    watched.click = watched.frame = watched.frames = watched.shown = undefined;
    const onClick = ({ isTrusted, timeStamp }: Event) => {
      if (!isTrusted) return;
      removeEventListener("click", onClick, true);
      watched.click = timeStamp;
      if (frame) afterPaint(frame, (now, frames) => Object.assign(watched, { frame: now - timeStamp, frames }));
      afterPaint(selector, (now) => {
        watched.shown = now - timeStamp;
        window.told();
      });
    };
    addEventListener("click", onClick, true);
  };

  // Where no frame is due, Chromium may let an idle callback wait for ever.
  const idle = () => new Promise((done) => requestIdleCallback(done, { timeout: 500 }));
  const target = async (selector: string): Promise<[number, number]> => {
    await idle();
    const element = find(selector);
    if (!element) throw new Error(`nothing to press: ${selector}`);
    element.scrollIntoView({ block: "center", behavior: "instant" });
    await idle();
    // A link may go over two lines: the middle of both would lie beside it.
    const [{ x, y, width, height }] = element.getClientRects();
    return [x + width / 2, y + height / 2];
  };

  // Noted as modules are made: asked for afterwards (Runtime.queryObjects), Chromium 156 crashes.
  const memories = new Set<WebAssembly.Memory>();
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (...args) => {
    const made = await instantiateStreaming(...args);
    for (const value of Object.values(made.instance.exports)) if (value instanceof WebAssembly.Memory) memories.add(value);
    return made;
  };
  const memory = () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  window.bench = { watched, find, arm, target, memory };
}
