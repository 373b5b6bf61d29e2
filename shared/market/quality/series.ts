import { allocateBars, type Bars } from '../../domain/bars.ts';
import { type TimeUs, toIso } from '../../domain/time.ts';
import type { RawTable } from '../table.ts';
import { isSound } from '../clean.ts';
import type { QualityDefect } from './defect.ts';
import { timeFault, valueFault } from './rows.ts';

/** Rows of a table in order, each time once. */
export interface Series {
  /** Rows of the table, ascending in time. */
  readonly rows: readonly number[];
  /** Places in `rows` whose prices make sense by themselves. */
  readonly sound: readonly number[];
  /** Places in `rows` with a defect of their own. */
  readonly flawed: ReadonlySet<number>;
  /** Times of rows that are no bars of their own; undefined where the time makes no sense. */
  readonly extra: readonly (TimeUs | undefined)[];
  readonly defects: readonly QualityDefect[];
}

/** Puts the rows of a table in order, and says what is wrong with each by itself. A file that runs newest first is read from its end. */
export function seriesOf(table: RawTable, candidates: readonly number[], nowUs: TimeUs): Series {
  const crossed = new Set(table.crossedRows);
  const seen = new Set<number>();
  const rows: number[] = [];
  const sound: number[] = [];
  const flawed = new Set<number>();
  const extra: (TimeUs | undefined)[] = [];
  const defects: QualityDefect[] = [];
  const middleUs = table.time[candidates[candidates.length >>> 1] as number] as number;
  let lastUs = -Infinity;
  for (const row of runsBackwards(table, candidates) ? candidates.toReversed() : candidates) {
    const time = table.time[row] as number;
    const line = `line ${table.line(row)}`;
    const badTime = timeFault(time, { nowUs, middleUs });
    if (badTime) {
      defects.push({ code: badTime.code, at: Number.isSafeInteger(time) ? toIso(time) : line, detail: `${line}: ${badTime.detail}` });
      extra.push(undefined);
      continue;
    }
    if (time <= lastUs) {
      const isCopy = seen.has(time);
      defects.push({
        code: isCopy ? 'duplicate' : 'out-of-order',
        at: toIso(time),
        detail: isCopy ? `${line} has the time of a row before it` : `${line} goes back behind ${toIso(lastUs)}`,
      });
      extra.push(time);
      continue;
    }
    lastUs = time;
    seen.add(time);
    const place = rows.push(row) - 1;
    const fault = isSound(table, row, Infinity) ? undefined : valueFault(table, row);
    if (fault) defects.push({ code: fault.code, at: toIso(time), detail: `${line}: ${fault.detail}` });
    else sound.push(place);
    if (crossed.has(row)) defects.push({ code: 'crossed', at: toIso(time), detail: `${line}: the bid closes above the ask` });
    if (fault || crossed.has(row)) flawed.add(place);
  }
  return { rows, sound, flawed, extra, defects };
}

/** The rows at some places of a series as bars. */
export function barsOf(table: RawTable, rows: readonly number[], timeframeUs: number): Bars {
  const bars = allocateBars(rows.length, timeframeUs);
  for (const column of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) {
    for (let i = 0; i < rows.length; i++) bars[column][i] = table[column][rows[i] as number] as number;
  }
  return bars;
}

function runsBackwards({ time }: RawTable, rows: readonly number[]): boolean {
  let balance = 0;
  for (let i = 1; i < rows.length; i++) balance += Math.sign((time[rows[i] as number] as number) - (time[rows[i - 1] as number] as number));
  return balance < 0;
}
