import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Bars, firstBarAtOrAfter, sliceBars } from '../../shared/domain/bars.ts';
import type { Trade } from '../../shared/domain/trade.ts';
import { HOUR_US } from '../../shared/domain/time.ts';
import { runPortfolio } from '../../shared/engine/portfolio/run.ts';
import { aggregateBars } from '../../shared/market/aggregate.ts';
import { importTable } from '../../shared/market/import.ts';
import { parseCsv } from '../../shared/market/csv.ts';
import { inferInstrument } from '../../shared/market/instrument.ts';
import { defineStrategy } from '../../shared/strategies/define.ts';

const FOLDER = '../shared/data/crypto/coinbase_1m';
const RATIO = 0.004;

/** Always in, with a stop and a target as near as a bar is wide. */
const restless = defineStrategy({
  id: 'restless',
  about: 'Enters at every open that finds it flat.',
  params: {},
  indicators: () => ({}),
  onBar: ({ position, target }) => void (position === 0 && target(0.4, { stopLoss: { ratio: RATIO }, takeProfit: { ratio: RATIO } })),
});

/** Two days of minutes that both files have. */
function minutesOf(symbol: string): Bars {
  const bytes = new Uint8Array(readFileSync(`${FOLDER}/${symbol}-1m-trade.csv`));
  const { bars } = importTable(parseCsv(bytes), { symbol });
  const from = firstBarAtOrAfter(bars, Date.UTC(2017, 8, 3) * 1000);
  return sliceBars(bars, from, from + 2880);
}

/** Where a position of that entry leaves, by looking at one minute after the other. */
function exitOf(minutes: Bars, { entryTimeUs, entryPrice }: Trade): [timeUs: number, price: number] | undefined {
  const [stop, target] = [entryPrice * (1 - RATIO), entryPrice * (1 + RATIO)];
  for (let i = minutes.time.indexOf(entryTimeUs); i < minutes.length; i++) {
    const [time, open, high, low] = [minutes.time[i], minutes.open[i], minutes.high[i], minutes.low[i]] as [number, number, number, number];
    if (open <= stop || open >= target) return [time, open];
    if (low <= stop) return [time, stop];
    if (high >= target) return [time, target];
  }
  return undefined;
}

test('[DX-03] [SR-11] two real markets on one account: every exit inside an hour is where a plain walk over its minutes finds it', ({
  skip,
}) => {
  skip(!existsSync(FOLDER), 'skipped: no ../shared/data');
  const feeds = ['BTCUSD', 'ETHUSD'].map((symbol) => {
    const detail = minutesOf(symbol);
    return { instrument: inferInstrument({ symbol: `${symbol.slice(0, 3)}/USD` }), bars: aggregateBars(detail, HOUR_US), detail };
  });
  const about = { sleeves: [{ strategy: restless, values: {} }] };
  const options = { cash: 1e6, sizing: { kind: 'all' }, commissionBps: 0, slippageBps: 0 } as const;
  const known = runPortfolio({ ...about, feeds, options });
  const assumed = runPortfolio({ ...about, feeds: feeds.map(({ instrument, bars }) => ({ instrument, bars })), options });
  expect(known.positions.map(({ detail }) => detail)).toEqual([
    { bars: 48, covered: 48, refused: 0 },
    { bars: 48, covered: 48, refused: 0 },
  ]);
  let inside = 0;
  for (const [i, leg] of (known.sleeves[0]?.legs ?? []).entries()) {
    for (const trade of leg.trades) {
      const [timeUs, price] = exitOf(feeds[i]?.detail as Bars, trade) ?? [null, null];
      expect([trade.exitTimeUs, trade.exitPrice]).toEqual([timeUs, price === null ? null : expect.closeTo(price, 9)]);
      if (timeUs !== null && timeUs % HOUR_US !== 0) inside++;
    }
  }
  expect(inside).toBeGreaterThan(40);
  // Bars alone take the stop for what came first.
  expect(assumed.endEquity).toBeLessThan(known.endEquity);
});
