// The comparison of hosts.spec.ts can fail: a script that does all that a guest must not do is caught at each of it.

import { join } from "node:path";
import { serve } from "../harness/host";
import { expect, test } from "../harness/test";
import { differences, traces } from "../harness/traces";
import quiet from "./quiet/host";

test("a guest that leaves something in each corner is found out", async ({ page, relay }) => {
  await serve(relay, join(__dirname, "quiet"), quiet);
  await page.route("**/embed/redress.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  const session = await page.context().newCDPSession(page);
  await page.goto(`${relay.origin}/order`);
  const before = await traces(page.mainFrame(), session);
  expect(differences(before, await traces(page.mainFrame(), session), "elsewhere")).toEqual([]);

  await page.evaluate(() => {
    Object.assign(window, { guest: 1 });
    const { fetch: own } = window;
    window.fetch = (...args) => own(...args);
    Array.prototype.find = () => undefined;
    addEventListener("keydown", () => {});
    document.adoptedStyleSheets = [new CSSStyleSheet()];
    document.head.append(document.createElement("meta"));
    document.body.style.overflow = "hidden";
    document.title = "Guest";
    history.pushState({}, "", "#guest");
    scrollTo(0, 100);
    localStorage.guest = "1";
    document.body.animate([], { duration: 1e6 });
  });
  const found = differences(before, await traces(page.mainFrame(), session), "elsewhere").map((difference) => difference.replace(/:.*/s, ""));
  const corners = ["globals Array", "globals fetch", "globals guest", "listeners window keydown", "markup is", "title is", "address is", "history is", "scroll is", "sheets is", "animations is", "storage is"];
  // The overflow of the body is that of the window, and so the scrollbar's width is in many styles.
  expect(found).toEqual(expect.arrayContaining([...corners, "styles 1 body"]));
});
