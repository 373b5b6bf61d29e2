import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR_US } from '../../../shared/domain/time.ts';
import { summarise } from '../../../shared/performance/summarise.ts';
import { curve, facts } from '../../unit/performance/facts.ts';
import { plainDrawdown, plainRatios, plainReturns } from '../../unit/performance/plain.ts';

/** Hourly to daily points with holes, that rise and fall by up to 5 % and are flat now and then. */
const walk = fc
  .tuple(
    fc.integer({ min: 0, max: 23 }),
    fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: -50, max: 50 })), { minLength: 60, maxLength: 200 }),
  )
  .map(([start, steps]) => {
    let time = start * HOUR_US;
    let value = 10_000;
    return [
      [time, value] as [number, number],
      ...steps.map(([hours, move]) => [(time += hours * HOUR_US), (value *= 1 + move / 1000)] as [number, number]),
    ];
  });

test('[BT-05] ratios and drawdowns of random curves equal a plain second implementation to 1e-9', () => {
  fc.assert(
    fc.property(walk, fc.constantFrom(HOUR_US, 24 * HOUR_US), (points, timeframeUs) => {
      const summary = summarise(facts({ equity: curve(points), timeframeUs }));
      const returns = plainReturns(points, timeframeUs === 24 * HOUR_US);
      const plain = { ...plainRatios(returns, 365), ...plainDrawdown(points) };
      expect(summary.days).toBe(returns.length);
      near(summary.volatility, plain.volatility);
      near(summary.sharpe, plain.sharpe);
      near(summary.sortino, plain.sortino);
      near(summary.maxDrawdown, plain.ratio);
      expect(summary.maxDrawdownSeconds).toBe(plain.seconds);
    }),
    { numRuns: 100, seed: 5 },
  );
});

function near(actual: number | null, wanted: number): void {
  if (!Number.isFinite(wanted)) expect(actual).toBeNull();
  else expect(Math.abs((actual as number) - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)));
}
