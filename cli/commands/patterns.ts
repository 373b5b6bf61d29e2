import { listPatterns } from '../../shared/application/list-catalogue.ts';
import { matchOnWire } from '../../shared/application/research/scan-dataset.ts';
import { PATTERNS } from '../../shared/patterns/catalogue.ts';
import { scanPatterns } from '../../shared/patterns/scan.ts';
import { type DataOptions, loadOne } from '../dataset.ts';
import { connect } from '../platform.ts';
import { print, table } from '../terminal.ts';
import { unknownName } from '../user-error.ts';

interface ListOptions {
  readonly json?: boolean;
  readonly api?: string;
}

interface ScanOptions extends DataOptions {
  readonly pattern?: readonly string[];
  readonly json?: boolean;
}

const definitions = () => PATTERNS.map(({ definition }) => definition);

/** `skytape patterns`. */
export async function patterns({ json, api }: ListOptions): Promise<void> {
  const all = api === undefined ? listPatterns(definitions()) : (await connect(api).listPatterns()).patterns;
  print(json ? JSON.stringify(all) : table([['ID', 'KIND', 'NAME'], ...all.map(({ id, kind, name }) => [id, kind, name])]));
}

/** `skytape patterns scan`: everything that the patterns find in a file, in the order in which it became known. */
export async function patternsScan({ pattern: ids, json, ...data }: ScanOptions): Promise<void> {
  const known = definitions().map(({ id }) => id);
  for (const id of ids ?? []) if (!known.includes(id)) throw unknownName('pattern', id, known);
  const chosen = PATTERNS.filter(({ definition }) => ids === undefined || ids.includes(definition.id));
  const { bars } = await loadOne(data);
  const matches = scanPatterns(
    bars,
    chosen.map((pattern) => pattern()),
  ).map((match) => matchOnWire(bars, match));
  if (json) return print(JSON.stringify(matches));
  const rows = matches.map(({ pattern, direction, start, end, strength }) => [
    pattern,
    direction,
    start,
    end,
    String(Math.round(strength)),
  ]);
  print(rows.length === 0 ? 'nothing found' : table([['PATTERN', 'DIRECTION', 'START', 'END', 'STRENGTH'], ...rows]));
}
