import { type TimeUs, toIso } from '../../domain/time.ts';
import type { RawTable, Reject } from '../table.ts';
import type { QualityCode, QualityDefect } from './defect.ts';

/** Times before that are the epoch taken for a date; no market here is so old. */
const EARLIEST_US = -2_208_988_800_000_000;
const FIRST_DAYS_US = 31_536_000_000_000;
const AHEAD_US = 2_000_000;
const UNITS = [1e3, 1e6, 1e9, 1e-3, 1e-6, 1e-9] as const;

export interface Fault {
  readonly code: QualityCode;
  readonly detail: string;
}

/**
 * What is wrong with the time of a row, if anything: in the future, before markets, within a year of 1970 in a file that is not (a zero taken for a date), or in another unit.
 * `middleUs` is the time of a row in the middle of the file.
 */
export function timeFault(timeUs: TimeUs, { nowUs, middleUs }: { readonly nowUs: TimeUs; readonly middleUs: TimeUs }): Fault | undefined {
  const isOdd = !Number.isSafeInteger(timeUs) || timeUs > nowUs + AHEAD_US || timeUs < EARLIEST_US;
  if (!isOdd && Math.abs(timeUs) > FIRST_DAYS_US) return undefined;
  const unit = UNITS.find((times) => timeUs * times > 20 * FIRST_DAYS_US && timeUs * times <= Math.min(nowUs, Number.MAX_SAFE_INTEGER));
  if (unit !== undefined && (isOdd || unit > 1)) {
    return { code: 'unit', detail: `time ${timeText(timeUs)} would be ${toIso(Math.round(timeUs * unit))} in another unit` };
  }
  if (!isOdd && !(Math.abs(middleUs) > 20 * FIRST_DAYS_US)) return undefined;
  const where = timeUs > nowUs ? 'lies in the future' : isOdd ? 'lies before every market' : 'is next to 1970, where no other row is';
  return { code: 'time-range', detail: `time ${timeText(timeUs)} ${Number.isSafeInteger(timeUs) ? where : 'is no time'}` };
}

/** What is wrong with the prices and the volume of a row by themselves, if anything. */
export function valueFault(table: RawTable, row: number): Fault | undefined {
  const [open, high, low, close, volume] = [table.open, table.high, table.low, table.close, table.volume].map(
    (column) => column[row] as number,
  ) as [number, number, number, number, number];
  const prices = { open, high, low, close };
  for (const [name, value] of Object.entries({ ...prices, volume })) {
    if (!Number.isFinite(value)) return { code: 'not-finite', detail: `${name} is ${value}` };
  }
  for (const [name, value] of Object.entries(prices))
    if (value <= 0) return { code: 'negative', detail: `${name} ${value} is not above zero` };
  if (volume < 0) return { code: 'negative', detail: `volume ${volume} is below zero` };
  if (high < low) return { code: 'high-below-low', detail: `high ${high} is below low ${low}` };
  for (const [name, value] of Object.entries({ open, close })) {
    if (value < low || value > high) return { code: 'outside-range', detail: `${name} ${value} is outside low ${low} to high ${high}` };
  }
  return undefined;
}

/** A row that could not be read, as a defect; `at` its time where that is known. */
export function rejectDefect({ line, code, reason, raw }: Reject, at = `line ${line}`): QualityDefect {
  return { code: codeOf(code, raw), at, detail: `line ${line}: ${reason}` };
}

function codeOf(code: Reject['code'], raw: string): QualityCode {
  switch (code) {
    case 'missing-value':
    case 'missing-field':
      return 'missing';
    case 'not-finite':
      return 'not-finite';
    case 'price-not-positive':
    case 'volume-negative':
      return 'negative';
    case 'high-below-low':
      return 'high-below-low';
    case 'open-outside-range':
    case 'close-outside-range':
      return 'outside-range';
    case 'crossed':
      return 'crossed';
    case 'out-of-order':
    case 'inside-another-bar':
      return 'out-of-order';
    case 'conflicting-duplicate':
      return 'duplicate';
    case 'time-out-of-range':
      return 'time-range';
    case 'bad-time':
      // Digits that are no time like those of the other rows are an epoch in another unit.
      return /^"?\d{9,20}(\.\d+)?"?[,;\t|]/.test(raw) ? 'unit' : 'unreadable';
    default:
      return 'unreadable';
  }
}

function timeText(timeUs: TimeUs): string {
  return Number.isSafeInteger(timeUs) ? toIso(timeUs) : String(timeUs);
}
