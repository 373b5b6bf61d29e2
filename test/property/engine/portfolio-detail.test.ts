import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bars } from '../../../shared/domain/bars.ts';
import { MINUTE_US } from '../../../shared/domain/time.ts';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import type { ExecutionOptions } from '../../../shared/engine/execution.ts';
import type { PortfolioInput } from '../../../shared/engine/portfolio/input.ts';
import { runPortfolio } from '../../../shared/engine/portfolio/run.ts';
import { aggregateBars } from '../../../shared/market/aggregate.ts';
import { BTC } from '../../unit/engine/world.ts';
import { erratic, facts, gappyBars, IDS, instrumentOf, OPTIONS, restless } from './portfolio-world.ts';

const HARD: ExecutionOptions = {
  leverage: 8,
  maintenance: 0.12,
  liquidationFeeBps: 20,
  interestRate: 5,
  funding: 0.003,
  volumeLimit: 0.5,
  latencyUs: 90e6,
};

/** Bars of six minutes, and the minutes that they are made of: some bars are covered by them and some are not. */
function detailed(rows: number, seed: number): { bars: Bars; detail: Bars } {
  const detail = gappyBars(rows, seed, 0.97);
  return { bars: aggregateBars(detail, 6 * MINUTE_US), detail };
}

test('[DX-03] [SR-11] with finer data too, a portfolio of one instrument is the backtest of it, bit for bit', () => {
  let resolved = 0;
  fc.assert(
    fc.property(fc.nat(1e6), fc.boolean(), fc.boolean(), (seed, cut, hard) => {
      const { bars, detail } = detailed(900, seed);
      const range = cut ? { fromUs: bars.time[7] as number, toUs: bars.time[bars.length - 2] as number } : {};
      const times = hard ? 8 : 1;
      const execution = hard ? HARD : undefined;
      const options = { ...OPTIONS, ...range };
      const single = runBacktest({
        strategy: erratic(seed, { times, slow: '12m' }),
        values: {},
        bars,
        instrument: BTC,
        options: { ...options, execution: { ...execution, detail } },
      });
      const account = runPortfolio({
        feeds: [{ instrument: BTC, bars, detail }],
        sleeves: [{ strategy: erratic(seed, { times, slow: '12m' }), values: {} }],
        options: { ...options, ...(execution && { execution }) },
      });
      const [leg] = account.sleeves[0]?.legs ?? [];
      expect(leg?.fills).toEqual(single.fills);
      expect(leg?.trades).toEqual(single.trades);
      expect(leg?.unfilled).toEqual(single.unfilled);
      expect(account.equity).toEqual(single.equity);
      expect(account.barsInPosition).toBe(single.barsInPosition);
      expect(leg?.carry).toEqual(single.carry ?? leg?.carry);
      expect(account.positions[0]?.detail).toEqual(single.detail);
      resolved += single.fills.filter(({ timeUs }) => timeUs % (6 * MINUTE_US) !== 0).length;
    }),
    { numRuns: 40, seed: 51 },
  );
  expect(resolved).toBeGreaterThan(500);
});

test('[SR-11] [SR-12] nor do the orders of instruments and strategies say anything with finer data, some of which have holes and some of which is missing', () => {
  let fills = 0;
  fc.assert(
    fc.property(
      fc.nat(1e6),
      fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
      fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
      (seed, feedOrder, sleeveOrder) => {
        const feeds = IDS.map((id, i) => {
          const { bars, detail } = detailed(600, seed + i);
          return { instrument: instrumentOf(id), bars, ...(i === 3 ? {} : { detail }) };
        });
        // Anew for each run: they remember what they drew.
        const sleeves = (): PortfolioInput['sleeves'] => [
          { strategy: erratic(seed, { times: 2, id: 'b', slow: '12m' }), values: {}, share: 0.3 },
          { strategy: restless(seed), values: {}, share: 0.5 },
          { strategy: erratic(seed + 9, { times: 2, id: 'b', slow: '12m' }), values: { other: 1 }, share: 0.2 },
        ];
        const run = (given: readonly number[], order: readonly number[]) => {
          const result = facts(
            runPortfolio({
              feeds: given.map((i) => feeds[i] as (typeof feeds)[number]),
              sleeves: order.map((i) => sleeves()[i] as PortfolioInput['sleeves'][number]),
              options: {
                ...OPTIONS,
                sizing: { kind: 'fraction', fraction: 0.4 },
                execution: { volumeLimit: 0.2, leverage: 2, maintenance: 0.3 },
              },
            }),
          );
          return { ...result, sleeves: result.sleeves.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
        };
        const straight = run([0, 1, 2, 3], [0, 1, 2]);
        expect(run(feedOrder, sleeveOrder)).toEqual(straight);
        fills += straight.sleeves.flatMap(({ legs }) => legs.flatMap((leg) => leg.fills)).length;
        // All sleeves together never trade more of a minute than its share of the volume.
        for (const { instrument, detail } of feeds) {
          if (detail === undefined) continue;
          const traded = Map.groupBy(
            straight.sleeves.flatMap(({ legs }) => legs.filter((leg) => leg.instrument.id === instrument.id).flatMap((leg) => leg.fills)),
            ({ timeUs }) => timeUs,
          );
          detail.time.forEach((timeUs, row) => {
            const own = traded.get(timeUs) ?? [];
            const given = Math.max(detail.volume[row] as number, volumeAt(feeds, instrument.id, timeUs));
            expect(own.reduce((sum, { quantity }) => sum + quantity, 0)).toBeLessThanOrEqual(0.2 * given + 1e-9);
          });
        }
      },
    ),
    { numRuns: 8, seed: 52 },
  );
  expect(fills).toBeGreaterThan(1000);
});

/** Volume of the bar that opens then, which is met where its finer data does not cover it; 0 when none does. */
function volumeAt(
  feeds: readonly { readonly instrument: { readonly id: string }; readonly bars: Bars }[],
  id: string,
  timeUs: number,
): number {
  const bars = feeds.find(({ instrument }) => instrument.id === id)?.bars;
  return bars?.volume[bars.time.indexOf(timeUs)] ?? 0;
}

test('[SR-11] [DX-02] what happens until a minute inside a longer bar does not depend on the rest of that bar, asked for at the closes of shorter ones or not', () => {
  let fills = 0;
  fc.assert(
    fc.property(fc.nat(1e6), fc.integer({ min: 60, max: 500 }), (seed, minute) => {
      const minutes = gappyBars(600, seed, 1);
      const other = { ...gappyBars(600, seed + 1, 1), time: minutes.time };
      const endUs = minutes.time[minute] as number;
      // From that minute on both go another way: every price turned over about the last one.
      const run = (bars: Bars, detail: Bars) =>
        runPortfolio({
          feeds: [
            { instrument: instrumentOf('BTC/USDT'), bars },
            { instrument: instrumentOf('ETH/USDT'), bars: aggregateBars(detail, 6 * MINUTE_US), detail },
          ],
          sleeves: [{ strategy: restless(seed), values: {} }],
          options: OPTIONS,
        }).sleeves.flatMap(({ legs }) => legs.flatMap((leg) => leg.fills.filter(({ timeUs }) => timeUs < endUs)));
      const [straight, changed] = [run(minutes, other), run(turnedFrom(minutes, minute), turnedFrom(other, minute))];
      fills += straight.length;
      expect(changed).toEqual(straight);
    }),
    { numRuns: 12, seed: 53 },
  );
  expect(fills).toBeGreaterThan(500);
});

function turnedFrom(bars: Bars, from: number): Bars {
  const pivot = (bars.close[from - 1] as number) ** 2;
  const turn = (column: Float64Array) => column.map((value, row) => (row < from ? value : pivot / value));
  const turnedSide = (own: Float64Array, opposite: Float64Array) =>
    own.map((value, row) => (row < from ? value : pivot / (opposite[row] as number)));
  return {
    ...bars,
    open: turn(bars.open),
    high: turnedSide(bars.high, bars.low),
    low: turnedSide(bars.low, bars.high),
    close: turn(bars.close),
  };
}
