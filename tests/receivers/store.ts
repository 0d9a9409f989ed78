// An object store with pre-signed addresses, as https://docs.aws.amazon.com/AmazonS3/latest/userguide/PresignedUrlUploadObject.html describes them, and the
// merchant's small server that grants them. The store takes PUT alone, with the type that was signed; its CORS rules name one shop; a cookie is refused.

import { createHmac } from "node:crypto";
import { json, mediaType, serve } from "./http";

const SECRET = "of the store";

export async function store(shop: string) {
  const objects = new Map<string, { type: string; bytes: Buffer }>();
  const asked: any[] = [];
  const state = { expired: 0 };
  const sign = (key: string, type: string) => createHmac("sha256", SECRET).update(`PUT ${key} ${type}`).digest("hex");
  const cors = { "access-control-allow-origin": shop };

  const bucket = await serve((request) => {
    if (request.method === "OPTIONS")
      return request.headers.origin === shop
        ? { status: 200, headers: { ...cors, "access-control-allow-methods": "PUT", "access-control-allow-headers": "content-type, x-amz-acl" } }
        : { status: 403 };
    const refused = (code: string) => ({ status: 403, headers: { ...cors, "content-type": "application/xml" }, body: `<Error><Code>${code}</Code></Error>` });
    if (request.method !== "PUT" || request.headers.cookie) return refused("AccessDenied");
    if (state.expired-- > 0) return refused("AccessDenied");
    if (request.query.get("X-Amz-Signature") !== sign(request.path, mediaType(request))) return refused("SignatureDoesNotMatch");
    objects.set(request.path, { type: mediaType(request), bytes: request.body });
    return { status: 200, headers: cors };
  });

  const grants = await serve((request) => {
    if (request.method === "OPTIONS")
      return { status: 204, headers: { ...cors, "access-control-allow-methods": "POST", "access-control-allow-headers": "content-type" } };
    const file = json(request);
    asked.push(file);
    if (!file?.complaint || !file.id || file.type !== "image/jpeg" || !(file.bytes > 0)) return { status: 422, headers: cors, body: { code: "file.type" } };
    const key = `/${file.complaint}/${file.id}.jpg`;
    return { status: 200, headers: cors, body: { url: `${bucket.origin}${key}?X-Amz-Signature=${sign(key, file.type)}`, headers: { "x-amz-acl": "private" } } };
  });

  return {
    url: `${grants.origin}/uploads`,
    objects,
    asked,
    state,
    stop: async () => {
      await bucket.stop();
      await grants.stop();
    },
  };
}
