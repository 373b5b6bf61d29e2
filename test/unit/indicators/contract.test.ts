import { describe, expect, test } from 'vitest';
import { type Bars, sliceBars } from '../../../shared/domain/bars.ts';
import { computeIndicator, foldKernel } from '../../../shared/indicators/batch.ts';
import { findIndicator, INDICATORS, type Indicator } from '../../../shared/indicators/catalogue.ts';
import { type IndicatorSpec, inputColumn, type Kernel } from '../../../shared/indicators/kernel.ts';
import { ParameterError } from '../../../shared/indicators/parameters.ts';
import { decodeState, encodeState } from '../../../shared/indicators/state.ts';
import { randomBars, randomNumbers } from '../../support/random-bars.ts';

const ROWS = 5000;
const bars = randomBars(ROWS, 20_260_101);

/** Defaults, the smallest values that the bounds allow, and a few at random. */
function specsOf(indicator: Indicator): IndicatorSpec[] {
  const { id, parameters } = indicator.definition;
  const random = randomNumbers(id.length * 7919 + id.charCodeAt(0));
  const draw = (min: number, max: number, whole: boolean) =>
    whole ? min + Math.floor(random() * (max - min + 1)) : min + random() * (max - min);
  const values = (pick: (name: string) => number) => Object.fromEntries(Object.keys(parameters).map((name) => [name, pick(name)]));
  const bounds = (name: string) => parameters[name] as { kind: string; min: number; max: number };
  const drawn = () =>
    indicator(values((name) => draw(bounds(name).min, Math.min(bounds(name).max, bounds(name).min + 60), bounds(name).kind === 'int')));
  return [indicator(), indicator(values((name) => bounds(name).min)), drawn(), drawn(), drawn()];
}

function rowOf(kernel: Kernel, main: number): number[] {
  return kernel.outputs === undefined ? [main] : [...kernel.outputs];
}

function feed(kernel: Kernel, inputs: readonly Float64Array[], row: number): number[] {
  const [a, b, c, d, e] = inputs.map((column) => column[row]) as [number, number, number, number, number];
  return rowOf(kernel, kernel.update(a, b, c, d, e));
}

/** Bit for bit: NaN equals NaN, and 0 does not equal -0. */
function sameColumns(actual: readonly Float64Array[], expected: readonly Float64Array[], from: number, to: number): string | undefined {
  for (let row = from; row < to; row++) {
    for (const [k, column] of expected.entries()) {
      if (!Object.is(actual[k]?.[row], column[row])) return `row ${row}, output ${k}: ${actual[k]?.[row]} is not ${column[row]}`;
    }
  }
  return undefined;
}

test('[IN-03] the catalogue holds at least sixteen indicators, sorted, each with its own id, and finds them by it', () => {
  const ids = INDICATORS.map((indicator) => indicator.definition.id);
  expect(ids.length).toBeGreaterThanOrEqual(16);
  expect(ids).toEqual([...new Set(ids)].sort());
  for (const id of ids) expect(findIndicator(id)?.definition.id).toBe(id);
  expect(findIndicator('no-such')).toBeUndefined();
});

describe.each(INDICATORS.map((indicator) => [indicator.definition.id, indicator] as const))('%s', (id, indicator) => {
  const specs = specsOf(indicator);
  const columns = specs.map((spec) => computeIndicator(spec, bars));

  test('[IN-04] its batch form equals its update row by row, bit for bit, on 5,000 random bars', () => {
    specs.forEach((spec, s) => {
      const inputs = spec.inputs.map((input) => inputColumn(bars, input));
      const kernel = spec.definition.kernel(spec.values);
      const rows = spec.definition.outputs.map(() => new Float64Array(ROWS));
      for (let i = 0; i < ROWS; i++) feed(kernel, inputs, i).forEach((value, k) => ((rows[k] as Float64Array)[i] = value));
      expect(sameColumns(rows, columns[s] as Float64Array[], 0, ROWS), spec.key).toBeUndefined();
    });
  });

  test('[IN-04] restored from a snapshot that went through JSON, at any row, it goes on bit for bit', () => {
    specs.forEach((spec, s) => {
      const inputs = spec.inputs.map((input) => inputColumn(bars, input));
      const expected = columns[s] as Float64Array[];
      const random = randomNumbers(s + 1);
      const cuts = [0, 1, 2, spec.warmup, spec.warmup + 1, ...Array.from({ length: 5 }, () => Math.floor(random() * ROWS))];
      for (const cut of cuts) {
        const before = spec.definition.kernel(spec.values);
        for (let i = 0; i < cut; i++) feed(before, inputs, i);
        const json = JSON.stringify(encodeState(before.snapshot()));
        const after = spec.definition.kernel(spec.values);
        after.restore(decodeState(JSON.parse(json)));
        for (let i = cut; i < Math.min(ROWS, cut + 300); i++) {
          const row = feed(after, inputs, i);
          const same = row.every((value, k) => Object.is(value, expected[k]?.[i]));
          if (!same) expect.fail(`${spec.key} cut at ${cut}, row ${i}: ${row}`);
        }
      }
    });
  });

  test('[DX-02] a value does not change when rows are appended, nor when the rows after it are others', () => {
    specs.forEach((spec, s) => {
      const expected = columns[s] as Float64Array[];
      for (const rows of [spec.warmup + 1, 100, 101, 2500]) {
        const prefix = computeIndicator(spec, sliceBars(bars, 0, rows));
        expect(sameColumns(prefix, expected, 0, Math.min(rows, ROWS)), `${spec.key} on ${rows} rows`).toBeUndefined();
      }
      const changed = computeIndicator(spec, barsChangedFrom(3000));
      expect(sameColumns(changed, expected, 0, 3000), spec.key).toBeUndefined();
    });
  });

  test('[IN-04] all outputs are known from the declared warm-up on, some are not the row before, and none is NaN or infinite after', () => {
    specs.forEach((spec, s) => {
      const outputs = columns[s] as Float64Array[];
      const firstRow = Math.max(...outputs.map((column) => column.findIndex((value) => !Number.isNaN(value))));
      expect(firstRow, spec.key).toBe(spec.warmup);
      for (const column of outputs) {
        const first = column.findIndex((value) => !Number.isNaN(value));
        expect(column.subarray(first).every(Number.isFinite), spec.key).toBe(true);
      }
    });
  });

  test('[IN-04] a row with an unknown input is skipped: its output repeats the last and the rows after it are as if it had not been', () => {
    specs.forEach((spec, s) => {
      const inputs = spec.inputs.map((input) => inputColumn(bars, input));
      const kernel = spec.definition.kernel(spec.values);
      const outputs = columns[s] as Float64Array[];
      const hole = [NaN, Infinity, -Infinity];
      let last = spec.definition.outputs.map(() => NaN);
      for (let i = 0; i < 600; i++) {
        if (i % 7 === 3) {
          const args = inputs.map((column) => column[i] as number);
          args[i % args.length] = hole[i % 3] as number;
          const [a, b, c, d, e] = args as [number, number, number, number, number];
          const repeated = rowOf(kernel, kernel.update(a, b, c, d, e));
          if (!repeated.every((value, k) => Object.is(value, last[k]))) expect.fail(`${spec.key} row ${i}: ${repeated} is not ${last}`);
        }
        last = feed(kernel, inputs, i);
        if (!last.every((value, k) => Object.is(value, outputs[k]?.[i])))
          expect.fail(`${spec.key} row ${i} depends on the hole before it: ${last}`);
      }
    });
  });

  test('[IN-04] started later it agrees once its seed is forgotten, after the rows that settle declares', () => {
    if (id === 'obv') return expect(indicator.definition.about).toContain('only its changes mean something');
    const spec = indicator();
    const settle = spec.definition.settle(spec.values);
    expect(settle).toBeGreaterThanOrEqual(spec.warmup);
    const long = randomBars(settle + 600, 7);
    const whole = computeIndicator(spec, long);
    const start = 300;
    const late = computeIndicator(spec, sliceBars(long, start, long.length));
    whole.forEach((column, k) => {
      for (let i = settle; i < settle + 300; i++) {
        const [a, b] = [column[start + i] as number, late[k]?.[i] as number];
        if (!(Math.abs(a - b) < 1e-7 * Math.max(1, Math.abs(a)))) expect.fail(`output ${k}, row ${i}: ${a} and ${b}`);
      }
    });
  });

  test('[IN-03] a parameter out of bounds, of the wrong kind or unknown is refused by name', () => {
    for (const [name, { kind, min, max }] of Object.entries(indicator.definition.parameters)) {
      const bad: unknown[] = [min - 1, max + 1, NaN, Infinity, '10', null, ...(kind === 'int' ? [min + 0.5] : [])];
      for (const value of bad)
        expect(
          refusal(() => indicator({ [name]: value as number })),
          `${name} = ${value}`,
        ).toBe(name);
    }
    expect(refusal(() => indicator({ nonsense: 1 }))).toBe('nonsense');
    expect(() => indicator({}, { inputs: ['close', 'close', 'close', 'close', 'close', 'close'] })).toThrow(/takes \d input/);
    expect(() => indicator({}, { inputs: indicator.definition.inputs.map(() => 'colour' as 'close') })).toThrow(/cannot read "colour"/);
  });

  test('[IN-03] a state of another length is refused', () => {
    const kernel = indicator().definition.kernel(indicator().values);
    expect(() => kernel.restore([...kernel.snapshot(), 0])).toThrow(/numbers, but this kernel's has/);
  });
});

function refusal(make: () => unknown): string | undefined {
  try {
    make();
  } catch (error) {
    if (error instanceof ParameterError && error.message.includes(error.field)) return error.field;
    throw error;
  }
  return undefined;
}

function barsChangedFrom(row: number): Bars {
  const other = randomBars(ROWS, 4);
  const copy = sliceBars(bars, 0, ROWS);
  const columns = ['open', 'high', 'low', 'close', 'volume'] as const;
  const changed = Object.fromEntries(
    columns.map((name) => [name, Float64Array.from(bars[name], (v, i) => (i < row ? v : (other[name][i] as number)))]),
  );
  return { ...copy, ...changed };
}

test('[IN-04] a kernel goes on from where a batch left it', () => {
  const spec = findIndicator('ema')?.(10) as IndicatorSpec;
  const kernel = spec.definition.kernel(spec.values);
  const head = new Float64Array(100);
  foldKernel(kernel, [bars.close.subarray(0, 100)], [head]);
  expect(kernel.update(bars.close[100] as number, NaN, NaN, NaN, NaN)).toBe(computeIndicator(spec, bars)[0]?.[100]);
});
