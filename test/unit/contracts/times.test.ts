import { expect, test } from 'vitest';
import { planBacktest } from '../../../shared/application/backtest/plan.ts';
import { rangeOfQuery } from '../../../shared/application/query-range.ts';
import { CorrelationsQuery, PatternScanQuery } from '../../../shared/contracts/research.ts';
import { BacktestRequest, BarsQuery, IsoTime } from '../../../shared/contracts/schemas.ts';
import { STRATEGIES } from '../../../strategies/registry.generated.ts';

const DATES = { from: '2024-01-01', to: '2024-02-29' };
const MIDNIGHTS = { fromUs: Date.UTC(2024, 0, 1) * 1000, toUs: Date.UTC(2024, 1, 29) * 1000 };

test('[BT-03] a backtest takes dates, which are their midnight in UTC', () => {
  const { datasets: _, ...request } = BacktestRequest.parse({ datasets: ['a'], strategy: 'buy-and-hold', ...DATES });
  expect(planBacktest(request, STRATEGIES, 'test')).toMatchObject(MIDNIGHTS);
});

test('[SG-04] so do bars, correlations and pattern scans', () => {
  expect(rangeOfQuery(BarsQuery.parse({ dataset: 'a', ...DATES }))).toEqual(MIDNIGHTS);
  expect(rangeOfQuery(CorrelationsQuery.parse({ datasets: 'a,b', ...DATES }))).toEqual(MIDNIGHTS);
  expect(rangeOfQuery(PatternScanQuery.parse({ dataset: 'a', ...DATES }))).toEqual(MIDNIGHTS);
});

test('[SG-04] a time with its offset is taken as before', () => {
  const { from, to } = BarsQuery.parse({ from: '2024-01-01T02:00:00+02:00', to: '2024-02-29T00:00:00Z' });
  expect(rangeOfQuery({ from, to })).toEqual(MIDNIGHTS);
});

test.each(['2024-02-30', '2024-1-1', '2024-01', '2024-01-01T00:00:00', '01.01.2024', 'yesterday', ''])(
  '[SG-04] "%s" is no time, and what would be one is said',
  (text) => {
    const { error } = IsoTime.safeParse(text);
    expect(error?.issues.map(({ message }) => message)).toEqual([expect.stringMatching(/^a time in ISO 8601 .* like .*2021-04-04$/)]);
  },
);
