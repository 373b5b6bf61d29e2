import { readFileSync } from 'node:fs';
import type { Security } from '../../shared/domain/master/security.ts';
import { type InstrumentFilter, masterFile, openMaster, type Saved } from '../master.ts';
import { print, table } from '../terminal.ts';
import { fileError } from '../user-error.ts';

interface Common {
  readonly json?: boolean;
  readonly api?: string;
}

const HEAD = ['ID', 'CLASS', 'EXCHANGE', 'STATUS', 'PRIORITY', 'CONTRACT', 'SOURCES'];

/** The fields of an instrument, as its options. */
type InstrumentAddOptions = Readonly<
  Partial<
    Record<
      | 'class'
      | 'exchange'
      | 'currency'
      | 'symbol'
      | 'base'
      | 'calendar'
      | 'name'
      | 'sector'
      | 'listed'
      | 'delisted'
      | 'source'
      | 'sourceSymbol'
      | 'venueSymbol'
      | 'underlying'
      | 'expiry'
      | 'right',
      string
    > &
      Record<'tick' | 'lot' | 'multiplier' | 'minQuantity' | 'maxQuantity' | 'minNotional' | 'priority' | 'strike', number>
  >
>;

/** `skytape instruments list`. */
export async function instrumentsList({ json, api, ...filter }: InstrumentFilter & Common): Promise<void> {
  const instruments = await openMaster(api).list(filter);
  if (json) return print(JSON.stringify({ instruments }));
  if (instruments.length === 0 && api === undefined && Object.keys(filter).length === 0)
    return print(`no instruments in ${masterFile()}; \`skytape instruments refresh --source ccxt:binance\` takes over those of a venue`);
  print(table([HEAD, ...instruments.map(row)]));
}

function row(security: Security): string[] {
  const { id, assetClass, exchange, status, priority, names } = security;
  const sources = names.filter(({ to }) => to === null).map(({ source }) => source);
  return [id, assetClass, exchange, status, String(priority), contractText(security), sources.join(' ')];
}

function contractText({ contract }: Security): string {
  if (contract.kind === 'option') return `${contract.underlying} ${contract.expiry} ${contract.strike} ${contract.right}`;
  return contract.kind === 'future' ? `${contract.underlying} ${contract.expiry}` : contract.kind;
}

/** `skytape instruments show ID`, or with `--history` who changed it, when and how. */
export async function instrumentsShow(
  id: string,
  { json, api, asOf, history }: Common & { readonly asOf?: string; readonly history?: boolean },
): Promise<void> {
  const master = openMaster(api);
  if (history !== true) return show(await master.get(id, asOf), json);
  const { changes } = await master.history(id);
  if (json) return print(JSON.stringify({ id, changes }));
  const rows = changes.map(({ at, by, action, before, after }) => [at, by, action, differences(before, after)]);
  print(table([['AT', 'BY', 'ACTION', 'CHANGED'], ...rows]));
}

function differences(before: object | null, after: object): string {
  if (before === null) return 'new';
  const changed = Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(before, name)));
  return changed.map(([name, value]) => `${name}: ${JSON.stringify(Reflect.get(before, name))} -> ${JSON.stringify(value)}`).join(', ');
}

function show(security: Security, json: boolean | undefined): void {
  if (json) return print(JSON.stringify(security));
  const lines = Object.entries(security).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
  print(table(lines));
}

/** `skytape instruments add ID`: creates or changes. */
export async function instrumentsAdd(id: string, options: InstrumentAddOptions & Common): Promise<void> {
  const { json, api, class: assetClass, source, sourceSymbol, venueSymbol, underlying, expiry, strike, right, ...rest } = options;
  const kind = strike === undefined ? (expiry === undefined ? 'perpetual' : 'future') : 'option';
  const contract =
    kind === 'option'
      ? { kind, underlying, expiry, strike, right }
      : kind === 'future'
        ? { kind, underlying, expiry }
        : { kind, underlying };
  const name = { source, symbol: sourceSymbol ?? rest.symbol ?? id, ...(venueSymbol === undefined ? {} : { venueSymbol }) };
  const asked: Saved = {
    ...rest,
    ...(assetClass === undefined ? {} : { assetClass }),
    ...(underlying === undefined && expiry === undefined && strike === undefined ? {} : { contract }),
    ...(source === undefined ? {} : { names: [name] }),
  };
  show(await openMaster(api).save(id, asked), json);
}

/** `skytape instruments refresh`: brings the master in line with a source. */
export async function instrumentsRefresh(
  options: Common & {
    readonly source: string;
    readonly csv?: string;
    readonly exchange?: string;
    readonly retireShareMax?: number;
    readonly venueUrl?: string;
  },
): Promise<void> {
  const { json, api, csv, venueUrl, ...asked } = options;
  const refreshed = await openMaster(api, venueUrl).refresh({ ...asked, ...(csv === undefined ? {} : { csv: textOf(csv) }) });
  if (json) return print(JSON.stringify(refreshed));
  const { listed, added, changed, retired, withheld, unchanged, skipped } = refreshed.counts;
  const lines = [
    `${refreshed.source} lists ${listed}: ${added} added, ${changed} changed, ${retired} retired, ${unchanged} as they were, ${skipped} skipped`,
    ...refreshed.skipped.slice(0, 10).map(({ symbol, reason }) => `skipped ${symbol}: ${reason}`),
  ];
  if (withheld > 0) lines.push(`${withheld} are missing from the list; too many to believe, none retired (--retire-share-max allows more)`);
  print(lines.join('\n'));
}

/** `skytape instruments activate ID`. */
export async function instrumentsActivate(id: string, { json, api, priority }: Common & { readonly priority?: number }): Promise<void> {
  show(await openMaster(api).activate(id, priority), json);
}

/** `skytape instruments deactivate ID`. */
export async function instrumentsDeactivate(id: string, { json, api }: Common): Promise<void> {
  show(await openMaster(api).deactivate(id), json);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fileError('read', file, error);
  }
}
