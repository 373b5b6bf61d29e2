import { firstBarAtOrAfter } from '../../domain/bars.ts';
import { tradingDaysPerYear } from '../../domain/instrument.ts';
import type { TrialLedger, TrialRecord, TriedOn } from '../../ports/trial-ledger.ts';
import { periodsPerYear } from '../../performance/returns.ts';
import { keyOf } from '../../research/optimise/space.ts';
import type { Trial } from '../../research/truth/overfitting.ts';
import type { BacktestPlan } from '../backtest/plan.ts';
import { tradedSources } from '../backtest/simulate-shared.ts';
import type { Simulation } from '../backtest/simulation.ts';
import type { SweepData } from './data.ts';

export interface TrialsBefore {
  /** What else was tried on this history, none of this sweep's own among it, sorted by key; ratios over a shorter part of it made comparable. */
  readonly others: readonly Trial[];
  /** Hash of those: an input of the sweep's manifest. It is the same when the sweep runs again. */
  readonly sha256: string;
}

/** What the ledger has beside the trials of this sweep. `digest` hashes a text. */
export async function trialsBefore(
  ledger: TrialLedger,
  own: readonly TrialRecord[],
  digest: (text: string) => string,
): Promise<TrialsBefore> {
  const keys = new Set(own.map(({ key }) => key));
  const [on] = own;
  const found = on === undefined ? [] : await ledger.overlapping(on);
  const others = found.filter(({ key }) => !keys.has(key)).sort((a, b) => (a.key < b.key ? -1 : 1));
  return {
    others: others.map((trial) => ({ key: trial.key, sharpe: comparable(trial, on ?? trial) })),
    sha256: digest(others.map(({ key, sharpe }) => `${key} ${sharpe}\n`).join('')),
  };
}

/**
 * A ratio as far from 0 as chance takes one over the longer history: over few returns it goes further, by the root of how many fewer there are. Lo (2002),
 * "The Statistics of Sharpe Ratios". One over a longer history stays as it is.
 */
function comparable({ sharpe, fromUs, toUs }: TrialRecord, on: TriedOn): number | null {
  return sharpe === null ? null : sharpe * Math.sqrt(Math.min(1, (toUs - fromUs) / (on.toUs - on.fromUs)));
}

/** The name under which what a plan runs is known, however it is run: a strategy with its parameters, or several with theirs and their shares. */
export function trialKey({ strategy, rules, params, account }: BacktestPlan, digest: (text: string) => string): string {
  const several = account !== undefined && account.strategies.length > 1 ? account.strategies : undefined;
  if (several === undefined) return digest(`${rules === undefined ? strategy : JSON.stringify(rules)}\n${keyOf(params)}`);
  // The order in which they are given changes nothing that they do.
  const parts = several.map((one) => `${one.strategy}\n${one.share}\n${keyOf(one.params)}`).sort();
  return digest(parts.join('\n\n'));
}

interface FinishedBacktest {
  readonly plan: BacktestPlan;
  readonly simulations: readonly {
    readonly data: Pick<Simulation['data'], 'symbol' | 'assetClass'>;
    readonly run: Pick<Simulation['run'], 'timeframeUs' | 'startUs' | 'endUs'>;
  }[];
  /** Annualised, as its summary has it. */
  readonly sharpe: number | null;
}

/** A backtest as a trial: the one that a sweep would enter for the same parameters. */
export function trialOfBacktest({ plan, simulations, sharpe }: FinishedBacktest, digest: (text: string) => string): TrialRecord {
  const runs = simulations.map(({ run }) => run);
  const daysPerYear = Math.max(...simulations.map(({ data }) => tradingDaysPerYear(data.assetClass)));
  const perYear = periodsPerYear(Math.min(...runs.map(({ timeframeUs }) => timeframeUs)), daysPerYear);
  return {
    instruments: simulations.map(({ data }) => data.symbol).sort(),
    fromUs: Math.min(...runs.map(({ startUs }) => startUs)),
    toUs: Math.max(...runs.map(({ endUs }) => endUs)),
    key: trialKey(plan, digest),
    sharpe: sharpe === null ? null : sharpe / Math.sqrt(perYear),
  };
}

/** The history that a plan is tried on. */
export function triedOn({ fromUs, toUs }: BacktestPlan, data: readonly SweepData[]): TriedOn {
  const withBars = data.filter(({ bars }) => firstBarAtOrAfter(bars, toUs ?? Infinity) > firstBarAtOrAfter(bars, fromUs ?? -Infinity));
  const firsts = withBars.map(({ bars }) => bars.time[firstBarAtOrAfter(bars, fromUs ?? -Infinity)] as number);
  const lasts = withBars.map(({ bars }) => (bars.time[firstBarAtOrAfter(bars, toUs ?? Infinity) - 1] as number) + bars.timeframeUs);
  return {
    instruments: tradedSources(data)
      .map(({ instrument }) => instrument.symbol)
      .sort(),
    fromUs: Math.min(...firsts),
    toUs: Math.max(...lasts),
  };
}

/** Whether two histories are of the same instruments and have a time in common. */
export function overlaps(a: TriedOn, b: TriedOn): boolean {
  return a.instruments.join('\n') === b.instruments.join('\n') && a.fromUs < b.toUs && b.fromUs < a.toUs;
}
