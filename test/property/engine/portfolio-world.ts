import type { Bars } from '../../../shared/domain/bars.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { OrderRequest, Protection } from '../../../shared/domain/order.ts';
import type { EngineOptions } from '../../../shared/engine/options.ts';
import type { runPortfolio } from '../../../shared/engine/portfolio/run.ts';
import { randomNumbers } from '../../../shared/indicators/sample-bars.ts';
import { sma } from '../../../shared/indicators/trend/sma.ts';
import { defineStrategy, type Strategy } from '../../../shared/strategies/define.ts';
import { definePortfolioStrategy } from '../../../shared/strategies/portfolio.ts';
import { keptBars } from '../../support/kept-bars.ts';
import { randomBars } from '../../support/random-bars.ts';
import { BTC } from '../../unit/engine/world.ts';

export const OPTIONS: EngineOptions = { cash: 100_000, sizing: { kind: 'all' }, commissionBps: 7, slippageBps: 3 };

function pick<T>(items: readonly T[], random: number): T {
  return items[Math.floor(random * items.length)] as T;
}

/**
 * Aims, orders of every type, protection and cancelling, by a generator that starts anew for each instrument. `times` as large as the equity bears;
 * `slow` is a longer timeframe.
 */
export function erratic(seed: number, { times = 1, id = 'erratic', slow = '3m' } = {}): Strategy {
  const generators = new Map<string, () => number>();
  return defineStrategy({
    id,
    about: 'Does anything at any time.',
    params: {},
    indicators: () => ({ average: sma(5), slow: sma(3, { timeframe: slow }) }),
    onBar(context) {
      const { instrument, bar, indicators, position, equity, target, order, cancelAll } = context;
      if (!generators.has(instrument.id)) generators.set(instrument.id, randomNumbers(seed + instrument.id.length));
      const random = generators.get(instrument.id) as () => number;
      const protection: Protection | undefined =
        random() < 0.3
          ? { stopLoss: { ratio: 0.01 }, takeProfit: { ratio: 0.02 }, ...(random() < 0.5 ? { trailingStop: { ratio: 0.015 } } : {}) }
          : undefined;
      const act = random();
      if (act < 0.2) target(times * pick([-1, -0.5, 0, 0.3, 1], random()), protection);
      else if (act < 0.4) order(request(random, bar.close, times * equity), protection);
      else if (act < 0.45) cancelAll();
      else if (act < 0.5 && indicators.average.value > indicators.slow.value) target(position > 0 ? 0 : 0.9);
    },
  });
}

function request(random: () => number, close: number, equity: number): OrderRequest {
  const side = pick(['buy', 'sell'] as const, random());
  const quantity = (random() * equity) / close;
  const near = () => close * (0.99 + 0.02 * random());
  return pick<OrderRequest>(
    [
      { type: 'market', side, quantity },
      { type: 'limit', side, quantity, limitPrice: near() },
      { type: 'stop', side, quantity, stopPrice: near() },
      { type: 'stop-limit', side, quantity, stopPrice: near(), limitPrice: near() },
    ],
    random(),
  );
}

/** Random bars with some missing. */
export function gappyBars(rows: number, seed: number, kept = 0.9): Bars {
  const all = randomBars(rows, seed);
  const random = randomNumbers(seed + 1);
  const rowsKept = Array.from({ length: rows }, (_, i) => i).filter(() => random() < kept);
  return keptBars(all, rowsKept);
}

export const IDS = ['BTC/USDT', 'ETH/USDT', 'XRP/USDT', 'ADA/USDT'];
export const instrumentOf = (id: string): Instrument => ({ ...BTC, id, symbol: id, base: id.slice(0, 3) });

/** Weights that change often, and orders of single legs between. */
export function restless(seed: number) {
  return definePortfolioStrategy({
    id: 'restless',
    about: 'Moves weights about.',
    params: {},
    indicators: () => ({ average: sma(3) }),
    state: () => randomNumbers(seed),
    onBars({ legs, rebalance, state: random, leg, timeUs }) {
      const known = legs.filter((one) => one.known);
      const weights = known.map(() => random() - 0.3);
      const gross = weights.reduce((sum, weight) => sum + Math.abs(weight), 1e-9);
      const act = random();
      if (act < 0.3) rebalance(Object.fromEntries(known.map((one, i) => [one.id, (weights[i] as number) / gross])), { band: 0.02 });
      else if (act < 0.4) leg(pick(known, random()).id).target(random() - 0.5);
      else if (act < 0.5) leg(pick(known, random()).id).order({ type: 'limit', side: 'buy', quantity: 1, limitPrice: 99 + (timeUs % 7) });
    },
  });
}

/** All that a run says, as plain data. */
export function facts({ positions, sleeves, ...rest }: ReturnType<typeof runPortfolio>) {
  return {
    ...rest,
    positions: positions.map((position) => ({ ...position })),
    sleeves: sleeves.map((sleeve) => ({ ...sleeve, legs: sleeve.legs.map((leg) => ({ ...leg })) })),
  };
}
