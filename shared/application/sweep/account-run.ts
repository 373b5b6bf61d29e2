import type { EquityCurve, RunResult } from '../../domain/run.ts';
import type { Arena } from '../../engine/arena.ts';
import type { CostModel } from '../../engine/costs/define.ts';
import type { EngineOptions } from '../../engine/options.ts';
import type { RateFeed } from '../../engine/portfolio/rates.ts';
import type { PnlColumns } from '../../performance/pnl-numbers.ts';
import type { Params } from '../../research/optimise/space.ts';
import type { Subject } from '../../strategies/group.ts';
import type { BacktestPlan } from '../backtest/plan.ts';
import type { BesideInput } from '../backtest/simulation.ts';
import type { SweepData } from './data.ts';
import type { Holding } from './holdings.ts';

/** What is run again and again with other parameters. */
export interface RunnerInput {
  /** Of its strategies only what they share counts: cash, costs, range and account. */
  readonly plan: BacktestPlan;
  /** What the plan names. */
  readonly strategy: Subject;
  /** Several share the cash equally, or one account. */
  readonly data: readonly SweepData[];
  /** Currency pairs that a shared account converts by; not traded. */
  readonly rates?: readonly RateFeed[] | undefined;
  /** What indicators may read beside the bars. */
  readonly beside?: BesideInput | undefined;
  /** Models of costs that the user has written. */
  readonly costs?: readonly CostModel[] | undefined;
}

export interface RunnerOptions {
  /** Memory that the runs share: what one leaves is valid until its owner resets it. */
  readonly arena?: Arena | undefined;
  /** Makes another market of the plan's. */
  readonly change?: (options: EngineOptions) => EngineOptions;
  /** Ends flat: what is held is sold at the last open. */
  readonly closing?: boolean;
}

/** What parameters made of all data sets together. Money in the account's currency. */
export interface AccountRun
  extends Pick<RunResult, 'equity' | 'trades' | 'bars' | 'barsInPosition' | 'commission' | 'slippage' | 'tradedNotional'> {
  /** Of the closed round trips. */
  readonly pnl: PnlColumns;
  /** Every instrument that was traded. */
  holdings(): readonly Holding[];
  /** What the cash, in equal parts, would be worth in the instruments all along, without costs. */
  held(): EquityCurve;
}

/** Runs complete parameters. Throws what the strategy throws, and `EngineError` when no bar lies in the range. */
export type AccountRunner = (values: Params) => AccountRun;
