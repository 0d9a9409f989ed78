// Serves what is measured, from memory: brotli where the browser takes it, and the caching that the desk gives its bundle.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES: Record<string, string> = {
  ...{ ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8" },
  ...{ ".json": "application/json", ".wasm": "application/wasm", ".woff2": "font/woff2" },
};

export type File = { body: Buffer; brotli?: Buffer };
/** What is posted, and what is answered: `undefined` is not found. */
export type Api = (path: string, body: string) => object | undefined;

/** As the desk's bundle is compressed; what would not get smaller stays. */
export function compressed(body: Buffer, path = ""): File {
  if (extname(path) === ".woff2") return { body };
  return { body, brotli: brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } }) };
}

export class Server {
  /** Every body that was posted, in order. */
  readonly posted: string[] = [];
  private readonly server = createServer((request, response) => void this.answer(request, response));

  constructor(
    private readonly files: Map<string, File>,
    private readonly api: Api,
  ) {}

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get origin() {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse) {
    const path = new URL(request.url ?? "/", "http://shop").pathname;
    if (request.method === "POST") {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      this.posted.push(body);
      const answer = this.api(path, body);
      response.writeHead(answer ? 200 : 404, { "content-type": "application/json", "cache-control": "no-store" });
      return response.end(JSON.stringify(answer));
    }
    const file = this.files.get(path);
    if (!file) return response.writeHead(404, { "content-length": 0 }).end();
    const brotli = String(request.headers["accept-encoding"]).includes("br") ? file.brotli : undefined;
    const sent = brotli ?? file.body;
    // A page, a config and the loader keep their names when they change.
    const cached = path.endsWith(".html") || path.endsWith("/redress.json") || path === "/embed/redress.js" ? "no-cache" : "public, max-age=31536000, immutable";
    response.writeHead(200, {
      ...{ "content-type": TYPES[extname(path)] ?? "application/octet-stream", "content-length": sent.length, "cache-control": cached, vary: "accept-encoding" },
      ...(brotli && { "content-encoding": "br" }),
    });
    response.end(sent);
  }
}
