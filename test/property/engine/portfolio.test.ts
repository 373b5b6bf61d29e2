import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sliceBars } from '../../../shared/domain/bars.ts';
import { HOUR_US } from '../../../shared/domain/time.ts';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import type { PortfolioInput } from '../../../shared/engine/portfolio/input.ts';
import { runPortfolio } from '../../../shared/engine/portfolio/run.ts';
import { BTC } from '../../unit/engine/world.ts';
import { erratic, facts, gappyBars, IDS, instrumentOf, OPTIONS, restless } from './portfolio-world.ts';

test('[SR-11] a portfolio of one instrument and one strategy is the backtest of it, bit for bit', () => {
  let fills = 0;
  fc.assert(
    fc.property(fc.nat(1e6), fc.integer({ min: 20, max: 300 }), fc.boolean(), (seed, rows, cut) => {
      const bars = gappyBars(rows, seed);
      const options = cut ? { ...OPTIONS, fromUs: bars.time[7] as number, toUs: bars.time[bars.length - 2] as number } : OPTIONS;
      const single = runBacktest({ strategy: erratic(seed), values: {}, bars, instrument: BTC, options });
      const account = runPortfolio({ feeds: [{ instrument: BTC, bars }], sleeves: [{ strategy: erratic(seed), values: {} }], options });
      const [sleeve] = account.sleeves;
      const [leg] = sleeve?.legs ?? [];
      fills += single.fills.length;
      expect(leg?.fills).toEqual(single.fills);
      expect(leg?.trades).toEqual(single.trades);
      expect(leg?.unfilled).toEqual(single.unfilled);
      expect(sleeve?.equity).toEqual(single.equity);
      const { startUs, endUs, timeframeUs, startEquity, endEquity, equity } = single;
      const { bars: count, barsInPosition, commission, slippage, tradedNotional } = single;
      const facts = {
        startUs,
        endUs,
        timeframeUs,
        startEquity,
        endEquity,
        equity,
        bars: count,
        barsInPosition,
        commission,
        slippage,
        tradedNotional,
      };
      expect(account).toMatchObject(facts);
    }),
    { numRuns: 80, seed: 11 },
  );
  expect(fills).toBeGreaterThan(1000);
});

test('[SR-11] with leverage, liquidations and what holding costs it still is, bit for bit', () => {
  const execution = {
    leverage: 8,
    maintenance: 0.12,
    liquidationFeeBps: 20,
    interestRate: 5,
    borrowRate: 3,
    funding: 0.003,
    volumeLimit: 0.5,
  };
  let liquidations = 0;
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const bars = gappyBars(700, seed);
      // Every other run trades inside its bars, at times of its own.
      const options = { ...OPTIONS, execution: { ...execution, latencyUs: seed % 2 === 0 ? 0 : bars.timeframeUs / 3 } };
      const single = runBacktest({ strategy: erratic(seed, { times: 8 }), values: {}, bars, instrument: BTC, options });
      const { sleeves } = runPortfolio({
        feeds: [{ instrument: BTC, bars }],
        sleeves: [{ strategy: erratic(seed, { times: 8 }), values: {} }],
        options,
      });
      const [leg] = sleeves[0]?.legs ?? [];
      expect(leg?.fills).toEqual(single.fills);
      expect(sleeves[0]?.equity).toEqual(single.equity);
      expect(leg?.trades).toEqual(single.trades);
      expect(leg?.carry).toEqual(single.carry ?? leg?.carry);
      if (single.carry !== undefined && single.carry.liquidation > 0) liquidations++;
    }),
    { numRuns: 25, seed: 31 },
  );
  expect(liquidations).toBeGreaterThan(5);
});

test('[SR-11] [SR-12] nor does the order of instruments or strategies, though they share the volume of each bar', () => {
  let scarce = 0;
  fc.assert(
    fc.property(
      fc.nat(1e6),
      fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
      fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
      (seed, feedOrder, sleeveOrder) => {
        const feeds = IDS.map((id, i) => ({ instrument: instrumentOf(id), bars: gappyBars(100, seed + i, 0.8) }));
        // Anew for each run: they remember what they drew.
        const sleeves = (): PortfolioInput['sleeves'] => [
          { strategy: erratic(seed, { id: 'b' }), values: {}, share: 0.3 },
          { strategy: restless(seed), values: {}, share: 0.5 },
          { strategy: erratic(seed + 9, { id: 'b' }), values: { other: 1 }, share: 0.2 },
        ];
        const run = (given: readonly number[], order: readonly number[], volumeLimit = 0.2) => {
          const result = facts(
            runPortfolio({
              feeds: given.map((i) => feeds[i] as (typeof feeds)[number]),
              sleeves: order.map((i) => sleeves()[i] as PortfolioInput['sleeves'][number]),
              options: { ...OPTIONS, sizing: { kind: 'fraction', fraction: 0.4 }, execution: { volumeLimit } },
            }),
          );
          return { ...result, sleeves: result.sleeves.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
        };
        const straight = run([0, 1, 2, 3], [0, 1, 2]);
        expect(run(feedOrder, sleeveOrder)).toEqual(straight);
        if (straight.endEquity !== run([0, 1, 2, 3], [0, 1, 2], 1).endEquity) scarce++;
      },
    ),
    { numRuns: 20, seed: 32 },
  );
  expect(scarce).toBeGreaterThan(10);
});

test('[SR-11] the order in which instruments are given changes nothing, with bars missing here and there', () => {
  let trades = 0;
  fc.assert(
    fc.property(fc.nat(1e6), fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (seed, order) => {
      const feeds = IDS.map((id, i) => ({ instrument: instrumentOf(id), bars: gappyBars(120, seed + i, 0.8) }));
      const run = (given: PortfolioInput['feeds']) =>
        facts(
          runPortfolio({
            feeds: given,
            sleeves: [
              { strategy: restless(seed), values: {}, share: 0.6 },
              { strategy: erratic(seed), values: {}, share: 0.4 },
            ],
            options: { ...OPTIONS, sizing: { kind: 'fraction', fraction: 0.4 } },
          }),
        );
      const straight = run(feeds);
      trades += straight.sleeves.flatMap(({ legs }) => legs.flatMap((leg) => leg.trades)).length;
      expect(run(order.map((i) => feeds[i] as (typeof feeds)[number]))).toEqual(straight);
    }),
    { numRuns: 20, seed: 12 },
  );
  expect(trades).toBeGreaterThan(1000);
});

test('[SR-12] whatever is done: cash and positions of the sleeves add up to the account, nobody borrows, and round trips sum to the gain', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const feeds = IDS.map((id, i) => ({ instrument: instrumentOf(id), bars: gappyBars(150, seed + i, 0.8) }));
      const { sleeves, endEquity, equity, positions } = runPortfolio({
        feeds,
        sleeves: [
          { strategy: restless(seed), values: {}, share: 0.5 },
          { strategy: restless(seed + 1), values: {} },
        ],
        options: OPTIONS,
      });
      expect(sleeves.map(({ name }) => name)).toEqual(['restless', 'restless-2']);
      const total = sleeves.reduce((sum, sleeve) => sum + sleeve.endEquity, 0);
      expect(Math.abs(total - endEquity)).toBeLessThan(1e-6);
      for (const { legs, startEquity, endEquity: end, equity: own } of sleeves) {
        const pnl = legs.flatMap(({ trades }) => trades).reduce((sum, trade) => sum + trade.pnl, 0);
        expect(Math.abs(pnl - (end - startEquity))).toBeLessThan(1e-5);
        expect(Math.min(...own.value)).toBeGreaterThan(0);
      }
      expect(
        equity.value.every((value, i) => Math.abs(value - sleeves.reduce((sum, s) => sum + (s.equity.value[i] as number), 0)) < 1e-6),
      ).toBe(true);
      positions.forEach((position, i) => {
        expect(position.quantity).toBeCloseTo(
          sleeves.reduce((sum, s) => sum + (s.legs[i]?.quantity ?? NaN), 0),
          7,
        );
      });
    }),
    { numRuns: 25, seed: 13 },
  );
});

test('[SR-11] what a strategy does up to a time does not depend on any bar after it', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.integer({ min: 30, max: 90 }), (seed, hour) => {
      const feeds = IDS.map((id, i) => ({ instrument: instrumentOf(id), bars: gappyBars(100, seed + i, 0.9) }));
      const end = (feeds[0]?.bars.time[0] as number) + hour * (HOUR_US / 60);
      const early = feeds.map(({ instrument, bars }) => ({
        instrument,
        bars: sliceBars(
          bars,
          0,
          bars.time.findIndex((time) => time >= end),
        ),
      }));
      const sleeves = [{ strategy: restless(seed), values: {} }];
      const fillsBefore = (given: PortfolioInput['feeds']) =>
        runPortfolio({ feeds: given, sleeves, options: OPTIONS }).sleeves.flatMap(({ legs }) =>
          legs.flatMap(({ fills }) => fills.filter(({ timeUs, orderId }) => timeUs < end - 60e6 && orderId > 0)),
        );
      expect(fillsBefore(early)).toEqual(fillsBefore(feeds).filter(({ timeUs }) => timeUs < end - 60e6));
    }),
    { numRuns: 30, seed: 14 },
  );
});
