import { allocateBars, type Bars } from '../../../../shared/domain/bars.ts';
import type { Instrument } from '../../../../shared/domain/instrument.ts';
import { HOUR_US, type TimeUs } from '../../../../shared/domain/time.ts';
import { type BacktestPlan, planBacktest } from '../../../../shared/application/backtest/plan.ts';
import { simulate } from '../../../../shared/application/backtest/simulate.ts';
import type { Simulation } from '../../../../shared/application/backtest/simulation.ts';
import { BacktestRequest } from '../../../../shared/contracts/schemas.ts';
import smaCross from '../../../../strategies/sma-cross.ts';

export const MAY_2021_US: TimeUs = 1_619_827_200 * 1_000_000;

export function instrument(symbol: string, over: Partial<Instrument> = {}): Instrument {
  const [base = symbol, currency = 'USDT'] = symbol.split('/');
  return { id: symbol, symbol, assetClass: 'crypto', base, currency, tick: 0.01, lot: 1e-8, multiplier: 1, calendar: '24/7', ...over };
}

/** Hourly bars that swing around 100: closes 100 + a triangle of whole numbers, the open is the close before, one unit of range on both sides. */
export function swingingBars(length: number, { phase = 0, startUs = MAY_2021_US }: { phase?: number; startUs?: TimeUs } = {}): Bars {
  const bars = allocateBars(length, HOUR_US);
  const level = (i: number) => 100 + Math.abs(((i + phase) % 16) - 8) * 2 + Math.abs(((i + phase) % 42) - 21);
  for (let i = 0; i < length; i++) {
    bars.time[i] = startUs + i * HOUR_US;
    bars.open[i] = level(i - 1 + 336);
    bars.close[i] = level(i + 336);
    bars.high[i] = Math.max(bars.open[i] as number, bars.close[i] as number) + 1;
    bars.low[i] = Math.min(bars.open[i] as number, bars.close[i] as number) - 1;
    bars.volume[i] = 10;
  }
  return bars;
}

export function plan(over: Record<string, unknown> = {}): BacktestPlan {
  const request = BacktestRequest.parse({ datasets: ['any'], strategy: 'sma-cross', params: { fast: 2, slow: 5 }, ...over });
  return planBacktest(request, [smaCross], '0.1.0-test');
}

export function simulation(
  symbol: string,
  bars: Bars,
  { shards = 1, ...request }: Record<string, unknown> & { shards?: number } = {},
): Simulation {
  const data = { sha256: symbol.charCodeAt(0).toString(16).padStart(64, '0'), synthetic: false };
  return simulate({ plan: plan(request), strategy: smaCross, bars, instrument: instrument(symbol), data, shards });
}
