import { CandlestickSeries, createChart, type IChartApi, type ISeriesApi, type UTCTimestamp } from 'lightweight-charts';
import { BarSeries } from '../logic/bar-series.ts';
import type { DrawnBar } from '../logic/thin.ts';
import { candleLook, chartLook, priceFormatOf } from './look.ts';

/** A small chart whose last bar moves. */
export class LiveChart {
  readonly #chart: IChartApi;
  readonly #series: ISeriesApi<'Candlestick'>;
  #lastTime = 0;
  readonly #known = new BarSeries();

  constructor(host: HTMLElement) {
    this.#chart = createChart(host, { ...chartLook(), autoSize: true, handleScroll: false, handleScale: false });
    this.#chart.timeScale().applyOptions({ barSpacing: 5, rightOffset: 2 });
    this.#series = this.#chart.addSeries(CandlestickSeries, candleLook());
  }

  /** Bars ascending, wherever they belong. */
  push(bars: readonly DrawnBar[]): void {
    if (bars.length === 0) return;
    if (this.#lastTime === 0) this.#series.applyOptions({ priceFormat: priceFormatOf(bars) });
    const drawing = this.#known.take(bars);
    if (drawing.kind === 'all') this.#series.setData(drawing.bars.map(onChart));
    else for (const bar of drawing.bars) this.#series.update(onChart(bar), bar.time < this.#lastTime);
    this.#lastTime = Math.max(this.#lastTime, bars.at(-1)?.time ?? 0);
  }

  repaint(): void {
    this.#chart.applyOptions({ ...chartLook() });
    this.#series.applyOptions(candleLook());
  }

  destroy(): void {
    this.#chart.remove();
  }
}

function onChart(bar: DrawnBar): DrawnBar & { readonly time: UTCTimestamp } {
  return { ...bar, time: bar.time as UTCTimestamp };
}
