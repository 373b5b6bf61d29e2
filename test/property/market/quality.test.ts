import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarOf } from '../../../shared/domain/calendar/calendar.ts';
import { CalendarError } from '../../../shared/domain/calendar/trading-calendar.ts';
import { MINUTE_US } from '../../../shared/domain/time.ts';
import { MarketDataError } from '../../../shared/market/error.ts';
import { checkTable } from '../../../shared/market/quality/check.ts';
import type { RawTable } from '../../../shared/market/table.ts';

const startUs = Date.parse('2024-11-01T12:00:00Z') * 1000;
const price = fc.oneof(fc.double({ min: 1, max: 1000 }), fc.constantFrom(NaN, Infinity, -Infinity, -1, 0, 1e308, 5e-324, Number.MAX_VALUE));
const time = fc.oneof(
  fc.integer({ min: 0, max: 3000 }).map((minute) => startUs + minute * MINUTE_US),
  fc.constantFrom(NaN, Infinity, -1, 0, 1.5, 1e18, -1e18, startUs / 1000),
);

function tableOf(rows: readonly (readonly [number, number, number, number, number, number])[]): RawTable {
  const column = (at: number) => Float64Array.from(rows, (row) => row[at] as number);
  const [length, line, raw] = [rows.length, (row: number) => row + 1, String];
  const [times, open, high, low, close, volume] = [0, 1, 2, 3, 4, 5].map(column) as [Float64Array, ...Float64Array[]] as Float64Array[];
  return {
    length,
    time: times,
    open,
    high,
    low,
    close,
    volume,
    line,
    raw,
    rejects: [],
    symbols: [],
    notes: [],
    crossed: 0,
    timeframeUs: MINUTE_US,
  } as RawTable;
}

test('[MD-09] whatever the numbers are, a table is judged or refused by name: every odd row has a defect, the score is 0 to 100', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(time, price, price, price, price, price), { minLength: 1, maxLength: 40 }), (rows) => {
      let report: ReturnType<typeof checkTable>;
      try {
        report = checkTable(tableOf(rows), { calendar: calendarOf('NYSE'), nowUs: startUs + 365 * 1440 * MINUTE_US });
      } catch (error) {
        expect(error instanceof MarketDataError || error instanceof CalendarError, String(error)).toBe(true);
        return;
      }
      const odd = rows.filter((row) => row.some((value) => !Number.isFinite(value)) || row.slice(1, 5).some((value) => value <= 0));
      expect(report.defects.length).toBeGreaterThanOrEqual(odd.length);
      expect(report.score).toBeGreaterThanOrEqual(0);
      expect(report.score).toBeLessThanOrEqual(100);
      expect(report.score === 100).toBe(report.defects.length === 0);
    }),
    { numRuns: 300 },
  );
});
