// Real photos: JPEGs painted by the browser, with the EXIF that a phone writes: how it was held, and where.

import type { Browser } from "@playwright/test";

/** A JPEG of what `html` looks like. */
export async function paint(browser: Browser, html: string, width: number, height: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width, height }, isMobile: false, javaScriptEnabled: true });
  await page.setContent(`<style>body{margin:0}</style>${html}`);
  // Of a page that has drawn nothing yet there is now and then no picture.
  await page.evaluate(() => new Promise(requestAnimationFrame));
  const jpeg = await page.screenshot({ type: "jpeg", quality: 90 });
  await page.close();
  return jpeg;
}

/**
 * A photo taken with the phone on its side: stored 320×160, left half red, right half blue; held upright (EXIF orientation 6: turn a
 * quarter clockwise) it is 160×320, red above blue. It also tells a place: 54° N, 10° E.
 */
export async function phonePhoto(browser: Browser): Promise<Buffer> {
  const half = (colour: string) => `<div style="float:left;width:160px;height:160px;background:${colour}"></div>`;
  painted ??= paint(browser, half("#e00000") + half("#0000e0"), 320, 160);
  return withExif(await painted, 6);
}
/** The same for all tests of a worker: another page for each costs more than what most of them do with the photo. */
let painted: Promise<Buffer> | undefined;

/** Puts an EXIF segment right after the start of a JPEG. */
export function withExif(jpeg: Buffer, orientation: number): Buffer {
  const exif = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff(orientation)]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(exif.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

/** The names of a JPEG's application segments: "JFIF", "ICC_PROFILE" (colours), "Exif" (camera, time and place), … */
export function metadata(jpeg: Buffer): string[] {
  const applications = segments(jpeg).filter(([marker]) => marker >= 0xe0 && marker <= 0xef);
  return applications.map(([, at]) => jpeg.toString("latin1", at + 4, jpeg.indexOf(0, at + 4)));
}

/** Width and height as stored, the EXIF not heeded. */
export function sizeOf(jpeg: Buffer): [width: number, height: number] {
  const frame = segments(jpeg).find(([marker]) => marker >= 0xc0 && marker <= 0xc2);
  if (!frame) throw new Error("not a JPEG");
  return [jpeg.readUInt16BE(frame[1] + 7), jpeg.readUInt16BE(frame[1] + 5)];
}

/** The segments before the pixels, walked one by one, because the letters could stand in the pixels by chance. */
function segments(jpeg: Buffer): [marker: number, at: number][] {
  const found: [number, number][] = [];
  for (let at = 2; jpeg[at] === 0xff && jpeg[at + 1] !== 0xda; at += 2 + jpeg.readUInt16BE(at + 2)) found.push([jpeg[at + 1], at]);
  return found;
}

const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;

/** A big-endian TIFF block: a first directory with orientation and a pointer to the GPS directory behind it. */
function tiff(orientation: number): Buffer {
  const block = Buffer.alloc(256);
  let end = block.write("MM\0*", 0, "latin1");
  end = block.writeUInt32BE(8, end);
  /** `value` is the number itself, or where it stands. */
  const entry = (tag: number, type: number, count: number, value: number) => {
    end = block.writeUInt16BE(tag, end);
    end = block.writeUInt16BE(type, end);
    end = block.writeUInt32BE(count, end);
    // A short and letters stand at the left of the four bytes.
    end = block.writeUInt32BE(type === SHORT ? value * 0x10000 : value, end);
  };
  const directory = (entries: [number, number, number, number][]) => {
    end = block.writeUInt16BE(entries.length, end);
    for (const each of entries) entry(...each);
    end = block.writeUInt32BE(0, end);
  };
  const gps = 8 + 2 + 2 * 12 + 4;
  const numbers = gps + 2 + 4 * 12 + 4;
  directory([
    [0x0112, SHORT, 1, orientation],
    [0x8825, LONG, 1, gps],
  ]);
  directory([
    [1, ASCII, 2, "N".charCodeAt(0) * 0x1000000],
    [2, RATIONAL, 3, numbers],
    [3, ASCII, 2, "E".charCodeAt(0) * 0x1000000],
    [4, RATIONAL, 3, numbers + 24],
  ]);
  for (const degrees of [54, 10]) for (const part of [degrees, 1, 20, 1, 7, 1]) end = block.writeUInt32BE(part, end);
  return block.subarray(0, end);
}

/** The colours of a picture's quarters as a browser shows it: above from the left, then below. */
export async function quarters(browser: Browser, picture: Buffer): Promise<string> {
  const page = await browser.newPage({ isMobile: false });
  const seen = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const { width, height, context } = await createImageBitmap(new Blob([bytes])).then((picture) => {
      const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d")!;
      context.drawImage(picture, 0, 0);
      return { width: picture.width, height: picture.height, context };
    });
    const colour = (x: number, y: number) => {
      const bits = [...context.getImageData(width * x, height * y, 1, 1).data].slice(0, 3).map((value) => (value > 128 ? "1" : "0"));
      return { "100": "red", "010": "green", "001": "blue", "111": "white" }[bits.join("")] ?? "none";
    };
    return [colour(0.25, 0.25), colour(0.75, 0.25), colour(0.25, 0.75), colour(0.75, 0.75)].join(" ");
  }, picture.toString("base64"));
  await page.close();
  return seen;
}

/** How a JPEG looks in a browser: its size, and the colours a quarter and three quarters of the way down. */
export async function look(browser: Browser, jpeg: Buffer) {
  const page = await browser.newPage({ isMobile: false });
  const seen = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d")!;
    context.drawImage(picture, 0, 0);
    const colour = (part: number) => {
      const [red, , blue] = context.getImageData(picture.width / 2, picture.height * part, 1, 1).data;
      return red > 128 ? "red" : blue > 128 ? "blue" : "neither";
    };
    return { width: picture.width, height: picture.height, above: colour(0.25), below: colour(0.75) };
  }, jpeg.toString("base64"));
  await page.close();
  return seen;
}
