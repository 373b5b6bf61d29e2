import { calendarOf } from '../../shared/domain/calendar/calendar.ts';
import type { AssetClass } from '../../shared/domain/instrument.ts';
import { parseTimeframe, timeframeName } from '../../shared/domain/timeframe.ts';
import { MarketDataError } from '../../shared/market/error.ts';
import { importTable } from '../../shared/market/import.ts';
import { checkTable, countCodes } from '../../shared/market/quality/check.ts';
import { calendarFor, type ChosenCalendar } from '../../shared/market/quality/market-of.ts';
import type { DayScore } from '../../shared/market/quality/score.ts';
import { checkTicks } from '../../shared/market/quality/ticks.ts';
import type { RawTable } from '../../shared/market/table.ts';
import { readTicks } from '../../shared/market/ticks/read-ticks.ts';
import { datasetSources, namedBy, readBytes, tableOf } from '../dataset.ts';
import { connect } from '../platform.ts';
import { note, print, table } from '../terminal.ts';
import { UserError } from '../user-error.ts';

interface CheckCommand {
  readonly calendar?: string;
  readonly symbol?: string;
  readonly timeframe?: string;
  readonly assetClass?: AssetClass;
  readonly json?: boolean;
  readonly api?: string;
}

const SHOWN_DEFECTS = 20;
const SHOWN_DAYS = 5;
/** What a file of ticks says when it is read as one of bars. */
const NOT_BARS: readonly string[] = ['missing-column', 'not-bars'];

interface Checked {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly score: number;
  readonly count: string;
  readonly defects: readonly { readonly code: string; readonly at: string; readonly detail: string }[];
  readonly flawedDays: readonly DayScore[];
  readonly cleanDays: number;
}

/** `skytape data check FILE`: what is wrong with a file of bars or ticks, and a score for each day. It changes nothing. */
export async function dataCheck(file: string, options: CheckCommand): Promise<void> {
  const { api } = options;
  const { facts, score, count, defects, flawedDays, cleanDays } = await (api === undefined
    ? checked(file, options)
    : checkedRemotely(api, file, options));
  if (options.json) {
    print(JSON.stringify({ score, ...facts, cleanDays, flawedDays, defects }));
    return;
  }
  const worst = flawedDays.toSorted((a, b) => a.score - b.score).slice(0, SHOWN_DAYS);
  const codes = countCodes(defects).map(([code, times]) => `${times} ${code}`);
  print(`score ${score} of 100: ${count}, ${defects.length === 0 ? 'nothing wrong' : codes.join(', ')}`);
  for (const { at, code, detail } of defects.slice(0, SHOWN_DEFECTS)) print(`  ${at}  ${code}: ${detail}`);
  if (defects.length > SHOWN_DEFECTS) print(`  and ${defects.length - SHOWN_DEFECTS} more; --json lists them all`);
  if (worst.length > 0)
    print(table([['WORST DAY', 'SCORE', 'BARS', 'MISSING', 'FLAWED'], ...worst.map((day) => Object.values(day).map(String))]));
}

async function checked(file: string, options: CheckCommand): Promise<Checked> {
  const { symbol } = options;
  const [source] = datasetSources([file], symbol === undefined ? {} : { symbol: [symbol] });
  if (source === undefined) throw new UserError(`cannot read ${file}: no such file`);
  const bytes = readBytes(source.path, source.label);
  let rows: RawTable;
  try {
    rows = await tableOf(bytes, source);
  } catch (error) {
    if (error instanceof MarketDataError && NOT_BARS.includes(error.code)) return checkedTicks(bytes, { symbol, error });
    throw error;
  }
  return checkedBars(rows, { ...source.about, ...options, ...namedBy(source) });
}

/** The file of a dataset of the platform, by the dataset's id. */
async function checkedRemotely(api: string, id: string, { calendar }: CheckCommand): Promise<Checked> {
  const answer = await connect(api).datasetQuality({ id, query: calendar === undefined ? {} : { calendar } });
  const { score, defects, flawedDays, cleanDays, note: remark, ...facts } = answer;
  if (remark !== null) note(`note: ${remark}`);
  return { facts, score, count: `${answer.bars} bars of ${answer.timeframe}`, defects, flawedDays, cleanDays };
}

function checkedBars(rows: RawTable, options: CheckCommand & { readonly fileName?: string }): Checked {
  const { symbol, timeframe, assetClass, fileName } = options;
  const about = {
    ...(symbol === undefined ? {} : { symbol }),
    ...(timeframe === undefined ? {} : { timeframe }),
    ...(assetClass === undefined ? {} : { assetClass }),
    ...(fileName === undefined ? {} : { fileName }),
  };
  const { bars: sound, instrument } = importTable(rows, about);
  const chosen: ChosenCalendar =
    options.calendar === undefined ? calendarFor(instrument, sound) : { calendar: calendarOf(options.calendar) };
  if (chosen.note !== undefined) note(`note: ${chosen.note}`);
  const { calendar } = chosen;
  const report = checkTable(rows, {
    ...(calendar === undefined ? {} : { calendar }),
    ...(symbol === undefined ? {} : { symbol }),
    ...(timeframe === undefined ? {} : { timeframeUs: parseTimeframe(timeframe) }),
    nowUs: Date.now() * 1000,
  });
  const { bars, timeframeUs, score, defects, days } = report;
  const facts = {
    bars,
    symbol: instrument.symbol === 'UNKNOWN' ? null : instrument.symbol,
    timeframe: timeframeName(timeframeUs),
    calendar: calendar?.name ?? null,
  };
  return { facts, score, count: `${bars} bars of ${facts.timeframe}`, defects, ...split(days) };
}

function checkedTicks(
  bytes: Uint8Array,
  { symbol, error }: { readonly symbol: string | undefined; readonly error: MarketDataError },
): Checked {
  let ticks: ReturnType<typeof readTicks>;
  try {
    ticks = readTicks(bytes, symbol === undefined ? {} : { symbol });
  } catch {
    throw error;
  }
  for (const line of ticks.notes) note(`note: ${line}`);
  const { score, ticks: count, defects, days } = checkTicks(ticks);
  return { facts: { bars: 0, ticks: count, kind: ticks.kind }, score, count: `${count} ${ticks.kind}`, defects, ...split(days) };
}

function split(days: readonly DayScore[]): Pick<Checked, 'flawedDays' | 'cleanDays'> {
  const flawedDays = days.filter((day) => day.score < 100);
  return { flawedDays, cleanDays: days.length - flawedDays.length };
}
