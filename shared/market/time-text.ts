import { DAY_US, daysFromCivil, HOUR_US, MINUTE_US, SECOND_US, type TimeUs } from '../domain/time.ts';

/** Reads a time in microseconds from `bytes[start, end)`; NaN when the text is not of the format. */
export type TimeReader = (bytes: Uint8Array, start: number, end: number) => TimeUs;

/** `iso` holds dates with or without a clock; the epochs are whole or decimal numbers. */
export type TimeFormat = 'iso' | 'compact-date' | 'epoch-s' | 'epoch-ms' | 'epoch-us' | 'epoch-ns';

const EPOCH_POWER: Readonly<Record<string, number>> = { 'epoch-s': 6, 'epoch-ms': 3, 'epoch-us': 0, 'epoch-ns': -3 };

/** Epochs of 1990 to 2100, by the number of digits before the point: 9 or 10 are seconds, 12 or 13 milliseconds, and so on. */
const DIGITS_TO_FORMAT: Readonly<Record<number, TimeFormat>> = {
  8: 'compact-date',
  9: 'epoch-s',
  10: 'epoch-s',
  12: 'epoch-ms',
  13: 'epoch-ms',
  15: 'epoch-us',
  16: 'epoch-us',
  18: 'epoch-ns',
  19: 'epoch-ns',
};

/** The format that most of the sample has; undefined when no text of it looks like a time. Decided for the column, never per row. */
export function detectTimeFormat(sample: readonly string[]): TimeFormat | undefined {
  const votes = new Map<TimeFormat, number>();
  for (const text of sample) {
    const format = formatOf(text.trim());
    if (format) votes.set(format, (votes.get(format) ?? 0) + 1);
  }
  let best: TimeFormat | undefined;
  for (const [format, count] of votes) if (best === undefined || count > (votes.get(best) ?? 0)) best = format;
  return best !== undefined && (votes.get(best) ?? 0) * 2 >= sample.length ? best : undefined;
}

/** The reader of a format. Texts of any other format read as NaN. */
export function timeReader(format: TimeFormat): TimeReader {
  if (format === 'iso') return isoReader();
  if (format === 'compact-date') return readCompactDate;
  const power = EPOCH_POWER[format] as number;
  return (bytes, start, end) => readEpoch(bytes, start, end, power);
}

/** Microseconds since midnight of `09:01`, `09:01:00` or `09:01:00.5`; NaN when it is none. */
export function readClock(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 5 || bytes[start + 2] !== 58) return NaN;
  const hour = two(bytes, start);
  const minute = two(bytes, start + 3);
  let seconds = 0;
  let fraction = 0;
  if (end - start >= 8 && bytes[start + 5] === 58) {
    seconds = two(bytes, start + 6);
    if (end - start > 8) fraction = readFraction(bytes, start + 8, end);
  } else if (end - start !== 5) return NaN;
  if (!(hour < 24 && minute < 60 && seconds < 60)) return NaN;
  return hour * HOUR_US + minute * MINUTE_US + seconds * SECOND_US + fraction;
}

function formatOf(text: string): TimeFormat | undefined {
  if (/^\d{4}[-/.]\d{2}[-/.]\d{2}/.test(text)) return 'iso';
  const whole = /^(\d+)(\.\d*)?$/.exec(text);
  if (!whole) return undefined;
  return DIGITS_TO_FORMAT[(whole[1] as string).length];
}

/** `2021-04-04`, then optionally `T` or blanks and a clock, then optionally `Z`, `UTC` or an offset; no zone is UTC. Remembers the last date: files walk through days. */
function isoReader(): TimeReader {
  let known: Uint8Array = new Uint8Array(0);
  let knownAt = 0;
  let knownDayUs = 0;
  return (bytes, start, end) => {
    if (end - start < 10) return NaN;
    if (bytes !== known || !sameDate(bytes, start, knownAt)) {
      const dayUs = dayOfIso(bytes, start);
      if (Number.isNaN(dayUs)) return NaN;
      known = bytes;
      knownAt = start;
      knownDayUs = dayUs;
    }
    if (end - start === 10) return knownDayUs;
    const seconds = end - start === 20 || end - start === 19 ? plainSeconds(bytes, start, end) : -1;
    return knownDayUs + (seconds >= 0 ? seconds * SECOND_US : readClockAndZone(bytes, start + 10, end));
  };
}

function sameDate(bytes: Uint8Array, start: number, other: number): boolean {
  for (let i = 9; i >= 0; i--) if (bytes[start + i] !== bytes[other + i]) return false;
  return true;
}

function dayOfIso(bytes: Uint8Array, start: number): number {
  if (!isDateMark(bytes[start + 4]) || bytes[start + 7] !== bytes[start + 4]) return NaN;
  return dayOf((two(bytes, start) * 100 + two(bytes, start + 2)) * 10_000 + two(bytes, start + 5) * 100 + two(bytes, start + 8));
}

/** Seconds since midnight of `T20:00:00` or ` 20:00:00`, with or without a `Z`, after a date; -1 when it is anything else. The common case, in whole numbers. */
function plainSeconds(bytes: Uint8Array, start: number, end: number): number {
  const mark = bytes[start + 10];
  if ((mark !== 84 && mark !== 32) || bytes[start + 13] !== 58 || bytes[start + 16] !== 58) return -1;
  if (end - start === 20 && bytes[start + 19] !== 90) return -1;
  let wrong = 0;
  const pair = (at: number): number => {
    const tens = (bytes[at] as number) - 48;
    const ones = (bytes[at + 1] as number) - 48;
    wrong |= tens | ones | (9 - tens) | (9 - ones);
    return tens * 10 + ones;
  };
  const hour = pair(start + 11);
  const minute = pair(start + 14);
  const second = pair(start + 17);
  return wrong < 0 || hour > 23 || minute > 59 || second > 59 ? -1 : hour * 3600 + minute * 60 + second;
}

function readClockAndZone(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  if (bytes[at] === 84 || bytes[at] === 116) at++;
  else while (at < end && bytes[at] === 32) at++;
  if (at === start) return NaN;
  let stop = at;
  while (stop < end && isClockByte(bytes[stop] as number)) stop++;
  const clock = readClock(bytes, at, stop);
  return stop === end ? clock : clock - readZone(bytes, stop, end);
}

/** Offset from UTC in microseconds: `Z`, `UTC`, `+00:00`, `+0000`, `-05`. */
function readZone(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] === 32) at++;
  if (end - at === 1 && (bytes[at] === 90 || bytes[at] === 122)) return 0;
  const text = String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 7)));
  if (text === 'UTC' || text === 'GMT') return 0;
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(text);
  if (!match) return NaN;
  const offset = Number(match[2]) * HOUR_US + Number(match[3] ?? 0) * MINUTE_US;
  return match[1] === '-' ? -offset : offset;
}

function readCompactDate(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 8) return NaN;
  const dayUs = dayOf((two(bytes, start) * 100 + two(bytes, start + 2)) * 10_000 + two(bytes, start + 4) * 100 + two(bytes, start + 6));
  return end - start === 8 ? dayUs : dayUs + readClockAndZone(bytes, start + 8, end);
}

/** An epoch whose unit is `10^power` microseconds; digits finer than a microsecond are cut. */
function readEpoch(bytes: Uint8Array, start: number, end: number, power: number): number {
  let value = 0;
  let at = start;
  let left = power;
  let last = end;
  let point = start;
  while (point < end && bytes[point] !== POINT) point++;
  if (left < 0) {
    for (let i = point + left; i < end; i++) if (i !== point && !isDigit(bytes[i] as number)) return NaN;
    last = point + left;
    if (last - start < 1) return NaN;
  }
  for (; at < Math.min(point, last); at++) {
    if (!isDigit(bytes[at] as number)) return NaN;
    value = value * 10 + (bytes[at] as number) - 48;
  }
  if (left < 0) return value;
  for (at = point + 1; at < end; at++) {
    if (!isDigit(bytes[at] as number)) return NaN;
    if (left > 0) {
      value = value * 10 + (bytes[at] as number) - 48;
      left--;
    }
  }
  for (; left > 0; left--) value *= 10;
  return point > start && Number.isSafeInteger(value) ? value : NaN;
}

const POINT = 46;

/** Fraction of a second that begins with a point or comma, in whole microseconds. */
function readFraction(bytes: Uint8Array, start: number, end: number): number {
  if ((bytes[start] !== POINT && bytes[start] !== 44) || end - start < 2) return NaN;
  let value = 0;
  for (let i = 1; i <= 6; i++) {
    const digit = start + i < end ? (bytes[start + i] as number) - 48 : 0;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  for (let i = start + 7; i < end; i++) if (!isDigit(bytes[i] as number)) return NaN;
  return value;
}

function dayOf(date: number): number {
  const year = Math.floor(date / 10_000);
  const month = Math.floor(date / 100) % 100;
  const day = date % 100;
  if (!(year >= 1600 && year < 2255 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return NaN;
  return daysFromCivil(year, month, day) * DAY_US;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Two digits as a number; NaN when either is none. */
function two(bytes: Uint8Array, at: number): number {
  const a = (bytes[at] as number) - 48;
  const b = (bytes[at + 1] as number) - 48;
  return a >= 0 && a <= 9 && b >= 0 && b <= 9 ? a * 10 + b : NaN;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

function isDateMark(byte: number | undefined): boolean {
  return byte === 45 || byte === 47 || byte === POINT;
}

function isClockByte(byte: number): boolean {
  return isDigit(byte) || byte === 58 || byte === POINT || byte === 44;
}
