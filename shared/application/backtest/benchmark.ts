import type { Bars } from '../../domain/bars.ts';
import type { Instrument } from '../../domain/instrument.ts';
import type { EquityCurve } from '../../domain/run.ts';
import { Account } from '../../engine/account.ts';
import { wholeLots } from '../../engine/lots.ts';
import type { EngineOptions } from '../../engine/options.ts';

/** Equity of putting all cash into the instrument at the first open, with the engine's own costs and lots, and marking it at every close. */
export function buyAndHoldCurve(bars: Bars, instrument: Instrument, options: EngineOptions): EquityCurve {
  const account = new Account(instrument, options.cash, options.commissionBps);
  const open = bars.open[0] as number;
  const price = open * (1 + options.slippageBps / 10_000);
  const lots = wholeLots(account.affordable(options.cash, price), instrument.lot);
  const timeUs = bars.time[0] as number;
  if (lots > 0) account.book(lots, price, { row: 0, timeUs, orderId: 0, slipPrice: price - open });
  const time = new Float64Array(bars.length + 1);
  const value = new Float64Array(bars.length + 1);
  time[0] = timeUs;
  value[0] = options.cash;
  for (let i = 0; i < bars.length; i++) {
    time[i + 1] = (bars.time[i] as number) + bars.timeframeUs;
    value[i + 1] = account.equityAt(bars.close[i] as number);
  }
  return { time, value };
}
