import { expect, test } from 'vitest';
import { MemoryInstruments } from '../../../../shared/adapters/memory/instruments.ts';
import { MemoryQuality } from '../../../../shared/adapters/memory/quality.ts';
import { checkDay, instrumentQuality } from '../../../../shared/application/quality/check-day.ts';
import { QualityQuery } from '../../../../shared/contracts/schedules.ts';
import { calendarOf } from '../../../../shared/domain/calendar/calendar.ts';
import { lastTradingDay } from '../../../../shared/market/quality/stored-day.ts';
import { synthesiseBars } from '../../../../shared/market/synthetic-bars.ts';
import type { BarStore, StoredBar } from '../../../../shared/ports/bar-store.ts';
import { record, security } from '../../../support/securities.ts';

const MINUTE_US = 60_000_000;
const at = (iso: string) => Date.parse(iso) * 1000;
const DAY = at('2026-11-20T00:00:00Z');
const NOW = at('2026-11-21T00:10:00Z');
const ID = 'BTC/USDT';

/** The minutes of a day and of the hour before it, as a seeded market made them. */
function minutes(): StoredBar[] {
  const bars = synthesiseBars({ seed: 7, bars: 1500, price: 40_000, startUs: DAY - 60 * MINUTE_US, timeframeUs: MINUTE_US });
  return Array.from({ length: bars.length }, (_, i) => ({
    timeUs: bars.time[i] as number,
    open: bars.open[i] as number,
    high: bars.high[i] as number,
    low: bars.low[i] as number,
    close: bars.close[i] as number,
    volume: bars.volume[i] as number,
    trades: 5,
    synthetic: true,
    revision: 0,
    flags: [],
    return: null,
    mid: null,
    spread: 0.01,
    imbalance: null,
    session: null,
  }));
}

const shelf = (rows: readonly StoredBar[]): BarStore => ({
  put: async () => undefined,
  read: async (_, { fromUs, toUs }) => rows.filter(({ timeUs }) => timeUs >= fromUs && timeUs < toUs),
});

function desk(rows: readonly StoredBar[], cold: readonly StoredBar[] = [], over = {}) {
  const world = {
    instruments: new MemoryInstruments([record([1, security(ID, over)])]),
    quality: new MemoryQuality(),
    bars: shelf(rows),
    history: shelf(cold),
    clock: { nowUs: () => NOW },
  };
  const read = instrumentQuality(world);
  return {
    check: (scoreMin = 90) => checkDay(world)({ timeframe: '1m', scoreMin }, ID),
    days: async (query = {}) => (await read('BTC~USDT', QualityQuery.parse(query))).days,
  };
}

test('[MD-09] a clean day scores 100 and raises nothing, whichever store its bars lie in', async () => {
  const rows = minutes();
  for (const [hot, cold] of [
    [rows, []],
    [[], rows],
    [rows.slice(700), rows.slice(0, 900)],
  ] as const) {
    const { check, days } = desk(hot, cold);
    expect(await check(100)).toBeUndefined();
    expect(await days()).toEqual([
      { date: '2026-11-20', timeframe: '1m', score: 100, bars: 1440, missing: 0, defects: [], defectCount: 0 },
    ]);
  }
});

test('[MD-09] eight kinds of defect are eight codes, the score falls and the alarm names them', async () => {
  const rows = minutes();
  const change = (i: number, by: (bar: StoredBar) => Partial<StoredBar>) => {
    const bar = rows[i] as StoredBar;
    rows[i] = { ...bar, ...by(bar) };
  };
  const scaled = (bar: StoredBar, by: number) => ({ open: bar.open * by, high: bar.high * by, low: bar.low * by, close: bar.close * by });
  change(200, (bar) => ({ high: bar.high * 3, close: bar.close * 3 }));
  for (let i = 400; i < 460; i++) change(i, () => scaled(rows[399] as StoredBar, 1));
  change(600, () => ({ spread: -0.02 }));
  change(650, () => ({ volume: -1 }));
  for (let i = 1200; i < rows.length; i++) change(i, (bar) => scaled(bar, 0.5));
  const twice = rows[300] as StoredBar;
  const kept = rows.filter((_, i) => i !== 800 && !(i >= 1000 && i < 1030));
  kept.splice(301, 0, twice);
  const { check, days } = desk(kept);
  const alarm = await check(99);
  const [day] = await days();
  expect([...new Set(day?.defects.map(({ code }) => code))].sort()).toEqual([
    'crossed',
    'duplicate',
    'gap',
    'missing',
    'negative',
    'outlier',
    'split-jump',
    'stale',
  ]);
  expect(day?.score).toBeLessThan(95);
  expect(alarm).toMatch(/^2026-11-20 scores \d\d\.\d+, below 99 \(.*missing 1/);
  expect(await check(50)).toBeUndefined();
});

test('[MD-09] bars that are missing at the begin or the end of the day count, and a day without any is stale', async () => {
  const rows = minutes();
  const late = desk(rows.filter(({ timeUs }) => timeUs >= DAY + 30 * MINUTE_US && timeUs < DAY + 1430 * MINUTE_US));
  expect(await late.check()).toBeUndefined();
  expect(await late.days()).toMatchObject([{ bars: 1400, missing: 40, score: 97.22, defects: [{ code: 'gap' }, { code: 'gap' }] }]);
  const none = desk(rows.filter(({ timeUs }) => timeUs < DAY));
  expect(await none.check()).toBe('2026-11-20 scores 0, below 90 (stale 1)');
  expect(await none.days()).toMatchObject([{ bars: 0, missing: 1440, defects: [{ code: 'stale' }] }]);
});

test('[MD-09] scores are read by range of days; of an instrument that is not there there are none', async () => {
  const { check, days } = desk(minutes());
  await check();
  expect(await days({ from: '2026-11-20', to: '2026-11-21' })).toHaveLength(1);
  expect(await days({ from: '2026-11-21' })).toEqual([]);
  const world = { instruments: new MemoryInstruments(), quality: new MemoryQuality() };
  await expect(instrumentQuality(world)('NONE', QualityQuery.parse({}))).rejects.toMatchObject({ kind: 'not-found' });
});

// NYSE, "Holidays and trading hours 2024": Thursday 28 November is Thanksgiving, Friday 29 closes at 1 p.m., 18:00 UTC.
test.each([
  ['24/7', '2026-11-21T00:00:00Z', '2026-11-20'],
  ['NYSE', '2024-11-28T20:00:00Z', '2024-11-27'],
  ['NYSE', '2024-11-29T17:59:00Z', '2024-11-27'],
  ['NYSE', '2024-11-29T18:00:00Z', '2024-11-29'],
  ['NYSE', '2024-12-01T12:00:00Z', '2024-11-29'],
  ['FX', '2024-11-30T12:00:00Z', '2024-11-29'],
])('[MD-09] the last trading day of %s at %s is %s', (calendar, now, date) => {
  expect(lastTradingDay(calendarOf(calendar), at(now), 20 * 1440 * MINUTE_US)?.date).toBe(date);
});
