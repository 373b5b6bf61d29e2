import type { BacktestManifest } from '../../performance/report.ts';
import { type MonteCarloPage, renderMonteCarlo } from '../../performance/tearsheet/monte-carlo.ts';
import { frameOf } from '../../performance/tearsheet/page.ts';
import type { MonteCarloPlan, MonteCarloReport } from './run.ts';

/** A simulation as the command line and the API write it. */
export interface MonteCarloOutcome extends MonteCarloReport {
  readonly manifest: BacktestManifest & { readonly monteCarlo: MonteCarloPlan };
}

/** The page of a simulation: fans of equity, where paths end and how deep they fall, and the risk of ruin. */
export function monteCarloTearsheet({ manifest, startEquity, trades, kinds, randomEntry }: MonteCarloOutcome): string {
  const { costs, noise = null, ...drawn } = kinds;
  return renderMonteCarlo({
    ...frameOf(manifest, [`${trades} closed trades`, `seed ${manifest.monteCarlo.seed}`]),
    startEquity,
    drawn: Object.entries(drawn).map(([kind, paths]) => ({ kind, ...paths })),
    costs: costs === undefined ? null : costsOf(costs, startEquity),
    noise,
    randomEntry,
  });
}

/** Of runs with dearer costs, or where nothing could be run again, of the same trades. */
function costsOf(
  { trades, runs }: NonNullable<MonteCarloReport['kinds']['costs']>,
  startEquity: number,
): NonNullable<MonteCarloPage['costs']> {
  const rows = runs ?? trades.rows.map((row) => ({ ...row, totalReturn: row.netProfit / startEquity }));
  return { rows, breakEven: trades.breakEvenMultiplier };
}
