import type { TimeUs } from './time.ts';

/** Cash by currency code, in units of each. */
export type CashByCurrency = Readonly<Record<string, number>>;

/** One currency bought with another inside an account. */
export interface CurrencyConversion {
  readonly timeUs: TimeUs;
  readonly from: string;
  /** What was given, in units of `from`, the cost included. */
  readonly sold: number;
  readonly to: string;
  /** What it brought, in units of `to`. */
  readonly bought: number;
  /** What of it went to the exchange, in units of `from`. */
  readonly cost: number;
}

/** What became of the cash of one currency. Amounts in units of it, costs and gains in the account's currency. */
export interface WalletLine {
  readonly currency: string;
  readonly start: number;
  readonly end: number;
  /** Units of the account's currency that one of it was worth at the start and at the end; null where nobody knew. */
  readonly startRate: number | null;
  readonly endRate: number | null;
  /** Bought with other currencies, and given for them. */
  readonly bought: number;
  readonly sold: number;
  /** Of buying it. */
  readonly conversionCost: number;
  /** What the cash gained or lost by its rate while it was held. */
  readonly currencyGain: number;
}
