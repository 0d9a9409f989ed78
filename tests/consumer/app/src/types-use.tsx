// What the package's types must know, and, under each `@ts-expect-error`, a mistake that they must find. Checked, never run.

import { load, type Complaint, type Config, type Receipt, type RedressError } from "redress";
import "redress/react";

export const config: Config = {
  endpoint: { url: "/api/complaints" },
  shop: { name: "Tern & Tide", country: "DE", answerWithin: { workingDays: 1 } },
  steps: { serial: { kind: "text", per: "item", label: { en: "Serial number" } } },
};
// @ts-expect-error: complaints have nowhere to go
export const nowhere: Config = { shop: { name: "X" } };
// @ts-expect-error: a misspelt key
export const misspelt: Config = { endpoint: { url: "/c" }, shopp: { name: "X" } };

export const receive = (complaint: Complaint): Receipt => ({ reference: complaint.id, status: "received", next: [] });

export async function page(): Promise<string> {
  const redress = await load({ config: "/redress.json", preload: "idle", base: "https://cdn.shop.example/redress/" });
  const stop: () => void = redress.on("step", ({ detail }) => console.log(detail.flow, detail.index));
  for (const failed of ["redress:error", "redress:queued"] as const) document.addEventListener(failed, ({ detail }) => tell(detail));
  document.querySelector("redress-widget")?.addEventListener("redress:close", ({ detail }) => console.log(detail.outcome === "queued"));
  // @ts-expect-error: there is no such event
  redress.on("opened", stop);
  // @ts-expect-error: a receipt has no "number"
  document.addEventListener("redress:sent", ({ detail }) => detail.number);
  // @ts-expect-error: a misspelt key of the order
  redress.open({ context: { order: { nummer: "TT-10482" } } });
  // @ts-expect-error: there is no such time to fetch it
  load({ preload: "soon" });
  const { outcome, receipt } = await window.redress.open({ flow: "complaint", order: "TT-10482" });
  return outcome === "sent" ? (receipt?.reference ?? "") : "";
}

export const version = (): string => redress.version;

const tell = ({ code, path }: RedressError) => console.log(code, path);

export const inline = <redress-widget flow="withdrawal" mode="inline" onredress:sent={({ detail }) => console.log(detail.receipt.reference)} />;
// @ts-expect-error: there is no such mode
export const sideways = <redress-widget mode="sideways" />;
// @ts-expect-error: the event tells a receipt, no number
export const misheard = <redress-widget onredress:sent={({ detail }) => detail.number} />;
