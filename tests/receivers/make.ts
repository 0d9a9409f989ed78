// Make's Custom webhook with a Webhook response, as https://apps.make.com/gateway and https://help.make.com/webhooks describe them: query, form or JSON; at
// most 5 MB; `Accepted` where no response module answers; 410 without a scenario, 429 for too many. Only the response module can set CORS headers.

import { form, json, mediaType, serve } from "./http";

const LIMIT = 5_000_000;

/** `shop` is the origin that the response module allows; without it there is no such module. */
export async function make(shop?: string) {
  const bundles: { data: any; files: { name: string; mime: string; data: Buffer }[] }[] = [];
  const state = { refuses: undefined as number | undefined };
  const served = await serve((asked) => {
    if (state.refuses) return { status: state.refuses, body: state.refuses === 410 ? "Gone" : "Too many requests" };
    // No answer to a preflight is described: the strict reading is that there is none.
    if (asked.method === "OPTIONS") return { status: 200, body: "Accepted" };
    if (asked.body.length > LIMIT) return { status: 413, body: "Request Entity Too Large" };
    const sent = form(asked);
    const data = sent ? sent.fields : mediaType(asked) === "application/json" ? json(asked) : undefined;
    if (data === undefined) return { status: 400, body: "Bad Request" };
    bundles.push({ data, files: (sent?.files ?? []).map(({ name, type, bytes }) => ({ name, mime: type, data: bytes })) });
    if (!shop) return { status: 200, headers: { "content-type": "text/plain" }, body: "Accepted" };
    const first = bundles.findIndex((bundle) => bundle.data.id === data.id);
    return { status: 200, headers: { "access-control-allow-origin": shop, "content-type": "application/json" }, body: JSON.stringify({ reference: `MK-${first + 1}` }) };
  });
  return { ...served, url: `${served.origin}/xk3vq9y2mt7wd5rb8ncl`, bundles, state };
}
