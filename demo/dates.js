// Moves an example's dates along, so that its day is today and no case goes stale: host page, first stage. Also used by the tests.

const ISO = /^\d{4}-\d\d-\d\d$/;

/** The civil date in a zone, ISO 8601. */
export function today(zone = "Europe/Berlin") {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(new Date());
}

/** The same JSON with every date moved by the days between `from` and `to`. */
export function moved(json, from, to) {
  if (typeof json === "string") {
    if (!ISO.test(json)) return json;
    return new Date(Date.parse(json) + Date.parse(to) - Date.parse(from)).toISOString().slice(0, 10);
  }
  if (Array.isArray(json)) return json.map((each) => moved(each, from, to));
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, moved(value, from, to)]));
}
