// A webhook as people write it in a cloud's function: JSON alone, one of each id, CORS for one shop and for no header but the type.

import { json, mediaType, serve } from "./http";

const LIMIT = 6_000_000;

export async function webhook(shop: string) {
  const stored = new Map<string, any>();
  const cors = { "access-control-allow-origin": shop };
  const served = await serve((asked) => {
    if (asked.method === "OPTIONS")
      return { status: 204, headers: { ...cors, "access-control-allow-methods": "POST", "access-control-allow-headers": "content-type" } };
    if (asked.method !== "POST") return { status: 405, headers: cors };
    if (mediaType(asked) !== "application/json") return { status: 415, headers: cors };
    if (asked.body.length > LIMIT) return { status: 413, headers: cors };
    const complaint = json(asked);
    if (typeof complaint?.id !== "string") return { status: 400, headers: cors };
    stored.set(complaint.id, complaint);
    return { status: 204, headers: cors };
  });
  return { ...served, url: `${served.origin}/complaints`, stored };
}
