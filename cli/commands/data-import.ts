import { basename } from 'node:path';
import { counted } from '../../shared/domain/counted.ts';
import type { AssetClass } from '../../shared/domain/instrument.ts';
import { encodeCsv } from '../../shared/market/csv-write.ts';
import { quarantineCsv } from '../../shared/market/quarantine.ts';
import type { Reject } from '../../shared/market/table.ts';
import { checkName, type DatasetFile, findDataset, rejectsPath, saveDataset } from '../catalogue-home.ts';
import { datasetSources, type ImportedFile, importFile } from '../dataset.ts';
import { connect, knownDataset } from '../platform.ts';
import { rangeOf } from '../range.ts';
import { note, print } from '../terminal.ts';
import { UserError } from '../user-error.ts';

interface ImportCommand {
  readonly name?: string;
  readonly symbol?: string;
  readonly timeframe?: string;
  readonly assetClass?: AssetClass;
  readonly replace?: boolean;
  readonly json?: boolean;
  readonly api?: string;
}

const SHOWN_REJECTS = 10;

/** `skytape data import FILE`: checks the file, keeps what is good, and says which rows it rejected and why. The same file again changes nothing. */
export async function dataImport(file: string, options: ImportCommand): Promise<void> {
  const { symbol, ...about } = options;
  const [source] = datasetSources([file], { ...about, ...(symbol === undefined ? {} : { symbol: [symbol] }) });
  if (source === undefined || source.sha256 !== undefined) throw new UserError(`cannot read ${file}: no such file`);
  const name = options.name ?? basename(source.path).replace(/\.[A-Za-z]+$/, '');
  if (options.api === undefined) checkName(name, true);
  const imported = await importFile(source);
  const { instrument, timeframe, bars, rejects, defects, sha256 } = imported;
  for (const { detail } of defects.filter(({ code }) => code !== 'gap')) note(`note: ${detail}`);
  describeRejects(rejects);
  if (options.api !== undefined) return upload(options.api, { name, json: options.json === true, imported });
  const record: DatasetFile = {
    name,
    symbol: instrument.symbol,
    assetClass: instrument.assetClass,
    timeframe,
    ...rangeOf(bars),
    sha256,
    synthetic: false,
    source: basename(source.path),
    rejectedRows: rejects.length,
  };
  if (!options.replace && isKept(record)) note(`${name} is of this very file already; nothing is changed`);
  else {
    checkName(name, options.replace);
    saveDataset(record, encodeCsv(bars), quarantineCsv(rejects));
  }
  if (rejects.length > 0) note(`all rejected rows: ${rejectsPath(name)}`);
  print(
    options.json
      ? JSON.stringify(record)
      : `imported ${name}: ${instrument.symbol} ${timeframe}, ${record.bars} bars from ${record.from} to ${record.to}`,
  );
}

/** Whether the catalogue has the same bars under that name: those of the same bytes, taken for the same thing. */
function isKept({ name, sha256, symbol, assetClass, timeframe }: DatasetFile): boolean {
  const kept = findDataset(name)?.record;
  return kept?.sha256 === sha256 && kept.symbol === symbol && kept.assetClass === assetClass && kept.timeframe === timeframe;
}

function describeRejects(rejects: readonly Reject[]): void {
  if (rejects.length === 0) return;
  note(`${counted(rejects.length, 'row')} rejected:`);
  for (const { line, reason } of rejects.slice(0, SHOWN_REJECTS)) note(`  line ${line}: ${reason}`);
  if (rejects.length > SHOWN_REJECTS) note(`  and ${rejects.length - SHOWN_REJECTS} more`);
}

interface Upload {
  readonly name: string;
  readonly json: boolean;
  readonly imported: ImportedFile;
}

async function upload(api: string, { name, json, imported }: Upload): Promise<void> {
  const { bytes, format, instrument, timeframe, sha256 } = imported;
  const { symbol, assetClass } = instrument;
  const client = connect(api);
  const known = await knownDataset(client, { sha256, symbol, assetClass, timeframe });
  if (known !== undefined) note('the platform has this very file already; nothing is changed');
  const dataset = known ?? (await client.uploadDataset({ name, symbol, assetClass, timeframe, format, content: bytes }));
  print(
    json
      ? JSON.stringify(dataset)
      : `imported ${name} as ${dataset.id}: ${dataset.symbol}, ${dataset.bars} bars from ${dataset.from} to ${dataset.to}`,
  );
}
