import { timeframeName } from '../../domain/timeframe.ts';
import { toIso } from '../../domain/time.ts';
import type { BacktestManifest, DataManifest } from '../../performance/report.ts';
import type { BacktestPlan } from './plan.ts';
import type { Simulation } from './simulation.ts';

/** What was run on what, in the order of the plan's data sets. */
export function buildManifest(simulations: readonly Simulation[], plan: BacktestPlan): BacktestManifest {
  const data = simulations.map(dataManifest);
  const runs = simulations.map(({ run }) => run);
  const account = simulations[0]?.account;
  return {
    dataSha256: theOnly(data.map(({ sha256 }) => sha256)),
    bars: data.reduce((sum, { bars }) => sum + bars, 0),
    from: toIso(Math.min(...runs.map((run) => run.startUs))),
    to: toIso(Math.max(...runs.map((run) => run.endUs))),
    symbols: data.map(({ symbol }) => symbol),
    timeframe: theOnly(data.map(({ timeframe }) => timeframe)),
    assetClass: theOnly(data.map(({ assetClass }) => assetClass)),
    synthetic: data.some(({ synthetic }) => synthetic),
    strategy: plan.strategy,
    ...(plan.rules === undefined ? {} : { rules: plan.rules }),
    params: plan.params,
    codeVersion: plan.codeVersion,
    seed: plan.seed,
    engine: {
      cash: plan.account?.cash === undefined ? plan.cash : (account?.equity.value[0] ?? 0),
      sizing: plan.sizing,
      commissionBps: plan.commissionBps,
      slippageBps: plan.slippageBps,
      ...(plan.execution === undefined ? {} : { execution: plan.execution }),
      from: plan.fromUs === null ? null : toIso(plan.fromUs),
      to: plan.toUs === null ? null : toIso(plan.toUs),
    },
    ...(account === undefined || plan.account === undefined ? {} : { account: { ...plan.account, currency: account.currency } }),
    ...(plan.analysers === undefined ? {} : { analysers: plan.analysers }),
    data,
    ...(simulations[0]?.beside === undefined ? {} : { beside: simulations[0].beside }),
  };
}

function dataManifest({ data, detail, run }: Simulation): DataManifest {
  return {
    symbol: data.symbol,
    assetClass: data.assetClass,
    currency: data.currency,
    timeframe: timeframeName(run.timeframeUs),
    sha256: data.sha256,
    bars: run.bars,
    from: toIso(run.startUs),
    to: toIso(run.endUs),
    synthetic: data.synthetic,
    ...(detail === undefined ? {} : { detail: { ...detail, ...run.detail } }),
  };
}

/** The value that all have in common, or null. */
function theOnly<T>(values: readonly T[]): T | null {
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}
