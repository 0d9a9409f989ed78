// The React page around the snippet of docs/guides/react.md.

import { StrictMode, use, useState } from "react";
import { createRoot } from "react-dom/client";
import type { Context } from "redress";
import { ReportProblem } from "./ReportProblem";

const order: Promise<Context> = fetch("/order.json").then((response) => response.json());

function Page() {
  const [sent, setSent] = useState<string>();
  return (
    <>
      <h1>Your orders</h1>
      <ReportProblem order={{ order: { number: "K-7000" }, items: [{ line: "1", title: "Another kettle", quantity: 1 }] }} />
      <ReportProblem order={use(order)} onSent={setSent} />
      {sent && <output>{sent}</output>}
    </>
  );
}

createRoot(document.getElementById("app")!).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
