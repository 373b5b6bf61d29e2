import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_US, HOUR_US, MINUTE_US } from '../../../shared/domain/time.ts';
import { aggregateBars, tradesToBars } from '../../../shared/market/aggregate.ts';
import { addDecimals } from '../../../shared/market/decimal-sum.ts';

const START = Date.UTC(2021, 0, 8) * 1000;
/** Whole, in hundred-millionths, or finer than those: the three ways in which volumes are added. All sums stay within fifteen digits. */
const UNITS = [1, 1e8, 1e10] as const;
const quantities = fc
  .tuple(fc.constantFrom(...UNITS), fc.array(fc.integer({ min: 1, max: 1_000_000_000 }), { minLength: 1, maxLength: 80 }))
  .map(([unit, counts]) => counts.map((count) => count / unit));
const step = fc.record({ stepUs: fc.integer({ min: 0, max: 3 * HOUR_US }), price: fc.integer({ min: 1, max: 10_000_000 }) });
const trades = quantities.chain((each) =>
  fc
    .array(step, { minLength: each.length, maxLength: each.length })
    .map((steps) => steps.map((one, i) => ({ ...one, quantity: each[i] as number }))),
);

function columnsOf(made: readonly { readonly stepUs: number; readonly price: number; readonly quantity: number }[]) {
  let at = START;
  return {
    length: made.length,
    time: made.map(({ stepUs }) => (at += stepUs)),
    price: made.map(({ price }) => price / 100),
    quantity: made.map((each) => each.quantity),
  };
}

test('[MD-11] 1m to 5m to 1h to 1d from bars equals direct from ticks, for any ticks', () => {
  fc.assert(
    fc.property(trades, (made) => {
      const ticks = columnsOf(made);
      const forever = (ticks.time.at(-1) as number) + 7 * DAY_US;
      let bars = tradesToBars(ticks, MINUTE_US);
      for (const timeframeUs of [5 * MINUTE_US, HOUR_US, DAY_US]) {
        bars = aggregateBars(bars, timeframeUs, forever);
        expect(bars).toEqual(tradesToBars(ticks, timeframeUs));
      }
    }),
  );
});

test('[MD-11] the volume of a bar is the decimal sum of its quantities, however it is added', () => {
  fc.assert(
    fc.property(quantities, (each) => {
      const ticks = { length: each.length, time: each.map(() => START), price: each.map(() => 1), quantity: each };
      expect(tradesToBars(ticks, MINUTE_US).volume[0]).toBe(each.reduce(addDecimals, 0));
    }),
  );
});
