// Moves an example's dates along, so that its day is today and no case goes stale: host page, first stage. Also used by the tests.

const ISO = /^\d{4}-\d\d-\d\d$/;

/** The civil date in a zone, ISO 8601. */
export function today(zone = "Europe/Berlin") {
  // No locale writes ISO 8601 everywhere: with Debian's ICU 72, en-CA is 11/22/2026.
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  const { year, month, day } = Object.fromEntries(format.formatToParts(new Date()).map(({ type, value }) => [type, value]));
  return `${year}-${month}-${day}`;
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
