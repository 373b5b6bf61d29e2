/** What is traded, and how its market counts. `annualisation` of crypto is 365 days, of everything else 252. */
export type AssetClass = 'crypto' | 'equity' | 'fx' | 'commodity' | 'future' | 'option';

export const ASSET_CLASSES: readonly AssetClass[] = ['crypto', 'equity', 'fx', 'commodity', 'future', 'option'];

/** What a venue asks of orders for an instrument. What is left out it does not ask. */
export interface SizeLimits {
  /** Smallest and largest quantity of one order, in `base`. */
  readonly minQuantity?: number | undefined;
  readonly maxQuantity?: number | undefined;
  /** Least that one order must be worth, in `currency`. */
  readonly minNotional?: number | undefined;
}

export interface Instrument extends SizeLimits {
  /** Unique in the account and stable: the symbol, or `venue:symbol` where venues differ. Contention for cash resolves by it. */
  readonly id: string;
  readonly symbol: string;
  readonly assetClass: AssetClass;
  /** What a position is counted in: BTC, AAPL. */
  readonly base: string;
  /** What prices and cash are counted in: USDT, USD. */
  readonly currency: string;
  /** Smallest step of a price, in `currency`. */
  readonly tick: number;
  /** Smallest step of a quantity, in `base`. */
  readonly lot: number;
  /** Units of `base` that one unit of quantity stands for; 1 but for futures and options. */
  readonly multiplier: number;
  /** Name of the session table: `24/7`, `NYSE`, `FX`. */
  readonly calendar: string;
}

/** The calendar of an asset class where nothing else is known. */
export const USUAL_CALENDARS: Readonly<Record<AssetClass, string>> = {
  crypto: '24/7',
  fx: 'FX',
  equity: 'NYSE',
  option: 'NYSE',
  commodity: 'CME',
  future: 'CME',
};

/** Trading days a year by which ratios are annualised. */
export function tradingDaysPerYear(assetClass: AssetClass): number {
  return assetClass === 'crypto' ? 365 : 252;
}

/** The numbers by which an instrument rules its orders. */
export const ORDER_RULES = [
  'tick',
  'lot',
  'multiplier',
  'minQuantity',
  'maxQuantity',
  'minNotional',
] as const satisfies readonly (keyof Instrument)[];
