import { expect, test } from 'vitest';
import { buildManifest } from '../../../../shared/application/backtest/manifest.ts';
import { engineOptions, planBacktest } from '../../../../shared/application/backtest/plan.ts';
import { simulate } from '../../../../shared/application/backtest/simulate.ts';
import { BacktestRequest } from '../../../../shared/contracts/schemas.ts';
import { SECOND_US } from '../../../../shared/domain/time.ts';
import buyAndHold from '../../../../strategies/buy-and-hold.ts';
import stampDuty from '../../../../costs/stamp-duty.ts';
import { BTC, flatBars } from '../../engine/world.ts';

const request = (execution: unknown) => BacktestRequest.parse({ datasets: ['x'], strategy: 'buy-and-hold', commissionBps: 0, execution });
const planOf = (execution: unknown, costs = [stampDuty]) => {
  const { datasets: _, ...about } = request(execution);
  return planBacktest(about, [buyAndHold], 'test', { indicators: [], patterns: [], costs });
};

test('[BT-02] a request says how hard the market is, and the engine gets it', () => {
  const execution = {
    fees: 'maker:2,taker:10',
    latencyMs: 250,
    funding: [{ time: '2024-01-01T08:00:00Z', rate: 0.0001 }],
    actions: [{ time: '2024-06-10', split: 10 }],
    leverage: 3,
  };
  const plan = planOf(execution);
  expect(plan.execution).toEqual(execution);
  const options = engineOptions(plan, 1).execution;
  expect(options).toMatchObject({ latencyUs: SECOND_US / 4, leverage: 3, fees: { name: 'maker:2,taker:10' } });
  expect(options?.funding).toEqual([{ timeUs: Date.parse('2024-01-01T08:00:00Z') * 1000, rate: 0.0001 }]);
  expect(options?.actions).toEqual([{ timeUs: Date.parse('2024-06-10') * 1000, split: 10 }]);
});

test('[BT-02] a plan of a request without it has no trace of it, and nothing of it costs anything', () => {
  expect(planOf(undefined)).not.toHaveProperty('execution');
  expect(planOf({})).not.toHaveProperty('execution');
  expect(engineOptions(planOf(undefined), 1)).not.toHaveProperty('execution');
});

test('[BT-09] a model of costs/ is found by its name, for the plan and for the run', () => {
  const plan = planOf({ fees: 'stamp-duty' });
  expect(engineOptions(plan, 1, [stampDuty]).execution?.fees?.name).toBe('stamp-duty');
  expect(() => planOf({ fees: 'stamp-duty' }, [])).toThrow('fees "stamp-duty" is not known');
});

test.each([
  ['volumeLimit', { volumeLimit: 2 }],
  ['hours', { hours: 'sometimes' }],
  ['volumelimit', { volumelimit: 0.1 }],
])('[SR-13] a request with a bad %s is refused', (_, execution) => {
  expect(() => request(execution)).toThrow();
});

test('[BT-02] [BT-05] the run, what it is compared with and the manifest know the costs', () => {
  const plan = planOf({ fees: 'stamp-duty', actions: [{ time: '1970-01-01T03:00:00Z', split: 2 }] });
  const bars = flatBars([100, 100, 100, 50, 50]);
  const data = { sha256: 'a'.repeat(64), synthetic: true };
  const detail = { sha256: 'b'.repeat(64), bars: { ...flatBars([100]), timeframeUs: 0 } };
  const simulation = simulate({ plan, strategy: buyAndHold, bars, instrument: BTC, data, shards: 1, costs: [stampDuty], detail });
  // Half a percent of what 10,000 buys: 10,000 / 1.005, whose rest is the duty.
  expect(simulation.run.commission).toBeCloseTo(10_000 - 10_000 / 1.005, 4);
  expect(simulation.benchmark.value.at(-1)).toBeCloseTo(10_000 / 1.005, 4);
  expect(simulation.run.endEquity).toBeCloseTo(10_000 / 1.005, 4);
  const manifest = buildManifest([simulation], plan);
  expect(manifest.engine.execution).toEqual(plan.execution);
  expect(manifest.data[0]?.detail).toEqual({ sha256: 'b'.repeat(64), timeframe: null, bars: 5, covered: 1, refused: 0 });
});
