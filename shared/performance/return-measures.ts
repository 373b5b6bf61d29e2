import { cornishFisherRisk, expectedShortfall, gainToPain, NORMAL_95, NORMAL_99, omega, tailRatio, valueAtRisk } from './distribution.ts';
import { kRatio } from './k-ratio.ts';
import { finiteOrNull, kurtosis, skew } from './returns.ts';

export interface ReturnMeasures {
  readonly skew: number | null;
  readonly kurtosis: number | null;
  readonly omega: number | null;
  readonly tailRatio: number | null;
  readonly commonSenseRatio: number | null;
  readonly var95: number | null;
  readonly var99: number | null;
  readonly cvar95: number | null;
  readonly cvar99: number | null;
  readonly cornishFisherVar95: number | null;
  readonly cornishFisherVar99: number | null;
  readonly kRatio: number | null;
  readonly gainToPain: number | null;
  readonly bestMonth: number | null;
  readonly worstMonth: number | null;
  readonly winMonths: number | null;
}

/** Measures of how returns are distributed, by day and by calendar month. Sources stand in docs/measures.md. */
export function returnMeasures(returns: Float64Array, months: readonly number[], perYear: number): ReturnMeasures {
  const ascending = returns.toSorted();
  const [ratio, tails] = [omega(returns), tailRatio(ascending)];
  return {
    skew: skew(returns),
    kurtosis: kurtosis(returns),
    omega: ratio,
    tailRatio: tails,
    commonSenseRatio: ratio === null || tails === null ? null : ratio * tails,
    var95: valueAtRisk(ascending, 0.05),
    var99: valueAtRisk(ascending, 0.01),
    cvar95: expectedShortfall(ascending, 0.05),
    cvar99: expectedShortfall(ascending, 0.01),
    cornishFisherVar95: cornishFisherRisk(returns, NORMAL_95),
    cornishFisherVar99: cornishFisherRisk(returns, NORMAL_99),
    kRatio: kRatio(returns, perYear),
    gainToPain: gainToPain(months),
    bestMonth: months.length === 0 ? null : Math.max(...months),
    worstMonth: months.length === 0 ? null : Math.min(...months),
    winMonths: finiteOrNull(months.filter((r) => r > 0).length / months.length),
  };
}
