import { toIso } from '../../domain/time.ts';
import type { Ticks } from '../ticks/read-ticks.ts';
import type { QualityDefect } from './defect.ts';
import { outlyingPrices } from './outliers.ts';
import { rejectDefect } from './rows.ts';
import { type DayScore, dateReader, Scores } from './score.ts';

export interface TickQuality {
  readonly score: number;
  readonly ticks: number;
  readonly defects: readonly QualityDefect[];
  readonly days: readonly DayScore[];
}

/** What is wrong with trades or quotes: rows that can be none, and prices (of quotes the middle) that stand out from their neighbours. Days are those of UTC. */
export function checkTicks(ticks: Ticks): TickQuality {
  const { kind, length, time, first, second, rejects } = ticks;
  const prices = kind === 'trades' ? first : first.map((bid, row) => (bid + (second[row] as number)) / 2);
  const { rows, distances } = outlyingPrices(prices);
  const scores = new Scores();
  const bad = new Set(rows);
  const date = dateReader(undefined);
  for (let row = 0; row < length; row++) scores.bar(date(time[row] as number), bad.has(row));
  for (let i = 0; i < rejects.length; i++) scores.extra(undefined);
  const outliers = rows.map(
    (row): QualityDefect => ({
      code: 'outlier',
      at: toIso(time[row] as number),
      detail: `${kind === 'trades' ? 'price' : 'middle'} ${prices[row]} is ${(distances[row] as number).toFixed(1)} deviations from its neighbours`,
    }),
  );
  return {
    score: scores.total(),
    ticks: length,
    defects: [...rejects.map((reject) => rejectDefect(reject)), ...outliers],
    days: scores.days(),
  };
}
