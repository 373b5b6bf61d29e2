import { mix, SeededRandom } from '../../market/noise.ts';
import { ResearchError } from '../error.ts';

/** Products of the same factors in another order differ by less than this share. */
const ROUNDING = 1e-12;

/** A round trip on the rows of a column of prices. */
export interface PlacedTrade {
  /** Row at whose price it was entered. */
  readonly entryRow: number;
  /** Rows from the entry to the exit, 1 or more. */
  readonly bars: number;
  /** Signed share of equity put in: 1 long with all of it, -0.5 short with half. */
  readonly exposure: number;
}

export interface RandomEntryOptions {
  /** Cost of an entry, and again of an exit, in basis points of what is traded: commission and slippage. */
  readonly costBps: number;
  /** 1,000 when left out. */
  readonly draws?: number;
  readonly seed: number;
}

/** Were the entries better than chance? All returns are net of costs, as ratios over the whole run. */
export interface RandomEntry {
  readonly observedReturn: number;
  /** Share of random placements that made as much or more, the observed one counted. */
  readonly p: number;
  readonly draws: number;
  readonly trades: number;
  /** Share of the rows held. */
  readonly exposure: number;
  readonly percentiles: { readonly p5: number; readonly p25: number; readonly p50: number; readonly p75: number; readonly p95: number };
}

/**
 * The same trades entered at random: as many, as long, as large and in the same directions, never two at a time, in an order and with gaps drawn evenly from
 * all that there are. What is left to the strategy is when it entered. After Masters (2010), "Monte-Carlo Evaluation of Trading Systems".
 * Throws `ResearchError` for no trade, a trade beyond the prices, or trades that overlap.
 */
export function randomEntryNull(prices: Float64Array, trades: readonly PlacedTrade[], options: RandomEntryOptions): RandomEntry {
  const { costBps, draws = 1000, seed } = options;
  checkTrades(prices, trades);
  const cost = costBps / 10_000;
  const observed = netReturn(prices, trades, cost);
  const held = trades.reduce((sum, { bars }) => sum + bars, 0);
  const free = prices.length - 1 - held;
  const random = new SeededRandom(mix(seed, trades.length));
  const order = trades.map((_, i) => i);
  const placed = trades.map((trade) => ({ ...trade }));
  const gaps = new Int32Array(trades.length);
  const drawn = Float64Array.from({ length: draws }, () => {
    shuffle(order, random);
    drawGaps(gaps, free, random);
    let row = 0;
    order.forEach((i, place) => {
      const trade = trades[i] as PlacedTrade;
      row += gaps[place] as number;
      placed[place] = { ...trade, entryRow: row };
      row += trade.bars;
    });
    return netReturn(prices, placed, cost);
  }).sort();
  const least = observed - ROUNDING * (1 + observed);
  const asGood = drawn.filter((value) => value >= least).length;
  const at = (share: number) => drawn[Math.round(share * (draws - 1))] as number;
  return {
    observedReturn: observed,
    p: (asGood + 1) / (draws + 1),
    draws,
    trades: trades.length,
    exposure: held / (prices.length - 1),
    percentiles: { p5: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95) },
  };
}

/** Equity compounds from trade to trade; a trade cannot lose more than all of it. */
function netReturn(prices: Float64Array, trades: readonly PlacedTrade[], cost: number): number {
  let equity = 1;
  for (const { entryRow, bars, exposure } of trades) {
    const change = (prices[entryRow + bars] as number) / (prices[entryRow] as number);
    const costs = cost * Math.abs(exposure) * (1 + change);
    equity *= Math.max(0, 1 + exposure * (change - 1) - costs);
  }
  return equity - 1;
}

function checkTrades(prices: Float64Array, trades: readonly PlacedTrade[]): void {
  if (trades.length === 0) throw new ResearchError('trades', 'there is no trade whose entry could be judged');
  let end = 0;
  for (const { entryRow, bars } of trades.toSorted((a, b) => a.entryRow - b.entryRow)) {
    if (!(Number.isInteger(bars) && bars >= 1))
      throw new ResearchError('trades', `a trade of ${bars} bars cannot be placed; 1 or more are needed`);
    if (entryRow < 0 || entryRow + bars >= prices.length)
      throw new ResearchError('trades', `a trade from row ${entryRow} on for ${bars} bars lies outside the ${prices.length} prices`);
    if (entryRow < end) throw new ResearchError('trades', `the trade entered at row ${entryRow} begins before another ended at row ${end}`);
    end = entryRow + bars;
  }
}

function shuffle(order: number[], random: SeededRandom): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
}

/** Gaps before each trade that leave the rest behind the last, evenly among all ways to share out so many rows: the trades are so many of free + trades places. */
function drawGaps(gaps: Int32Array, free: number, random: SeededRandom): void {
  let [needed, left] = [gaps.length, free];
  let gap = 0;
  // Selection sampling in order (Knuth, The Art of Computer Programming 3.4.2, algorithm S).
  while (needed > 0) {
    if (random.next() * (needed + left) < needed) {
      gaps[gaps.length - needed--] = gap;
      gap = 0;
    } else {
      left--;
      gap++;
    }
  }
}
