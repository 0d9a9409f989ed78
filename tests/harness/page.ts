// A merchant's page that is not the demo shop: as bare as it can be, with the same script tag.

type Options = { lang?: string; head?: string; script?: string; context?: unknown };

/** An HTML page with the loader's tag; `context` is what its server would have written about the order. */
export function merchantPage(body: string, { lang = "en", head = "", script = `data-config="/redress.json"`, context }: Options = {}): string {
  // As a careful server writes it: "<" would end the element.
  const json = JSON.stringify(context ?? null).replaceAll("<", "\\u003c");
  const data = context === undefined ? "" : `<script type="application/json" data-redress-context>${json}</script>`;
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Another shop</title>
<link rel="icon" href="data:,">
${head}
<script async src="/embed/redress.js" ${script}></script>
</head>
<body>
<main><h1>Your order</h1>
${body}
</main>
${data}
</body>
</html>`;
}

/** An order of one kettle, delivered some weeks before; the parts that a test is about can be replaced. */
export function kettleOrder({ item = {}, order = {}, customer = {} as object | null } = {}) {
  return {
    order: { number: "K-1001", placedOn: daysAgo(30), country: "DE", timeZone: "Europe/Berlin", currency: "EUR", shipping: 0, ...order },
    items: [{ line: "1", sku: "K", title: "Travel kettle", kind: "goods", quantity: 1, price: 4900, paid: 4900, deliveredOn: daysAgo(27), ...item }],
    ...(customer && { customer: { kind: "consumer", name: "Ida Kern", email: "ida@example.org", ...customer } }),
  };
}

/** A civil date, counted from the desk's and the browser's own today. */
export function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
