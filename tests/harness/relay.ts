// Between the browser and the desk: passes everything on, remembers each complaint's bytes, and can lose, delay or refuse them.

import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parts, type Part } from "./multipart";

/** What is answered in place of the desk. */
export type Answer = { status?: number; headers?: Record<string, string>; body?: string | Buffer };

/** What happens to one complaint on its way. */
export type Fate =
  | "passed on"
  /** The connection breaks before the desk sees it. */
  | "lost"
  /** The desk has stored it, and then the connection breaks. */
  | "answer lost"
  /** The desk has stored it, and half of its answer arrives. */
  | "answer cut"
  /** The desk has stored it, and something says 200 with a body that is none. */
  | "answer garbled"
  | Answer
  /** It waits. */
  | Promise<unknown>;

/** One request to the endpoint. */
export type Attempt = { key: string | undefined; headers: IncomingMessage["headers"]; parts: Part[] };

const ENDPOINT = "/api/complaints";

export class Relay {
  /** Every complaint that the browser sent, in order. */
  readonly attempts: Attempt[] = [];
  /** What the desk answered to each complaint that was passed on, in order. */
  readonly receipts: string[] = [];
  /** Keys of the complaints that reached the desk, whatever became of the answer. */
  readonly arrived = new Set<string | undefined>();
  /** Every path that the browser asked for. */
  readonly asked: string[] = [];
  /** What to answer at a path, in place of the desk. */
  readonly answers = new Map<string, Answer>();
  /** Where to pass what is below a path, in place of the desk: prefix → origin. */
  readonly elsewhere = new Map<string, string>();
  /** An origin to which all answers are open. */
  allowed: string | undefined;
  /** The fates of the next complaints; then all pass. */
  readonly fates: Fate[] = [];

  private constructor(
    private readonly server: Server,
    /** The origin of the desk itself. */
    readonly desk: string,
  ) {}

  static async start(desk: string): Promise<Relay> {
    const server = createServer();
    const relay = new Relay(server, desk);
    server.on("request", (request, response) => void relay.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return relay;
  }

  /** Forgets what was, and breaks what waits. */
  reset(fates: Fate[]) {
    this.attempts.length = this.receipts.length = 0;
    this.arrived.clear();
    this.fates.splice(0, Infinity, ...fates);
    this.server.closeAllConnections();
  }

  /** Breaks every connection that waits. */
  free() {
    this.server.closeAllConnections();
  }

  /** Serves an HTML page. */
  page(path: string, html: string, headers: Record<string, string> = {}) {
    this.answers.set(path, { headers: { "content-type": "text/html; charset=utf-8", ...headers }, body: html });
  }

  /** Serves another config than the demo shop's. */
  config(config: object | string, status = 200) {
    this.answers.set("/redress.json", { status, body: typeof config === "string" ? config : JSON.stringify(config) });
  }

  get origin() {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse) {
    // A browser sends a request again by itself when a connection that it has used before breaks: give it none to use again.
    response.shouldKeepAlive = false;
    // A browser that goes away in the middle is what some tests are about.
    request.on("error", () => {});
    response.on("error", () => {});
    const path = new URL(request.url ?? "/", "http://shop").pathname;
    this.asked.push(path);
    if (this.allowed) {
      response.setHeader("access-control-allow-origin", this.allowed);
      if (request.method === "OPTIONS") return reply(response, { status: 204, headers: { "access-control-allow-headers": "idempotency-key" } });
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const answer = this.answers.get(path);
    if (answer) return reply(response, answer);
    if (path !== ENDPOINT || request.method !== "POST") return this.pass(request, body, response);

    this.attempts.push({ key: header(request, "idempotency-key"), headers: request.headers, parts: parts(request.headers["content-type"], body) });
    const fate = this.fates.shift() ?? "passed on";
    if (fate === "lost") return request.socket.destroy();
    if (fate === "answer lost") return this.pass(request, body, undefined, () => request.socket.destroy());
    if (fate === "answer garbled") return this.pass(request, body, undefined, () => reply(response, { body: `{"reference":"RD-` }));
    if (fate === "answer cut")
      return this.pass(request, body, undefined, () => {
        response.writeHead(201, { "content-type": "application/json", "content-length": "400" });
        response.write(`{"reference":"RD-`, () => request.socket.destroy());
      });
    if (fate instanceof Promise) {
      await fate;
      if (request.socket.destroyed) return;
    } else if (fate !== "passed on") return reply(response, fate);
    this.pass(request, body, response, undefined, (receipt) => this.receipts.push(receipt));
  }

  private pass(request: IncomingMessage, body: Buffer, response?: ServerResponse, done?: () => void, told?: (text: string) => void) {
    if (request.url === ENDPOINT) this.arrived.add(header(request, "idempotency-key"));
    const origin = [...this.elsewhere].find(([prefix]) => request.url?.startsWith(prefix))?.[1] ?? this.desk;
    const onward = ask(origin + request.url, { method: request.method, headers: request.headers }, (answer) => {
      if (response) {
        response.writeHead(answer.statusCode ?? 502, { ...answer.headers, connection: "close" });
        let text = "";
        if (told) answer.on("data", (chunk) => (text += chunk)).on("end", () => told(text));
        answer.pipe(response);
      } else {
        answer.resume().on("end", () => done?.());
      }
    });
    onward.on("error", () => request.socket.destroy());
    onward.end(body);
  }
}

function reply(response: ServerResponse, { status = 200, headers = {}, body = "" }: Answer) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body);
}

function header(request: IncomingMessage, name: string) {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join() : value;
}
