// Webhooks by Zapier, Catch Hook, as https://zapier.com/help/webhooks/ and https://docs.zapier.com/platform/build/operating-constraints describe it: forms, JSON
// and XML; 10 MB; the answer is Zapier's own. A browser's plain requests are answered for any origin, and no header is allowed in a preflight.

import { randomUUID } from "node:crypto";
import { form, json, mediaType, serve } from "./http";

const LIMIT = 10_000_000;

export async function zapier() {
  const runs: any[] = [];
  const cors = { "access-control-allow-origin": "*" };
  const served = await serve((asked) => {
    if (!/^\/hooks\/catch\/\d+\/\w+\/?$/.test(asked.path)) return { status: 404, headers: cors, body: { status: "error" } };
    if (asked.method === "OPTIONS") return { status: 200, headers: cors };
    if (asked.body.length > LIMIT) return { status: 413, headers: cors, body: { status: "error" } };
    // Files in a form are not described: the strict reading is that they are not taken.
    const data = mediaType(asked) === "multipart/form-data" ? undefined : (form(asked)?.fields ?? json(asked));
    if (data === undefined) return { status: 400, headers: cors, body: { status: "error" } };
    runs.push(data);
    return { status: 200, headers: cors, body: { attempt: randomUUID(), id: randomUUID(), request_id: randomUUID(), status: "success" } };
  });
  return { ...served, url: `${served.origin}/hooks/catch/1234567/abcdefg/`, runs };
}
