import { CandlestickSeries, createChart, type IChartApi, type ISeriesApi, type UTCTimestamp } from 'lightweight-charts';
import type { DrawnBar } from '../logic/thin.ts';
import { candleLook, chartLook, priceFormatOf } from './look.ts';

/** A small chart whose last bar moves. */
export class LiveChart {
  readonly #chart: IChartApi;
  readonly #series: ISeriesApi<'Candlestick'>;
  #lastTime = 0;

  constructor(host: HTMLElement) {
    this.#chart = createChart(host, { ...chartLook(), autoSize: true, handleScroll: false, handleScale: false });
    this.#chart.timeScale().applyOptions({ barSpacing: 5, rightOffset: 2 });
    this.#series = this.#chart.addSeries(CandlestickSeries, candleLook());
  }

  /** Bars ascending; those before the last known one are ignored, it and later ones are drawn anew. */
  push(bars: readonly DrawnBar[]): void {
    const last = bars.at(-1);
    if (this.#lastTime === 0 && last) {
      this.#series.applyOptions({ priceFormat: priceFormatOf(bars) });
      this.#series.setData(bars.map((bar) => ({ ...bar, time: bar.time as UTCTimestamp })));
    } else {
      for (const bar of bars) if (bar.time >= this.#lastTime) this.#series.update({ ...bar, time: bar.time as UTCTimestamp });
    }
    this.#lastTime = last?.time ?? this.#lastTime;
  }

  repaint(): void {
    this.#chart.applyOptions({ ...chartLook() });
    this.#series.applyOptions(candleLook());
  }

  destroy(): void {
    this.#chart.remove();
  }
}
