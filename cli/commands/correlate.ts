import { type Correlation, correlate } from '../../shared/research/correlation/correlate.ts';
import { datasetSources, loadDataset } from '../dataset.ts';
import { connect } from '../platform.ts';
import { barsBetween, type RangeOptions, textRange } from '../range.ts';
import { remoteDatasets } from '../remote-data.ts';
import { print, table } from '../terminal.ts';

interface CorrelateOptions extends RangeOptions {
  readonly data: readonly string[];
  readonly symbol?: readonly string[];
  readonly timeframe?: string;
  readonly window?: number;
  readonly maxLag?: number;
  readonly json?: boolean;
  readonly api?: string;
}

/** `skytape correlate`: how two or more instruments move together on their common bars, here or with `--api` on a platform. */
export async function correlateData(options: CorrelateOptions): Promise<void> {
  const result = await (options.api === undefined ? correlatedHere(options) : correlatedThere(options, options.api));
  print(options.json ? JSON.stringify(result) : asText(result));
}

async function correlatedHere(options: CorrelateOptions): Promise<Correlation> {
  const series = [];
  for (const source of datasetSources(options.data, options)) {
    const { bars, instrument } = await loadDataset(source);
    series.push({ symbol: instrument.symbol, bars: barsBetween(bars, source.label, options) });
  }
  return correlate(series, settingsOf(options));
}

async function correlatedThere(options: CorrelateOptions, api: string): Promise<Correlation> {
  const client = connect(api);
  const range = textRange(options);
  const datasets = (await remoteDatasets(client, options)).join(',');
  return client.correlations({ query: { datasets, ...settingsOf(options), ...range } });
}

function settingsOf({ window, maxLag }: CorrelateOptions) {
  return { ...(window === undefined ? {} : { window }), ...(maxLag === undefined ? {} : { maxLag }) };
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
