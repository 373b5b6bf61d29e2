import { expect, test } from 'vitest';
import { type Bars, sliceBars } from '../../../../shared/domain/bars.ts';
import { DAY_US } from '../../../../shared/domain/time.ts';
import { parseSizing } from '../../../../shared/engine/sizing/sizing.ts';
import { defineIndicator } from '../../../../shared/indicators/define.ts';
import { ema } from '../../../../shared/indicators/trend/ema.ts';
import { sma } from '../../../../shared/indicators/trend/sma.ts';
import { checkAccountBias } from '../../../../shared/research/bias/check.ts';
import { defineStrategy } from '../../../../shared/strategies/define.ts';
import { type AnyStrategy, definePortfolioStrategy } from '../../../../shared/strategies/portfolio.ts';
import crossSectionalMomentum from '../../../../strategies/cross-sectional-momentum.ts';
import pairs from '../../../../strategies/pairs.ts';
import smaCross from '../../../../strategies/sma-cross.ts';
import { keptBars } from '../../../support/kept-bars.ts';
import { coin, walkBars } from '../world.ts';

const options = { cash: 10_000, sizing: parseSizing('fraction:0.3'), commissionBps: 10, slippageBps: 0 };

/** The second has holes and ends before the others, the third begins after them. */
function world(): Bars[] {
  const [first, second, third] = [walkBars(250, 1), walkBars(250, 2), walkBars(250, 3)];
  const kept = Array.from({ length: 200 }, (_, row) => row).filter((row) => row % 7 !== 3);
  const holey = keptBars(second, kept);
  return [first, holey, sliceBars(third, 60, 250)];
}

function check(strategies: readonly AnyStrategy[], bars: readonly Bars[] = world(), params: Readonly<Record<string, number>> = {}) {
  const feeds = bars.map((own, i) => ({ bars: own, instrument: coin(['BTC/USDT', 'ETH/USDT', 'SOL/USDT'][i]) }));
  const sleeves = strategies.map((strategy) => ({ strategy, values: strategy.parse(params) }));
  return checkAccountBias({ id: strategies.map(({ id }) => id).join(' + '), params, run: { feeds, sleeves, options } });
}

/** The mean of the whole column, at every row of it. */
const wholeMean = defineIndicator({
  id: 'whole-mean',
  name: 'Whole mean',
  group: 'statistics',
  about: 'Mean of all rows that it is given.',
  source: 'test',
  inputs: ['close'],
  parameters: {},
  outputs: ['value'],
  unit: 'price',
  warmup: () => 0,
  settle: () => 0,
  kernel: () => ({
    update: (x: number) => x,
    fold([close], [into]) {
      const values = close as Float64Array;
      (into as Float64Array).fill(values.reduce((sum, value) => sum + value, 0) / values.length);
    },
    snapshot: () => [],
    restore: () => undefined,
  }),
});
const cheap = definePortfolioStrategy({
  id: 'cheap',
  about: 'Holds what stands below the mean of its whole history.',
  params: {},
  indicators: () => ({ mean: wholeMean(), average: sma(5) }),
  onBars({ legs, begins, rebalance }) {
    if (!begins('month')) return;
    const below = legs.filter(({ known, bar, indicators: { mean } }) => known && bar.close < mean.value);
    rebalance(Object.fromEntries(below.map(({ id }) => [id, 0.9 / below.length])), { band: 0.1 });
  },
});

test('[DX-02] strategies that see several instruments, or run on each, pass: with holes, a late beginning and an end before the others', () => {
  const lookback = { lookback: 20, skip: 5 };
  const [momentum, crossing] = [check([crossSectionalMomentum], world(), lookback), check([smaCross, smaCross])];
  const pair = check([pairs], world().slice(0, 2), { formation: 40, probability: 1 });
  for (const found of [momentum, crossing, pair]) expect(found).toMatchObject({ clean: true, faults: [], notes: [] });
  expect([momentum.signals > 5, crossing.trades > 20, pair.trades > 5]).toEqual([true, true, true]);
  expect([crossing.strategy, crossing.indicators, crossing.bars]).toEqual(['sma-cross + sma-cross', 4, 250 + 171 + 190]);
});

test('[DX-02] foresight of an indicator is named once, with an instrument of which it is seen, behind its strategy where there are several', () => {
  const bars = world();
  const before = bars.map(({ close, volume }) => [close.slice(), volume.slice()]);
  const { clean, faults, cuts } = check([cheap], bars);
  expect([clean, faults.map(({ kind, what, indicator }) => [kind, what, indicator])]).toEqual([
    false,
    [['look-ahead', 'mean', 'whole-mean()[close]']],
  ]);
  expect(faults[0]?.message).toMatch(/^mean \(whole-mean\(\)\[close\]\) of BTC\/USDT looks ahead: at \d{4}-/);
  expect(cuts).toContain(faults[0]?.cut);
  expect(bars.map(({ close, volume }) => [close, volume])).toEqual(before);
  const [several] = check([smaCross, cheap]).faults;
  expect(several?.what).toBe('cheap.mean');
});

test('[DX-02] a portfolio strategy that looks up what another instrument does next is flagged, with what it asks', () => {
  const bars = world();
  const [leader] = bars as [Bars];
  const knowing = definePortfolioStrategy({
    id: 'knowing',
    about: 'Follows the next close of one instrument in an array of its own.',
    params: {},
    indicators: () => ({ average: sma(5) }),
    onBars({ leg, legs, rebalance }) {
      if (!legs.every(({ known }) => known)) return;
      const row = leader.time.indexOf(leg('BTC/USDT').bar.timeUs);
      const rises = (leader.close[row + 1] ?? 0) > (leader.close[row] as number);
      rebalance({ 'SOL/USDT': rises ? 0.5 : 0 }, { band: 0.2 });
    },
  });
  const { clean, faults } = check([knowing], bars);
  expect([clean, faults.map(({ kind, what, indicator }) => [kind, what, indicator])]).toEqual([false, [['look-ahead', 'signals', null]]]);
  expect(faults[0]?.message).toMatch(/it asks rebalance\(\{"SOL\/USDT":0(\.5)?\}, \{"band":0\.2\}\) on the whole history, but rebalance/);
  const peeking = { ...knowing, onBars: ({ legs }: Parameters<typeof knowing.onBars>[0]) => void legs[0]?.bar.ago('close', -1) };
  expect(check([peeking]).faults.map(({ kind }) => kind)).toEqual(['future']);
});

test('[DX-02] of strategies of one instrument on an account: what one keeps from run to run, and what has not settled, is named with its instrument', () => {
  let calls = 0;
  const counting = defineStrategy({
    id: 'counting',
    about: 'Buys at every 67th bar that it has ever seen.',
    params: {},
    indicators: () => ({}),
    onBar: ({ target }) => void (++calls % 67 === 0 ? target(0.1) : calls % 67 === 30 && target(0)),
  });
  const { faults } = check([smaCross, counting]);
  expect(faults.map(({ kind, what }) => [kind, what])).toEqual([['state', 'signals']]);
  expect(faults[0]?.message).toMatch(/counting\.(BTC|ETH|SOL)\/USDT: target\(0/);
  const hasty = defineStrategy({
    id: 'hasty',
    about: 'Follows an average that says it has settled before it has.',
    params: {},
    indicators: () => {
      const average = ema(20);
      return { average: { ...average, key: 'hasty(20)', definition: { ...average.definition, settle: () => 20 } } };
    },
    onBar: ({ bar, indicators: { average }, target }) => bar.timeUs % (20 * DAY_US) === 0 && target(bar.close > average.value ? 0.3 : 0),
  });
  const settled = check([hasty]);
  expect(settled.faults.map(({ kind, what }) => [kind, what])).toEqual([['warm-up', 'average']]);
  expect(settled.faults[0]?.message).toMatch(/^average \(hasty\(20\)\) of BTC\/USDT is .* it should have settled after 20$/);
});
