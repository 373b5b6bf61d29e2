import { describe, expect, test } from 'vitest';
import { sliceBars } from '../../../shared/domain/bars.ts';
import { computeIndicator, foldKernel } from '../../../shared/indicators/batch.ts';
import { findIndicator, INDICATORS, type Indicator } from '../../../shared/indicators/catalogue.ts';
import { inputColumn } from '../../../shared/indicators/kernel.ts';
import { ParameterError } from '../../../shared/indicators/parameters.ts';
import { contractSpecs } from '../../../shared/indicators/check.ts';
import { INDICATOR_CONTRACT } from '../../../shared/indicators/contract.ts';
import { randomBars } from '../../support/random-bars.ts';

const bars = randomBars(5000, 20_260_101);

test('[IN-03] the catalogue holds at least 150 indicators, sorted, each with its own id, and finds them by it', () => {
  const ids = INDICATORS.map((indicator) => indicator.definition.id);
  expect(ids.length).toBeGreaterThanOrEqual(150);
  expect(ids).toEqual([...new Set(ids)].sort());
  for (const id of ids) expect(findIndicator(id)?.definition.id).toBe(id);
  expect(findIndicator('no-such')).toBeUndefined();
});

describe.each(INDICATORS.map((indicator) => [indicator.definition.id, indicator] as const))('%s', (_id, indicator) => {
  const specs = contractSpecs(indicator);

  test.each(INDICATOR_CONTRACT)('[IN-04] on 5,000 random bars $promise', ({ promise, fault }) => {
    // All 5,000 rows for the promise that says so; the others have seen enough after the longest warm-up and 600 rows.
    for (const [i, spec] of specs.entries()) {
      const rows = i === 0 || promise.startsWith('its batch form') ? bars : sliceBars(bars, 0, Math.min(bars.length, spec.warmup + 600));
      expect(fault(spec, rows), spec.key).toBeUndefined();
    }
  });

  test('[IN-04] started later it agrees once its seed is forgotten, after the rows that settle declares', () => {
    const spec = indicator();
    const settle = spec.definition.settle(spec.values);
    expect(settle).toBeGreaterThanOrEqual(spec.warmup);
    const long = randomBars(settle + 600, 7);
    const meant = meaningOf(indicator.definition.about);
    const whole = computeIndicator(spec, long).map(meant);
    const start = 300;
    const late = computeIndicator(spec, sliceBars(long, start, long.length)).map(meant);
    whole.forEach((column, k) => {
      for (let i = settle + 1; i < settle + 300; i++) {
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
          `${name} = ${String(value)}`,
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

/** What of a column must not depend on the first row: its values, or only their changes where the catalogue says so. */
function meaningOf(about: string): (column: Float64Array) => Float64Array {
  const before = (column: Float64Array, row: number) => column[row - 1] ?? NaN;
  if (about.includes('only its relative changes mean something'))
    return (column) => column.map((value, row) => value / before(column, row));
  if (about.includes('only its changes mean something')) return (column) => column.map((value, row) => value - before(column, row));
  return (column) => column;
}

function refusal(make: () => unknown): string | undefined {
  try {
    make();
  } catch (error) {
    if (error instanceof ParameterError && error.message.includes(error.field)) return error.field;
    throw error;
  }
  return undefined;
}

test('[IN-04] a kernel goes on from where a batch left it', () => {
  const spec = (findIndicator('ema') as Indicator)(10);
  const kernel = spec.definition.kernel(spec.values);
  foldKernel(kernel, [bars.close.subarray(0, 100)], [new Float64Array(100)]);
  expect(kernel.update(bars.close[100] as number, NaN, NaN, NaN, NaN)).toBe(computeIndicator(spec, bars)[0]?.[100]);
});

/** Those with a batch form of their own, which is only for columns of known values. */
const FOLDED = INDICATORS.filter((indicator) => indicator.definition.kernel(indicator().values).fold !== undefined);

test('[IN-04] the six most used fold columns in a form of their own', () => {
  const ids = FOLDED.map(({ definition }) => definition.id);
  expect(ids).toEqual(expect.arrayContaining(['atr', 'bollinger', 'ema', 'macd', 'rsi', 'sma']));
});

test.each(FOLDED.map((indicator) => [indicator.definition.id, indicator] as const))(
  '[IN-04] a batch of %s skips unknown values wherever they are, as its update does',
  (_id, indicator) => {
    for (const [unknown, rows] of [
      [NaN, [0, 4095, 4096]],
      [Infinity, [3, 4999]],
      [-Infinity, [4097, 4098]],
    ] as const) {
      const close = bars.close.slice();
      for (const row of rows) close[row] = unknown;
      const holed = { ...bars, close };
      const columns = computeIndicator(indicator(), holed);
      const kernel = indicator().definition.kernel(indicator().values);
      const inputs = indicator().inputs.map((input) => inputColumn(holed, input));
      for (let row = 0; row < holed.length; row++) {
        const [a, b, c] = inputs.map((column) => column[row] as number) as [number, number, number];
        const main = kernel.update(a, b, c, NaN, NaN);
        columns.forEach((column, k) => {
          if (!Object.is(column[row], kernel.outputs?.[k] ?? main)) expect.fail(`${unknown} at ${rows.join()}: row ${row}, output ${k}`);
        });
      }
    }
  },
);

test('[IN-03] an average of the volume counts in the unit of the volume, of anything else in that of the price', () => {
  const sma = findIndicator('sma') as Indicator;
  expect(sma(5, { inputs: ['volume'] }).definition.unit).toBe('volume');
  expect(sma(5, { inputs: ['hlc3'] }).definition.unit).toBe('price');
});
