// Signs what a shop's page tells Redress, so that its server can rely on it. Node 16 or later, no package.

import { createHmac, createPrivateKey, sign } from "node:crypto";

/**
 * A token (JWT) for a context: its `order`, `items` and `customer`, and perhaps the customer's `history`.
 * `key` is a secret that the desk knows too (HS256), or an Ed25519 private key as PEM (EdDSA), of which the desk knows the public one.
 */
export function redressToken(context, key, { kid, lifetime = 3600 } = {}) {
  const secret = !key.startsWith("-----BEGIN");
  const { order, items, customer, history } = context;
  const now = Math.floor(Date.now() / 1000);
  // What is undefined does not get into JSON.
  const header = { alg: secret ? "HS256" : "EdDSA", typ: "JWT", kid };
  const claims = { order, items, customer, history, iat: now, exp: now + lifetime };
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part(header)}.${part(claims)}`;
  const signature = secret ? createHmac("sha256", key).update(signed).digest() : sign(null, Buffer.from(signed), createPrivateKey(key));
  return `${signed}.${signature.toString("base64url")}`;
}
