import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { FileInstruments } from '../shared/adapters/files/file-instruments.ts';
import { withMaster } from '../shared/application/instruments/rules.ts';
import type { BacktestRequest } from '../shared/contracts/schemas.ts';
import { parseCsv } from '../shared/market/csv.ts';
import { importTable } from '../shared/market/import.ts';
import { type DatasetSource, datasetSources, importFile, isParquet, namedBy } from './dataset.ts';
import { masterFile } from './master.ts';

/** Enough of a file of bars to hear what it is about. */
const HEAD_BYTES = 65_536;
const NEWLINE = 10;

type Request = Omit<BacktestRequest, 'datasets'>;
/** What is traded, as the options name it. */
type Named = Parameters<typeof datasetSources>[1] & { readonly data: readonly string[] };

/** A request with what the security master of this machine says of the instruments that it trades; as it is where there is no master. */
export async function withMasterHere(request: Request, options: Named): Promise<Request> {
  if (!existsSync(masterFile()) || request.execution?.instruments !== undefined) return request;
  const symbols: string[] = [];
  for (const source of datasetSources(options.data, options)) symbols.push(await symbolOf(source));
  return withMaster(new FileInstruments(masterFile()), request, symbols);
}

/** What a source is about, before it is read whole. */
async function symbolOf(source: DatasetSource): Promise<string> {
  const { about, feed, path } = source;
  if (about.symbol !== undefined) return about.symbol;
  const head = feed === undefined ? headOf(path) : undefined;
  if (head !== undefined && !isParquet(head, path)) {
    try {
      const { symbol } = importTable(parseCsv(head), { ...about, ...namedBy(source) }).instrument;
      if (symbol !== 'UNKNOWN') return symbol;
    } catch {
      // The whole file may be better than its head; where it is not, reading it says why.
    }
  }
  return (await importFile(source)).instrument.symbol;
}

/** Whole lines from the start of a file. */
function headOf(path: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEAD_BYTES);
  const file = openSync(path, 'r');
  try {
    const read = bytes.subarray(0, readSync(file, bytes));
    return read.length < HEAD_BYTES ? read : read.subarray(0, read.lastIndexOf(NEWLINE) + 1);
  } finally {
    closeSync(file);
  }
}
