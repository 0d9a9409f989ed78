// Tells whether a call comes from your Redress desk. Node 18 or later, no packages.

import { createHmac, timingSafeEqual } from "node:crypto";

/** `headers` with lower-case names, `body` as the bytes that came; not yet parsed, for parsing and writing again changes them. */
export function redressVerify(secret, headers, body, now = Date.now() / 1000) {
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const signed = createHmac("sha256", key).update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.`);
  const wanted = Buffer.from("v1," + signed.update(body).digest("base64"));
  const same = (given) => given.length === wanted.length && timingSafeEqual(given, wanted);
  const fresh = Math.abs(now - Number(headers["webhook-timestamp"])) < 300;
  return fresh && headers["webhook-signature"].split(" ").some((given) => same(Buffer.from(given)));
}
