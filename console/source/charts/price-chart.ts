import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { TradeRow } from '../api/types.ts';
import { type DrawnBar, lastAtOrBefore } from '../logic/thin.ts';
import { colour } from '../state/theme.ts';
import { candleLook, chartLook, priceFormatOf } from './look.ts';
import { type PlacedTrade, TradeLines } from './trade-lines.ts';

/** Seconds UTC, both ends shown. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
export interface Hover {
  readonly bar: DrawnBar;
  readonly trade: TradeRow | null;
}
interface Listeners {
  readonly onSpan: (span: Span) => void;
  readonly onHover: (hover: Hover | null) => void;
}

/** More arrows than this in one view say nothing. */
const MARKED_TRADES_MAX = 80;

const seconds = (iso: string): number => Date.parse(iso) / 1000;

/** Bars with the trades drawn on them. */
export class PriceChart {
  readonly #chart: IChartApi;
  readonly #series: ISeriesApi<'Candlestick'>;
  readonly #markers: ISeriesMarkersPluginApi<Time>;
  readonly #lines = new TradeLines();
  #bars: readonly DrawnBar[] = [];
  #times: readonly number[] = [];
  #trades: readonly TradeRow[] = [];
  #span: Span | null = null;
  /** Those that the bars reach. */
  #placed: readonly TradeRow[] = [];

  constructor(host: HTMLElement, listeners: Listeners) {
    this.#chart = createChart(host, { ...chartLook(), autoSize: true });
    this.#chart.timeScale().applyOptions({ minBarSpacing: 0.001, enableConflation: true, rightOffset: 0 });
    this.#series = this.#chart.addSeries(CandlestickSeries, candleLook());
    this.#series.attachPrimitive(this.#lines);
    this.#markers = createSeriesMarkers(this.#series, []);
    this.#chart.timeScale().subscribeVisibleTimeRangeChange((range) => {
      if (range) listeners.onSpan({ from: Number(range.from), to: Number(range.to) });
      this.#mark(range);
    });
    this.#chart.subscribeCrosshairMove(({ time }) => listeners.onHover(time === undefined ? null : this.#hoverAt(Number(time))));
  }

  /** New bars, ascending. The span asked for stays in sight, else all of them are shown. */
  setBars(bars: readonly DrawnBar[], trades: readonly TradeRow[]): void {
    this.#bars = bars;
    this.#times = bars.map((bar) => bar.time);
    this.#series.applyOptions({ priceFormat: priceFormatOf(bars) });
    this.#series.setData(bars.map((bar) => ({ ...bar, time: bar.time as UTCTimestamp })));
    this.setTrades(trades);
    if (this.#span) this.show(this.#span);
    else this.#chart.timeScale().fitContent();
  }

  setTrades(trades: readonly TradeRow[]): void {
    this.#trades = trades;
    this.#placed =
      this.#bars.length === 0 ? [] : trades.filter((trade) => this.#within(trade, this.#times[0] as number, this.#times.at(-1) as number));
    this.#lines.set(this.#placed.map((trade) => this.#place(trade)));
    this.#mark(this.#chart.timeScale().getVisibleRange());
  }

  /** Shows a span, also of bars that are still to come. */
  show(span: Span): void {
    this.#span = span;
    if (this.#bars.length === 0) return;
    this.#chart.timeScale().setVisibleRange({ from: span.from as UTCTimestamp, to: span.to as UTCTimestamp });
  }

  showAll(): void {
    this.#span = null;
    this.#chart.timeScale().fitContent();
  }

  /** Puts the cross hair where another chart has it. */
  point(time: number | null): void {
    const bar = time === null ? undefined : this.#bars[lastAtOrBefore(this.#times, time)];
    if (bar) this.#chart.setCrosshairPosition(bar.close, bar.time as UTCTimestamp, this.#series);
    else this.#chart.clearCrosshairPosition();
  }

  repaint(): void {
    this.#chart.applyOptions(chartLook());
    this.#series.applyOptions(candleLook());
    this.setTrades(this.#trades);
  }

  destroy(): void {
    this.#chart.remove();
  }

  /** Arrows at entries and exits in sight, unless they are so many that they would hide the price; then dots. */
  #mark(range: { from: Time; to: Time } | null): void {
    const seen = range === null ? [] : this.#placed.filter((trade) => this.#within(trade, Number(range.from), Number(range.to)));
    const many = seen.length > MARKED_TRADES_MAX;
    this.#lines.dotted(many);
    const marks = many ? [] : seen.flatMap((trade) => this.#marksOf(trade));
    this.#markers.setMarkers(marks.sort((a, b) => Number(a.time) - Number(b.time)));
  }

  #within(trade: TradeRow, from: number, to: number): boolean {
    return seconds(trade.entryTime) <= to && (trade.exitTime === null || seconds(trade.exitTime) >= from);
  }

  #place(trade: TradeRow): PlacedTrade {
    const exit = trade.exitTime === null ? this.#times.length - 1 : lastAtOrBefore(this.#times, seconds(trade.exitTime));
    return {
      entry: lastAtOrBefore(this.#times, seconds(trade.entryTime)),
      exit,
      entryPrice: trade.entryPrice,
      exitPrice: trade.exitPrice ?? trade.markPrice,
      won: trade.pnl >= 0,
      open: trade.exitTime === null,
    };
  }

  #marksOf(trade: TradeRow): SeriesMarker<Time>[] {
    const long = trade.side === 'long';
    const marks: SeriesMarker<Time>[] = [];
    const mark = (iso: string, buys: boolean, color: string): void => {
      const bar = this.#bars[lastAtOrBefore(this.#times, seconds(iso))];
      if (bar)
        marks.push({
          time: bar.time as UTCTimestamp,
          position: buys ? 'belowBar' : 'aboveBar',
          shape: buys ? 'arrowUp' : 'arrowDown',
          color,
          size: 1,
        });
    };
    mark(trade.entryTime, long, colour('accent'));
    if (trade.exitTime !== null) mark(trade.exitTime, !long, trade.pnl >= 0 ? colour('up') : colour('down'));
    return marks;
  }

  #hoverAt(time: number): Hover | null {
    const bar = this.#bars[lastAtOrBefore(this.#times, time)];
    const trade = this.#trades.find((t) => seconds(t.entryTime) <= time && (t.exitTime === null || seconds(t.exitTime) >= time));
    return bar ? { bar, trade: trade ?? null } : null;
  }
}
