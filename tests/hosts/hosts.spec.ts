// Every folder here with a host.ts: the widget works in that shop to the receipt and looks as it should, and leaves no trace in it.

import { readdirSync, existsSync } from "node:fs";
import { join } from "node:path";
import type { Frame } from "@playwright/test";
import { serve, type Host } from "../harness/host";
import type { Relay } from "../harness/relay";
import type { Shopper } from "../harness/shopper";
import { expect, test } from "../harness/test";
import { change, differences, traces, type Stage } from "../harness/traces";

const hosts = readdirSync(__dirname).filter((name) => existsSync(join(__dirname, name, "host.ts")));
const hostOf = (name: string): Host => require(join(__dirname, name, "host.ts")).default;

for (const name of hosts) {
  const host = hostOf(name);
  test(`${name}: a shop that ${host.that} keeps all it has, and its shoppers get their receipt`, async ({ shopper, page, relay, console }) => {
    console.expect(...(host.says ?? []));
    await serve(relay, join(__dirname, name), host);
    const session = await page.context().newCDPSession(page);
    const arrive = async () => {
      await (host.arrive?.(page, relay.origin) ?? page.goto(`${relay.origin}/order`));
      const frame = (host.frame ? page.frame(host.frame) : page.mainFrame())!;
      await trigger(frame).scrollIntoViewIfNeeded();
      // What the pointer does to a link, or to an answer, is not the widget's doing.
      await page.mouse.move(0, 0);
      return frame;
    };

    await page.route("**/embed/redress.js", (route) => route.fulfill({ contentType: "text/javascript", headers: { "access-control-allow-origin": "*" }, body: "" }));
    const before = await traces(await arrive(), session);
    await page.unroute("**/embed/redress.js");

    const frame = await arrive();
    await frame.waitForFunction(() => "redress" in window);
    const inside = shopper.inside(frame);
    const look = async (stage: Stage) => {
      await page.mouse.move(0, 0);
      const found = differences(before, await traces(frame, session), host.frame ? "elsewhere" : stage);
      return found.filter((difference) => !host.leaves?.test(difference));
    };
    await inside.tap(trigger(frame));
    await inside.sees("step.reason.title");
    await page.mouse.move(0, 0);
    if (!host.looksOther) {
      quiet ??= await quietLooks(shopper, relay);
      // Asked again, because the second module comes while it is read, adds to the screen and begins to listen.
      await expect.poll(async () => differing(quiet!, await looks(inside)), "what of the widget looks other").toEqual([]);
    }
    await expect.poll(() => look("open"), "what differs while it is open").toEqual([]);
    await host.opened?.(inside, page);
    await walk(inside, host);
    await expect(inside.dialog).toBeHidden();
    await expect(trigger(frame)).toBeFocused();
    await trigger(frame).blur();
    // What was kept on the device is cleared away behind the dialog.
    await expect.poll(() => look("closed"), "what differs after it was closed").toEqual([]);
    expect(relay.attempts).toHaveLength(1);
    expect(await frame.evaluate(() => (window as any).harmed ?? []), "what the page itself took for harm").toEqual([]);
  });
}

type Looks = Record<string, string>;

/** How the first screen looks in a shop that does nothing to it: the same for all tests of a worker. */
let quiet: Looks | undefined;

async function quietLooks(shopper: Shopper, relay: Relay): Promise<Looks> {
  const page = await shopper.page.context().newPage();
  const calm = shopper.on(page);
  await serve(relay, join(__dirname, "quiet"), hostOf("quiet"), "/quiet");
  await calm.visit("/quiet");
  await calm.tap(trigger(page.mainFrame()));
  await calm.sees("step.reason.title");
  await page.waitForLoadState("networkidle");
  const found = await looks(calm);
  await page.close();
  expect(Object.keys(found).length).toBeGreaterThan(30);
  return found;
}

/** Where the dialog stands, and every computed style of all that is in it, by the element's place. */
function looks(shopper: Shopper): Promise<Looks> {
  return shopper.dialog.evaluate((dialog) => {
    const { x, y, width, height } = dialog.getBoundingClientRect();
    const found: Looks = { dialog: [x, y, width, height].join() };
    // The shop's own variables are inherited, and change nothing.
    const properties = [...getComputedStyle(dialog)].filter((property) => !property.startsWith("--"));
    for (const element of dialog.querySelectorAll(".root, .root *")) {
      const computed = getComputedStyle(element);
      const name = `${Object.keys(found).length} ${element.localName} ${element.getAttribute("class") ?? ""}`;
      found[name] = properties.map((property) => `${property}: ${computed.getPropertyValue(property)};`).join("\n");
    }
    return found;
  });
}

function differing(expected: Looks, found: Looks): string[] {
  const names = Object.keys({ ...expected, ...found });
  return names.filter((name) => expected[name] !== found[name]).map((name) => `${name}: ${change(expected[name], found[name])}`);
}

const trigger = (frame: Frame) => frame.getByRole("link", { name: "Report a problem" });

/** From the first question to the receipt. */
async function walk(shopper: Shopper, { stranger }: Host) {
  await shopper.choose("step.reason.option.faulty");
  await shopper.choose("remedy.repair.title");
  await shopper.press("nav.continue");
  if (stranger) {
    await shopper.dialog.getByLabel(shopper.say("field.email")).pressSequentially("s/k?@example.org");
    await shopper.press("nav.continue");
  }
  await shopper.press("review.send");
  await shopper.reference();
  await shopper.press("nav.done");
}
