import type { QualityQuery } from '../../contracts/schedules.ts';
import { calendarOf } from '../../domain/calendar/calendar.ts';
import { CalendarError } from '../../domain/calendar/trading-calendar.ts';
import { currentOf } from '../../domain/master/security.ts';
import type { Schedule } from '../../domain/schedule.ts';
import { DAY_US, toIso } from '../../domain/time.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import { countCodes } from '../../market/quality/check.ts';
import { checkStoredDay, lastTradingDay } from '../../market/quality/stored-day.ts';
import type { BarStore, Series, StoredBar } from '../../ports/bar-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { InstrumentStore } from '../../ports/instrument-store.ts';
import type { DayQuality, QualityStore } from '../../ports/quality-store.ts';
import { idOfPath, missing } from '../instruments/read.ts';
import { instantOfQuery } from '../query-range.ts';

interface World {
  readonly instruments: InstrumentStore;
  readonly bars: BarStore;
  readonly history: BarStore;
  readonly quality: QualityStore;
  readonly clock: Clock;
}

/** More rows than a day and a half of seconds have. */
const ROWS_MAX = 200_000;
/** The longest that a market is shut for, and more. */
const CLOSED_US = 20 * DAY_US;
/** Bars before the day that tell what is usual. */
const BARS_BEFORE = 60;
const DEFECTS_LISTED = 100;

/** Scores the stored bars of the last trading day of an instrument, keeps the score, and gives the reason when it is below `scoreMin`, bars being stale among them. */
export function checkDay(world: World) {
  return async ({ timeframe, scoreMin }: Pick<Schedule, 'timeframe' | 'scoreMin'>, instrument: string): Promise<string | undefined> => {
    const record = await world.instruments.get(instrument);
    if (record === undefined) return 'it is not in the security master';
    const calendar = calendarOf(currentOf(record).calendar);
    const timeframeUs = parseTimeframe(timeframe);
    try {
      const day = lastTradingDay(calendar, world.clock.nowUs(), CLOSED_US);
      if (day === undefined) return `the market ${calendar.name} was not open in the last ${CLOSED_US / DAY_US} days`;
      const rows = await storedBars(
        world,
        { symbol: instrument, timeframe },
        { fromUs: day.fromUs - BARS_BEFORE * timeframeUs, toUs: day.toUs },
      );
      const { score, bars, missing, defects } = checkStoredDay(rows, day, { calendar, timeframeUs });
      const listed = defects.slice(0, DEFECTS_LISTED).map(({ code, at, detail }) => ({ code, at, detail }));
      const quality: DayQuality = {
        instrument,
        timeframe,
        date: day.date,
        score,
        bars,
        missing,
        defects: listed,
        defectCount: defects.length,
      };
      await world.quality.put(quality);
      if (score >= scoreMin) return undefined;
      const codes = countCodes(defects).map(([code, count]) => `${code} ${count}`);
      return `${day.date} scores ${score}, below ${scoreMin} (${codes.join(', ')})`;
    } catch (error) {
      if (error instanceof CalendarError) return error.message;
      throw error;
    }
  };
}

/** What was streamed and what was backfilled; a streamed bar of the same time is newer. */
async function storedBars({ bars, history }: World, series: Series, range: { fromUs: number; toUs: number }): Promise<StoredBar[]> {
  const [hot, cold] = await Promise.all([bars, history].map((store) => store.read(series, { ...range, limit: ROWS_MAX })));
  const times = new Set(hot?.map(({ timeUs }) => timeUs));
  return [...(hot ?? []), ...(cold ?? []).filter(({ timeUs }) => !times.has(timeUs))].sort((a, b) => a.timeUs - b.timeUs);
}

/** The scores of an instrument, by day. Throws a refusal when the master does not know it. */
export function instrumentQuality({ instruments, quality }: Pick<World, 'instruments' | 'quality'>) {
  return async (path: string, { from, to, limit }: QualityQuery): Promise<{ id: string; days: Omit<DayQuality, 'instrument'>[] }> => {
    const id = idOfPath(path);
    if ((await instruments.get(id)) === undefined) throw missing(id);
    const dayOf = (field: string, text: string | undefined, otherwise: string) => {
      const timeUs = instantOfQuery(field, text);
      return timeUs === undefined ? otherwise : toIso(timeUs).slice(0, 10);
    };
    const days = await quality.range(id, { from: dayOf('from', from, '0000-01-01'), to: dayOf('to', to, '9999-12-31'), limit });
    return { id, days: days.map(({ instrument: _instrument, ...day }) => day) };
  };
}
