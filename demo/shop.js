// Draws the demo shop's order cards and tells the widget about them: host page, first stage. Nothing here is part of Redress.

import { context, orders } from "./orders.js";
import { publish } from "./publish.js";
import { lang, text, translatePage } from "./texts.js";

const region = lang === "de" ? "de-DE" : "en-GB";
const long = new Intl.DateTimeFormat(region, { timeZone: "UTC", day: "numeric", month: "long" });
const short = new Intl.DateTimeFormat(region, { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });
const euro = new Intl.NumberFormat(region, { style: "currency", currency: "EUR" });

translatePage();
document.getElementById("order-list").append(...orders.map(card));
document.body.append(publish(document.createElement("script"), orders.map((order) => context(order, text))));

function card(order) {
  const item = clone("order-template");
  const [article, name, status, facts, lines, foot, sums, note, actions] = pick(item,
    "article", "h3", ".status", ".order-head dl", ".lines", ".order-foot", ".sums", ".note", ".actions");
  name.textContent = text("order", order);
  name.id = order.number;
  article.setAttribute("aria-labelledby", name.id);
  status.classList.add(`status-${order.status}`);
  status.firstElementChild.append(...around(text(`status.${order.status}`, { day: "\n" }), time(order.due, long)));

  fact(facts, text("placed"), time(order.placed, short));
  if (order.invoice) fact(facts, text("invoice"), order.invoice.number);
  else fact(facts, text("paidWith"), order.paidWith);
  fact(facts, order.invoice ? text("open") : text("total"), money(order.total));

  lines.append(...order.lines.map((line, at) => row(order, line, String(at + 1))));

  if (order.note) note.textContent = text(order.note, { placed: long.format(new Date(order.placed)) });
  else note.remove();
  actions.append(trigger(order, "complaint", text("report"), "button"));
  if (order.withdrawal) actions.append(trigger(order, "withdrawal", text("withdraw"), "button button-plain"));
  if (order.invoice) actions.append(trigger(order, "payment", text("payment"), "button button-plain"));
  actions.append(trigger(order, "start", text("start"), "quiet"));

  if (order.lines.length > 1) {
    article.classList.add("several");
    fact(sums, text("goods"), money(order.lines.reduce((total, line) => total + line.price * line.quantity, 0)));
    if (order.discount) fact(sums, text("discount"), `−${money(order.discount)}`);
    fact(sums, text("shipping"), order.shipping ? money(order.shipping) : text("free"));
    fact(sums, text("total"), money(order.total));
  } else {
    // With one line all that follows stands beside its picture.
    sums.remove();
    lines.querySelector(".line-body").append(...foot.children);
    foot.remove();
  }
  return item;
}

function row(order, line, number) {
  const item = clone("line-template");
  const [picture, body, title, variant, price] = pick(item, "img", ".line-body", "h4", ".variant", ".price");
  picture.src = `/demo/${line.id}.svg`;
  picture.alt = text(`${line.id}.alt`);
  title.textContent = text(`${line.id}.title`);
  title.id = `${order.number}-${number}`;
  variant.textContent = text(`${line.id}.variant`);
  price.append(text("pieces", { quantity: line.quantity, price: money(line.price) }));
  if (order.discount) {
    const paid = document.createElement("span");
    paid.textContent = text("paid", { paid: money(line.paid) });
    price.append(" ", paid);
  }
  if (order.lines.length > 1) {
    const report = trigger(order, "complaint", text("reportItem"), "quiet", number);
    report.setAttribute("aria-describedby", title.id);
    body.append(report);
  }
  return item;
}

/** A link that opens the widget; where that cannot run, it leads to the desk's form without JavaScript. */
function trigger(order, flow, label, className, item = "") {
  const link = document.createElement("a");
  link.className = className;
  link.href = `/complain?${new URLSearchParams({ flow, order: order.number, ...(item && { item }), lang })}`;
  link.textContent = label;
  link.dataset.redressOpen = flow;
  link.dataset.redressOrder = order.number;
  if (item) link.dataset.redressItem = item;
  link.setAttribute("aria-describedby", order.number);
  return link;
}

function fact(list, term, value) {
  const [group, name, data] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
  name.textContent = term;
  data.append(value);
  group.append(name, data);
  list.append(group);
}

function time(iso, format) {
  const element = document.createElement("time");
  element.dateTime = iso;
  element.textContent = format.format(new Date(iso));
  return element;
}

/** The words before and after the line break in `sentence`, with `node` in its place. */
function around(sentence, node) {
  const [before, after] = sentence.split("\n");
  return [before, node, after ?? ""];
}

function money(cents) {
  return euro.format(cents / 100);
}

function clone(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

function pick(root, ...selectors) {
  return selectors.map((selector) => root.querySelector(selector));
}
