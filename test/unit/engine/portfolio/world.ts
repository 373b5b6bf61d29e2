import type { Bars } from '../../../../shared/domain/bars.ts';
import type { Instrument } from '../../../../shared/domain/instrument.ts';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import type { EngineOptions } from '../../../../shared/engine/options.ts';
import type { PortfolioResult, SleeveResult } from '../../../../shared/engine/portfolio/result.ts';
import type { PortfolioInput } from '../../../../shared/engine/portfolio/input.ts';
import { runPortfolio } from '../../../../shared/engine/portfolio/run.ts';
import { definePortfolioStrategy, type PortfolioContext, type PortfolioStrategy } from '../../../../shared/strategies/portfolio.ts';
import { BTC, flatBars } from '../world.ts';

/** An instrument whose id begins with its base. */
export function instrumentOf(id: string, currency = 'USDT', rest: Partial<Instrument> = {}): Instrument {
  return { ...BTC, id, symbol: id, base: id.split('/')[0] as string, currency, lot: 0.01, ...rest };
}

/** Hourly bars whose four prices are one, from the hour `from`; NaN leaves an hour out. */
export function hourly(prices: readonly number[], from = 0): Bars {
  const bars = flatBars(prices.map((price) => (Number.isNaN(price) ? 1 : price)));
  const kept = prices.flatMap((price, hour) => (Number.isNaN(price) ? [] : [hour]));
  const cut = (column: Float64Array) => Float64Array.from(kept, (hour) => column[hour] as number);
  const time = Float64Array.from(kept, (hour) => (from + hour) * HOUR_US);
  const { open, high, low, close, volume } = bars;
  return {
    length: kept.length,
    timeframeUs: HOUR_US,
    time,
    open: cut(open),
    high: cut(high),
    low: cut(low),
    close: cut(close),
    volume: cut(volume),
  };
}

/** A portfolio strategy that does what `script` says at each close, the hours counted from 0 and an hour's close at its end. */
export function scriptedPortfolio(script: Readonly<Record<number, (context: PortfolioContext) => void>>): PortfolioStrategy {
  return definePortfolioStrategy({
    id: 'scripted',
    about: 'Follows a script.',
    params: {},
    indicators: () => ({}),
    onBars: (context) => script[context.timeUs / HOUR_US]?.(context as unknown as PortfolioContext),
  });
}

export const FREE: EngineOptions = { cash: 1000, sizing: { kind: 'all' }, commissionBps: 0, slippageBps: 0 };

/** Runs with 1,000 of cash and no costs, but for what `options` says. */
export function play(input: Omit<PortfolioInput, 'options'>, options: Partial<EngineOptions> = {}): PortfolioResult {
  return runPortfolio({ ...input, options: { ...FREE, ...options } });
}

/** Fills of a sleeve as `[hour, instrument, signed quantity, price]`, in order of time. */
export function fillsOf({ legs }: SleeveResult): [number, string, number, number][] {
  return legs
    .flatMap(({ fills }) => fills)
    .toSorted((a, b) => a.timeUs - b.timeUs)
    .map(({ timeUs, instrumentId, side, quantity, price }) => [
      timeUs / HOUR_US,
      instrumentId,
      side === 'buy' ? quantity : -quantity,
      price,
    ]);
}
