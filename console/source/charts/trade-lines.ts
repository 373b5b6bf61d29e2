import type {
  IChartApiBase,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesApi,
  ISeriesPrimitive,
  Logical,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts';
import { colour } from '../state/theme.ts';

/** A trade in the chart's coordinates: indices of bars, prices. */
export interface PlacedTrade {
  readonly entry: number;
  readonly exit: number;
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly won: boolean;
  readonly open: boolean;
}
type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** Draws a line from each entry to its exit: green when it won, red when it lost, dotted while it is open. */
export class TradeLines implements ISeriesPrimitive<Time> {
  #trades: readonly PlacedTrade[] = [];
  #dotted = false;
  #chart: IChartApiBase<Time> | null = null;
  #series: ISeriesApi<'Candlestick'> | null = null;
  #update: (() => void) | null = null;
  readonly #views: readonly IPrimitivePaneView[] = [{ zOrder: () => 'top', renderer: () => ({ draw: (target) => this.#draw(target) }) }];

  attached({ chart, series, requestUpdate }: SeriesAttachedParameter<Time>): void {
    this.#chart = chart;
    this.#series = series as ISeriesApi<'Candlestick'>;
    this.#update = requestUpdate;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  set(trades: readonly PlacedTrade[]): void {
    this.#trades = trades;
    this.#update?.();
  }

  /** Whether entries and exits are dots; arrows mark them otherwise. */
  dotted(on: boolean): void {
    this.#dotted = on;
    this.#update?.();
  }

  #draw(target: Target): void {
    const scale = this.#chart?.timeScale();
    const seen = scale?.getVisibleLogicalRange();
    if (!scale || !seen) return;
    const [up, down, accent] = [colour('up'), colour('down'), colour('accent')];
    target.useMediaCoordinateSpace(({ context }) => {
      context.lineWidth = 1.5;
      for (const trade of this.#trades) {
        if (trade.exit < seen.from || trade.entry > seen.to) continue;
        const x1 = scale.logicalToCoordinate(trade.entry as Logical);
        const x2 = scale.logicalToCoordinate(trade.exit as Logical);
        const y1 = this.#series?.priceToCoordinate(trade.entryPrice);
        const y2 = this.#series?.priceToCoordinate(trade.exitPrice);
        if (x1 === null || x2 === null || typeof y1 !== 'number' || typeof y2 !== 'number') continue;
        context.strokeStyle = trade.won ? up : down;
        context.setLineDash(trade.open ? [2, 3] : [5, 3]);
        context.beginPath();
        context.moveTo(x1, y1);
        context.lineTo(x2, y2);
        context.stroke();
        if (!this.#dotted) continue;
        dot(context, { x: x1, y: y1, colour: accent });
        if (!trade.open) dot(context, { x: x2, y: y2, colour: trade.won ? up : down });
      }
      context.setLineDash([]);
    });
  }
}

function dot(context: CanvasRenderingContext2D, at: { x: number; y: number; colour: string }): void {
  context.fillStyle = at.colour;
  context.beginPath();
  context.arc(at.x, at.y, 2, 0, 2 * Math.PI);
  context.fill();
}
