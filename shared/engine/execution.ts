import type { Bars } from '../domain/bars.ts';
import { CALENDARS, calendarOf } from '../domain/calendar/calendar.ts';
import { type ByInstrument, checkByInstrument, numberOf } from './carry/by-instrument.ts';
import { ActionCalendar, type CorporateAction } from './carry/actions.ts';
import { borrowDue, fundingDue, type FundingRate, interestDue, rolloverDue, type RolloverPoints } from './carry/dues.ts';
import { type Due, HoldingCosts } from './carry/holding-costs.ts';
import { Margin } from './carry/margin.ts';
import type { FeeModel } from './costs/fees.ts';
import type { SlippageModel } from './costs/slippage.ts';
import { EngineError } from './error.ts';
import type { Holding } from './holding.ts';
import { Courier } from './orders/courier.ts';
import { type Detail, detailOf } from './orders/detail.ts';
import { Hours, type OutsideHours } from './orders/hours.ts';
import { Liquidity } from './orders/liquidity.ts';
import { Locates } from './orders/locates.ts';
import type { Realism } from './realism.ts';

/** How hard the simulated market is. All of it may be left out, and what is left out costs a run nothing. */
export interface ExecutionOptions {
  /** Instead of `commissionBps`. */
  readonly fees?: FeeModel;
  /** Instead of `slippageBps`. */
  readonly slippage?: SlippageModel;
  /** Share of a bar's volume that the account may trade, above 0 and up to 1. */
  readonly volumeLimit?: number;
  /** Microseconds until the venue knows of an order, and bars besides. */
  readonly latencyUs?: number;
  readonly latencyBars?: number;
  /** Finer bars, or trades as bars of no length. */
  readonly detail?: Bars;
  /** What happens to orders outside the sessions of the calendar; without it every bar fills. */
  readonly hours?: OutsideHours;
  /** Instead of the instrument's. */
  readonly calendar?: string;
  /** Times the equity that positions may be worth; 1 when not given. */
  readonly leverage?: number;
  /** Equity that positions must keep, as a share of their worth; half of 1 / leverage when not given. */
  readonly maintenance?: number;
  readonly liquidationFeeBps?: number;
  readonly longOnly?: boolean;
  readonly uptickRule?: boolean;
  /** Rule 201 of US shares: after a fall by a tenth short sales only above the last close. */
  readonly shortSaleRestriction?: boolean;
  /** Units that can be borrowed to be sold short; all of it when not given. */
  readonly shortable?: ByInstrument;
  /** Rate every eight hours, or rates with their times. */
  readonly funding?: number | readonly FundingRate[];
  /** A year, of what is sold short. */
  readonly borrowRate?: ByInstrument;
  /** A year, of cash that is owed. */
  readonly interestRate?: number;
  readonly rollover?: RolloverPoints;
  readonly actions?: readonly CorporateAction[];
}

/** Bounds of the plain numbers: above or from the least, up to the most. */
const BOUNDS = {
  volumeLimit: { least: 0, most: 1, above: true },
  latencyUs: { least: 0, most: 1e15, above: false },
  latencyBars: { least: 0, most: 10_000, above: false },
  leverage: { least: 1, most: 1000, above: false },
  maintenance: { least: 0, most: 1, above: true },
  liquidationFeeBps: { least: 0, most: 10_000, above: false },
  interestRate: { least: 0, most: 100, above: false },
} as const;

/** Throws `EngineError` naming the option that is out of its bounds. */
export function checkExecution(options: ExecutionOptions): void {
  for (const [name, { least, most, above }] of Object.entries(BOUNDS)) {
    const value = options[name as keyof typeof BOUNDS];
    if (value === undefined || ((above ? value > least : value >= least) && value <= most)) continue;
    throw new EngineError(
      name,
      `${name} is ${value}, but must be ${above ? 'above' : 'from'} ${least} ${above ? 'and at most' : 'to'} ${most}`,
    );
  }
  const { latencyBars = 0, leverage = 1, maintenance, calendar } = options;
  if (!Number.isInteger(latencyBars)) throw new EngineError('latencyBars', `latencyBars is ${latencyBars}, but must be a whole number`);
  if (maintenance !== undefined && maintenance > 1 / leverage) {
    throw new EngineError('maintenance', `maintenance is ${maintenance}, but must be at most 1 / leverage, which is ${1 / leverage}`);
  }
  if (calendar !== undefined && !CALENDARS.includes(calendar)) {
    throw new EngineError('calendar', `calendar is "${calendar}", but must be one of ${CALENDARS.join(', ')}`);
  }
  checkByInstrument('shortable', options.shortable, 1e15);
  checkByInstrument('borrowRate', options.borrowRate, 100);
  for (const { split, dividend } of options.actions ?? []) {
    if (split !== undefined && !(split > 0 && split < Infinity))
      throw new EngineError('actions', `a split is ${split}, but must be a positive ratio`);
    if (dividend !== undefined && !(dividend >= 0 && dividend < Infinity))
      throw new EngineError('actions', `a dividend is ${dividend}, but must be 0 or above`);
  }
}

interface RealismParts {
  readonly bars: Bars;
  readonly holding: Holding;
  /** What is left of the bars for several holdings of one instrument; its own when absent. */
  readonly liquidity?: Liquidity | undefined;
  /** What several holdings of one instrument may borrow of it; its own when absent. */
  readonly locates?: Locates | undefined;
  /** Instead of the options'. */
  readonly detail?: Detail | undefined;
  /** Orders may come while a bar is under way. */
  readonly midway?: boolean;
}

/** What of the options the venue of one holding needs, made for one run. */
export function realismOf(options: ExecutionOptions, { bars, holding, liquidity, locates, detail, midway = false }: RealismParts): Realism {
  const { volumeLimit, latencyUs = 0, latencyBars = 0, hours, actions, longOnly, uptickRule, shortSaleRestriction, slippage } = options;
  const { instrument } = holding;
  const dues = duesOf(options, instrument.symbol);
  const lenders = locates ?? locatesOf(options, instrument.symbol);
  lenders?.lendTo(holding);
  const calendar = calendarOf(options.calendar ?? instrument.calendar);
  return {
    slippage,
    longOnly,
    uptickRule,
    shortSaleRestriction,
    locates: lenders,
    calendar,
    liquidity: liquidity ?? (volumeLimit === undefined ? undefined : new Liquidity(volumeLimit, instrument.lot)),
    courier: latencyUs + latencyBars > 0 || midway ? new Courier({ us: latencyUs, bars: latencyBars }) : undefined,
    detail: detail ?? (options.detail && detailOf(bars, options.detail)),
    hours: hours === undefined ? undefined : new Hours(calendar, hours, bars.timeframeUs),
    costs: dues.length === 0 ? undefined : new HoldingCosts(holding, dues),
    margin: marginOf(options, holding),
    actions: actions === undefined ? undefined : new ActionCalendar(actions, instrument.symbol),
  };
}

function marginOf({ leverage, maintenance, liquidationFeeBps = 0 }: ExecutionOptions, holding: Holding): Margin | undefined {
  if (leverage === undefined && maintenance === undefined) return undefined;
  return new Margin(holding, { maintenance: maintenanceOf({ leverage, maintenance }), feeBps: liquidationFeeBps });
}

interface MarginTerms {
  readonly leverage?: number | undefined;
  readonly maintenance?: number | undefined;
}

/** Equity that positions must keep, as a share of their worth: half of what the leverage asks for when it is not given. */
export function maintenanceOf({ leverage = 1, maintenance = 0.5 / leverage }: MarginTerms): number {
  return maintenance;
}

/** What can be borrowed of an instrument; undefined where all of it can. */
export function locatesOf({ shortable }: Pick<ExecutionOptions, 'shortable'>, symbol: string): Locates | undefined {
  const quantity = numberOf(shortable, symbol);
  return quantity === undefined ? undefined : new Locates(quantity);
}

function duesOf({ funding, borrowRate, interestRate, rollover }: ExecutionOptions, symbol: string): Due[] {
  const borrowed = numberOf(borrowRate, symbol);
  return [
    ...(funding === undefined ? [] : [fundingDue(funding)]),
    ...(borrowed === undefined ? [] : [borrowDue(borrowed)]),
    ...(interestRate === undefined ? [] : [interestDue(interestRate)]),
    ...(rollover === undefined ? [] : [rolloverDue(rollover)]),
  ];
}
