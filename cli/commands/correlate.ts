import { type Correlation, correlate } from '../../shared/research/correlation/correlate.ts';
import { datasetSources, loadDataset } from '../dataset.ts';
import { barsBetween, type RangeOptions } from '../range.ts';
import { print, table } from '../terminal.ts';

interface CorrelateOptions extends RangeOptions {
  readonly data: readonly string[];
  readonly symbol?: readonly string[];
  readonly timeframe?: string;
  readonly window?: number;
  readonly maxLag?: number;
  readonly json?: boolean;
}

/** `skytape correlate`: how two or more instruments move together on their common bars. */
export async function correlateData({ data, window, maxLag, from, to, json, ...about }: CorrelateOptions): Promise<void> {
  const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const series = [];
  for (const source of datasetSources(data, about)) {
    const { bars, instrument } = await loadDataset(source);
    series.push({ symbol: instrument.symbol, bars: barsBetween(bars, source.label, range) });
  }
  const options = { ...(window === undefined ? {} : { window }), ...(maxLag === undefined ? {} : { maxLag }) };
  const result = correlate(series, options);
  print(json ? JSON.stringify(result) : asText(result));
}

function asText({ symbols, timeframe, from, to, bars, matrix, leadLag, cointegration }: Correlation): string {
  const number = (value: number | null) => (value === null ? 'n/a' : value.toFixed(3));
  const rows = matrix.pearson.map((row, i) => [symbols[i] as string, ...row.map(number)]);
  const pairs = cointegration.map((test, i) => {
    const lead = leadLag[i];
    return [`${test.a} ~ ${test.b}`, String(lead?.lag ?? ''), number(lead?.correlation ?? null), number(test.p), number(test.halfLife)];
  });
  return [
    `${bars} common ${timeframe} bars, ${from} to ${to}`,
    '',
    table([['PEARSON', ...symbols], ...rows]),
    '',
    table([['PAIR', 'LEAD, BARS', 'CORRELATION', 'COINTEGRATION P', 'HALF-LIFE, BARS'], ...pairs]),
  ].join('\n');
}
