import { expect, test } from 'vitest';
import { engineOptions, planBacktest } from '../../../../shared/application/backtest/plan.ts';
import { BacktestRequest } from '../../../../shared/contracts/schemas.ts';
import { int } from '../../../../shared/indicators/parameters.ts';
import { defineStrategy } from '../../../../shared/strategies/define.ts';
import { MAY_2021_US, plan } from './fixtures.ts';

test('[BT-03] a plan is complete, plain JSON, its parameters in order of name', () => {
  const made = plan({ params: { slow: 50 }, from: '2021-05-01T05:30:00+05:30', to: '2021-06-01T00:00:00Z', sizing: 'fraction:0.50' });
  expect(JSON.parse(JSON.stringify(made))).toEqual(made);
  expect(made).toMatchObject({
    strategy: 'sma-cross',
    sizing: 'fraction:0.5',
    fromUs: MAY_2021_US,
    toUs: MAY_2021_US + 31 * 86_400_000_000,
    seed: null,
  });
  expect(Object.entries(made.params)).toEqual([
    ['fast', 10],
    ['slow', 50],
  ]);
  expect(engineOptions(made, 10)).toMatchObject({ cash: 1000, sizing: { kind: 'fraction', fraction: 0.5 }, fromUs: MAY_2021_US });
  expect(engineOptions(plan(), 1)).not.toHaveProperty('fromUs');
});

test('[BT-03] parameters stand in order of name, however the strategy declares them', () => {
  const about = 'Does nothing.';
  const params = { zeta: int(1, { min: 1, max: 9 }), alpha: int(2, { min: 1, max: 9 }) };
  const strategy = defineStrategy({ id: 'idle', about, params, indicators: () => ({}), onBar() {} });
  const request = BacktestRequest.parse({ datasets: ['any'], strategy: 'idle' });
  expect(Object.keys(planBacktest(request, [strategy], '1').params)).toEqual(['alpha', 'zeta']);
});

test.each([
  [{ strategy: 'sma-crass' }, 'strategy', 'there is no strategy "sma-crass" (there are: sma-cross)'],
  [{ params: { fast: 30, slow: 10 } }, 'slow', 'must be above fast (30)'],
  [{ params: { fats: 3 } }, 'fats', 'no parameter "fats"'],
  [{ sizing: 'fraction:1.5' }, 'sizing', 'fraction:1.5'],
  [
    { from: '2021-06-01T00:00:00Z', to: '2021-05-01T00:00:00Z' },
    'to',
    'to is 2021-05-01T00:00:00Z, but must be later than from (2021-06-01T00:00:00Z)',
  ],
])('[BT-03] a request that cannot run names its field: %o', (request, field, message) => {
  expect(() => plan(request)).toThrow(expect.objectContaining({ field, message: expect.stringContaining(message) }));
});
