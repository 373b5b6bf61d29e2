import { describe, expect, test } from 'vitest';
import { analyse, type GivenBars } from '../../../../shared/application/analysis/analyse.ts';
import { SymbolAnalysis } from '../../../../shared/contracts/analysis.ts';
import { allocateBars, type Bars, sliceBars } from '../../../../shared/domain/bars.ts';
import { DAY_US } from '../../../../shared/domain/time.ts';
import { inferInstrument } from '../../../../shared/market/instrument.ts';
import { acme } from '../../market/fundamentals/acme.ts';

const us = (iso: string) => Date.parse(iso) * 1000;

/** Days from 1 January 2023 on whose close climbs a tenth of a dollar a day, from 20. */
function climbing(length: number): Bars {
  const bars = allocateBars(length, DAY_US);
  for (let day = 0; day < length; day++) {
    const close = 20 + day / 10;
    bars.time[day] = us('2023-01-01T00:00:00Z') + day * DAY_US;
    bars.open[day] = close - 0.05;
    bars.high[day] = close + 0.1;
    bars.low[day] = close - 0.1;
    bars.close[day] = close;
    bars.volume[day] = 1000 + (day % 7);
  }
  return bars;
}
const given = (bars: Bars): GivenBars => ({
  bars,
  instrument: inferInstrument({ symbol: 'ACME/USD', assetClass: 'crypto' }),
  kind: 'file',
  sha256: 'ab',
  synthetic: false,
});
const statements = { table: acme(), sha256: 'cd' };
const none = { why: 'nobody gave any' };

describe('[MD-17] an analysis', () => {
  test('[MD-17] has every section, each with its time and its sources, and is what the API promises', () => {
    const found = analyse({ symbol: 'ACME', asOfUs: us('2024-03-01T00:00:00Z'), bars: given(climbing(600)), fundamentals: statements });
    expect(SymbolAnalysis.parse(found)).toEqual(found);
    // 425 days had closed by 1 March 2024: 365 of 2023, 31 and 29 of 2024. The last close is 20 + 42.4.
    expect(found.technical).toMatchObject({ status: 'known', asOf: '2024-03-01T00:00:00Z', bars: 425, timeframe: '1d', sources: ['bars'] });
    if (found.technical.status === 'missing') return expect.unreachable();
    const { price, trend, patterns, volatility } = found.technical;
    expect(price).toMatchObject({ close: 62.4, currency: 'USD', high: 62.5, highest: 62.5, change: 62.4 / 62.3 - 1 });
    // The mean of the last twenty closes, 60.5 to 62.4.
    expect(trend.readings[0]).toMatchObject({ id: 'sma(20)', source: expect.stringContaining('Murphy') });
    expect(trend.readings[0]?.values['value']).toBeCloseTo(61.45, 10);
    expect(trend.direction).toBe('up');
    expect(volatility.map(({ id }) => id)).toContain('historical-volatility(20, 365)');
    for (const { confirmedAt } of patterns) expect(us(confirmedAt)).toBeGreaterThan(us('2024-02-25T00:00:00Z'));
    // 62.4 x 50 shares over net income of 50.
    expect(found.fundamental).toMatchObject({
      status: 'known',
      asOf: '2024-02-15T20:00:00Z',
      periodEnd: '2023-12-31T00:00:00Z',
      sources: ['fundamentals', 'bars'],
    });
    if (found.fundamental.status === 'known')
      expect(found.fundamental.measures.find(({ id }) => id === 'pe')?.value).toBe((62.4 * 50) / 50);
    expect(found.quality).toMatchObject({
      status: 'known',
      asOf: '2024-03-01T00:00:00Z',
      score: 100,
      bars: 425,
      ageSeconds: 0,
      calendar: '24/7',
      found: {},
    });
    expect(found.provenance).toMatchObject({
      status: 'known',
      origins: [
        { id: 'bars', kind: 'file', sha256: 'ab', used: 425, later: 175, from: '2023-01-01T00:00:00Z', to: '2024-03-01T00:00:00Z' },
        { id: 'fundamentals', kind: 'rows', sha256: 'cd', used: 8, later: 1, from: '2022-05-15T20:00:00Z', to: '2024-02-15T20:00:00Z' },
      ],
    });
  });

  test('[DX-02] what comes to be known later changes nothing but the count of what is left out', () => {
    const asOfUs = us('2024-03-01T12:00:00Z');
    const all = climbing(600);
    const wild = climbing(600);
    for (let day = 425; day < 600; day++) wild.close[day] = 1000;
    const of = (bars: Bars) => analyse({ symbol: 'ACME', asOfUs, bars: given(bars), fundamentals: statements });
    expect(of(wild)).toEqual(of(all));
    const { provenance: _, ...cut } = of(sliceBars(all, 0, 425));
    expect(of(all)).toMatchObject(cut);
    // Half of a day's bar is none: the 426th closes at midnight.
    expect(of(all).technical).toMatchObject({ bars: 425 });
    expect(of(all).quality).toMatchObject({ ageSeconds: 43_200 });
  });

  test('[MD-17] a section that cannot be told says why, and the others stand', () => {
    const asOfUs = us('2024-03-01T00:00:00Z');
    const unpriced = analyse({ symbol: 'ACME', asOfUs, bars: none, fundamentals: statements });
    expect(unpriced).toMatchObject({ technical: { status: 'missing', why: 'nobody gave any' }, quality: { status: 'missing' } });
    expect(unpriced.fundamental).toMatchObject({ status: 'known', sources: ['fundamentals'] });
    const early = analyse({ symbol: 'ACME', asOfUs: us('2022-06-01T00:00:00Z'), bars: given(climbing(5)), fundamentals: statements });
    expect(early).toMatchObject({
      technical: { status: 'missing', why: 'no bar of ACME had closed by 2022-06-01T00:00:00Z' },
      fundamental: { status: 'missing', why: 'no twelve months of statements of ACME were known by 2022-06-01T00:00:00Z' },
    });
    const nothing = analyse({ symbol: 'ACME', asOfUs, bars: none, fundamentals: none });
    expect(nothing.provenance).toEqual({ status: 'missing', why: 'nothing was given' });
    const short = analyse({ symbol: 'ACME', asOfUs, bars: given(climbing(3)), fundamentals: none });
    expect(short.technical).toMatchObject({ status: 'known', trend: { direction: null } });
    if (short.technical.status === 'known') expect(short.technical.trend.readings[0]?.values).toEqual({ value: null });
  });
});
