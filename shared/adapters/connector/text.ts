import { decimalOf, formatDecimal } from '../../domain/decimal.ts';
import { DAY_US, daysFromCivil, type TimeUs } from '../../domain/time.ts';
import { timeReader } from '../../market/time-text.ts';
import { HistoryError } from '../../ports/history-source.ts';

const readIso = timeReader('iso');

/** The time of ISO 8601 text in microseconds, what is finer cut off. Throws `HistoryError` when it is none. */
export function timeOf(text: unknown, what: string): TimeUs {
  if (typeof text === 'string') {
    const bytes = new TextEncoder().encode(text);
    const timeUs = readIso(bytes, 0, bytes.length);
    if (Number.isSafeInteger(timeUs)) return timeUs;
  }
  throw new HistoryError('malformed', `${what} is ${JSON.stringify(text)}, but must be a time in ISO 8601`);
}

/** A number of JSON or of a venue's text as plain decimal text without exponent or needless zeros: 1e-7 is `0.0000001`. Throws `HistoryError` for what is none. */
export function decimalText(value: unknown, what: string): string {
  if (typeof value === 'string') {
    const plain = /^(-?)0*(\d+)(?:\.(\d+))?$/.exec(value.trim());
    if (plain) {
      const fraction = (plain[3] ?? '').replace(/0+$/, '');
      return `${plain[1]}${plain[2]}${fraction === '' ? '' : `.${fraction}`}`;
    }
  }
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) {
    throw new HistoryError('malformed', `${what} is ${JSON.stringify(value)}, but must be a number`);
  }
  const { digits, exponent } = decimalOf(number, what);
  return exponent >= 0 ? String(digits * 10n ** BigInt(exponent)) : formatDecimal(digits, -exponent);
}

/** Midnight UTC of the day that a time's own zone says: what a daily bar opens at, wherever its exchange is. */
export function civilDayUs(text: string, zone: string): TimeUs {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .format(timeOf(text, 'time') / 1000)
    .split('-')
    .map(Number) as [number, number, number];
  return daysFromCivil(...parts) * DAY_US;
}
