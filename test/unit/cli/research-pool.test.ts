import { expect, test } from 'vitest';
import { ResearchPool } from '../../../cli/research-pool.ts';
import { buildReport } from '../../../shared/application/backtest/build-report.ts';
import { equityRows } from '../../../shared/application/backtest/report-text.ts';
import { type MonteCarloPlan, runMonteCarlo } from '../../../shared/application/monte-carlo/run.ts';
import { sourceOf } from '../../../shared/application/monte-carlo/source.ts';
import { abilityOf } from '../../../shared/application/walk-forward/ability.ts';
import { combinationReturns } from '../../../shared/application/walk-forward/combination-returns.ts';
import { runCombinatorial } from '../../../shared/application/walk-forward/combinatorial.ts';
import smaCross from '../../../strategies/sma-cross.ts';
import { instrument, plan, simulation, swingingBars } from '../application/backtest/fixtures.ts';
import { sweepOf } from '../application/walk-forward/world.ts';
import { coin, walkBars } from '../research/world.ts';

test('[DX-04] on threads the combinations, the cross-validated paths and the test of Hansen are those of one thread, bit for bit', async () => {
  const sweep = sweepOf(smaCross, { fast: '2:8:2', slow: '10:30:10' });
  const data = [{ bars: walkBars(600, 21), instrument: coin() }];
  const input = { plan: sweep, strategy: smaCross, data };
  const returns = await combinationReturns(input);
  const validation = { groups: 6, testGroups: 2, gaps: { purge: 5, embargo: 5 } };
  const pool = new ResearchPool({ kind: 'search', plan: sweep, data, rates: [], beside: undefined }, 2);
  try {
    const columns = await Promise.all(returns.combinations.map((params) => pool.returns(params)));
    expect(columns).toEqual(returns.columns);
    const shared = { combinations: returns.combinations, columns };
    expect(await pool.combinatorial(shared, validation)).toEqual(runCombinatorial(input, returns, validation));
    expect(await pool.ability(shared)).toEqual(abilityOf(input, returns));
    // What a worker refuses is refused here, by the same name.
    const faulty = pool.combinatorial(shared, { ...validation, groups: 999 });
    await expect(faulty).rejects.toMatchObject({ name: 'ResearchError' });
    const late = Promise.allSettled([
      pool.returns({ fast: 2, slow: 10 }),
      pool.returns({ fast: 2, slow: 20 }),
      pool.returns({ fast: 2, slow: 30 }),
    ]);
    await pool.close();
    for (const { status } of await late) expect(status).toBe('rejected');
  } finally {
    await pool.close();
  }
});

test('[SR-11] threads convert as one thread does: the currency pairs of a shared account go with them', async () => {
  const account = { account: 'shared', currency: 'USDT', sizing: 'fraction:0.5' } as const;
  const sweep = sweepOf(smaCross, { fast: '2:4:2', slow: '10:20:10' }, account);
  const data = ['BTC/EUR', 'ETH/USDT'].map((symbol, i) => ({ bars: walkBars(300, 5 + i), instrument: coin(symbol) }));
  const rates = [{ bars: walkBars(300, 9), instrument: coin('EUR/USDT') }];
  const { combinations, columns } = await combinationReturns({ plan: sweep, strategy: smaCross, data, rates });
  const pool = new ResearchPool({ kind: 'search', plan: sweep, data, rates, beside: undefined }, 1);
  try {
    expect(await Promise.all(combinations.map((params) => pool.returns(params)))).toEqual(columns);
  } finally {
    await pool.close();
  }
});

test('[BT-07] on threads a simulation has the bytes of one thread, runs on moved prices included', async () => {
  const bars = swingingBars(900);
  const { manifest, summary, trades, equity } = buildReport([simulation('BTC/USDT', bars)], plan());
  const source = sourceOf({ manifest, summary, trades, equity: equityRows(equity) });
  const asked: MonteCarloPlan = {
    kinds: ['noise', 'shuffle', 'blocks', 'missed', 'costs'],
    paths: 300,
    ruinRatio: 0.5,
    missRatio: 0.1,
    noise: 0.1,
    reruns: 7,
    entries: true,
    seed: 7,
  };
  const data = [{ bars, instrument: instrument('BTC/USDT') }];
  const world = { plan: plan(), strategy: smaCross, data };
  const pool = new ResearchPool({ kind: 'run', plan: plan(), data, rates: [], beside: undefined }, 1);
  try {
    const shares: number[] = [];
    const told = { onProgress: (share: number) => void shares.push(share) };
    const there = await runMonteCarlo({ plan: asked, source, world, elsewhere: pool.simulation(asked, source), ...told });
    expect(JSON.stringify(there)).toBe(JSON.stringify(await runMonteCarlo({ plan: asked, source, world })));
    expect(shares).toHaveLength(7);
    expect(shares.at(-1)).toBe(1);
  } finally {
    await pool.close();
  }
});
