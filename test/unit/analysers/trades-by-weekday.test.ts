import { expect, test } from 'vitest';
import analyser from '../../../analysers/trades-by-weekday.ts';
import { summarise } from '../../../shared/performance/summarise.ts';
import { curve, facts, trade } from '../performance/facts.ts';

test('[BT-09] trades by weekday: 1 January 1970 was a Thursday, and open trades do not count', () => {
  const equity = curve([
    [0, 1000],
    [1, 1009],
  ]);
  const trades = [trade(0, 4), trade(7, -1), trade(4, 2), trade(3, 9, { exitTimeUs: null, exitPrice: null })];
  const run = facts({ equity, trades });
  const answer = analyser.analyse({ ...run, summary: summarise(run) }) as { weekday: string; trades: number }[];
  expect(answer.map(({ weekday }) => weekday)).toEqual(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']);
  expect(answer[3]).toEqual({ weekday: 'Thursday', trades: 2, winRate: 0.5, pnl: 3 });
  expect(answer[0]).toEqual({ weekday: 'Monday', trades: 1, winRate: 1, pnl: 2 });
  expect(answer[6]).toEqual({ weekday: 'Sunday', trades: 0, winRate: null, pnl: 0 });
});
