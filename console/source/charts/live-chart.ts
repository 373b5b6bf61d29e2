import { CandlestickSeries, createChart, type IChartApi, type ISeriesApi, type UTCTimestamp } from 'lightweight-charts';
import type { DrawnBar } from '../logic/thin.ts';
import { candleLook, chartLook, priceFormatOf } from './look.ts';

/** A small chart whose last bar moves. */
export class LiveChart {
  readonly #chart: IChartApi;
  readonly #series: ISeriesApi<'Candlestick'>;
  #lastTime = 0;
  readonly #times = new Set<number>();

  constructor(host: HTMLElement) {
    this.#chart = createChart(host, { ...chartLook(), autoSize: true, handleScroll: false, handleScale: false });
    this.#chart.timeScale().applyOptions({ barSpacing: 5, rightOffset: 2 });
    this.#series = this.#chart.addSeries(CandlestickSeries, candleLook());
  }

  /** Bars ascending: known ones are drawn anew, later ones added; an earlier one that is not known is left out. */
  push(bars: readonly DrawnBar[]): void {
    const last = bars.at(-1);
    if (this.#lastTime === 0 && last) {
      this.#series.applyOptions({ priceFormat: priceFormatOf(bars) });
      this.#series.setData(bars.map((bar) => ({ ...bar, time: bar.time as UTCTimestamp })));
    } else {
      for (const bar of bars) this.#draw(bar);
    }
    for (const { time } of bars) this.#times.add(time);
    this.#lastTime = Math.max(this.#lastTime, last?.time ?? 0);
  }

  #draw(bar: DrawnBar): void {
    const drawn = { ...bar, time: bar.time as UTCTimestamp };
    if (bar.time >= this.#lastTime) this.#series.update(drawn);
    else if (this.#times.has(bar.time)) this.#series.update(drawn, true);
    this.#lastTime = Math.max(this.#lastTime, bar.time);
  }

  repaint(): void {
    this.#chart.applyOptions({ ...chartLook() });
    this.#series.applyOptions(candleLook());
  }

  destroy(): void {
    this.#chart.remove();
  }
}
