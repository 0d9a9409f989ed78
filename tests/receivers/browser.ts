// What a browser does of CORS (https://fetch.spec.whatwg.org/#http-cors-protocol), for Node's fetch, which does none of it: the question beforehand, and
// whether the page may read the answer. So a receiver is held to what a shop's page meets, without starting a browser.

import bodies from "./bodies.json";

/** A body as the engine makes it (engine/tests/delivery.rs). */
export type Made = {
  headers: Record<string, string>;
  simple: boolean;
  form: boolean;
  body: (string | number | { name: string; value?: string; json?: string; attachment?: number; file?: string })[];
};

/** What a page gets: the answer, or nothing where it may not read it. */
export type Got = { status: number; body: string } | "nothing";

export const made = bodies as unknown as Record<string, Made>;

/** The two photos of the complaint in bodies.json. */
export const photos = [Buffer.from([0xff, 0xd8, 1]), Buffer.from([0xff, 0xd8, 2])];

export type Ask = { url: string; page: string; method?: string; headers: Record<string, string>; simple: boolean; body: BodyInit };

/** Sends as the page of `page` would. */
export async function send({ url, page, method = "POST", headers, simple, body }: Ask): Promise<Got> {
  const cross = new URL(url).origin !== page;
  if (cross && !simple && !(await permitted(url, page, method, headers))) return "nothing";
  const answer = await fetch(url, { method, body, headers: { ...headers, ...(cross && { origin: page }), cookie: "session=1" } });
  const text = await answer.text();
  return !cross || allows(answer, page) ? { status: answer.status, body: text } : "nothing";
}

/** The complaint of bodies.json for a preset, in the body that the widget would make of it. `uploads` replace what stands for uploaded files. */
export async function post(preset: string, url: string, page: string, uploads: string[] = []): Promise<Got> {
  const { headers, simple, form, body } = made[preset];
  return send({ url, page, headers, simple, body: form ? multipart(body) : text(body, uploads) });
}

function multipart(body: Made["body"]): FormData {
  const form = new FormData();
  for (const part of body) {
    if (typeof part !== "object") throw new Error("a form is made of parts");
    if (part.json !== undefined) form.append(part.name, new Blob([part.json], { type: "application/json" }), "complaint.json");
    else if (part.attachment !== undefined) form.append(part.name, new Blob([photos[part.attachment]], { type: "image/jpeg" }), part.file);
    else form.append(part.name, part.value!);
  }
  return form;
}

function text(body: Made["body"], uploads: string[]): string {
  const slots = body.map((slot) => (typeof slot === "number" ? photos[slot].toString("base64") : String(slot)));
  return uploads.reduce((text, upload, at) => text.replaceAll(`UPLOAD-${at + 1}`, upload), slots.join(""));
}

async function permitted(url: string, page: string, method: string, headers: Record<string, string>): Promise<boolean> {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const asked = names.filter((name) => !["accept", "accept-language", "content-language"].includes(name) && !(name === "content-type" && isPlain(headers))).sort();
  const answer = await fetch(url, {
    method: "OPTIONS",
    headers: { origin: page, "access-control-request-method": method, ...(asked.length > 0 && { "access-control-request-headers": asked.join(",") }) },
  });
  const list = (name: string) => (answer.headers.get(name) ?? "").toLowerCase().split(",").map((each) => each.trim());
  const methods = list("access-control-allow-methods");
  const headersAllowed = list("access-control-allow-headers");
  const plain = method === "POST" || methods.includes(method.toLowerCase()) || methods.includes("*");
  return answer.ok && allows(answer, page) && plain && asked.every((name) => headersAllowed.includes(name) || headersAllowed.includes("*"));
}

function isPlain(headers: Record<string, string>): boolean {
  return /^(text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)\b/.test(headers["Content-Type"] ?? "");
}

function allows(answer: Response, page: string): boolean {
  return ["*", page].includes(answer.headers.get("access-control-allow-origin") ?? "");
}
