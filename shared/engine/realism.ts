import type { TradingCalendar } from '../domain/calendar/trading-calendar.ts';
import type { ActionCalendar } from './carry/actions.ts';
import type { HoldingCosts } from './carry/holding-costs.ts';
import type { Margin } from './carry/margin.ts';
import type { SlippageModel } from './costs/slippage.ts';
import type { Courier } from './orders/courier.ts';
import type { Detail } from './orders/detail.ts';
import type { Hours } from './orders/hours.ts';
import type { Liquidity } from './orders/liquidity.ts';
import type { Locates } from './orders/locates.ts';

/** What makes a simulated market harder than bars alone; whatever a run leaves out costs it nothing. */
export interface Realism {
  readonly liquidity?: Liquidity | undefined;
  readonly slippage?: SlippageModel | undefined;
  readonly courier?: Courier | undefined;
  readonly detail?: Detail | undefined;
  readonly hours?: Hours | undefined;
  readonly costs?: HoldingCosts | undefined;
  readonly margin?: Margin | undefined;
  readonly actions?: ActionCalendar | undefined;
  /** No sale may open or enlarge a short position. */
  readonly longOnly?: boolean | undefined;
  /** A short sale fills only above the last close, or at a limit that the price rose to. */
  readonly uptickRule?: boolean | undefined;
  /** So it does after a fall by a tenth, for that day and the next. */
  readonly shortSaleRestriction?: boolean | undefined;
  /** What can be borrowed to be sold short; all of it when absent. */
  readonly locates?: Locates | undefined;
  readonly calendar?: TradingCalendar | undefined;
}

/** What asks nothing of a market but where a short is wanted, or a day order. */
const ASK_SELDOM: readonly (keyof Realism)[] = ['calendar', 'longOnly', 'uptickRule', 'shortSaleRestriction', 'locates'];

/** Bars alone: nothing makes the market harder for who does not sell short. */
export function isPlain(realism: Realism): boolean {
  return (Object.keys(realism) as (keyof Realism)[]).every((name) => realism[name] === undefined || ASK_SELDOM.includes(name));
}

/** Short sales are held to rules. */
export function restrictsShorts({ longOnly, uptickRule, shortSaleRestriction, locates }: Realism): boolean {
  return longOnly === true || uptickRule === true || shortSaleRestriction === true || locates !== undefined;
}
