import type { CashByCurrency } from '../../domain/wallet.ts';
import type { AnyStrategy } from '../../strategies/portfolio.ts';
import type { Arena } from '../arena.ts';
import type { Beside } from '../beside.ts';
import type { EngineOptions } from '../options.ts';
import type { Feed } from './market.ts';
import type { RateFeed } from './rates.ts';

/** A strategy and its part of the account. */
export interface SleeveInput {
  /** Of a strategy of one instrument: it runs on each instrument, all on the sleeve's cash. */
  readonly strategy: AnyStrategy;
  /** Parameters, already through `strategy.parse`. */
  readonly values: Readonly<Record<string, number>>;
  /** Part of the account's cash; an equal part of what the others leave when absent. */
  readonly share?: number;
  /** Ids of the instruments it trades; all when absent. */
  readonly instruments?: readonly string[];
  /** How reports call it; the strategy's id when absent, with a number where two would be alike. */
  readonly name?: string;
}

/** What a run on one account is made of. */
export interface PortfolioInput {
  readonly feeds: readonly Feed[];
  /** Currency pairs that are not traded; those among `feeds` count too. */
  readonly rates?: readonly RateFeed[];
  readonly sleeves: readonly SleeveInput[];
  /** `cash` is the whole account's, in its currency. */
  readonly options: EngineOptions;
  /** What the account counts in; the instruments' own when they share one. */
  readonly currency?: string | undefined;
  /** What the account starts with, by currency, instead of the options' `cash`; then cash stays in the currency that it came in. */
  readonly balances?: CashByCurrency | undefined;
  /** What changing currencies costs, in hundredths of a percent; with `balances`. */
  readonly conversionBps?: number | undefined;
  /** What indicators may read beside the bars; the instruments themselves are there for each other. */
  readonly beside?: Beside | undefined;
  /** Told 0..1 now and then. */
  readonly onProgress?: (share: number) => void;
  /** Memory to use again: the result lives in it, until the caller resets it. */
  readonly arena?: Arena;
}
