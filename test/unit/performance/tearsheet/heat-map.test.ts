import { expect, test } from 'vitest';
import { buildReport } from '../../../../shared/application/backtest/build-report.ts';
import { tearsheetOf } from '../../../../shared/application/backtest/tearsheet.ts';
import { DAY_US } from '../../../../shared/domain/time.ts';
import { pearson } from '../../../../shared/performance/correlation.ts';
import { dailyCorrelation } from '../../../../shared/performance/daily-correlation.ts';
import { renderHeatMap } from '../../../../shared/performance/tearsheet/heat-map.ts';
import { plan, simulation, swingingBars } from '../../application/backtest/fixtures.ts';

const EVIL = '"><script>alert(1)</script>';

/** A curve of daily values, its first point the cash a day before the first close. */
function daily(values: readonly number[], firstDay = 0) {
  return { time: Float64Array.from(values, (_, i) => (firstDay + i) * DAY_US), value: Float64Array.from(values) };
}

function page(symbols: readonly string[]): string {
  const shards = symbols.map((symbol, i) => simulation(symbol, swingingBars(400, { phase: 5 * i }), { shards: symbols.length }));
  return tearsheetOf(buildReport(shards, plan()), shards);
}

test('[CO-01] a heat map has a cell for every pair, its number in it, the stronger the deeper', () => {
  const svg = renderHeatMap({
    labels: ['A', 'B'],
    values: [
      [1, -0.456],
      [-0.456, 1],
    ],
  });
  expect(svg.match(/<rect /g)).toHaveLength(4);
  expect(svg.match(/>-0\.46<\/text>/g)).toHaveLength(2);
  expect(svg).toContain('<title>A and B: -0.46</title>');
  expect([...svg.matchAll(/fill:var\(--(\w+),[^)]*\);fill-opacity:([\d.]+)/g)].map(([, colour, depth]) => [colour, Number(depth)])).toEqual(
    [
      ['win', 0.7],
      ['loss', 0.32],
      ['loss', 0.32],
      ['win', 0.7],
    ],
  );
});

test('[CO-01] labels are escaped, and what is not known says so', () => {
  const svg = renderHeatMap({
    labels: [EVIL, 'B'],
    values: [
      [1, NaN],
      [NaN, 1],
    ],
  });
  expect(svg).not.toContain('<script');
  expect(svg).toContain('&lt;script&gt;');
  expect(svg.match(/>n\/a<\/text>/g)).toHaveLength(2);
  expect(svg).not.toContain('NaN');
});

test('[CO-01] the tearsheet of several instruments shows the correlation of their daily returns, of one it does not', () => {
  const several = page(['BTC/USDT', 'ETH/USDT', EVIL]);
  expect(several).toContain('<h2>Correlation</h2>');
  expect(several.match(/<title>[^<]* and [^<]*: /g)).toHaveLength(9);
  expect(several).toContain('of 16 daily returns');
  expect(several.match(/<script/g)).toHaveLength(1);
  expect(page(['BTC/USDT'])).not.toContain('<h2>Correlation</h2>');
});

test('[CO-01] daily correlation is that of the returns between the days that all have', () => {
  const a = [100, 101, 103, 102, 105, 104, 108, 107, 109, 113, 112, 115, 111];
  const b = [50, 52, 51, 53, 54, 52, 55, 56, 54, 57, 58, 59, 57];
  const found = dailyCorrelation([
    { symbol: 'A', curve: daily([99, ...a]) },
    { symbol: 'B', curve: daily([...b, 70, 20], 1) },
  ]);
  // A closes on days 0 to 12 (the first point is the cash), B on days 1 to 14: twelve days in common, eleven returns.
  const returns = (values: readonly number[]) => values.slice(1).map((value, i) => value / (values[i] as number) - 1);
  const expected = pearson(returns(a.slice(1)), returns(b.slice(1)));
  expect(found?.days).toBe(11);
  expect(found?.values[0]?.[1]).toBeCloseTo(expected, 14);
  expect(
    dailyCorrelation([
      { symbol: 'A', curve: daily(a.slice(0, 6)) },
      { symbol: 'B', curve: daily(b) },
    ]),
  ).toBeUndefined();
});
