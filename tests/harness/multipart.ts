// Takes a multipart body apart, so that two sendings can be compared: the boundary between parts is new each time, the parts are not.

/** One part: its headers and its bytes. */
export type Part = { name: string; fileName: string; type: string; bytes: Buffer };

export function parts(contentType: string | undefined, body: Buffer): Part[] {
  const boundary = /boundary=([^;]+)/.exec(contentType ?? "")?.[1];
  if (!boundary) return [];
  const fence = `--${boundary}`;
  const found: Part[] = [];
  let at = body.indexOf(fence) + fence.length + 2;
  for (let end = body.indexOf(`\r\n${fence}`, at); end >= 0; end = body.indexOf(`\r\n${fence}`, at)) {
    const split = body.indexOf("\r\n\r\n", at);
    const head = body.toString("utf8", at, split);
    found.push({
      name: /name="([^"]*)"/.exec(head)?.[1] ?? "",
      fileName: /filename="([^"]*)"/.exec(head)?.[1] ?? "",
      type: /content-type: *(\S+)/i.exec(head)?.[1] ?? "",
      bytes: body.subarray(split + 4, end),
    });
    at = end + fence.length + 4;
  }
  return found;
}
