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

/** The round trips of one strategy with one instrument, never two at a time. */
export interface EntryLine {
  /** The instrument's. */
  readonly prices: Float64Array;
  readonly trades: readonly PlacedTrade[];
  /** Cost of an entry, and again of an exit, in basis points of what is traded: commission and slippage. */
  readonly costBps: number;
  /** Part of all money that `exposure` is a share of. */
  readonly part: number;
}

export interface RandomEntryOptions {
  /** 1,000 when left out. */
  readonly draws?: number;
  readonly seed: number;
}

/** Were the entries better than chance? All returns are net of costs, as ratios over the whole run, those of several lines added up. */
export interface RandomEntry {
  readonly observedReturn: number;
  /** Share of random placements that made as much or more, the observed one counted. */
  readonly p: number;
  readonly draws: number;
  readonly trades: number;
  /** Share of the rows held, of all lines together. */
  readonly exposure: number;
  readonly percentiles: { readonly p5: number; readonly p25: number; readonly p50: number; readonly p75: number; readonly p95: number };
}

/**
 * The same trades entered at random: as many, as long, as large and in the same directions, never two at a time, in an order and with gaps drawn evenly from
 * all that there are. What is left to the strategy is when it entered. Of several lines each is drawn for itself on its own prices, and what they make is added
 * up. After Masters (2010), "Monte-Carlo Evaluation of Trading Systems". Throws `ResearchError` for no trade, a trade beyond the prices, or trades that overlap.
 */
export function randomEntryNull(lines: readonly EntryLine[], { draws = 1000, seed }: RandomEntryOptions): RandomEntry {
  for (const { prices, trades } of lines) checkTrades(prices, trades);
  const count = lines.reduce((sum, { trades }) => sum + trades.length, 0);
  if (count === 0) throw new ResearchError('trades', 'there is no trade whose entry could be judged');
  const observed = lines.reduce((sum, line) => sum + line.part * netReturn(line, line.trades), 0);
  const random = new SeededRandom(mix(seed, count));
  const placements = lines.map((line) => randomPlacement(line, random));
  const drawn = Float64Array.from({ length: draws }, () => placements.reduce((sum, place) => sum + place(), 0)).sort();
  const least = observed - ROUNDING * (1 + observed);
  const asGood = drawn.filter((value) => value >= least).length;
  const at = (share: number) => drawn[Math.round(share * (draws - 1))] as number;
  return {
    observedReturn: observed,
    p: (asGood + 1) / (draws + 1),
    draws,
    trades: count,
    exposure: lines.reduce((sum, line) => sum + heldRows(line), 0) / lines.reduce((sum, { prices }) => sum + prices.length - 1, 0),
    percentiles: { p5: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95) },
  };
}

/** What the trades of a line make where chance puts them, anew at each call. */
function randomPlacement(line: EntryLine, random: SeededRandom): () => number {
  const { prices, trades, part } = line;
  const free = prices.length - 1 - heldRows(line);
  const order = trades.map((_, i) => i);
  const placed = trades.map((trade) => ({ ...trade }));
  const gaps = new Int32Array(trades.length);
  return () => {
    shuffle(order, random);
    drawGaps(gaps, free, random);
    let row = 0;
    order.forEach((i, place) => {
      const trade = trades[i] as PlacedTrade;
      row += gaps[place] as number;
      placed[place] = { ...trade, entryRow: row };
      row += trade.bars;
    });
    return part * netReturn(line, placed);
  };
}

function heldRows({ trades }: EntryLine): number {
  return trades.reduce((sum, { bars }) => sum + bars, 0);
}

/** Equity compounds from trade to trade; a trade cannot lose more than all of it. */
function netReturn({ prices, costBps }: EntryLine, trades: readonly PlacedTrade[]): number {
  const cost = costBps / 10_000;
  let equity = 1;
  for (const { entryRow, bars, exposure } of trades) {
    const change = (prices[entryRow + bars] as number) / (prices[entryRow] as number);
    const costs = cost * Math.abs(exposure) * (1 + change);
    equity *= Math.max(0, 1 + exposure * (change - 1) - costs);
  }
  return equity - 1;
}

function checkTrades(prices: Float64Array, trades: readonly PlacedTrade[]): void {
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
