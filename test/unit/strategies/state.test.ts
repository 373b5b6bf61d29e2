import { expect, test } from 'vitest';
import { runPortfolio } from '../../../shared/engine/portfolio/run.ts';
import { defineStrategy } from '../../../shared/strategies/define.ts';
import { FREE, hourly, instrumentOf } from '../engine/portfolio/world.ts';
import { flatBars, run } from '../engine/world.ts';

/** Counts its own closes and its fills, and buys as many units as it has counted. */
const heard: string[] = [];
const counting = defineStrategy({
  id: 'counting',
  about: 'Counts.',
  params: {},
  indicators: () => ({}),
  state: () => ({ closes: 0, fills: 0 }),
  onBar({ instrument, state, order }) {
    if (++state.closes <= 2) order({ type: 'market', side: 'buy', quantity: state.closes });
    heard.push(`${instrument.id} ${state.closes} ${state.fills}`);
  },
  onFill(_, { state }) {
    state.fills++;
  },
});

test('[SR-01] what a strategy remembers lasts for one run: the next begins anew', () => {
  for (let i = 0; i < 2; i++) {
    heard.length = 0;
    run(counting, flatBars([10, 10, 10, 10]));
    expect(heard).toEqual(['BTC/USDT 1 0', 'BTC/USDT 2 1', 'BTC/USDT 3 2', 'BTC/USDT 4 2']);
  }
});

test('[SR-01] on several instruments it remembers each by itself', () => {
  heard.length = 0;
  const feeds = ['AAA', 'BBB'].map((id) => ({ instrument: instrumentOf(id), bars: hourly([10, 10, 10]) }));
  runPortfolio({ feeds, sleeves: [{ strategy: counting, values: {} }], options: FREE });
  expect(heard).toEqual(['AAA 1 0', 'BBB 1 0', 'AAA 2 1', 'BBB 2 1', 'AAA 3 2', 'BBB 3 2']);
});
