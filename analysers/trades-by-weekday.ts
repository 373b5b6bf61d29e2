import { DAY_US } from '../shared/domain/time.ts';
import { defineAnalyser } from '../shared/performance/analyser.ts';

/** Day 0 of the epoch was a Thursday. */
const FROM_THURSDAY = ['Thursday', 'Friday', 'Saturday', 'Sunday', 'Monday', 'Tuesday', 'Wednesday'];
const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export default defineAnalyser({
  id: 'trades-by-weekday',
  about: 'Closed trades by the weekday, in UTC, on which they were entered: how many, how many won, and what they made.',
  analyse({ trades }) {
    const closed = trades.filter(({ exitTimeUs }) => exitTimeUs !== null);
    return WEEK.map((weekday) => {
      const own = closed.filter(({ entryTimeUs }) => FROM_THURSDAY[Math.floor(entryTimeUs / DAY_US) % 7] === weekday);
      const wins = own.filter(({ pnl }) => pnl > 0).length;
      const pnl = own.reduce((sum, trade) => sum + trade.pnl, 0);
      return { weekday, trades: own.length, winRate: own.length === 0 ? null : wins / own.length, pnl };
    });
  },
});
