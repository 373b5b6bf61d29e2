import * as lib from 'technicalindicators';
import { describe, expect, test } from 'vitest';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import { computeIndicator } from '../../../shared/indicators/batch.ts';
import { findIndicator } from '../../../shared/indicators/catalogue.ts';
import { INDICATOR_CONTRACT } from '../../../shared/indicators/contract.ts';
import type { IndicatorSpec } from '../../../shared/indicators/kernel.ts';
import { ti } from '../../../shared/plugins/technicalindicators/ti.ts';
import { defineStrategy } from '../../../shared/strategies/define.ts';
import { barsOfCloses, randomBars } from '../../support/random-bars.ts';
import { BTC } from '../engine/world.ts';

const bars = randomBars(700, 11);

describe.each(Object.entries(ti))('ti.%s', (name, make) => {
  test.each(INDICATOR_CONTRACT)('[IN-03] $promise', ({ fault }) => {
    expect(make.definition.id).toBe(`ti-${name}`);
    expect(fault(make() as unknown as IndicatorSpec, bars)).toBeUndefined();
  });
});

test('[IN-03] every indicator of the library that has a value for each row is there', () => {
  const streaming = Object.entries(lib).filter(
    ([name, one]) => /^[A-Z]/.test(name) && typeof one === 'function' && 'nextValue' in (one.prototype ?? {}),
  );
  const names = streaming.map(([name]) => name.toLowerCase()).filter((name) => !['volumeprofile', 'crossup', 'crossdown'].includes(name));
  expect(Object.keys(ti).sort()).toEqual(names.sort());
});

test('[IN-03] a name of the library gives what the library gives, rows, warm-up and all', () => {
  const close = [...bars.close];
  const theirs = lib.WEMA.calculate({ period: 9, values: close });
  expect([...(computeIndicator(ti.wema(9), bars)[0] as Float64Array)].slice(8)).toEqual(theirs);
  const bands = lib.BollingerBands.calculate({ period: 9, stdDev: 2, values: close });
  expect([...(computeIndicator(ti.bollingerbands({ period: 9 }), bars)[2] as Float64Array)].slice(8)).toEqual(
    bands.map(({ lower }) => lower),
  );
});

/** Ours beside theirs from the row `from`, by at most `apart`. */
const TWINS: readonly [
  spec: IndicatorSpec,
  id: string,
  values: Record<string, number>,
  difference: { from?: number; apart?: number; because?: string },
][] = [
  [ti.sma(20), 'sma', { period: 20 }, {}],
  [ti.ema(20), 'ema', { period: 20 }, {}],
  [ti.rsi(14), 'rsi', { period: 14 }, { apart: 0.0051, because: 'it rounds to two decimals' }],
  [ti.atr(14), 'atr', { period: 14 }, {}],
  [ti.adx(14), 'adx', { period: 14, seed: 1 }, {}],
  [ti.macd(), 'macd', {}, { from: 600, because: 'its fast average starts at its own first rows' }],
  [ti.trix(15), 'trix', { period: 15 }, {}],
  [ti.kst(), 'kst', {}, {}],
  [ti.awesomeoscillator(), 'awesome', {}, {}],
  [ti.ichimokucloud(), 'ichimoku', { displacement: 1 }, {}],
];

test.each(TWINS)('[IN-04] %o agrees with our %s', (spec, id, values, { from = 0, apart = 1e-7 }) => {
  const twin = findIndicator(id)?.(values) as IndicatorSpec;
  const [mine, theirs] = [computeIndicator(twin, bars), computeIndicator(spec, bars)];
  for (let k = 0; k < Math.min(mine.length, theirs.length); k++) {
    for (let row = Math.max(from, spec.warmup, twin.warmup); row < bars.length; row++) {
      const [a, b] = [mine[k]?.[row] as number, theirs[k]?.[row] as number];
      if (!(Math.abs(a - b) <= apart)) expect.fail(`output ${k}, row ${row}: ${a} and ${b}`);
    }
  }
});

test('[IN-03] an indicator of the library trades in a strategy', () => {
  const strategy = defineStrategy({
    id: 'ti-cross',
    about: 'Long while the close is above the average of another library.',
    params: {},
    indicators: () => ({ average: ti.sma(2) }),
    onBar({ bar, indicators: { average }, target }) {
      target(bar.close > average.value ? 1 : 0);
    },
  });
  const options = { cash: 1000, sizing: { kind: 'all' }, commissionBps: 0, slippageBps: 0 } as const;
  const result = runBacktest({ strategy, values: {}, bars: barsOfCloses([10, 11, 12, 13, 12, 11]), instrument: BTC, options });
  expect(result.trades.map((trade) => [trade.entryPrice, trade.exitPrice])).toEqual([[11, 12]]);
});

test('[IN-03] a state that is not made of whole rows is refused', () => {
  const spec = ti.obv();
  expect(() => spec.definition.kernel(spec.values).restore([1, 2, 3])).toThrow('the state has 3 numbers, but this kernel');
});
