// What every receiver of tests/receivers/ stands on: a server on a free port, the body of a request, and its parts as a form's parser gives them.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parts } from "../harness/multipart";

/** A request as it came. */
export type Asked = { method: string; path: string; query: URLSearchParams; headers: IncomingMessage["headers"]; body: Buffer };
/** What is answered. */
export type Reply = { status: number; headers?: Record<string, string>; body?: string | object };

/** A server that runs: stop it at the end of the test. */
export type Served = { origin: string; asked: Asked[]; stop: () => Promise<void> };

export async function serve(handle: (asked: Asked) => Reply | Promise<Reply>): Promise<Served> {
  const asked: Asked[] = [];
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? "/", "http://receiver");
    const one = { method: request.method ?? "", path: url.pathname, query: url.searchParams, headers: request.headers, body: Buffer.concat(chunks) };
    asked.push(one);
    const { status, headers = {}, body = "" } = await handle(one);
    const isJson = typeof body === "object";
    response.writeHead(status, { ...(isJson && { "content-type": "application/json" }), ...headers });
    response.end(isJson ? JSON.stringify(body) : body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Sent = { fields: Record<string, string>; files: { part: string; name: string; type: string; bytes: Buffer }[] };

/** The media type of a request, without its parameters. */
export function mediaType({ headers }: Asked): string {
  return (headers["content-type"] ?? "").split(";")[0].trim().toLowerCase();
}

/** A form as parsers give it; undefined where it is none. A part with a file name is a file. */
export function form(asked: Asked): Sent | undefined {
  if (mediaType(asked) === "application/x-www-form-urlencoded")
    return { fields: Object.fromEntries(new URLSearchParams(asked.body.toString("utf8"))), files: [] };
  if (mediaType(asked) !== "multipart/form-data") return undefined;
  const sent: Sent = { fields: {}, files: [] };
  for (const { name, fileName, type, bytes } of parts(asked.headers["content-type"], asked.body))
    if (fileName) sent.files.push({ part: name, name: fileName, type, bytes });
    else sent.fields[name] = bytes.toString("utf8");
  return sent;
}

/** A body of JSON; undefined where it is none. */
export function json(asked: Asked): any {
  try {
    return JSON.parse(asked.body.toString("utf8"));
  } catch {
    return undefined;
  }
}
