import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { ASSET_CLASSES, type AssetClass } from '../shared/domain/instrument.ts';
import { writeWhole } from './files.ts';
import { fileError, UserError } from './user-error.ts';

/** What the catalogue keeps of a dataset beside its bars, which lie next to it as CSV. */
const DatasetFile = z.object({
  name: z.string(),
  symbol: z.string(),
  assetClass: z.enum(ASSET_CLASSES as [AssetClass, ...AssetClass[]]),
  timeframe: z.string(),
  bars: z.int(),
  from: z.string(),
  /** Close of the last bar. */
  to: z.string(),
  /** Of the file as it was given, hexadecimal. */
  sha256: z.string(),
  synthetic: z.boolean(),
  /** The file, the exchange or the generator that it came from. */
  source: z.string(),
  rejectedRows: z.int(),
});
export type DatasetFile = z.infer<typeof DatasetFile>;

/** Folder of the user's state: `SKYTAPE_HOME`, else `.skytape` where the command was given. */
export function skytapeHome(): string {
  return resolve(process.env['SKYTAPE_HOME'] || '.skytape');
}

const folder = () => join(skytapeHome(), 'datasets');
const recordPath = (name: string) => join(folder(), name, 'dataset.json');
export const barsPath = (name: string) => join(folder(), name, 'bars.csv');
/** Rejected rows of an import, with line and reason. */
export const rejectsPath = (name: string) => join(folder(), name, 'rejects.csv');

/** Names of the datasets there are, sorted. */
export function catalogueNames(): string[] {
  if (!existsSync(folder())) return [];
  return readdirSync(folder())
    .filter((name) => existsSync(recordPath(name)))
    .sort();
}

/** A dataset of the catalogue and the path of its bars, or undefined. Throws `UserError` when its record cannot be read. */
export function findDataset(name: string): { readonly record: DatasetFile; readonly path: string } | undefined {
  if (!isName(name) || !existsSync(recordPath(name))) return undefined;
  try {
    return { record: DatasetFile.parse(JSON.parse(readFileSync(recordPath(name), 'utf8'))), path: barsPath(name) };
  } catch (error) {
    throw new UserError(`the dataset ${name} in ${folder()} is damaged; import it again with --replace`, { cause: error });
  }
}

/** Throws `UserError` when the name cannot be that of a dataset, or is taken and may not be replaced. */
export function checkName(name: string, replace: boolean | undefined): void {
  if (!isName(name)) throw new UserError(`dataset name "${name}" must be letters, digits and . _ - , at most 80, a letter or digit first`);
  if (!replace && existsSync(recordPath(name))) throw new UserError(`the catalogue has a dataset ${name}; give --replace or another name`);
}

/** Puts a dataset into the catalogue, whole or not at all: into a folder beside, which then takes its place. */
export function saveDataset(record: DatasetFile, bars: string | Uint8Array, rejects = ''): void {
  const place = dirname(recordPath(record.name));
  const aside = `${place}.${process.pid}.part`;
  try {
    mkdirSync(aside, { recursive: true });
    writeWhole(join(aside, 'bars.csv'), bars);
    if (rejects !== '') writeWhole(join(aside, 'rejects.csv'), rejects);
    writeWhole(join(aside, 'dataset.json'), `${JSON.stringify(record, null, 2)}\n`);
    rmSync(place, { recursive: true, force: true });
    renameSync(aside, place);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    throw error instanceof UserError ? error : fileError('write', place, error);
  }
}

function isName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/.test(name) && !name.endsWith('.part');
}
