import type { DataQuality, DataQualityQuery } from '../../contracts/quality.ts';
import { calendarOf } from '../../domain/calendar/calendar.ts';
import { CalendarError } from '../../domain/calendar/trading-calendar.ts';
import { timeframeName } from '../../domain/timeframe.ts';
import { parseCsv } from '../../market/csv.ts';
import { MarketDataError } from '../../market/error.ts';
import { type ImportOptions, importTable } from '../../market/import.ts';
import { checkTable, type QualityOptions } from '../../market/quality/check.ts';
import { calendarFor, type ChosenCalendar } from '../../market/quality/market-of.ts';
import type { RawTable } from '../../market/table.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DatasetRecord, DatasetStore } from '../../ports/dataset-store.ts';
import type { Objects } from '../../ports/objects.ts';
import { Refusal } from '../refusal.ts';
import { uploadKey } from './keys.ts';
import { findDataset } from './read-datasets.ts';

interface World {
  readonly datasets: DatasetStore;
  readonly objects: Objects;
  readonly clock: Clock;
  /** Rows of a Parquet file; throws `MarketDataError` when it holds no bars. */
  readonly parquetTable: (bytes: Uint8Array) => Promise<RawTable>;
}

/** Defects and days that one answer lists; their number is always whole. */
const LISTED = 1000;

/**
 * What is wrong with the file of a dataset as it was uploaded, before anything was rejected. Throws a refusal: not-found, conflict while there is no file,
 * unprocessable for one that holds no bars or lies outside the years of the calendar.
 */
export function checkDataset(world: World) {
  return async (tenant: string, id: string, { calendar: name }: DataQualityQuery): Promise<DataQuality> => {
    const record = await findDataset(world.datasets, tenant, id);
    const bytes = await world.objects.get(uploadKey(tenant, id));
    if (bytes === undefined) throw noFile(record);
    try {
      const table = record.format === 'csv' ? parseCsv(bytes) : await world.parquetTable(bytes);
      const { bars, instrument } = importTable(table, aboutOf(record));
      const chosen = name === undefined ? calendarFor(instrument, bars) : { calendar: calendarOf(name) };
      return onWire(
        record,
        chosen,
        checkTable(table, optionsOf(record, chosen, { timeframeUs: bars.timeframeUs, nowUs: world.clock.nowUs() })),
      );
    } catch (error) {
      if (error instanceof CalendarError)
        throw new Refusal('unprocessable', `query.calendar: ${error.message}`, { field: 'query.calendar' });
      if (error instanceof MarketDataError) throw new Refusal('unprocessable', error.message, { field: 'file' });
      throw error;
    }
  };
}

function noFile({ id, status }: DatasetRecord): Refusal {
  const why = status === 'AWAITING_UPLOAD' ? 'has not been put to its upload URL yet' : 'is no longer kept: uploads expire, bars stay';
  return new Refusal('conflict', `the file of dataset "${id}" ${why}`);
}

function aboutOf({ symbol, assetClass, timeframe }: DatasetRecord): ImportOptions {
  return { symbol, ...(assetClass === null ? {} : { assetClass }), ...(timeframe === null ? {} : { timeframe }) };
}

function optionsOf({ symbol }: DatasetRecord, { calendar }: ChosenCalendar, known: QualityOptions): QualityOptions {
  return { ...known, symbol, ...(calendar === undefined ? {} : { calendar }) };
}

function onWire({ id, symbol }: DatasetRecord, { calendar, note }: ChosenCalendar, report: ReturnType<typeof checkTable>): DataQuality {
  const { score, bars, timeframeUs, defects, days } = report;
  const flawed = days.filter((day) => day.score < 100);
  return {
    dataset: id,
    symbol,
    timeframe: timeframeName(timeframeUs),
    calendar: calendar?.name ?? null,
    note: note ?? null,
    score,
    bars,
    cleanDays: days.length - flawed.length,
    flawedDays: flawed.slice(0, LISTED),
    defectCount: defects.length,
    defects: defects.slice(0, LISTED),
  };
}
