// What the network does in the gallery: an endpoint that answers the same every time, and files that do not come. Host page, first
// stage; nothing here is part of Redress, and nothing is sent anywhere.

const next = [{ key: "answer", days: 2 }];
const back = { way: "qr-code", carrier: "Parcel Post", days: 14, url: "https://shop.example/returns/4K7P" };

/** HTTP status, headers and body of the endpoint's answer; a `slow` one never comes. */
const ANSWERS = {
  slow: {},
  busy: { status: 503, headers: { "retry-after": "20" } },
  down: { status: 503, headers: { "retry-after": "3600" } },
  refused: { status: 422, body: { code: "complaint.order" } },
  offline: { status: 0 },
  taken: { status: 204, body: null },
  received: { status: 201, body: { status: "received", next } },
  approved: { status: 201, body: { status: "approved", next: [], return: back } },
  "needs-info": { status: 201, body: { status: "needs-info", next } },
};

/** Files that never come, or fail, by the end of their address. */
const LOADING = {
  first: ["redress_bg.wasm", () => new Promise(() => {})],
  later: ["redress_later.wasm", () => new Promise(() => {})],
  "later-fails": ["redress_later.wasm", () => Promise.reject(new TypeError("Failed to fetch"))],
};

const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const dated = ({ days, ...rest }) => ({ ...rest, by: day(days) });

const fetched = globalThis.fetch;
const database = globalThis.indexedDB;

/** Nothing is kept from one state to the next. */
export function forget() {
  localStorage.removeItem("redress");
  return new Promise((resolve) => Object.assign(database.deleteDatabase("redress"), { onsuccess: resolve, onerror: resolve }));
}

/** Takes the place of the browser's own for this page. */
export function stub({ answer = "slow", loading, storage }) {
  globalThis.XMLHttpRequest = class extends Request {
    answer = ANSWERS[answer];
  };
  Object.defineProperty(navigator, "onLine", { configurable: true, value: answer !== "offline" });
  Object.defineProperty(globalThis, "indexedDB", { configurable: true, get: () => (storage ? undefined : database) });
  if (!loading) return;
  const [end, instead] = LOADING[loading];
  globalThis.fetch = (input, init) => (`${input.url ?? input}`.endsWith(end) ? instead() : fetched(input, init));
}

/** As much of an XMLHttpRequest as the widget asks for. */
class Request {
  upload = {};
  status = 0;
  responseText = "";
  open() {}
  setRequestHeader() {}
  abort() {}
  getResponseHeader(name) {
    return this.answer.headers?.[name.toLowerCase()] ?? null;
  }
  async send() {
    const { status, body } = this.answer;
    await undefined;
    this.upload.onprogress?.({ lengthComputable: true, loaded: status ? 100 : 62, total: 100 });
    if (status === undefined) return;
    this.status = status;
    this.responseText = JSON.stringify(body?.status ? receipt(body) : (body ?? {}));
    this.onloadend?.();
  }
}

function receipt({ next, return: way, ...rest }) {
  return {
    schema: "redress.receipt/1",
    id: "",
    reference: "RD-4K7P-92",
    receivedAt: new Date().toISOString(),
    statusUrl: "https://shop.example/cases/RD-4K7P-92",
    ...rest,
    next: next.map(dated),
    ...(way && { return: dated(way) }),
  };
}
