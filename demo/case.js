// Draws the order of one case and moves its dates to today: host page, first stage. Nothing here is part of Redress.

import { moved, today } from "./dates.js";
import { publish } from "./publish.js";

const short = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });

const script = document.querySelector("[data-redress-context]");
const context = moved(JSON.parse(script.text), document.body.dataset.today, today());
publish(script, context);

const { order, items = [] } = context;
const money = (amount) => {
  const format = new Intl.NumberFormat("en-GB", { style: "currency", currency: order.currency });
  return format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits);
};

if (order) {
  document.getElementById("order").textContent = `Order ${order.number}`;
  fact("Placed", short.format(new Date(order.placedOn)));
  if (order.invoice) fact("Still to pay", money(order.invoice.due));
  else if (order.paidWith) fact("Paid with", order.paidWith);
} else {
  document.getElementById("order").textContent = "Help";
  document.getElementById("lines").append(element("li", "This page knows of no order. Whoever comes here has the number on paper or in a mail."));
}
document.getElementById("lines").append(...items.map(row));

function row({ title, quantity = 1, price, deliveredOn }) {
  const line = element("li", "");
  const delivered = deliveredOn ? `Delivered ${short.format(new Date(deliveredOn))}` : "Not delivered yet";
  line.append(element("h3", title), element("p", `${quantity} × ${money(price)} · ${delivered}`));
  return line;
}

function fact(name, value) {
  const group = element("div", "");
  group.append(element("dt", name), element("dd", value));
  document.getElementById("facts").append(group);
}

function element(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text });
}
