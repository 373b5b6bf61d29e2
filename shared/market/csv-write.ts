import type { Bars } from '../domain/bars.ts';
import { DAY_US, SECOND_US, type TimeUs, toIso } from '../domain/time.ts';

export const CSV_HEADER = 'timestamp,open,high,low,close,volume';

const CHUNK_ROWS = 256;
/** Six cells of at most 24 characters, and the marks between them. */
const MAX_ROW_BYTES = 6 * 24 + 6;

/** Bars as CSV in UTF-8, with ISO times and the shortest decimals that read back as the same doubles. */
export function encodeCsv(bars: Bars): Uint8Array {
  const iso = isoWriter();
  const encoder = new TextEncoder();
  const { time, open, high, low, close, volume, length } = bars;
  const bytes = new Uint8Array(CSV_HEADER.length + 1 + length * MAX_ROW_BYTES);
  let at = encoder.encodeInto(`${CSV_HEADER}\n`, bytes).written;
  for (let row = 0; row < length; ) {
    let text = '';
    for (const end = Math.min(row + CHUNK_ROWS, length); row < end; row++) {
      text += `${iso(time[row] as number)},${open[row]},${high[row]},${low[row]},${close[row]},${volume[row]}\n`;
    }
    at += encoder.encodeInto(text, bytes.subarray(at)).written;
  }
  return bytes.slice(0, at);
}

/** `encodeCsv` as text. */
export function formatCsv(bars: Bars): string {
  return new TextDecoder().decode(encodeCsv(bars));
}

/** `toIso` for a run of times: whole seconds reuse the text of their day. */
function isoWriter(): (timeUs: TimeUs) => string {
  const two = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
  let day = NaN;
  let dayText = '';
  return (timeUs) => {
    if (timeUs % SECOND_US !== 0) return toIso(timeUs);
    const days = Math.floor(timeUs / DAY_US);
    if (days !== day) {
      day = days;
      dayText = toIso(days * DAY_US).slice(0, -'00:00:00Z'.length);
    }
    const seconds = (timeUs - days * DAY_US) / SECOND_US;
    return `${dayText}${two[Math.floor(seconds / 3600)]}:${two[Math.floor(seconds / 60) % 60]}:${two[seconds % 60]}Z`;
  };
}
