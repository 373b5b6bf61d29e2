import type { BacktestReport } from '../../performance/report.ts';
import { renderTearsheet } from '../../performance/tearsheet/render.ts';
import type { Simulation } from './simulation.ts';

/** The page of a report: its numbers, with the prices and the holding of every data set of it. */
export function tearsheetOf(report: BacktestReport, simulations: readonly Simulation[]): string {
  return renderTearsheet(report, {
    prices: simulations.map(({ prices }) => prices),
    holdings: simulations.map(({ data, benchmark }) => ({ symbol: data.symbol, curve: benchmark })),
  });
}
