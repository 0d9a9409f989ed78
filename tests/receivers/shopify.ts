// Shopify's app proxy and the app behind it, as https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies describes them: the
// storefront's own origin, so no CORS at all; cookies taken out; five parameters added, signed with the app's secret.

import { createHmac, timingSafeEqual } from "node:crypto";
import { form, serve, type Asked, type Reply } from "./http";

const SECRET = "hush";
const PREFIX = "/apps/redress";

/** Parameters sorted, joined without anything between them; of several values one after the other with commas. */
function signature(query: URLSearchParams): string {
  const names = [...new Set(query.keys())].filter((name) => name !== "signature").sort();
  return createHmac("sha256", SECRET).update(names.map((name) => `${name}=${query.getAll(name).join(",")}`).join("")).digest("hex");
}

/** The storefront: `pass` is its part for what is below the app's path. `strips` are headers that it does not hand on. */
export function proxy(app: (asked: Asked) => Reply, strips: string[] = []) {
  return (asked: Asked): Reply => {
    if (!asked.path.startsWith(`${PREFIX}/`) || asked.method === "OPTIONS") return { status: 404 };
    const query = new URLSearchParams(asked.query);
    for (const [name, value] of [["shop", "kettle.myshopify.com"], ["logged_in_customer_id", "1"], ["path_prefix", PREFIX], ["timestamp", "1317327555"]])
      query.append(name, value);
    query.append("signature", signature(query));
    const headers = Object.fromEntries(Object.entries(asked.headers).filter(([name]) => name !== "cookie" && !strips.includes(name)));
    return app({ ...asked, path: asked.path.slice(PREFIX.length), query, headers });
  };
}

/** The merchant's app: checks the signature, keeps one of each id, answers with a receipt. */
export function shopApp() {
  const stored = new Map<string, { complaint: any; files: Buffer[] }>();
  const handle = (asked: Asked): Reply => {
    const given = Buffer.from(asked.query.get("signature") ?? "");
    const expected = Buffer.from(signature(asked.query));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { status: 401 };
    const sent = form(asked);
    const complaint = sent?.files.find(({ part }) => part === "complaint");
    if (!sent || complaint?.type !== "application/json") return { status: 415 };
    const read = JSON.parse(complaint.bytes.toString("utf8"));
    stored.set(read.id, { complaint: read, files: sent.files.filter(({ part }) => part === "attachment").map(({ bytes }) => bytes) });
    return { status: 200, body: { reference: `SH-${[...stored.keys()].indexOf(read.id) + 1}`, id: read.id } };
  };
  return { stored, handle };
}

export async function shopify(strips: string[] = ["idempotency-key"]) {
  const app = shopApp();
  const served = await serve(proxy(app.handle, strips));
  return { ...served, url: `${served.origin}${PREFIX}/complaints`, stored: app.stored };
}
