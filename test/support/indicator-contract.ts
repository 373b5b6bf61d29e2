import { type Bars, sliceBars } from '../../shared/domain/bars.ts';
import { computeIndicator } from '../../shared/indicators/batch.ts';
import { type IndicatorSpec, inputColumn, type Kernel } from '../../shared/indicators/kernel.ts';
import { decodeState, encodeState } from '../../shared/indicators/state.ts';
import { randomBars, randomNumbers } from './random-bars.ts';

/** What every indicator promises. Each check says where it is broken, or nothing; a user's own indicator is held to it in one line of a test. */
export interface ContractCheck {
  readonly promise: string;
  readonly fault: (spec: IndicatorSpec, bars: Bars) => string | undefined;
}

export const INDICATOR_CONTRACT: readonly ContractCheck[] = [
  { promise: 'its batch form equals its update row by row, bit for bit', fault: foldFault },
  { promise: 'restored from a snapshot that went through JSON, at any row, it goes on bit for bit', fault: snapshotFault },
  { promise: 'a value does not change when rows are appended, nor when the rows after it are others', fault: lookAheadFault },
  { promise: 'all outputs are known from the declared warm-up on, not before, and are never NaN or infinite after', fault: warmupFault },
  {
    promise: 'a row with an unknown input is skipped: the last outputs are repeated and the rows after are as without it',
    fault: holeFault,
  },
];

function foldFault(spec: IndicatorSpec, bars: Bars): string | undefined {
  const expected = computeIndicator(spec, bars);
  const { kernel, inputs } = started(spec, bars);
  for (let row = 0; row < bars.length; row++) {
    const fault = differs(feed(kernel, inputs, row), expected, row);
    if (fault) return fault;
  }
  return undefined;
}

function snapshotFault(spec: IndicatorSpec, bars: Bars): string | undefined {
  const expected = computeIndicator(spec, bars);
  const random = randomNumbers(bars.length);
  const drawn = Array.from({ length: 5 }, () => Math.floor(random() * bars.length));
  const cuts = new Set([0, 1, 2, spec.warmup, spec.warmup + 1, ...drawn]);
  const before = started(spec, bars);
  for (let cut = 0; cut < bars.length; cut++) {
    if (cuts.has(cut)) {
      const json = JSON.stringify(encodeState(before.kernel.snapshot()));
      const after = started(spec, bars);
      after.kernel.restore(decodeState(JSON.parse(json)));
      for (let row = cut; row < Math.min(bars.length, cut + 300); row++) {
        const fault = differs(feed(after.kernel, after.inputs, row), expected, row);
        if (fault) return `restored at row ${cut}: ${fault}`;
      }
    }
    feed(before.kernel, before.inputs, cut);
  }
  return undefined;
}

function lookAheadFault(spec: IndicatorSpec, bars: Bars): string | undefined {
  const expected = computeIndicator(spec, bars);
  for (const rows of [spec.warmup + 1, spec.warmup + 2, 100, 101, Math.floor(bars.length / 2)]) {
    const fault = firstDifference(computeIndicator(spec, sliceBars(bars, 0, rows)), expected, Math.min(rows, bars.length));
    if (fault) return `with ${rows} rows instead of ${bars.length}: ${fault}`;
  }
  const row = Math.floor(bars.length * 0.6);
  const fault = firstDifference(computeIndicator(spec, changedFrom(bars, row)), expected, row);
  return fault && `with other rows from ${row} on: ${fault}`;
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
  const { kernel, inputs } = started(spec, bars);
  const unknown = [NaN, Infinity, -Infinity];
  let last = spec.definition.outputs.map(() => NaN);
  for (let row = 0; row < Math.min(bars.length, 600); row++) {
    if (row % 7 === 3) {
      const args = inputs.map((column) => column[row] as number);
      args[row % args.length] = unknown[row % 3] as number;
      const repeated = update(kernel, args);
      if (!repeated.every((value, k) => Object.is(value, last[k])))
        return `an unknown input before row ${row}: ${repeated.join()} does not repeat ${last.join()}`;
    }
    last = feed(kernel, inputs, row);
    const fault = differs(last, expected, row);
    if (fault) return `after an unknown input: ${fault}`;
  }
  return undefined;
}

function started(spec: IndicatorSpec, bars: Bars): { kernel: Kernel; inputs: Float64Array[] } {
  return { kernel: spec.definition.kernel(spec.values), inputs: spec.inputs.map((input) => inputColumn(bars, input)) };
}

function feed(kernel: Kernel, inputs: readonly Float64Array[], row: number): number[] {
  return update(
    kernel,
    inputs.map((column) => column[row] as number),
  );
}

function update(kernel: Kernel, args: readonly number[]): number[] {
  const [a, b, c, d, e] = args as [number, number, number, number, number];
  const main = kernel.update(a, b, c, d, e);
  return kernel.outputs === undefined ? [main] : [...kernel.outputs];
}

/** Bit for bit: NaN equals NaN, and 0 does not equal -0. */
function differs(actual: readonly number[], expected: readonly Float64Array[], row: number): string | undefined {
  const k = actual.findIndex((value, output) => !Object.is(value, expected[output]?.[row]));
  return k === -1 ? undefined : `row ${row}, output ${k}: ${actual[k]} is not ${expected[k]?.[row]}`;
}

function firstDifference(actual: readonly Float64Array[], expected: readonly Float64Array[], rows: number): string | undefined {
  for (let row = 0; row < rows; row++) {
    const fault = differs(
      actual.map((column) => column[row] as number),
      expected,
      row,
    );
    if (fault) return fault;
  }
  return undefined;
}

function changedFrom(bars: Bars, row: number): Bars {
  const other = randomBars(bars.length, 4);
  const columns = ['open', 'high', 'low', 'close', 'volume'] as const;
  const mixed = columns.map((name) => [name, Float64Array.from(bars[name], (value, i) => (i < row ? value : (other[name][i] as number)))]);
  return { ...bars, ...Object.fromEntries(mixed) };
}
