// The chart of docs/peers.svg: three figures, a bar for each form, as multiples of the floor.

import { FLOOR, MARKUP, REDRESS } from "./peers";
import type { Row } from "./report";

const PANELS: [title: string, of: (row: Row) => number][] = [
  ["Cold click → first step", ({ ready }) => ready.cold],
  ["Click → first step, already loaded", ({ ready }) => ready.idle],
  // Who asks its server at every step has its own scale.
  ["Step to step", ({ step, asksServer }) => (asksServer ? NaN : step)],
];
const NAMES = 190;
const BARS = 400;
const LINE = 26;
const WIDTH = NAMES + BARS + 150;

// Readable on white and on black; whoever looks at the picture by itself gets the ground, too.
const STYLE = `
  text { font: 14px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #24323a }
  .title { font-weight: 600; font-size: 15px }
  .note { fill: #5c6b74; font-size: 12.5px }
  .bar { fill: #a9bac3 } .ours { fill: #0b7285 } .floor { stroke: #5c6b74; stroke-dasharray: 3 3 }
  .name-ours { font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e3eaee } .note { fill: #9fb0ba } .bar { fill: #51626c } .ours { fill: #3bc9db } .floor { stroke: #9fb0ba }
  }`;

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export function chart(table: Row[], caption: string): string {
  const floor = table.find(({ name }) => name === FLOOR)!;
  let y = 0;
  const parts = PANELS.map(([title, of]) => {
    const rows = table.filter((row) => row.name !== MARKUP && Number.isFinite(of(row))).sort((a, b) => of(a) - of(b));
    const most = Math.max(...rows.map(of));
    const top = y + 22;
    const lines = rows.map((row, at) => {
      const middle = top + 14 + at * LINE + LINE / 2;
      const width = (of(row) / most) * BARS;
      const ours = row.name === REDRESS;
      const label = `${(of(row) / of(floor)).toFixed(1)}× · ${of(row).toFixed(0)} ms`;
      return `<text x="${NAMES - 8}" y="${middle + 5}" text-anchor="end"${ours ? ' class="name-ours"' : ""}>${escaped(row.title.split(",")[0])}</text>
<rect class="${ours ? "ours" : "bar"}" x="${NAMES}" y="${middle - 9}" width="${width.toFixed(1)}" height="18" rx="3"/>
<text x="${(NAMES + width + 8).toFixed(1)}" y="${middle + 5}"${ours ? ' class="name-ours"' : ""}>${label}</text>`;
    });
    const bottom = top + 14 + rows.length * LINE;
    const at = NAMES + (of(floor) / most) * BARS;
    y = bottom + 22;
    return `<text class="title" x="0" y="${top}">${escaped(title)}</text>
<line class="floor" x1="${at.toFixed(1)}" x2="${at.toFixed(1)}" y1="${top + 10}" y2="${bottom + 2}"/>
${lines.join("\n")}`;
  });
  const height = y + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Redress beside other forms, as multiples of a form written by hand">
<style>${STYLE}
</style>
${parts.join("\n")}
<text class="note" x="0" y="${height - 6}">${escaped(caption)}</text>
</svg>
`;
}
