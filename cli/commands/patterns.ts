import { listPatterns } from '../../shared/application/list-catalogue.ts';
import { matchOnWire } from '../../shared/application/research/scan-dataset.ts';
import type { PatternFound } from '../../shared/contracts/research.ts';
import { sliceBars } from '../../shared/domain/bars.ts';
import { PATTERNS } from '../../shared/patterns/catalogue.ts';
import { scanPatterns } from '../../shared/patterns/scan.ts';
import { type DataOptions, loadOne } from '../dataset.ts';
import { allPages, connect } from '../platform.ts';
import { type RangeOptions, rowsBetween, textRange } from '../range.ts';
import { remoteDatasets } from '../remote-data.ts';
import { print, table } from '../terminal.ts';
import { unknownName } from '../user-error.ts';

interface ListOptions {
  readonly json?: boolean;
  readonly api?: string;
}

interface ScanOptions extends DataOptions, RangeOptions {
  readonly pattern?: readonly string[];
  readonly json?: boolean;
  readonly api?: string;
}

/** As many as a platform gives at once. */
const PAGE = 5000;

const definitions = () => PATTERNS.map(({ definition }) => definition);

/** `skytape patterns`. */
export async function patterns({ json, api }: ListOptions): Promise<void> {
  const all = api === undefined ? listPatterns(definitions()) : (await connect(api).listPatterns()).patterns;
  print(json ? JSON.stringify(all) : table([['ID', 'KIND', 'NAME'], ...all.map(({ id, kind, name }) => [id, kind, name])]));
}

/** `skytape patterns scan`: everything that the patterns find in a file, in the order in which it became known; of a range what became known in it. */
export async function patternsScan(options: ScanOptions): Promise<void> {
  const known = definitions().map(({ id }) => id);
  for (const id of options.pattern ?? []) if (!known.includes(id)) throw unknownName('pattern', id, known);
  const matches = await (options.api === undefined ? scannedHere(options) : scannedThere(options, options.api));
  if (options.json) return print(JSON.stringify(matches));
  const rows = matches.map(({ pattern, direction, start, end, strength }) => [
    pattern,
    direction,
    start,
    end,
    String(Math.round(strength)),
  ]);
  print(rows.length === 0 ? 'nothing found' : table([['PATTERN', 'DIRECTION', 'START', 'END', 'STRENGTH'], ...rows]));
}

async function scannedHere({ pattern: ids, ...data }: ScanOptions): Promise<PatternFound[]> {
  const chosen = PATTERNS.filter(({ definition }) => ids === undefined || ids.includes(definition.id));
  const { bars } = await loadOne(data);
  const { first, end } = rowsBetween(bars, data.data, data);
  const matches = scanPatterns(
    sliceBars(bars, 0, end),
    chosen.map((pattern) => pattern()),
  );
  return matches.filter(({ confirmedAt }) => confirmedAt >= first).map((match) => matchOnWire(bars, match));
}

/** A platform sees nothing before `from`: it is asked for all of it. */
async function scannedThere({ data, symbol, pattern, ...options }: ScanOptions, api: string): Promise<PatternFound[]> {
  const client = connect(api);
  const { from, to } = textRange(options);
  const [dataset = ''] = await remoteDatasets(client, { data: [data], ...options, ...(symbol === undefined ? {} : { symbol: [symbol] }) });
  const matches = await allPages(async (cursor) => {
    const asked = { pattern: pattern?.join(','), to, cursor };
    const page = await client.scanPatterns({ query: { dataset, ...asked, limit: PAGE } });
    return { items: page.matches, next: page.next };
  });
  return from === undefined ? matches : matches.filter(({ confirmedAt }) => Date.parse(confirmedAt) >= Date.parse(from));
}
