import type { Bars } from '../../domain/bars.ts';
import type { Instrument } from '../../domain/instrument.ts';
import type { EquityCurve } from '../../domain/run.ts';
import { Account } from '../../engine/account.ts';
import { Arena } from '../../engine/arena.ts';
import { ActionCalendar } from '../../engine/carry/actions.ts';
import { nothingPaid } from '../../engine/costs/fees.ts';
import { lotsPerUnit, wholeLots } from '../../engine/lots.ts';
import type { EngineOptions } from '../../engine/options.ts';

/**
 * Equity of putting all cash into the instrument at the first open, with the engine's costs and lots, and marking it at every close.
 * It takes splits and dividends as a run does; it neither borrows nor sells short, so nothing else of a harder market is its concern.
 */
export function buyAndHoldCurve(bars: Bars, instrument: Instrument, options: EngineOptions): EquityCurve {
  const { multiplier } = instrument;
  let { quantity, left } = bought(bars, instrument, options);
  const { actions } = options.execution ?? {};
  const calendar = actions === undefined ? undefined : new ActionCalendar(actions, instrument.symbol);
  const time = new Float64Array(bars.length + 1);
  const value = new Float64Array(bars.length + 1);
  time[0] = bars.time[0] as number;
  value[0] = options.cash;
  while (calendar?.take(time[0]) !== undefined);
  for (let i = 0; i < bars.length; i++) {
    const openUs = bars.time[i] as number;
    for (let action = calendar?.take(openUs); action !== undefined; action = calendar?.take(openUs)) {
      left += quantity * (action.dividend ?? 0) * multiplier;
      quantity *= action.split ?? 1;
    }
    time[i + 1] = openUs + bars.timeframeUs;
    value[i + 1] = left + quantity * (bars.close[i] as number) * multiplier;
  }
  return { time, value };
}

/** Units that all cash buys at the first open, and the cash that is left. */
function bought(bars: Bars, instrument: Instrument, options: EngineOptions): { quantity: number; left: number } {
  const { lot, multiplier } = instrument;
  const { cash, commissionBps, slippageBps, execution } = options;
  const open = bars.open[0] as number;
  if (execution?.fees === undefined && execution?.slippage === undefined) {
    const unitCost = open * (1 + slippageBps / 10_000) * multiplier * (1 + commissionBps / 10_000);
    const quantity = unitsOf(wholeLots(cash / unitCost, lot), lot);
    return { quantity, left: cash - quantity * unitCost };
  }
  const { fees, slippage } = execution;
  const holding = new Account({ cash, commissionBps, fees, arena: new Arena() }).hold(instrument);
  const slipOf = (quantity: number) => {
    if (slippage === undefined) return (open * slippageBps) / 10_000;
    return slippage.slip({ side: 'buy', quantity, price: open, volume: bars.volume[0] as number, bars, row: 0 });
  };
  // The impact of the size that is too large is no less than that of the size that fits.
  const slipPrice = slipOf(holding.affordable(cash, open));
  const lots = wholeLots(holding.affordable(cash, open + slipPrice), lot);
  holding.book(lots, open + slipPrice, {
    row: 0,
    timeUs: bars.time[0] as number,
    orderId: 0,
    slipPrice,
    maker: false,
    paid: nothingPaid(),
  });
  return { quantity: holding.position, left: holding.account.cash };
}

/** Units in a number of whole lots: the double nearest to the decimal where a unit is a whole number of lots. */
function unitsOf(lots: number, lot: number): number {
  const perUnit = lotsPerUnit(lot);
  return perUnit > 0 ? lots / perUnit : lots * lot;
}
