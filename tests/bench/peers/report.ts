// What the visits say: medians, multiples of the floor in the same run, and which aims Redress keeps.

import { FLOOR, MARKUP, peers, REDRESS } from "./peers";
import { MODES, type Mode, type Visit } from "./visit";

/** Of others, above which the figures are not judged: the machine was busy. */
export const BUSY = 0.15;

/** One form in figures. Milliseconds, bytes; what it has not is NaN. */
export type Row = {
  name: string;
  title: string;
  /** At every step. */
  asksServer?: boolean;
  before: number;
  opening: number;
  ready: Record<Mode, number>;
  /** More than in the page alone. */
  blocked: Record<Mode, number>;
  step: number;
  /** The 95th percentile. */
  slowStep: number;
  scripts: number;
  wasm: number;
  shifts: number;
  frame: Record<Mode, number>;
  /** In which frame after the click its dialog stood, at worst. */
  frames: number;
};

export function quantile(values: number[], share: number): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (share !== 0.5 || sorted.length % 2) return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
}

export const median = (values: number[]) => quantile(values, 0.5);

export function rows(visits: Visit[]): Row[] {
  const shop = visits.filter(({ peer }) => !peer);
  const blockedAlone = median(shop.map(({ blocked }) => blocked));
  const heapAlone = median(shop.map(({ heap }) => heap.scripts));
  return peers.map(({ name, title, asksServer }) => {
    const mine = visits.filter(({ peer }) => peer === name);
    const inMode = (of: (visit: Visit) => number | undefined) =>
      Object.fromEntries(MODES.map((mode) => [mode, median(mine.filter((visit) => visit.mode === mode).map((visit) => of(visit) ?? NaN))])) as Record<Mode, number>;
    const cold = mine.filter(({ mode }) => mode === "cold");
    const of = (figure: (visit: Visit) => number) => median(cold.map(figure));
    const steps = mine.flatMap((visit) => visit.steps);
    const blocked = inMode((visit) => visit.blocked);
    for (const mode of MODES) blocked[mode] = Math.max(0, blocked[mode] - blockedAlone);
    return {
      ...{ name, title, asksServer, blocked, ready: inMode((visit) => visit.ready), frame: inMode((visit) => visit.frame), frames: Math.max(...mine.map(({ frames }) => frames ?? NaN)) },
      ...{ before: of(({ bytes }) => bytes.before), opening: of(({ bytes }) => bytes.opening), step: median(steps), slowStep: quantile(steps, 0.95) },
      ...{ scripts: of(({ heap }) => heap.scripts) - heapAlone, wasm: of(({ heap }) => heap.wasm), shifts: of(({ shifts }) => shifts) },
    };
  });
}

/** Milliseconds within which an answer seems immediate (Nielsen; Chrome's RAIL model). */
const IMMEDIATE = 100;

export type Aim = { aim: string; kept: boolean; measured: string };

const times = (ratio: number) => `${ratio.toFixed(1)}×`;

export function aims(table: Row[]): Aim[] {
  const [ours, floor] = [REDRESS, FLOOR].map((name) => table.find((row) => row.name === name)!);
  const atMost = (aim: string, most: number, of: (row: Row) => number) => {
    const ratio = of(ours) / of(floor);
    return { aim: `${aim}: at most ${most}× the floor`, kept: ratio <= most, measured: times(ratio) };
  };
  const ahead = (names: string[], of: Record<string, (row: Row) => number>) => {
    // Who has nothing of it, such as blocking, is behind nobody.
    const losses = Object.entries(of).flatMap(([figure, value]) =>
      table.filter((row) => names.includes(row.name) && value(ours) > 0 && value(ours) >= value(row)).map(({ title }) => `${figure}: ${title}`),
    );
    return { kept: losses.length === 0, measured: losses.length ? `behind in ${losses.join("; ")}` : "in all" };
  };
  const loaded = { "after idle": (row: Row) => row.ready.idle, "step to step": (row: Row) => row.step };
  const all = {
    // Not those before the click by themselves: what the others have there is our own loader for them, of 0.3 kB.
    ...{ "bytes until the first step": (row: Row) => row.before + row.opening, "cold click": (row: Row) => row.ready.cold },
    ...{ "after hover": (row: Row) => row.ready.hover, ...loaded, "slow steps": (row: Row) => row.slowStep, heap: (row: Row) => row.scripts + row.wasm },
    blocking: (row: Row) => Math.max(...Object.values(row.blocked)),
  };
  return [
    atMost("cold click → first step", 3.5, ({ ready }) => ready.cold),
    atMost("already loaded", 1.6, ({ ready }) => ready.idle),
    atMost("step to step", 1.3, ({ step }) => step),
    { aim: "no blocking time added before the click, in any mode", kept: all.blocking(ours) < 1, measured: MODES.map((mode) => `${mode} ${ours.blocked[mode].toFixed(0)} ms`).join(", ") },
    { aim: "ahead of SurveyJS, Form.io, react-jsonschema-form and Typebot in every row", ...ahead(["surveyjs", "formio", "rjsf", "typebot"], all) },
    { aim: "ahead of Formbricks and Sentry where the code is already there", ...ahead(["formbricks", "sentry"], loaded) },
    { aim: "no layout shift on opening", kept: ours.shifts < 0.001, measured: ours.shifts.toFixed(3) },
    {
      aim: `the dialog is painted in the first frame after the click, and within ${IMMEDIATE} ms`,
      kept: ours.frames === 1 && Math.max(...Object.values(ours.frame)) <= IMMEDIATE,
      measured: `frame ${ours.frames}; ${MODES.map((mode) => `${mode} ${ours.frame[mode].toFixed(0)} ms`).join(", ")}`,
    },
  ];
}

/** Markdown, to be printed and to stand in docs/benchmarks.md. */
export function tables(table: Row[]): string {
  const floor = table.find(({ name }) => name === FLOOR)!;
  const ms = (row: Row, of: (row: Row) => number) => (Number.isFinite(of(row)) ? `${of(row).toFixed(0)} ms, ${times(of(row) / of(floor))}` : "–");
  const kilo = (bytes: number, digits = 1) => (bytes / 1_000).toFixed(digits);
  const line = (row: Row, cells: string[]) => `| ${row.name === REDRESS ? `**${row.title}**` : row.title} | ${cells.join(" | ")} |`;
  const opens = table.filter(({ name }) => name !== MARKUP);
  const walks = table.filter(({ step }) => Number.isFinite(step));
  return [
    "| | kB before the click | kB on opening | cold click → first step | after hover | after idle | blocking added before the click: cold, hover, idle |",
    "|---|---|---|---|---|---|---|",
    ...opens.map((row) => line(row, [kilo(row.before), kilo(row.opening), ...MODES.map((mode) => ms(row, ({ ready }) => ready[mode])), `${MODES.map((mode) => row.blocked[mode].toFixed(0)).join(", ")} ms`])),
    "",
    "| | step to step | 95th percentile |",
    "|---|---|---|",
    ...walks.map((row) => line(row, [ms(row, ({ step }) => step) + (row.asksServer ? " (asks its server)" : ""), ms(row, ({ slowStep }) => slowStep)])),
    "",
    "| | kB of heap | and of WebAssembly | layout shift |",
    "|---|---|---|---|",
    ...opens.map((row) => line(row, [kilo(row.scripts, 0), kilo(row.wasm, 0), row.shifts.toFixed(3)])),
  ].join("\n");
}
