import { type Bars, firstBarAtOrAfter, sliceBars } from '../../domain/bars.ts';
import type { Instrument } from '../../domain/instrument.ts';
import { toIso } from '../../domain/time.ts';
import { timeframeName } from '../../domain/timeframe.ts';
import type { Cursor } from '../../strategies/view.ts';
import { EngineError } from '../error.ts';
import { locatesOf } from '../execution.ts';
import type { EngineOptions } from '../options.ts';
import { type Detail, detailOf } from '../orders/detail.ts';
import { Liquidity } from '../orders/liquidity.ts';
import type { Locates } from '../orders/locates.ts';
import type { Calendar } from './calendar.ts';

/** Bars of one instrument. Several feeds of one instrument differ in their timeframe: it trades on the shortest. */
export interface Feed {
  readonly instrument: Instrument;
  readonly bars: Bars;
  /** What happened inside the bars that are traded: finer bars, or trades as bars of no length. */
  readonly detail?: Bars | undefined;
}

/** One instrument of a run: the bars it trades on up to the end of the range, and those of longer timeframes that came with it. */
export class Market {
  readonly instrument: Instrument;
  readonly bars: Bars;
  readonly longer: readonly Bars[];
  /** First row of the range; rows before it warm up. */
  readonly startRow: number;
  /** Where its strategies stand: the row that closed last. Markets of the same rows share it. */
  cursor!: Cursor;
  /** Its bars in time, which it shares with every market of the same times. */
  calendar!: Calendar;
  /** Its bars end before the run does: what is held of it is closed at its last close. */
  ends = false;
  /** By bar of the range, 1 where any sleeve held it; only with several sleeves, who could not tell otherwise. */
  held: Uint8Array | undefined;
  /** What of its volume may be traded, by all sleeves together. */
  readonly liquidity: Liquidity | undefined;
  /** What of it can be borrowed, by all sleeves together. */
  readonly locates: Locates | undefined;
  readonly detail: Detail | undefined;

  constructor(feeds: readonly [Feed, ...Feed[]], { fromUs, toUs, execution }: Pick<EngineOptions, 'fromUs' | 'toUs' | 'execution'>) {
    const [{ instrument, bars: all, detail }, ...longer] = feeds;
    this.instrument = instrument;
    this.bars = toUs === undefined ? all : sliceBars(all, 0, firstBarAtOrAfter(all, toUs));
    this.longer = longer.map(({ bars }) => bars);
    this.startRow = fromUs === undefined ? 0 : firstBarAtOrAfter(this.bars, fromUs);
    const share = execution?.volumeLimit;
    this.liquidity = share === undefined ? undefined : new Liquidity(share, instrument.lot);
    this.locates = execution && locatesOf(execution, instrument.symbol);
    this.detail = detail && detailOf(this.bars, detail, instrument.id);
  }

  /** Bars of the range. */
  get count(): number {
    return this.bars.length - this.startRow;
  }

  get lastRow(): number {
    return this.bars.length - 1;
  }
}

/** Markets of the feeds, sorted by instrument id, so that the order in which they are given says nothing. Throws `EngineError` when no bar lies in the range. */
export function marketsOf(feeds: readonly Feed[], options: EngineOptions): Market[] {
  if (feeds.length === 0) throw new EngineError('data', 'a portfolio needs the bars of at least one instrument');
  const byId = new Map<string, Feed[]>();
  for (const feed of feeds) byId.set(feed.instrument.id, [...(byId.get(feed.instrument.id) ?? []), feed]);
  const ids = [...byId.keys()].sort();
  const markets = ids.map((id) => new Market(byTimeframe(id, byId.get(id) as Feed[]), options));
  if (markets.some(({ count }) => count > 0)) return markets;
  const [{ fromUs, toUs }, first] = [options, feeds.find(({ bars }) => bars.length > 0)];
  if (first === undefined) throw new EngineError('data', 'the data has no bars');
  const { time, length } = first.bars;
  const has = `${first.instrument.id} has bars from ${toIso(time[0] as number)} to ${toIso(time[length - 1] as number)}`;
  const asked = `from ${fromUs === undefined ? 'the start' : toIso(fromUs)} to ${toUs === undefined ? 'the end' : toIso(toUs)}`;
  throw new EngineError('from', `no bar of ${feeds.length} data sets opens ${asked}; ${has}`);
}

function byTimeframe(id: string, feeds: readonly Feed[]): [Feed, ...Feed[]] {
  const sorted = feeds.toSorted((a, b) => a.bars.timeframeUs - b.bars.timeframeUs);
  sorted.forEach(({ bars, detail }, i) => {
    if (i > 0 && sorted[i - 1]?.bars.timeframeUs === bars.timeframeUs) {
      throw new EngineError(
        'data',
        `${id} comes twice with ${timeframeName(bars.timeframeUs)} bars; give each timeframe of it once, and of two venues name each, like KRAKEN:${id}`,
      );
    }
    if (i > 0 && detail !== undefined) {
      const [traded, read] = [sorted[0]?.bars.timeframeUs ?? 0, bars.timeframeUs].map(timeframeName);
      throw new EngineError(
        'detail',
        `detail is given for the ${read} bars of ${id}, but it trades on its ${traded} bars; give it for those`,
      );
    }
  });
  return sorted as [Feed, ...Feed[]];
}
