import { expect, test } from 'vitest';
import { INDICATORS } from '../../../../shared/indicators/catalogue.ts';
import { definePattern } from '../../../../shared/patterns/pattern.ts';
import { explainRules } from '../../../../shared/strategies/rules/explain.ts';

test('[PT-03] a cross of averages in English', () => {
  const rules = {
    about: 'Follows the trend.',
    params: { fast: { default: 10, min: 1, max: 500, about: 'bars in the fast average' } },
    entry: { long: { crossesAbove: ['sma($fast)', 'sma(30)'] } },
    exit: { long: { crossesBelow: ['sma($fast)', 'sma(30)'] } },
  };
  expect(explainRules(rules)).toBe(`Follows the trend.
Enters long when the simple moving average (period $fast) crosses above the simple moving average (period 30).
Leaves long when the simple moving average (period $fast) crosses below the simple moving average (period 30).
Each entry uses all of the equity.
$fast is 10, and may be a whole number from 1 to 500: bars in the fast average.
`);
});

test('[PT-03] both sides, joined conditions, stops, size, wait and cooldown in English', () => {
  const rules = {
    entry: {
      long: {
        all: [
          { above: ['close@4h', 'bollinger(20, 2).upper@4h[1]'] },
          { any: [{ rising: { of: 'rsi(14)', bars: 3 } }, { not: { between: ['volume', 10, 20] } }] },
        ],
      },
      short: { falling: { of: 'close' } },
    },
    exit: { short: { delta: { of: 'close', bars: 1, above: 2 } } },
    stopLoss: { atr: 2, period: 10 },
    takeProfit: { percent: 5 },
    trailingStop: { percent: 3 },
    sizing: { riskPercent: 1 },
    wait: 1,
    cooldown: 5,
  };
  expect(explainRules(rules)).toBe(
    [
      'Enters long when the close of 4h bars is above the upper line of the Bollinger bands (period 20, stdDev 2) on 4h bars 1 bar ago and (the relative strength index (period 14) rises for 3 bars in a row or it is not so that the volume is between 10 and 20).',
      'Enters short when the close falls.',
      'Leaves short when the change of the close over 1 bar is above 2.',
      'An entry on the other side closes the position; when both sides would enter, neither does.',
      'Stop-loss 2 times the average true range (period 10) at the signal from the entry price, on the losing side.',
      'Take-profit 5 percent from the entry price, on the winning side.',
      'Trailing stop 3 percent behind the best price since the entry.',
      'Each entry is sized so that its stop loses 1 percent of the equity, and uses all of the equity at most.',
      'Waits 1 bar after the signal of an entry, and forgets it when its exit or an entry on the other side comes first.',
      'Stays out for 5 bars after the bar in which a position ends.',
      '',
    ].join('\n'),
  );
});

const hammer = definePattern({
  id: 'hammer',
  name: 'Hammer',
  kind: 'candlestick',
  about: '',
  parameters: {},
  warmup: () => 0,
  source: 'This test.',
  detector: () => ({ update: () => 0, snapshot: () => [], restore: () => undefined }),
});

test.each([
  [{ pattern: { id: 'hammer', direction: 'up', timeframe: '1d' } }, 'the pattern "Hammer" pointing up is confirmed on 1d bars'],
  [{ pattern: 'hammer' }, 'the pattern "Hammer" is confirmed'],
  [{ correlation: { with: 'volume', bars: 20, below: 0 } }, 'the correlation of the close with the volume over 20 bars is below 0'],
  [
    { percentChange: { of: 'close', from: 'sma(200)', above: 5 } },
    'the distance of the close from the simple moving average (period 200) in percent is above 5',
  ],
  [{ delta: { of: 'hlc3', from: 'open', between: [1, 2] } }, 'the typical price less the open is between 1 and 2'],
  [{ percentChange: { of: 'hl2', bars: 3, below: -1 } }, 'the change of the middle of high and low over 3 bars in percent is below -1'],
  [{ sentiment: { above: 0.2, neutralWhenMissing: true } }, 'the sentiment (0 while there is none) is above 0.2'],
  [{ sentiment: { of: 'BTC', below: -0.2 } }, 'the sentiment of BTC is below -0.2'],
  [{ above: ['close', 'rsi(14) of ETH/USDT'] }, 'the close is above the relative strength index (period 14) of ETH/USDT'],
  [{ above: ['volume of ETH/USDT', 'feature rate'] }, 'the volume of ETH/USDT is above the feature rate'],
  [
    { correlation: { with: { symbol: 'ETH/USDT' }, bars: 20, above: 0.5 } },
    'the correlation of the close with the close of ETH/USDT over 20 bars is above 0.5',
  ],
  [
    { not: { all: [{ above: ['close', 1] }, { below: ['close', 9] }] } },
    'it is not so that (the close is above 1 and the close is below 9)',
  ],
  [
    { above: ['sma(volume, 5)', 'ohlc4[2]'] },
    'the simple moving average (period 5) of the volume is above the mean of open, high, low and close 2 bars ago',
  ],
])('[PT-03] %j in English', (condition, said) => {
  const catalogue = { indicators: INDICATORS, patterns: [hammer] };
  expect(explainRules({ entry: { long: condition } }, catalogue)).toContain(
    `Enters long when ${said}.\nNothing ends a position: it is held to the last bar.\n`,
  );
});

test.each([
  ['all', 'Each entry uses all of the equity.'],
  [{ fraction: 0.25 }, 'Each entry uses 0.25 of the equity (1 is all).'],
  [{ quantity: 3 }, 'Each entry is of 3 units.'],
  [{ kelly: 0.5 }, "Each entry uses 0.5 times the share of the equity that Kelly's formula gives for the round trips so far."],
  [
    { volatility: 0.15 },
    'Each entry is sized to a volatility of 0.15 a year, and uses all of the equity at most, or what the leverage allows.',
  ],
  [{ drawdown: 0.2 }, 'less the nearer its drawdown is to 0.2, and nothing there.'],
])('[PT-03] a size of %j in English', (sizing, said) => {
  expect(explainRules({ entry: { long: { above: ['close', 1] } }, sizing })).toContain(said);
});

test('[PT-03] two sides that only turn over are said to do so', () => {
  const rules = { entry: { long: { above: ['close', 1] }, short: { below: ['close', 1] } } };
  expect(explainRules(rules)).toContain('An entry on the other side closes the position and opens the opposite one');
  expect(explainRules(rules)).not.toContain('Nothing ends a position');
});

test('[SR-13] rules that cannot be run are not explained', () => {
  expect(() => explainRules({ entry: {} })).toThrow('entry: is empty');
});
