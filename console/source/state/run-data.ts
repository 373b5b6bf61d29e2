import { barsPage, equityPage, tradesPage } from '../api/platform.ts';
import type { Backtest, Dataset, TradeRow } from '../api/types.ts';
import { type Curve, type DrawnBar, joinBars } from '../logic/thin.ts';

const DRAWN_BARS_MAX = 20_000;
/** Pages of 5,000 bars read before the user is asked whether to go on. */
export const PAGES_AT_ONCE = 40;
const UNIT_SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

const seconds = (iso: string): number => Date.parse(iso) / 1000;

/** "15m" -> 900; 0 when it is not a timeframe. */
export const timeframeSeconds = (name: string): number => Number.parseInt(name, 10) * (UNIT_SECONDS[name.at(-1) ?? ''] ?? 0);

/** The whole equity curve, page by page; `onPart` gets what is here so far. */
export async function loadEquity(run: string, signal: AbortSignal): Promise<Curve> {
  const curve: Curve = [[], []];
  for (let cursor: string | undefined; ; ) {
    const page = await equityPage(run, cursor, signal);
    for (const [time, value] of page.equity) {
      curve[0].push(seconds(time));
      curve[1].push(value);
    }
    if (page.next === null) return curve;
    cursor = page.next;
  }
}

/** All round trips in order of entry. */
export async function loadTrades(run: string, signal: AbortSignal): Promise<TradeRow[]> {
  const trades: TradeRow[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await tradesPage(run, cursor, signal);
    trades.push(...page.trades);
    if (page.next === null) return trades;
    cursor = page.next;
  }
}

/** Bars of one dataset as far as they are read. `joined` of them make one drawn bar. */
export interface History {
  readonly bars: readonly DrawnBar[];
  readonly joined: number;
  readonly read: number;
  readonly barSeconds: number;
  /** More pages wait; null when all are here. */
  readonly cursor: string | null;
}
export const NO_HISTORY: History = { bars: [], joined: 1, read: 0, barSeconds: 0, cursor: null };

interface HistoryOptions {
  readonly signal: AbortSignal;
  readonly onPart: (history: History) => void;
  /** What was read before, to go on from. */
  readonly from?: History;
}

/** The bars a run saw of one dataset, thinned while they come in. */
export async function loadHistory(
  run: Backtest,
  dataset: Dataset,
  { signal, onPart, from = NO_HISTORY }: HistoryOptions,
): Promise<History> {
  const joined = Math.max(1, Math.ceil(dataset.bars / DRAWN_BARS_MAX));
  let history: History = { ...from, joined };
  let rest: DrawnBar[] = [];
  let cursor = from.cursor ?? undefined;
  for (let pages = 0; pages < PAGES_AT_ONCE; pages += 1) {
    const page = await barsPage({ dataset: dataset.id, from: run.request.from, to: run.request.to, cursor }, signal);
    rest.push(...page.bars.map((bar) => ({ ...bar, time: seconds(bar.time) })));
    const whole = page.next === null ? rest.length : rest.length - (rest.length % joined);
    const bars = [...history.bars, ...joinBars(rest.slice(0, whole), joined)];
    rest = rest.slice(whole);
    history = { bars, joined, read: history.read + page.bars.length, barSeconds: timeframeSeconds(page.timeframe), cursor: page.next };
    if (pages % 5 === 0) onPart(history);
    if (page.next === null) break;
    cursor = page.next;
  }
  if (rest.length > 0) history = { ...history, bars: [...history.bars, ...joinBars(rest, joined)] };
  return history;
}

/** Every bar around one trade: a hundred before, the trade, a hundred after; at most one page. */
export async function loadAround(dataset: string, trade: TradeRow, barSeconds: number, signal: AbortSignal): Promise<DrawnBar[]> {
  const margin = 100 * barSeconds;
  const to = trade.exitTime === null ? undefined : new Date((seconds(trade.exitTime) + margin) * 1000).toISOString();
  const page = await barsPage({ dataset, from: new Date((seconds(trade.entryTime) - margin) * 1000).toISOString(), to }, signal);
  return page.bars.map((bar) => ({ ...bar, time: seconds(bar.time) }));
}
