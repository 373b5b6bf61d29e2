import type { Bars } from '../../domain/bars.ts';
import { type Instrument, tradingDaysPerYear } from '../../domain/instrument.ts';

/** What combinations are run on. */
export interface SweepData {
  readonly bars: Bars;
  readonly instrument: Instrument;
}

/** How the ratios of all data sets together are annualised: by the shortest bars and the most trading days. */
export function annualBasis(data: readonly SweepData[]): { readonly timeframeUs: number; readonly daysPerYear: number } {
  return {
    timeframeUs: Math.min(...data.map(({ bars }) => bars.timeframeUs)),
    daysPerYear: Math.max(...data.map(({ instrument }) => tradingDaysPerYear(instrument.assetClass))),
  };
}
