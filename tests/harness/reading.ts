// What a screen reader says: the accessibility tree as text, in reading order, and what live regions announced since the screen before.

import type { CDPSession, Page } from "@playwright/test";

type Value = { value?: unknown };
/** A node of the Chrome DevTools protocol's `Accessibility.getFullAXTree`. */
type AxNode = {
  nodeId: string;
  backendDOMNodeId?: number;
  ignored: boolean;
  role?: Value;
  name?: Value;
  description?: Value;
  value?: Value;
  properties?: { name: string; value: Value }[];
  childIds?: string[];
};

/** Stand for nothing that is said: only what is in them is. */
const SILENT = new Set(["none", "generic", "LabelText", "ListMarker", "LineBreak", "DescriptionListDetail"]);
/** Are said by their name, which is made of what is in them. */
const NAMED_BY_CONTENT = new Set(["button", "link", "heading", "option", "DisclosureTriangle", "StaticText", "image", "term", "listbox"]);
const CONTROLS = new Set(["checkbox", "radio", "switch", "textbox"]);
const WORDS: Record<string, string> = { StaticText: "text", DisclosureTriangle: "disclosure", DescriptionListTerm: "term", DescriptionList: "description list" };

export class Reader {
  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  /** Before the page is opened: live regions are watched from the first one on. */
  static async start(page: Page): Promise<Reader> {
    await page.addInitScript(listen);
    return new Reader(page, await page.context().newCDPSession(page));
  }

  /** One screen as text: what was announced on the way to it, where the focus is, then the dialog from its beginning to its end. */
  async screen(title: string): Promise<string> {
    const heard = await this.page.evaluate(() => (window as any).heard.splice(0) as string[]);
    const { nodes } = (await this.session.send("Accessibility.getFullAXTree")) as unknown as { nodes: AxNode[] };
    await this.markCurrent(nodes);
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const dialog = nodes.find((node) => !node.ignored && node.role?.value === "dialog");
    if (!dialog) throw new Error(`${title}: no dialog in the accessibility tree`);
    const lines = tell(dialog, byId, 0);
    const focus = lines.find((line) => line.endsWith(" ← focus"));
    return [
      `== ${title}`,
      ...heard.map((words) => `announced: ${words}`),
      `focus: ${focus ? focus.trim().replace(" ← focus", "") : "nowhere in the dialog"}`,
      ...lines.map((line) => line.replace(" ← focus", "")),
      "",
    ].join("\n");
  }

  /** The protocol does not tell `aria-current`, which every screen reader says. */
  private async markCurrent(nodes: AxNode[]) {
    for (const node of nodes) {
      if (node.ignored || node.role?.value !== "button" || !node.backendDOMNodeId) continue;
      const told = await this.session.send("DOM.describeNode", { backendNodeId: node.backendDOMNodeId });
      if (told.node.attributes?.includes("aria-current")) node.properties?.push({ name: "current", value: { value: true } });
    }
  }
}

/** A node and what is in it, two spaces deeper. */
function tell(node: AxNode, byId: Map<string, AxNode>, depth: number): string[] {
  const role = String(node.role?.value ?? "none");
  const children = (node.childIds ?? []).flatMap((id) => byId.get(id) ?? []);
  // A label is heard as the name of its control, and not once more.
  const inner = role === "LabelText" && children.some((child) => contains(child, CONTROLS, byId)) ? children.filter((child) => contains(child, CONTROLS, byId)) : children;
  const below = (deeper: number) => inner.flatMap((child) => tell(child, byId, deeper));
  if (node.ignored || (SILENT.has(role) && !node.name?.value)) return below(depth);
  // What a list of choices holds is heard once it is opened.
  if (role === "MenuListPopup" || role === "InlineTextBox" || (role === "StaticText" && !String(node.name?.value ?? "").trim())) return [];
  const line = "  ".repeat(depth) + sentence(node, role);
  if (!NAMED_BY_CONTENT.has(role) && role !== "textbox") return [line, ...below(depth + 1)];
  // What can be pressed inside is a stop of its own.
  return [line, ...inner.filter((child) => contains(child, new Set(["link", "button"]), byId)).flatMap((child) => tell(child, byId, depth + 1))];
}

function contains(node: AxNode, roles: Set<string>, byId: Map<string, AxNode>): boolean {
  if (!node.ignored && roles.has(String(node.role?.value))) return true;
  return (node.childIds ?? []).some((id) => byId.has(id) && contains(byId.get(id)!, roles, byId));
}

/** Role, name, states, value, description. */
function sentence(node: AxNode, role: string): string {
  const property = (name: string) => node.properties?.find((each) => each.name === name)?.value.value;
  const text = (value?: Value) => String(value?.value ?? "").replace(/\s+/g, " ").trim();
  const said = [`${WORDS[role] ?? role}${role === "heading" ? ` ${property("level")}` : ""}`];
  if (text(node.name)) said.push(JSON.stringify(text(node.name)));
  const states = [
    property("pressed") === "true" ? "pressed" : property("pressed") === "false" ? "not pressed" : "",
    property("checked") === "true" ? "checked" : property("checked") === "false" ? "not checked" : "",
    property("current") === true ? "current" : "",
    property("expanded") === true ? "expanded" : property("expanded") === false ? "collapsed" : "",
    property("required") === true ? "required" : "",
    property("invalid") && property("invalid") !== "false" ? "invalid" : "",
    property("disabled") === true ? "disabled" : "",
    property("busy") ? "busy" : "",
    property("modal") === true ? "modal" : "",
    property("live") && property("live") !== "off" ? `live ${property("live")}` : "",
  ].filter(Boolean);
  if (states.length) said.push(`(${states.join(", ")})`);
  if (text(node.value)) said.push(`= ${property("valuetext") || text(node.value)}`);
  if (text(node.description)) said.push(`– ${text(node.description)}`);
  if (property("focused") === true) said.push("← focus");
  return said.join(" ");
}

/** In the page: remembers what live regions would make a screen reader say. */
function listen() {
  const heard: string[] = [];
  Object.assign(window, { heard });
  const REGIONS = "[role=status], [role=alert], [aria-live=polite], [aria-live=assertive], output";
  const words = (element: Element) => (element as HTMLElement).innerText.replace(/\s+/g, " ").trim();
  const said = new WeakMap<Element, string>();
  const hear = (changes: MutationRecord[]) => {
    const regions = new Set<Element>();
    const isNew = new Set<Node>();
    for (const { addedNodes } of changes) addedNodes.forEach((node) => isNew.add(node));
    for (const { target, addedNodes } of changes) {
      const region = (target instanceof Element ? target : target.parentElement)?.closest(REGIONS);
      if (region) regions.add(region);
      // Only an alert is said when it comes with its words; another region must have been there before them.
      for (const node of addedNodes)
        if (node instanceof Element) for (const alert of [node, ...node.querySelectorAll("*")]) if (alert.matches("[role=alert], [aria-live=assertive]")) regions.add(alert);
    }
    for (const region of regions) {
      const alert = region.matches("[role=alert], [aria-live=assertive]");
      const fresh = [...isNew].some((node) => node.contains(region));
      const now = region.isConnected ? words(region) : "";
      if (now && now !== said.get(region) && (alert || !fresh)) heard.push(`${now} (${alert ? "at once" : "in its turn"})`);
      said.set(region, now);
    }
  };
  const observe = (root: Node) => new MutationObserver(hear).observe(root, { subtree: true, childList: true, characterData: true });
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    observe(root);
    return root;
  };
}
