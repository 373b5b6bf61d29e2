import { expect, test } from 'vitest';
import { bollinger } from '../../../shared/indicators/volatility/bollinger.ts';
import { sma } from '../../../shared/indicators/trend/sma.ts';
import { ablate, ablateAccount } from '../../../shared/research/ablation/ablate.ts';
import { defineStrategy } from '../../../shared/strategies/define.ts';
import { type AnyStrategy, definePortfolioStrategy } from '../../../shared/strategies/portfolio.ts';
import { crossedAbove, crossedBelow } from '../../../shared/strategies/view.ts';
import smaCross from '../../../strategies/sma-cross.ts';
import { barVolume as volume, coin, walkBars } from './world.ts';

const engine = { cash: 10_000, sizing: { kind: 'all' }, commissionBps: 0, slippageBps: 0 } as const;

const voices = definePortfolioStrategy({
  id: 'voices',
  about: 'Holds the instruments whose volume is high, more of those above their average.',
  params: {},
  indicators: () => ({ volume: volume(), average: sma(20) }),
  onBars({ legs, rebalance }) {
    const weight = ({ bar, indicators }: (typeof legs)[number]) =>
      (indicators.volume.value > 0.5 ? 0.3 : 0) + (bar.close > indicators.average.value ? 0.1 : 0);
    rebalance(Object.fromEntries(legs.filter(({ known }) => known).map((leg) => [leg.id, weight(leg)])));
  },
});
const banded = defineStrategy({
  id: 'banded',
  about: 'Crosses of the close with bands, and of two averages, one of them of weeks.',
  params: {},
  indicators: () => ({ band: bollinger(20), close: sma(1), week: sma(3, { timeframe: '1w' }), fast: sma(5) }),
  onBar({ indicators: { band, close, week, fast }, target }) {
    if (crossedAbove(close, band.upper) || crossedAbove(fast, week)) target(0.8);
    else if (crossedBelow(close, band.middle) || week.ago(1) > 2 * week.value) target(0);
  },
});

function on(strategies: readonly AnyStrategy[], seeds: readonly number[], edge: number) {
  const feeds = seeds.map((seed, i) => ({ bars: walkBars(900, seed, edge), instrument: coin(['BTC/USDT', 'ETH/USDT'][i]) }));
  const sleeves = strategies.map((strategy) => ({ strategy, values: strategy.parse({}) }));
  return { id: strategies.map(({ id }) => id).join(' + '), run: { feeds, sleeves, options: engine } };
}

test('[PT-05] on an account of one instrument each part is worth what it is worth without one, to the bit', () => {
  const options = { rotations: 3, resamples: 99, seed: 4 };
  for (const strategy of [banded, smaCross]) {
    const { feeds } = on([], [6], 0.5).run;
    const alone = ablate({ strategy, values: strategy.parse({}), ...(feeds[0] as (typeof feeds)[0]), engine }, options);
    expect(alone.full.outOfSample.trades).toBeGreaterThan(3);
    expect(ablateAccount(on([strategy], [6], 0.5), options)).toEqual(alone);
  }
});

test('[PT-05] of a strategy that sees several instruments the planted voice is found, and of several strategies in the one that has it', () => {
  const { contributions, full, strategy } = ablateAccount(on([voices], [1, 2], 0.6), { rotations: 4 });
  expect(strategy).toBe('voices');
  expect(contributions.map(({ part }) => part)).toEqual(['volume', 'average']);
  expect(contributions[0]).toMatchObject({ verdict: 'helps' });
  expect(contributions[1]).toMatchObject({ verdict: 'unproven' });
  expect(full.outOfSample.trades).toBeGreaterThan(20);
  const several = ablateAccount(on([smaCross, voices], [1, 2], 0.6), { rotations: 2, resamples: 99 });
  expect(new Set(several.contributions.map(({ part }) => part))).toEqual(
    new Set(['sma-cross.fast', 'sma-cross.slow', 'voices.volume', 'voices.average']),
  );
  expect(several.contributions[0]).toMatchObject({ part: 'voices.volume', verdict: 'helps' });
});

test('[PT-05] versions without a part are run on all instruments of the account', () => {
  const never = defineStrategy({ ...smaCross, params: {}, indicators: () => ({}), when: () => [], onBar: () => undefined });
  const input = on([smaCross], [3, 4], 0.5);
  const { contributions, full } = ablateAccount({ ...input, without: [{ part: 'everything', strategy: never, values: {} }] });
  expect(contributions).toMatchObject([
    { part: 'everything', without: { outOfSample: { sharpe: 0, totalReturn: 0, trades: 0 } }, difference: full.outOfSample.sharpe },
  ]);
});
