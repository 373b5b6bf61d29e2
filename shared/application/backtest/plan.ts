/** What every shard of a backtest has in common, checked and complete; plain JSON, so that it can lie in a store between the steps. */
export interface BacktestPlan {
  readonly strategy: string;
  /** Every parameter with its value, defaults included. */
  readonly params: Readonly<Record<string, number>>;
  /** Cash of the whole run; each of its shards gets an equal part. */
  readonly cash: number;
  readonly sizing: string;
  readonly commissionBps: number;
  readonly slippageBps: number;
  readonly fromUs: number | null;
  readonly toUs: number | null;
  readonly codeVersion: string;
  readonly seed: number | null;
}
