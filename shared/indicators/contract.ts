import { type Bars, sliceBars } from '../domain/bars.ts';
import { computeIndicator, foldKernel } from './batch.ts';
import { type IndicatorSpec, inputColumn, type Kernel } from './kernel.ts';
import { randomNumbers, sampleBars } from './sample-bars.ts';
import { decodeState, encodeState } from './state.ts';

/** What every indicator promises. Each check says where it is broken, or nothing. */
export interface ContractCheck {
  readonly promise: string;
  readonly fault: (spec: IndicatorSpec, bars: Bars) => string | undefined;
}

/** Looking ahead is looked for first, while a value that is kept outside the kernel has not yet seen all the rows. */
export const INDICATOR_CONTRACT: readonly ContractCheck[] = [
  { promise: 'a value does not change when rows are appended, nor when the rows after it are others', fault: lookAheadFault },
  { promise: 'its batch form equals its update row by row, bit for bit, and either goes on where the other stopped', fault: foldFault },
  { promise: 'restored from a snapshot that went through JSON, at any row, it goes on bit for bit', fault: snapshotFault },
  { promise: 'all outputs are known from the declared warm-up on, not before, and are never NaN or infinite after', fault: warmupFault },
  {
    promise: 'a row with an unknown input is skipped: the last outputs are repeated and the rows after are as without it',
    fault: holeFault,
  },
];

/** Rows that follow a restored or continued kernel before it counts as the same. */
const FOLLOWED = 300;

function foldFault(spec: IndicatorSpec, bars: Bars): string | undefined {
  const expected = computeIndicator(spec, bars);
  const fault = feedFault(started(spec, bars), expected, 0, bars.length);
  return fault ?? continuedFault(spec, bars, expected);
}

/** Batch, then row by row, then batch again, with one kernel. */
function continuedFault(spec: IndicatorSpec, bars: Bars, expected: readonly Float64Array[]): string | undefined {
  const run = started(spec, bars);
  const [first, second] = [Math.floor(bars.length / 3), Math.floor(bars.length / 3) + 40];
  foldKernel(
    run.kernel,
    run.inputs.map((column) => column.subarray(0, first)),
    expected.map(() => new Float64Array(first)),
  );
  const fault = feedFault(run, expected, first, second);
  if (fault) return `row by row after a batch of ${first}: ${fault}`;
  const rest = expected.map(() => new Float64Array(bars.length - second));
  foldKernel(
    run.kernel,
    run.inputs.map((column) => column.subarray(second)),
    rest,
  );
  const later = firstDifference(
    rest,
    expected.map((column) => column.subarray(second)),
    bars.length - second,
  );
  return later && `a batch from row ${second} on: ${later}`;
}

function snapshotFault(spec: IndicatorSpec, bars: Bars): string | undefined {
  const expected = computeIndicator(spec, bars);
  const random = randomNumbers(bars.length);
  const drawn = Array.from({ length: 4 }, () => Math.floor(random() * bars.length));
  const cuts = [...new Set([0, 1, 2, spec.warmup, spec.warmup + 1, ...drawn])].filter((cut) => cut < bars.length).sort((a, b) => a - b);
  const before = started(spec, bars);
  let row = 0;
  for (const cut of cuts) {
    const late = feedFault(before, expected, row, cut);
    if (late) return late;
    row = cut;
    const json = JSON.stringify(encodeState(before.kernel.snapshot()));
    const after = started(spec, bars);
    after.kernel.restore(decodeState(JSON.parse(json)));
    const fault = feedFault(after, expected, cut, Math.min(bars.length, cut + FOLLOWED));
    if (fault) return `restored at row ${cut}: ${fault}`;
  }
  return undefined;
}

function lookAheadFault(spec: IndicatorSpec, bars: Bars): string | undefined {
  const lengths = [spec.warmup + 1, spec.warmup + 2, 100, 101, Math.floor(bars.length / 2)].filter((rows) => rows <= bars.length);
  const shorter = lengths.map((rows) => computeIndicator(spec, sliceBars(bars, 0, rows)));
  const expected = computeIndicator(spec, bars);
  for (const [i, rows] of lengths.entries()) {
    const fault = firstDifference(shorter[i] as readonly Float64Array[], expected, rows);
    if (fault) return `it looks ahead: with ${rows} rows instead of ${bars.length}, ${fault}`;
  }
  const row = Math.floor(bars.length * 0.6);
  const fault = firstDifference(computeIndicator(spec, changedFrom(bars, row)), expected, row);
  return fault && `it looks ahead: with other rows from ${row} on, ${fault}`;
}

function warmupFault(spec: IndicatorSpec, bars: Bars): string | undefined {
  const outputs = computeIndicator(spec, bars);
  const firsts = outputs.map((column) => column.findIndex((value) => !Number.isNaN(value)));
  if (Math.max(...firsts) !== spec.warmup || firsts.includes(-1))
    return `first known rows are ${firsts.join(', ')}, but the warm-up says ${spec.warmup}`;
  for (const [k, column] of outputs.entries()) {
    const bad = column.findIndex((value, row) => row >= (firsts[k] as number) && !Number.isFinite(value));
    if (bad !== -1) return `row ${bad}, output ${k}, after the warm-up: ${column[bad]}`;
  }
  return undefined;
}

function holeFault(spec: IndicatorSpec, bars: Bars): string | undefined {
  const expected = computeIndicator(spec, bars);
  const run = started(spec, bars);
  const unknown = [NaN, Infinity, -Infinity];
  const rows = Math.min(bars.length, spec.warmup + 600);
  for (let row = 0; row < rows; row++) {
    if (row % 7 === 3) {
      const args = run.inputs.map((column) => column[row] as number);
      args[row % args.length] = unknown[row % 3] as number;
      const [a, b, c, d, e] = args as [number, number, number, number, number];
      const fault = rowFault(run.kernel, run.kernel.update(a, b, c, d, e), expected, row - 1);
      if (fault) return `an unknown input before row ${row} does not repeat the last row: ${fault}`;
    }
    const fault = feedFault(run, expected, row, row + 1);
    if (fault) return `after an unknown input: ${fault}`;
  }
  return undefined;
}

interface Run {
  readonly kernel: Kernel;
  readonly inputs: readonly Float64Array[];
}

function started(spec: IndicatorSpec, bars: Bars): Run {
  return { kernel: spec.definition.kernel(spec.values), inputs: spec.inputs.map((input) => inputColumn(bars, input)) };
}

/** Feeds the rows `from` to `to` and compares each with what is expected of it. */
function feedFault({ kernel, inputs }: Run, expected: readonly Float64Array[], from: number, to: number): string | undefined {
  const [a, b, c, d, e] = inputs as [Float64Array, Float64Array?, Float64Array?, Float64Array?, Float64Array?];
  for (let row = from; row < to; row++) {
    const main = kernel.update(a[row] as number, b?.[row] ?? NaN, c?.[row] ?? NaN, d?.[row] ?? NaN, e?.[row] ?? NaN);
    const fault = rowFault(kernel, main, expected, row);
    if (fault) return fault;
  }
  return undefined;
}

function rowFault(kernel: Kernel, main: number, expected: readonly Float64Array[], row: number): string | undefined {
  for (let k = 0; k < expected.length; k++) {
    const actual = kernel.outputs === undefined ? main : (kernel.outputs[k] as number);
    const wanted = expected[k]?.[row];
    if (!same(actual, wanted)) return `row ${row}, output ${k}: ${actual} is not ${wanted}`;
  }
  return same(main, expected[0]?.[row]) ? undefined : `row ${row}: update returns ${main}, which is not its first output`;
}

/** Bit for bit: NaN equals NaN, and 0 does not equal -0. Before the first row all is unknown. */
function same(actual: number, wanted = Number.NaN): boolean {
  return Object.is(actual, wanted);
}

function firstDifference(actual: readonly Float64Array[], expected: readonly Float64Array[], rows: number): string | undefined {
  for (const [k, column] of actual.entries()) {
    for (let row = 0; row < rows; row++) {
      if (!same(column[row] as number, expected[k]?.[row])) return `row ${row}, output ${k}: ${column[row]} is not ${expected[k]?.[row]}`;
    }
  }
  return undefined;
}

function changedFrom(bars: Bars, row: number): Bars {
  const other = sampleBars(bars.length, 4);
  const columns = ['open', 'high', 'low', 'close', 'volume'] as const;
  const mixed = columns.map((name) => {
    const column = bars[name].slice();
    column.set(other[name].subarray(row), row);
    return [name, column];
  });
  return { ...bars, ...Object.fromEntries(mixed) };
}
