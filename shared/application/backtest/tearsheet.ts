import type { BacktestReport } from '../../performance/report.ts';
import { SYMBOLS_MAX } from '../../performance/tearsheet/heat-map.ts';
import { PLOTS_MAX } from '../../performance/tearsheet/price-plots.ts';
import { renderTearsheet } from '../../performance/tearsheet/render.ts';
import type { Simulation } from './simulation.ts';

/** What the page of a report shows of one data set beside the report's own lines. */
export type TearsheetPart = Pick<Simulation, 'prices' | 'benchmark'> & { readonly data: Pick<Simulation['data'], 'symbol'> };

/** The page of a report: its numbers, with the prices and the holding of every data set of it. */
export function tearsheetOf(report: BacktestReport, parts: readonly TearsheetPart[]): string {
  return renderTearsheet(report, {
    prices: parts.map(({ prices }) => prices),
    holdings: parts.map(({ data, benchmark }) => ({ symbol: data.symbol, curve: benchmark })),
  });
}

/** Of a data set what a page shows when it is the one of that rank, from 0: prices and holdings of the first ones, of the others that they are there. */
export function tearsheetPart({ data: { symbol }, prices, benchmark }: Simulation, rank: number): TearsheetPart {
  const none = new Float64Array(0);
  return {
    data: { symbol },
    prices: rank < PLOTS_MAX ? prices : { ...prices, time: [], high: [], low: [], close: [] },
    benchmark: rank < SYMBOLS_MAX ? benchmark : { time: none, value: none },
  };
}
