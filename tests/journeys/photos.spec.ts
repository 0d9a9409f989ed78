// Photos and files: whatever a shopper hands over, in whatever way, what leaves the browser is upright, small and tells no place.

import type { Browser, Locator } from "@playwright/test";
import { metadata, paint, phonePhoto, quarters, sizeOf, withExif } from "../harness/photo";
import type { Relay } from "../harness/relay";
import type { Shopper } from "../harness/shopper";
import { expect, test } from "../harness/test";

type File = { name: string; mimeType: string; buffer: Buffer };

/** Opens a flow that asks for nothing but pictures, or for them and for words. */
async function ask(shopper: Shopper, relay: Relay, pictures: object = {}, words = false) {
  const steps = {
    pictures: { kind: "photos", label: "Pictures", ...pictures },
    words: { kind: "text", label: "Words" },
  };
  const flows = { complaint: { steps: [["pictures", ...(words ? ["words"] : [])]] } };
  relay.config({ extends: "default", locales: ["en"], endpoint: { url: "/api/complaints" }, flows, steps });
  await shopper.visit();
  await shopper.report("TT-10482");
  await expect(shopper.heading(/^Pictures/)).toBeVisible();
}

/** Sends it, and gives the files that left the browser. */
async function sent(shopper: Shopper, relay: Relay) {
  await shopper.press("nav.continue");
  await shopper.press("review.send");
  await shopper.reference();
  const [complaint, ...files] = relay.attempts[0].parts;
  return { complaint: JSON.parse(complaint.bytes.toString()), files };
}

const choose = (shopper: Shopper, key = "photos.choose") => shopper.dialog.getByLabel(shopper.say(key));
const nth = (shopper: Shopper, index: number) => shopper.dialog.getByRole("img", { name: shopper.say("photos.nth", { index }) });
const jpeg = (name: string, buffer: Buffer): File => ({ name, mimeType: "image/jpeg", buffer });

/** A picture of one colour. */
const plain = (browser: Browser, colour: string) => paint(browser, `<body style="background:${colour}">`, 40, 30);

/** What was dragged or copied: files, perhaps with text beside them. */
function carried(shopper: Shopper, files: File[], text = "") {
  const bytes = files.map(({ name, mimeType, buffer }) => [name, mimeType, buffer.toString("base64")]);
  return shopper.page.evaluateHandle(
    ([files, text]) => {
      const data = new DataTransfer();
      for (const [name, type, base64] of files as string[][])
        data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, { type }));
      if (text) data.setData("text/plain", text as string);
      return data;
    },
    [bytes, text] as const,
  );
}

/** Pastes; whether the page left it to the browser. */
async function paste(shopper: Shopper, target: Locator, files: File[], text = "") {
  const clipboardData = await carried(shopper, files, text);
  return target.evaluate(
    (target, clipboardData) =>
      target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true })),
    clipboardData,
  );
}

test("however the phone was held, every photo arrives upright, in order, and tells nothing of camera or place", async ({ shopper, relay, browser }) => {
  await ask(shopper, relay, { maxFiles: 8 });
  const quarter = (colour: string) => `<div style="float:left;width:160px;height:80px;background:${colour}"></div>`;
  const stored = await paint(browser, ["#e00000", "#00c000", "#0000e0", "#ffffff"].map(quarter).join(""), 320, 160);
  await shopper.addPhotos(...[1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => withExif(stored, orientation)));
  const { files } = await sent(shopper, relay);
  // Where the first row and column of what is stored belong (EXIF 2.3, tag 274).
  const upright = [
    "red green blue white",
    "green red white blue",
    "white blue green red",
    "blue white red green",
    "red blue green white",
    "blue red white green",
    "white green blue red",
    "green white red blue",
  ];
  expect(await Promise.all(files.map(({ bytes }) => quarters(browser, bytes)))).toEqual(upright);
  expect(files.map(({ bytes }) => sizeOf(bytes))).toEqual([...Array(4).fill([320, 160]), ...Array(4).fill([160, 320])]);
  for (const { bytes, type } of files) {
    expect(type).toBe("image/jpeg");
    expect(metadata(bytes).filter((name) => !["JFIF", "ICC_PROFILE"].includes(name))).toEqual([]);
  }
});

test("a small photo is encoded anew like any other: its place stays here", async ({ shopper, relay, browser }) => {
  await ask(shopper, relay);
  const photo = await phonePhoto(browser);
  expect(metadata(photo)).toContain("Exif");
  await shopper.addPhotos(photo);
  const { complaint, files } = await sent(shopper, relay);
  expect(metadata(files[0].bytes)).not.toContain("Exif");
  expect(complaint.attachments).toEqual([expect.objectContaining({ name: "IMG_1.jpg", type: "image/jpeg", bytes: files[0].bytes.length })]);
});

test("how many there may be is said before, and what is too many is named; once one is taken out there is room", async ({ shopper, relay, browser }) => {
  const { dialog, say } = shopper;
  await ask(shopper, relay, { maxFiles: 5 });
  await expect(dialog.getByText(say("photos.limit", { count: 5 }))).toBeVisible();
  const colours = ["#e00000", "#00c000", "#0000e0", "#ffffff", "#e00000", "#00c000"];
  const six = await Promise.all(colours.map(async (colour, at) => jpeg(`${at + 1}.jpg`, await plain(browser, colour))));
  await choose(shopper).setInputFiles(six);
  await expect(nth(shopper, 5)).toBeVisible();
  await expect(nth(shopper, 6)).toHaveCount(0);
  const full = dialog.getByText(say("photos.full", { name: "6.jpg", count: 5 }));
  await expect(full).toBeVisible();

  // Taking one out and taking it again: it is the last then, and the button that went did not take the focus along.
  await shopper.tap(dialog.getByRole("button", { name: say("photos.remove", { index: 2 }) }));
  await expect(dialog.getByRole("group", { name: "Pictures" })).toBeFocused();
  await expect(nth(shopper, 5)).toHaveCount(0);
  await choose(shopper).setInputFiles(six[5]);
  await expect(nth(shopper, 5)).toBeVisible();
  await expect(full).toHaveCount(0);
  const { files } = await sent(shopper, relay);
  const seen = await Promise.all(files.map(({ bytes }) => quarters(browser, bytes)));
  expect(seen.map((each) => each.split(" ")[0])).toEqual(["red", "blue", "white", "red", "green"]);
});

/** A PNG of nothing. */
async function nothing(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 40, height: 30 }, isMobile: false });
  const png = await page.screenshot({ type: "png", omitBackground: true });
  await page.close();
  return png;
}

/** 1×1, first red, then blue, for ever. */
const MOVING = Buffer.concat([
  Buffer.from("GIF89a\x01\0\x01\0\x80\0\0\xff\0\0\0\0\xff", "latin1"),
  Buffer.from("!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0", "latin1"),
  ...["\x44", "\x4c"].map((pixel) => Buffer.from(`!\xf9\x04\0\x0a\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02${pixel}\x01\0`, "latin1")),
  Buffer.from(";"),
]);

test("what is transparent becomes white, and of what moves the first picture is sent", async ({ shopper, relay, browser }) => {
  await ask(shopper, relay);
  await choose(shopper).setInputFiles([
    { name: "logo.png", mimeType: "image/png", buffer: await nothing(browser) },
    { name: "moving.gif", mimeType: "image/gif", buffer: MOVING },
  ]);
  await expect(nth(shopper, 2)).toBeVisible();
  const { complaint, files } = await sent(shopper, relay);
  expect(complaint.attachments.map(({ name, type }: any) => [name, type])).toEqual([["logo.jpg", "image/jpeg"], ["moving.jpg", "image/jpeg"]]);
  expect((await quarters(browser, files[0].bytes)).split(" ")[0]).toBe("white");
  expect((await quarters(browser, files[1].bytes)).split(" ")[0]).toBe("red");
});

test("what cannot be taken is told by name with a way out, and the rest is taken", async ({ shopper, relay, browser }) => {
  const { dialog, say } = shopper;
  await ask(shopper, relay);
  const broken = (await phonePhoto(browser)).subarray(0, 300);
  const heic = Buffer.concat([Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"), Buffer.alloc(400, 7)]);
  const svg = Buffer.from(`\ufeff <svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>fetch("/stolen")</script><rect width="9" height="9"/></svg>`);
  const files: [File, string][] = [
    [{ name: "IMG_2041.HEIC", mimeType: "", buffer: heic }, "photos.heic"],
    [jpeg("torn.jpg", broken), "photos.unreadable"],
    [jpeg("nothing.jpg", Buffer.alloc(0)), "photos.empty"],
    [{ name: "drawing.svg", mimeType: "image/svg+xml", buffer: svg }, "photos.sort"],
    [jpeg("drawing.jpg", svg), "photos.sort"],
    [{ name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.from("\0\0\0\x18ftypisom", "latin1") }, "photos.sort"],
    [{ name: "receipt.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n%%EOF") }, "photos.sort"],
    [{ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("It broke.") }, "photos.sort"],
  ];
  for (const [file, key] of files) {
    await choose(shopper).setInputFiles(file);
    await expect(dialog.getByText(say(key, { name: file.name })), file.name).toBeVisible();
  }
  await expect(nth(shopper, 1)).toHaveCount(0);
  // Among others, each is told, and the good one is there.
  await choose(shopper).setInputFiles([files[0][0], jpeg("good.jpg", await phonePhoto(browser)), files[1][0]]);
  await expect(nth(shopper, 1)).toBeVisible();
  for (const at of [0, 1]) await expect(dialog.getByText(say(files[at][1], { name: files[at][0].name }))).toBeVisible();
  expect((await sent(shopper, relay)).files).toHaveLength(1);
  expect(relay.asked).not.toContain("/stolen");
});

test("a PDF goes as it is where the question takes one, is shown by its name, and may not be larger than was said", async ({ shopper, relay, browser }) => {
  const { dialog, say } = shopper;
  await ask(shopper, relay, { pdf: true, maxPdfBytes: 2_500_000 });
  await expect(dialog.getByText(say("photos.limit.files", { count: 6, size: "2.5 MB" }))).toBeVisible();
  const receipt = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(2_000, "ä"), Buffer.from("\n%%EOF")]);
  const pdf = (name: string, buffer: Buffer): File => ({ name, mimeType: "application/pdf", buffer });
  const files = choose(shopper, "photos.choose.files");
  await files.setInputFiles([pdf("Receipt 7.pdf", receipt), jpeg("scan.jpg", await phonePhoto(browser)), pdf("book.pdf", Buffer.concat([receipt, Buffer.alloc(2_500_000)]))]);
  await expect(dialog.getByText("Receipt 7.pdf", { exact: true })).toBeVisible();
  await expect(nth(shopper, 2)).toBeVisible();
  await expect(dialog.getByText(say("photos.too-big", { name: "book.pdf", size: "2.5 MB" }))).toBeVisible();
  await expect(dialog.getByRole("button", { name: say("photos.remove.file", { name: "Receipt 7.pdf" }) })).toBeVisible();
  await shopper.press("nav.continue");
  await expect(dialog.getByText(say("photos.count.files", { count: 2 }))).toBeVisible();
  await shopper.press("nav.back");
  const { complaint, files: left } = await sent(shopper, relay);
  expect(complaint.attachments.map(({ name, type }: any) => [name, type])).toEqual([["Receipt 7.pdf", "application/pdf"], ["scan.jpg", "image/jpeg"]]);
  expect(left[0].bytes.equals(receipt)).toBe(true);
});

test("files can be dropped, on the question or beside it, and the page stays", async ({ shopper, relay, browser }) => {
  const { dialog, page } = shopper;
  await ask(shopper, relay);
  const place = dialog.getByRole("group", { name: "Pictures" });
  const one = await carried(shopper, [jpeg("one.jpg", await plain(browser, "#e00000"))]);
  await place.dispatchEvent("dragover", { dataTransfer: one });
  await expect(place).toHaveAttribute("data-over", "");
  await place.dispatchEvent("drop", { dataTransfer: one });
  await expect(place).not.toHaveAttribute("data-over");
  await expect(nth(shopper, 1)).toBeVisible();

  // A browser opens what nobody takes in place of the page: here it is taken.
  const two = await carried(shopper, [jpeg("two.jpg", await plain(browser, "#00c000"))]);
  const left = await shopper.heading(/^Pictures/).evaluate((heading, dataTransfer) => {
    const event = (type: string) => new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, composed: true });
    return [heading.dispatchEvent(event("dragover")), heading.dispatchEvent(event("drop"))];
  }, two);
  expect(left).toEqual([false, false]);
  await expect(nth(shopper, 2)).toBeVisible();

  // Words are none of its business, and what is dragged out of the window is gone.
  const words = await carried(shopper, [], "words");
  await place.dispatchEvent("dragover", { dataTransfer: words });
  await expect(place).not.toHaveAttribute("data-over");
  await place.dispatchEvent("dragover", { dataTransfer: one });
  await place.dispatchEvent("dragleave", { dataTransfer: one });
  await expect(place).not.toHaveAttribute("data-over");
  // Gone with the question: on the next screen nobody listens.
  await shopper.press("nav.continue");
  await shopper.sees("review.title");
  await page.evaluate((dataTransfer) => document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true })), two);
  await expect(dialog.getByText(shopper.say("photos.count", { count: 2 }))).toBeVisible();
});

test("a picture can be pasted anywhere in the dialog; words pasted into a field stay words", async ({ shopper, relay, browser }) => {
  const { dialog } = shopper;
  await ask(shopper, relay, {}, true);
  const shot = { name: "image.png", mimeType: "image/png", buffer: await phonePhoto(browser) };
  expect(await paste(shopper, shopper.heading(/^Pictures/), [shot])).toBe(false);
  await expect(nth(shopper, 1)).toBeVisible();
  const words = dialog.getByRole("textbox", { name: /^Words/ });
  // A spreadsheet's cells come as words with a picture of them.
  expect(await paste(shopper, words, [shot], "12 pieces"), "left to the field").toBe(true);
  expect(await paste(shopper, words, [shot]), "nothing that a field could take").toBe(false);
  await expect(nth(shopper, 2)).toBeVisible();
  expect(await paste(shopper, shopper.heading(/^Pictures/), [], "words")).toBe(true);
  const { complaint } = await sent(shopper, relay);
  expect(complaint.attachments.map(({ name }: any) => name)).toEqual(["image.jpg", "image.jpg"]);
});

test("each file has its place at once, and one at a time is opened, however they come", async ({ shopper, relay, browser, page }) => {
  // Opening waits until the test lets it; strips of what is open are no files.
  await page.addInitScript(() => {
    const create = window.createImageBitmap;
    const test = { open: 0, most: 0, go: () => {} };
    Object.assign(window, { test });
    window.createImageBitmap = (async (...args: [any]) => {
      if (!(args[0] instanceof Blob)) return create(...args);
      test.most = Math.max(test.most, (test.open += 1));
      await new Promise<void>((go) => (test.go = go));
      test.open -= 1;
      return create(...args);
    }) as typeof create;
  });
  await ask(shopper, relay);
  const photos = await Promise.all(["#e00000", "#00c000", "#0000e0"].map((colour) => plain(browser, colour)));
  const working = shopper.dialog.locator(".working");
  await choose(shopper).setInputFiles(photos.slice(0, 2).map((photo, at) => jpeg(`${at}.jpg`, photo)));
  await expect(working).toHaveCount(2);
  await choose(shopper).setInputFiles(jpeg("2.jpg", photos[2]));
  await expect(working).toHaveCount(3);
  // Continue waits for all of them.
  await shopper.press("nav.continue");
  const most = () => page.evaluate(() => [(window as any).test.open, (window as any).test.most]);
  for (let left = 2; left >= 0; left -= 1) {
    await expect.poll(most).toEqual([1, 1]);
    await page.evaluate(() => (window as any).test.go());
    if (left > 0) await expect(working).toHaveCount(left);
  }
  await shopper.sees("review.title");
  await shopper.press("review.send");
  await shopper.reference();
  const seen = await Promise.all(relay.attempts[0].parts.slice(1).map(({ bytes }) => quarters(browser, bytes)));
  expect(seen.map((each) => each.split(" ")[0])).toEqual(["red", "green", "blue"]);
});

test("the camera is one way and the gallery another, and who has no photo says so", async ({ shopper, relay }) => {
  const { dialog, say } = shopper;
  await ask(shopper, relay, { required: true, minFiles: 2 });
  const camera = choose(shopper, "photos.take");
  await expect(camera).toHaveAttribute("capture", "environment");
  await expect(camera).not.toHaveAttribute("multiple");
  await expect(choose(shopper)).not.toHaveAttribute("capture");
  await shopper.press("nav.continue");
  await expect(dialog.getByRole("alert")).toContainText(say("error.too-few", { count: 2 }));
  await shopper.press("photos.unable");
  await shopper.sees("review.title");
  await expect(dialog.getByText(say("photos.unable.answer"))).toBeVisible();
});

test("what was not taken is still told when the fault above it goes", async ({ shopper, relay, browser }) => {
  const { dialog, say } = shopper;
  await ask(shopper, relay, { required: true });
  await shopper.press("nav.continue");
  await expect(dialog.getByRole("alert")).toContainText(say("error.photos"));
  await choose(shopper).setInputFiles([jpeg("nothing.jpg", Buffer.alloc(0)), jpeg("good.jpg", await phonePhoto(browser))]);
  await expect(nth(shopper, 1)).toBeVisible();
  await expect(dialog.getByRole("alert")).toHaveCount(0);
  await expect(dialog.getByText(say("photos.empty", { name: "nothing.jpg" }))).toBeVisible();
  await shopper.press("nav.continue");
  await shopper.press("nav.back");
  await expect(nth(shopper, 1)).toBeVisible();
  await expect(dialog.getByText(say("photos.empty", { name: "nothing.jpg" }))).toHaveCount(0);
});
