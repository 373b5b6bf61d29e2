import type { Bars } from '../domain/bars.ts';
import type { AssetClass, Instrument } from '../domain/instrument.ts';
import type { TimeUs } from '../domain/time.ts';
import { parseTimeframe, timeframeName } from '../domain/timeframe.ts';
import { parseCsv } from './csv.ts';
import type { Defect, Gap } from './gaps.ts';
import { inferInstrument } from './instrument.ts';
import type { RawTable, Reject } from './table.ts';
import { type Validated, validateBars } from './validate.ts';

export interface ImportOptions {
  readonly symbol?: string;
  /** Like `1h`; told from the rows when left out. */
  readonly timeframe?: string;
  readonly assetClass?: AssetClass;
  readonly fileName?: string;
  /** The time of the import: rows that open later are refused. */
  readonly nowUs?: TimeUs;
}

export interface Imported {
  readonly bars: Bars;
  readonly instrument: Instrument;
  /** Like `1h`. */
  readonly timeframe: string;
  readonly rejects: readonly Reject[];
  readonly defects: readonly Defect[];
  readonly gaps: readonly Gap[];
}

/** Bars of a CSV file. Throws `MarketDataError` when the file is refused as a whole, `RangeError` for a timeframe that is none. */
export function importBars(bytes: Uint8Array, options: ImportOptions = {}): Imported {
  return importTable(parseCsv(bytes), options);
}

/** Bars of a table read by any format's adapter, through the same checks. */
export function importTable(table: RawTable, options: ImportOptions = {}): Imported {
  const validated: Validated = validateBars(table, {
    ...(options.symbol === undefined ? {} : { symbol: options.symbol }),
    ...(options.timeframe === undefined ? {} : { timeframeUs: parseTimeframe(options.timeframe) }),
    ...(options.nowUs === undefined ? {} : { nowUs: options.nowUs }),
  });
  const { bars, rejects, defects, gaps } = validated;
  const instrument = inferInstrument({
    bars,
    ...(options.symbol === undefined ? {} : { symbol: options.symbol }),
    ...(validated.symbol === undefined ? {} : { fileSymbol: validated.symbol }),
    ...(options.fileName === undefined ? {} : { fileName: options.fileName }),
    ...(options.assetClass === undefined ? {} : { assetClass: options.assetClass }),
  });
  return { bars, instrument, timeframe: timeframeName(bars.timeframeUs), rejects, defects, gaps };
}
