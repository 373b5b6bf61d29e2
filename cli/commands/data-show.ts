import { counted } from '../../shared/domain/counted.ts';
import type { Bars } from '../../shared/domain/bars.ts';
import { toIso } from '../../shared/domain/time.ts';
import { datasetSources, importFile } from '../dataset.ts';
import { connect } from '../platform.ts';
import { rangeOf } from '../range.ts';
import { print, table } from '../terminal.ts';

interface ShowOptions {
  readonly json?: boolean;
  readonly api?: string;
}

const SHOWN_ROWS = 3;
const SHOWN_GAPS = 5;

/** `skytape data show NAME`: a dataset of the catalogue, or a file that is not in it. */
export async function dataShow(name: string, { json, api }: ShowOptions): Promise<void> {
  if (api !== undefined) return showRemote(api, name, json === true);
  const [source] = datasetSources([name], {});
  if (source === undefined) return;
  const { bars, instrument, timeframe, gaps, rejects, sha256 } = await importFile(source, { future: source.sha256 !== undefined });
  const missing = gaps.reduce((sum, gap) => sum + gap.bars, 0);
  const facts = {
    name,
    symbol: instrument.symbol,
    assetClass: instrument.assetClass,
    timeframe,
    ...rangeOf(bars),
    sha256: source.sha256 ?? sha256,
    synthetic: source.synthetic,
    rejectedRows: rejects.length,
    gaps: gaps.length,
    missingBars: missing,
  };
  if (json) return print(JSON.stringify(facts));
  const longest = [...gaps].sort((a, b) => b.bars - a.bars).slice(0, SHOWN_GAPS);
  const lines = [
    table(Object.entries(facts).map(([key, value]) => [key, String(value)])),
    ...longest.map((gap) => `  gap: ${counted(gap.bars, 'bar')} missing from ${toIso(gap.fromUs)} to ${toIso(gap.toUs)}`),
    '',
    table([['TIME', 'OPEN', 'HIGH', 'LOW', 'CLOSE', 'VOLUME'], ...edgeRows(bars)]),
  ];
  print(lines.join('\n'));
}

function edgeRows(bars: Bars): string[][] {
  const { time, open, high, low, close, volume, length } = bars;
  const row = (i: number) => [toIso(time[i] as number), ...[open, high, low, close, volume].map((column) => String(column[i]))];
  const first = Array.from({ length: Math.min(SHOWN_ROWS, length) }, (_, i) => row(i));
  if (length <= 2 * SHOWN_ROWS) return Array.from({ length }, (_, i) => row(i));
  return [...first, ['...'], ...Array.from({ length: SHOWN_ROWS }, (_, i) => row(length - SHOWN_ROWS + i))];
}

async function showRemote(api: string, id: string, json: boolean): Promise<void> {
  const dataset = await connect(api).getDataset({ id });
  if (json) return print(JSON.stringify(dataset));
  const { defects, ...facts } = dataset;
  print(
    [table(Object.entries(facts).map(([key, value]) => [key, String(value)])), ...defects.map(({ detail }) => `  ${detail}`)].join('\n'),
  );
}
