import { catalogueNames, type DatasetFile, findDataset, skytapeHome } from '../catalogue-home.ts';
import { connect, datasetsOf } from '../platform.ts';
import { print, table } from '../terminal.ts';

interface ListOptions {
  readonly json?: boolean;
  readonly api?: string;
}

const HEAD = ['NAME', 'SYMBOL', 'TIMEFRAME', 'BARS', 'FROM', 'TO', 'SOURCE'];

/** `skytape data list`. */
export async function dataList({ json, api }: ListOptions): Promise<void> {
  if (api !== undefined) return listRemote(api, json === true);
  const records = catalogueNames().flatMap((name) => findDataset(name)?.record ?? []);
  if (json) return print(JSON.stringify({ datasets: records }));
  if (records.length === 0) return print(`no datasets in ${skytapeHome()}; \`skytape data synthesise demo\` makes one`);
  print(table([HEAD, ...records.map(row)]));
}

function row({ name, symbol, timeframe, bars, from, to, source, synthetic }: DatasetFile): string[] {
  return [name, symbol, timeframe, String(bars), from, to, synthetic ? `synthetic (${source})` : source];
}

async function listRemote(api: string, json: boolean): Promise<void> {
  const datasets = await datasetsOf(connect(api));
  if (json) return print(JSON.stringify({ datasets }));
  const rows = datasets.map((one) => [
    one.id,
    one.name,
    one.symbol,
    one.timeframe ?? '',
    one.status,
    String(one.bars),
    one.from ?? '',
    one.to ?? '',
  ]);
  print(table([['ID', 'NAME', 'SYMBOL', 'TIMEFRAME', 'STATUS', 'BARS', 'FROM', 'TO'], ...rows]));
}
