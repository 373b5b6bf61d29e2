import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { goldenRuns } from '../../scripts/golden/golden-runs.ts';
import { summarise } from '../../shared/performance/summarise.ts';
import { facts, trade } from '../unit/performance/facts.ts';

/** Made by scripts/golden/measures.ts with a Python program that knows the definitions and none of the product's code. */
const golden: Readonly<Record<string, Readonly<Record<string, number | null>>>> = JSON.parse(
  readFileSync(new URL('measures/measures.json', import.meta.url), 'utf8'),
);

test.each(goldenRuns())('[BT-05] $name: every measure is that of an independent program to 1e-9', (run) => {
  const wanted = golden[run.name] ?? {};
  const { timeframeUs, daysPerYear, exposure, impact } = run;
  const curve = (value: readonly number[]) => ({ time: Float64Array.from(run.time), value: Float64Array.from(value) });
  const trades = run.trades.map(({ pnl, exitUs, open, mfe, mae }) =>
    trade(0, pnl, { exitTimeUs: open ? null : exitUs, exitPrice: open ? null : 100 + pnl, mfe, mae }),
  );
  const summary = summarise(
    facts({
      equity: curve(run.equity),
      benchmark: curve(run.benchmark),
      trades,
      timeframeUs,
      daysPerYear,
      impact,
      bars: 1000,
      barsInPosition: 1000 * exposure,
    }),
  );
  expect(Object.keys(wanted).length).toBeGreaterThan(50);
  for (const [name, value] of Object.entries(wanted)) {
    const actual = summary[name as 'sharpe'];
    if (value === null || actual === null) expect(actual, name).toBe(value);
    else expect(Math.abs(actual - value), `${name}: ${actual} against ${value}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
  }
});
