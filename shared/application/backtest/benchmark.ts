import type { Bars } from '../../domain/bars.ts';
import type { Instrument } from '../../domain/instrument.ts';
import type { EquityCurve } from '../../domain/run.ts';
import { lotsPerUnit, wholeLots } from '../../engine/lots.ts';
import type { EngineOptions } from '../../engine/options.ts';

/** Equity of putting all cash into the instrument at the first open, with the engine's costs and lots, and marking it at every close. */
export function buyAndHoldCurve(bars: Bars, { lot, multiplier }: Instrument, options: EngineOptions): EquityCurve {
  const { cash, commissionBps, slippageBps } = options;
  const price = (bars.open[0] as number) * (1 + slippageBps / 10_000);
  const unitCost = price * multiplier * (1 + commissionBps / 10_000);
  const quantity = unitsOf(wholeLots(cash / unitCost, lot), lot);
  const left = cash - quantity * unitCost;
  const time = new Float64Array(bars.length + 1);
  const value = new Float64Array(bars.length + 1);
  time[0] = bars.time[0] as number;
  value[0] = cash;
  for (let i = 0; i < bars.length; i++) {
    time[i + 1] = (bars.time[i] as number) + bars.timeframeUs;
    value[i + 1] = left + quantity * (bars.close[i] as number) * multiplier;
  }
  return { time, value };
}

/** Units in a number of whole lots: the double nearest to the decimal where a unit is a whole number of lots. */
function unitsOf(lots: number, lot: number): number {
  const perUnit = lotsPerUnit(lot);
  return perUnit > 0 ? lots / perUnit : lots * lot;
}
