// Zendesk's Requests API for anonymous customers and its Uploads API, as https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-requests/ and
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/ describe them. 403 and 429 come without CORS headers: the page sees no answer.

import { json, mediaType, serve, type Asked, type Reply } from "./http";

const cors = { "access-control-allow-origin": "*" };

function invalid(details: Record<string, string>): Reply {
  const told = Object.fromEntries(Object.entries(details).map(([field, description]) => [field, [{ description, error: "BlankValue" }]]));
  return { status: 422, headers: cors, body: { error: "RecordInvalid", description: "Record validation errors", details: told } };
}

export async function zendesk() {
  const tickets: any[] = [];
  const uploads = new Map<string, { name: string; type: string; bytes: Buffer }>();
  const state = { refuses: undefined as 403 | 429 | undefined };

  function upload(asked: Asked): Reply {
    const name = asked.query.get("filename");
    if (!name || !asked.headers["content-type"]) return invalid({ filename: "Filename: cannot be blank" });
    if (asked.body.length === 0 || asked.body.length > 50_000_000) return { status: 413, headers: cors, body: { error: "AttachmentTooLarge" } };
    const token = `token${uploads.size + 1}`;
    uploads.set(token, { name, type: mediaType(asked), bytes: asked.body });
    return { status: 201, headers: cors, body: { upload: { token, attachment: { file_name: name, size: asked.body.length } } } };
  }

  function create(asked: Asked): Reply {
    if (mediaType(asked) !== "application/json") return { status: 415, headers: cors, body: { error: "Unsupported media type" } };
    const request = json(asked)?.request;
    if (!request) return { status: 400, headers: cors, body: { error: "Unprocessable JSON" } };
    const { requester, subject, comment } = request;
    if (typeof requester?.name !== "string" || !requester.name) return invalid({ requester: "Requester: Name: is too short (minimum one character)" });
    if (requester.email !== undefined && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(requester.email)) return invalid({ requester: "Requester: Email is not properly formatted" });
    if (typeof subject !== "string" || !subject) return invalid({ subject: "Subject: cannot be blank" });
    if (typeof comment?.body !== "string" || !comment.body.trim()) return invalid({ base: "Description: cannot be blank" });
    const tokens = comment.uploads ?? [];
    if (!Array.isArray(tokens) || tokens.some((token) => !uploads.has(token))) return invalid({ base: "Uploads: invalid token" });
    tickets.push(request);
    const id = 35435 + tickets.length;
    const answered = { id, url: `https://kettle.zendesk.com/api/v2/requests/${id}.json`, status: "new", subject, created_at: "2026-11-21T09:00:00Z" };
    return { status: 201, headers: { ...cors, location: answered.url }, body: { request: answered } };
  }

  const served = await serve((asked) => {
    if (asked.method === "OPTIONS")
      return { status: 200, headers: { ...cors, "access-control-allow-methods": "GET, POST, PUT, DELETE, OPTIONS", "access-control-allow-headers": "Authorization, Content-Type" } };
    if (state.refuses) return { status: state.refuses, headers: { "retry-after": "3600" }, body: { error: "Refused" } };
    if (asked.method !== "POST") return { status: 405 };
    if (asked.path === "/api/v2/uploads.json") return upload(asked);
    if (asked.path === "/api/v2/requests.json") return create(asked);
    return { status: 404, body: { error: "InvalidEndpoint" } };
  });
  return { ...served, url: `${served.origin}/api/v2/requests.json`, tickets, uploads, state };
}
