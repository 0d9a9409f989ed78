// Whether a screen of the widget fits: nothing sticks out, nothing is cut off, and everything that can be pressed can be reached.

import type { Page } from "@playwright/test";
import type { Scripted } from "./scripted";

/** What does not fit: wider than its frame or the window, or cut off without a way to scroll there. Empty where all is well. */
export function misfits(page: Scripted): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.querySelector("redress-widget")!.shadowRoot!.querySelector(".root")!;
    const name = (element: Element) => `${element.localName}.${element.getAttribute("class")} "${element.textContent!.trim().slice(0, 40)}"`;
    const found: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
    for (const element of root.querySelectorAll("*")) {
      const { left, right, width, height } = element.getBoundingClientRect();
      const { opacity, overflowX, overflowY } = getComputedStyle(element);
      if (!width || !height || element.closest(".hidden, svg") || opacity === "0") continue;
      if (left < -1 || right > innerWidth + 1) found.push(`${name(element)} from ${Math.round(left)} to ${Math.round(right)}`);
      if (overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1)
        found.push(`${name(element)} is ${element.scrollWidth} wide in ${element.clientWidth}`);
      // WebKit counts the parts that it makes a progress bar of.
      if (/hidden|clip/.test(overflowY) && element.localName !== "progress" && element.scrollHeight > element.clientHeight + 1)
        found.push(`${name(element)} is ${element.scrollHeight} high in ${element.clientHeight}`);
      // Words that are higher than what they stand in would run into what is below.
      const own = element.closest("button, label, a, li, dd");
      if (own && own !== element && overflowY === "visible") {
        const frame = own.getBoundingClientRect();
        const { top, bottom } = element.getBoundingClientRect();
        if (getComputedStyle(element).position === "static" && (top < frame.top - 1 || bottom > frame.bottom + 1)) found.push(`${name(element)} sticks out of ${name(own)}`);
      }
    }
    return found;
  });
}

/** What cannot be brought into view and pressed there. */
export function outOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const shadow = document.querySelector("redress-widget")!.shadowRoot!;
    const found: string[] = [];
    for (const control of shadow.querySelectorAll<HTMLElement>(".root :is(a, button, input, select, textarea, summary):not([aria-hidden])")) {
      if (!control.checkVisibility()) continue;
      control.scrollIntoView({ block: "center", behavior: "instant" });
      const { left, right, top, bottom } = control.getBoundingClientRect();
      const hit = shadow.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      const its = hit && (control.contains(hit) || hit.closest("label")?.contains(control));
      if (!its) found.push(`${control.localName} "${(control.ariaLabel ?? control.textContent!).trim().slice(0, 40)}" is behind ${hit?.localName}.${hit?.className}`);
    }
    // As the shopper left it.
    shadow.querySelectorAll(".root, .main").forEach((scrolled) => (scrolled.scrollTop = 0));
    return found;
  });
}

/**
 * What has no edge of its own where colours are forced, because grounds and shadows are gone: each control needs a border, an underline or
 * the browser's own shape; and what is chosen must look different from what is not.
 */
export function shapeless(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const shadow = document.querySelector("redress-widget")!.shadowRoot!;
    const found: string[] = [];
    const border = (element: Element) => {
      const { borderTopWidth, borderTopStyle, borderTopColor, backgroundColor } = getComputedStyle(element);
      return borderTopStyle !== "none" && parseFloat(borderTopWidth) >= 1 && borderTopColor !== backgroundColor ? `${borderTopWidth} ${borderTopColor}` : "";
    };
    const name = (element: HTMLElement) => `${element.localName} "${(element.ariaLabel ?? element.textContent!).trim().slice(0, 40)}"`;
    const controls = [...shadow.querySelectorAll<HTMLElement>(".root :is(a, button, input, select, textarea, summary):not([aria-hidden])")].filter((control) => control.checkVisibility());
    for (const control of controls) {
      const { textDecorationLine, appearance } = getComputedStyle(control);
      const native = control.matches("input[type=checkbox], input[type=radio]") && appearance !== "none";
      const label = control.closest("label");
      if (!native && textDecorationLine !== "underline" && !border(control) && !(label && border(label))) found.push(`${name(control)} has no edge`);
    }
    const pressed = controls.find((control) => control.matches("[aria-current].card"));
    const other = controls.find((control) => control.matches("button.card:not([aria-current])"));
    if (pressed && other && border(pressed) === border(other)) found.push(`${name(pressed)} looks as if it were not chosen`);
    return found;
  });
}

/** Spaces text as WCAG 2.2, 1.4.12 names it, or no longer. */
export function spaceText(page: Page, spaced: boolean): Promise<void> {
  return page.evaluate((spaced) => {
    const { shadowRoot } = document.querySelector("redress-widget")!;
    const others = shadowRoot!.adoptedStyleSheets.filter((sheet) => !sheet.cssRules[0]?.cssText.includes("word-spacing: 0.16em"));
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { word-spacing: 0.16em !important; letter-spacing: 0.12em !important; line-height: 1.5 !important } p { margin-block-end: 2em !important }");
    shadowRoot!.adoptedStyleSheets = spaced ? [...others, sheet] : others;
  }, spaced);
}

/** What paper would show only in part or not at all: frames that scroll or cut off, and light words on white. */
export function clipped(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const frame = document.querySelector("redress-widget")!.shadowRoot!.querySelector("dialog")!;
    const found: string[] = [];
    const luminance = (colour: string) => {
      const context = new OffscreenCanvas(1, 1).getContext("2d")!;
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
      return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
    };
    for (const element of [frame, ...frame.querySelectorAll(".root, .root .main, .root h2, .root p, .root dt, .root dd, .root li, .root b, .root small")]) {
      const { overflowY, color } = getComputedStyle(element);
      const name = `${element.localName}.${element.className}`;
      if (element.scrollHeight > element.clientHeight + 1 && overflowY !== "visible") found.push(`${name} is cut off`);
      if (luminance(color) > 0.5) found.push(`${name} is ${color} on white`);
    }
    return found;
  });
}
