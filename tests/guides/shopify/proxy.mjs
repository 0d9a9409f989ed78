// Of your app, behind Shopify's app proxy: who asks. Node 18 or later, no package.

import { createHmac, timingSafeEqual } from "node:crypto";

/** The id of the customer who is logged in, if Shopify made this query (a URLSearchParams) and signed it with your app's secret; else "". */
export function customerOf(query, secret, now = Date.now() / 1000) {
  const told = Buffer.from(query.get("signature") ?? "", "hex");
  const names = [...new Set(query.keys())].filter((name) => name !== "signature").sort();
  const text = names.map((name) => `${name}=${query.getAll(name).join(",")}`).join("");
  const made = createHmac("sha256", secret).update(text).digest();
  const fresh = Math.abs(now - Number(query.get("timestamp"))) < 300;
  const genuine = told.length === made.length && timingSafeEqual(told, made);
  return genuine && fresh ? (query.get("logged_in_customer_id") ?? "") : "";
}
