// n8n's Webhook node with a Respond to Webhook node behind it, as https://docs.n8n.io/integrations/builtin/core-nodes/n8n-nodes-base.webhook/ describes
// them: the methods chosen, 16 MB, "Allowed Origins (CORS)", files as binary data attachment0, attachment1, …

import { form, json, mediaType, serve } from "./http";

const LIMIT = 16 * 1024 * 1024;

/** `origins` is the option "Allowed Origins (CORS)", `*` where nobody sets it. */
export async function n8n(origins = "*", responds: "immediately" | "node" = "node") {
  const items: { json: { body: any }; binary: Record<string, { fileName: string; mimeType: string; bytes: Buffer }> }[] = [];
  const served = await serve((asked) => {
    const origin = asked.headers.origin;
    const allowed = origins === "*" || origins.split(",").includes(origin ?? "") ? origin : origins.split(",")[0];
    const cors: Record<string, string> = origin ? { "access-control-allow-origin": allowed!, "access-control-allow-methods": "OPTIONS, POST" } : {};
    if (asked.path !== "/webhook/complaints")
      return { status: 404, body: { code: 404, message: `The requested webhook "${asked.method} ${asked.path}" is not registered.` } };
    if (asked.method === "OPTIONS") {
      const wanted = asked.headers["access-control-request-headers"];
      return { status: 204, headers: { ...cors, "access-control-max-age": "300", ...(wanted && { "access-control-allow-headers": wanted }) } };
    }
    if (asked.method !== "POST")
      return { status: 404, headers: cors, body: { code: 404, message: "This webhook is not registered for this method." } };
    if (asked.body.length > LIMIT) return { status: 413, headers: cors, body: { code: 413, message: "request entity too large" } };
    const sent = form(asked);
    const body = sent ? sent.fields : mediaType(asked) === "application/json" ? json(asked) : undefined;
    if (body === undefined) return { status: 422, headers: cors, body: { code: 422, message: "Failed to parse request body" } };
    const counted: Record<string, number> = {};
    const binary = Object.fromEntries(
      (sent?.files ?? []).map(({ part, name, type, bytes }) => {
        counted[part] = (counted[part] ?? -1) + 1;
        return [`${part}${counted[part]}`, { fileName: name, mimeType: type, bytes }];
      }),
    );
    items.push({ json: { body }, binary });
    if (responds === "immediately") return { status: 200, headers: cors, body: { message: "Workflow was started" } };
    // What the merchant's workflow does: one number for each id.
    const first = items.findIndex((item) => item.json.body.id === body.id);
    return { status: 200, headers: cors, body: { reference: `N8N-${first + 1}` } };
  });
  return { ...served, url: `${served.origin}/webhook/complaints`, items };
}
