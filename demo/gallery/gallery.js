// The overview of the gallery: a live frame for each state, loaded when it comes near and given up when it is far: host page, first
// stage. The switches stand in the address, so that a view can be passed on.

import { groups, LANGUAGES, states } from "./states.js";

const switches = document.getElementById("switches");
const { lang } = switches.elements;
for (const [tag, name] of Object.entries(LANGUAGES)) lang.append(Object.assign(new Option(name, tag), { lang: tag }));
for (const [name, value] of new URLSearchParams(location.search)) {
  const found = switches.elements[name];
  if (found && [...(found.options ?? found)].some((each) => each.value === value)) found.value = value;
}

document.getElementById("count").textContent = `${states.length} of them`;
document.getElementById("contents").append(...groups.map(({ id, title }) => wrapped("li", anchor(`#${id}`, title))));
document.getElementById("groups").append(...groups.map(section));

// Each frame is a widget of its own: those far from the window are given up, or a phone would run out of memory.
const near = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => load(target, isIntersecting)), { rootMargin: "60% 0px" });
for (const frame of document.querySelectorAll("iframe")) near.observe(frame);

switches.addEventListener("change", apply);
switches.addEventListener("submit", (event) => event.preventDefault());
apply();

/** What the switches say, without what goes without saying. */
function chosen() {
  const values = new URLSearchParams(new FormData(switches));
  for (const [name, usual] of [["scheme", ""], ["mode", "dialog"], ["width", "360"], ["lang", "en"]]) if (values.get(name) === usual) values.delete(name);
  return values;
}

function apply() {
  const values = chosen();
  history.replaceState(null, "", `${location.pathname}${values.size ? `?${values}` : ""}${location.hash}`);
  document.getElementById("groups").style.setProperty("--width", values.get("width") ?? 360);
  for (const link of document.querySelectorAll(".state a")) link.href = address(link.dataset.state, values);
  for (const frame of document.querySelectorAll("iframe[src]")) load(frame, true);
}

function address(id, values) {
  const query = new URLSearchParams({ state: id });
  for (const name of ["scheme", "lang", "mode"]) if (values.has(name)) query.set(name, values.get(name));
  return `/demo/gallery/state.html?${query}`;
}

function load(frame, isNear) {
  const wanted = isNear ? address(frame.dataset.state, chosen()) : null;
  if (wanted === frame.getAttribute("src")) return;
  if (wanted) frame.src = wanted;
  else frame.removeAttribute("src");
}

function section({ id, title, states: own }) {
  const made = clone("group-template");
  const heading = made.querySelector("h2");
  heading.textContent = title;
  heading.id = id;
  made.setAttribute("aria-labelledby", id);
  made.querySelector("ul").append(...own.map((state) => figure(state, title)));
  return made;
}

function figure(state, group) {
  const made = clone("state-template");
  const [frame, link, example] = ["iframe", "a", "p"].map((selector) => made.querySelector(selector));
  frame.title = `${group}: ${state.title}`;
  frame.dataset.state = link.dataset.state = state.id;
  link.textContent = state.title;
  example.append(anchor(`/examples/${state.example}/`, state.example));
  return made;
}

function anchor(href, text) {
  return Object.assign(document.createElement("a"), { href, textContent: text });
}

function wrapped(tag, child) {
  const element = document.createElement(tag);
  element.append(child);
  return element;
}

function clone(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}
