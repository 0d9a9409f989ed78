// Screenshots with a palette: a quarter of the bytes, and no difference to the eye.

import { deflateSync } from "node:zlib";
import type { Browser } from "@playwright/test";

const COLOURS = 160;

/** The same picture as an indexed PNG. */
export async function smaller(browser: Browser, png: Buffer): Promise<Buffer> {
  const { width, height, palette, indices } = await quantized(browser, png);
  const rows = Buffer.alloc((width + 1) * height);
  // Each row begins with its filter: none, which is best for indices.
  for (let row = 0; row < height; row += 1) indices.copy(rows, row * (width + 1) + 1, row * width, (row + 1) * width);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([signature, chunk("IHDR", header), chunk("PLTE", palette), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

/** Decoded and reduced in the browser, which has a PNG decoder. */
async function quantized(browser: Browser, png: Buffer) {
  const page = await browser.newPage({ isMobile: false });
  const found = await page.evaluate(
    async ([base64, colours]) => {
      const bytes = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes(base64)]));
      const { width, height } = picture;
      const context = new OffscreenCanvas(width, height).getContext("2d")!;
      context.drawImage(picture, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);

      const counts = new Map<number, number>();
      for (let at = 0; at < data.length; at += 4) {
        const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
      // Median cut: the box that errs most is cut in two at its median, until there are enough.
      const channel = (colour: number, at: number) => (colour >> (16 - 8 * at)) & 255;
      type Box = { colours: [colour: number, count: number][]; axis: number; error: number };
      const box = (colours: Box["colours"]): Box => {
        let best = { axis: 0, error: -1 };
        const total = colours.reduce((sum, [, count]) => sum + count, 0);
        for (const axis of [0, 1, 2]) {
          const mean = colours.reduce((sum, [colour, count]) => sum + channel(colour, axis) * count, 0) / total;
          const error = colours.reduce((sum, [colour, count]) => sum + (channel(colour, axis) - mean) ** 2 * count, 0);
          if (error > best.error) best = { axis, error };
        }
        return { colours, ...best };
      };
      const boxes = [box([...counts])];
      while (boxes.length < colours) {
        boxes.sort((a, b) => a.error - b.error);
        const widest = boxes.pop()!;
        if (widest.error <= 0) {
          boxes.push(widest);
          break;
        }
        const sorted = widest.colours.sort(([a], [b]) => channel(a, widest.axis) - channel(b, widest.axis));
        const half = sorted.reduce((sum, [, count]) => sum + count, 0) / 2;
        let sum = 0;
        let cut = sorted.findIndex(([, count]) => (sum += count) >= half);
        cut = Math.min(Math.max(cut, 1), sorted.length - 1);
        boxes.push(box(sorted.slice(0, cut)), box(sorted.slice(cut)));
      }
      const indexOf = new Map<number, number>();
      const palette = boxes.flatMap(({ colours }, index) => {
        const total = colours.reduce((sum, [, count]) => sum + count, 0);
        for (const [colour] of colours) indexOf.set(colour, index);
        return [0, 1, 2].map((axis) => Math.round(colours.reduce((sum, [colour, count]) => sum + channel(colour, axis) * count, 0) / total));
      });
      const indices = new Uint8Array(width * height);
      for (let at = 0; at < indices.length; at += 1)
        indices[at] = indexOf.get((data[at * 4] << 16) | (data[at * 4 + 1] << 8) | data[at * 4 + 2])!;
      let text = "";
      for (let at = 0; at < indices.length; at += 32768) text += String.fromCharCode(...indices.subarray(at, at + 32768));
      return { width, height, palette, indices: btoa(text) };
    },
    [png.toString("base64"), COLOURS] as const,
  );
  await page.close();
  return { ...found, palette: Buffer.from(found.palette), indices: Buffer.from(found.indices, "base64") };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc(body));
  return Buffer.concat([head, body, tail]);
}

/** CRC-32 as PNG defines it. */
function crc(bytes: Buffer): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return ~sum >>> 0;
}
