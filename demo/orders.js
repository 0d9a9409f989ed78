// The orders of the demo shop: host page, first stage. Every date is counted from today, so that no case goes stale.

import { today } from "./dates.js";

const ZONE = "Europe/Berlin";

/** The civil date in the shop's zone, `days` from today, as ISO 8601. */
export function day(days) {
  return new Date(Date.parse(today(ZONE)) + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * All orders, oldest first. Amounts are cents. `title`, `variant`, `alt` and `note` name texts of texts.js;
 * `status` is `delivered`, `late` or `overdue`; `due` is the day that status speaks of.
 */
export const orders = [
  {
    // Stopped working after some weeks: the legal guarantee.
    number: "TT-10482",
    placed: day(-39),
    status: "delivered",
    due: day(-35),
    paidWith: "PayPal",
    shipping: 0,
    lines: [line("kettle", "TT-KET-09", "electronics", 1, 8900, day(-35))],
  },
  {
    // Bought on invoice, not paid in time.
    number: "TT-10496",
    placed: day(-26),
    status: "overdue",
    due: day(-9),
    shipping: 490,
    invoice: { number: "R-20931", dueOn: day(-9), due: 13390 },
    note: "lampNote",
    lines: [line("lamp", "TT-LMP-02", "lighting", 1, 12900, day(-23))],
  },
  {
    // A gift that never arrived.
    number: "TT-10517",
    placed: day(-12),
    status: "late",
    due: day(-4),
    paidWith: "Visa",
    shipping: 690,
    note: "chocolatesNote",
    lines: [line("chocolates", "TT-CHO-24", "food", 1, 3200, null)],
  },
  {
    // Within the period of withdrawal.
    number: "TT-10523",
    placed: day(-9),
    status: "delivered",
    due: day(-6),
    paidWith: "PayPal",
    shipping: 0,
    lines: [line("coat", "TT-COA-M", "clothing", 1, 14900, day(-6))],
  },
  {
    // Several lines, a quantity of two, a discount; one piece came broken.
    number: "TT-10531",
    placed: day(-6),
    status: "delivered",
    due: day(-2),
    paidWith: "PayPal",
    shipping: 490,
    discount: 1290,
    lines: [
      line("vase", "TT-VAS-03", "decoration", 1, 5400, day(-2), 4860),
      line("candles", "TT-CAN-02", "decoration", 2, 1800, day(-2), 3240),
      line("board", "TT-BOA-01", "kitchen", 1, 3900, day(-2), 3510),
    ],
  },
].map((order) => ({ ...order, total: sum(order.lines, "paid") + order.shipping, withdrawal: isWithdrawalOpen(order) }));

// In the EU the withdrawal button stays for the whole period; what has not arrived has not even begun it.
function isWithdrawalOpen({ lines }) {
  return lines.some(({ deliveredOn }) => deliveredOn === null || deliveredOn >= day(-14));
}

function line(id, sku, category, quantity, price, deliveredOn, paid = price * quantity) {
  return { id, sku, category, quantity, price, paid, deliveredOn };
}

/** The sum of one amount over all lines. */
export function sum(lines, key) {
  return lines.reduce((total, line) => total + line[key], 0);
}

/** What the widget may know of an order: the shape `Context`. `text` gives the page's words. */
export function context(order, text) {
  return {
    order: {
      number: order.number,
      placedOn: order.placed,
      country: "DE",
      timeZone: ZONE,
      currency: "EUR",
      shipping: order.shipping,
      total: order.total,
      paidWith: order.paidWith,
      informedOfWithdrawal: true,
      invoice: order.invoice,
    },
    items: order.lines.map((line, at) => ({
      line: String(at + 1),
      sku: line.sku,
      title: text(`${line.id}.title`),
      category: line.category,
      kind: "goods",
      quantity: line.quantity,
      price: line.price,
      paid: line.paid,
      image: new URL(`${line.id}.svg`, import.meta.url).href,
      deliveredOn: line.deliveredOn,
    })),
    customer: { kind: "consumer", name: "Mira Lindqvist", email: "mira@example.org" },
  };
}
