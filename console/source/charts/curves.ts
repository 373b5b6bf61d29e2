import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { money, percent, timeTicks } from '../logic/format.ts';
import { colour } from '../state/theme.ts';
import { AXIS_WIDTH, FONT } from './look.ts';
import type { Span } from './price-chart.ts';

/** One line of a curve chart: how it is called, its colour in the style sheet, and whether the area under it is filled. */
export interface Line {
  readonly label: string;
  readonly colour: string;
  readonly fill?: string;
  readonly dashed?: boolean;
}
/** The least depth of an axis of drawdowns, so that a curve that never falls has one as well. */
const LEAST = -0.05;

interface Options {
  readonly kind: 'money' | 'percent';
  readonly lines: readonly Line[];
  /** Charts with the same key share their cursor. */
  readonly sync: string;
  readonly timeLabels: boolean;
  /** A range was dragged; null is a double click, which asks for everything. */
  readonly onSpan: (span: Span | null) => void;
  readonly onPoint: (index: number | null) => void;
}

/** A curve over time with the value axis on the right, as wide as the price chart's. */
export class CurveChart {
  readonly #plot: uPlot;
  readonly #watch: ResizeObserver;
  #span: Span | null = null;

  constructor(host: HTMLElement, options: Options) {
    this.#plot = new uPlot(optionsOf(host, options), [[], ...options.lines.map(() => [])], host);
    this.#watch = new ResizeObserver(() => this.#plot.setSize({ width: host.clientWidth, height: host.clientHeight }));
    this.#watch.observe(host);
    this.#plot.over.addEventListener('dblclick', () => options.onSpan(null));
  }

  /** Seconds UTC, and one column of values per line. */
  setData(times: readonly number[], columns: readonly (readonly number[])[]): void {
    this.#plot.setData([[...times], ...columns.map((column) => [...column])], true);
    if (this.#span) this.show(this.#span);
  }

  /** Shows a span, null shows all. */
  show(span: Span | null): void {
    this.#span = span;
    const times = this.#plot.data[0];
    if (times.length === 0) return;
    this.#plot.setScale('x', { min: span?.from ?? (times[0] as number), max: span?.to ?? (times.at(-1) as number) });
  }

  repaint(): void {
    this.#plot.redraw(false, true);
  }

  destroy(): void {
    this.#watch.disconnect();
    this.#plot.destroy();
  }
}

function optionsOf(host: HTMLElement, { kind, lines, sync, timeLabels, onSpan, onPoint }: Options): uPlot.Options {
  const axis = {
    stroke: () => colour('muted'),
    font: `11px ${FONT}`,
    grid: { stroke: () => colour('grid'), width: 1 },
    ticks: { show: false },
  };
  const values = kind === 'money' ? (value: number) => money(value, 0) : (value: number) => percent(value, { digits: 0 });
  return {
    width: host.clientWidth,
    height: host.clientHeight,
    legend: { show: false },
    padding: [8, 0, 0, 0],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    cursor: {
      sync: { key: sync, setSeries: false },
      y: false,
      drag: { x: true, y: false, setScale: false },
      points: { size: 6 },
      bind: { dblclick: () => null },
    },
    scales: { x: { time: true }, ...(kind === 'percent' ? { y: { range: (_, low) => [Math.min(1.05 * low, LEAST), 0] } } : {}) },
    axes: [
      { ...axis, size: timeLabels ? 24 : 0, values: timeLabels ? (_, splits) => timeTicks(splits) : () => [] },
      { ...axis, side: 1, size: AXIS_WIDTH, values: (_, splits) => splits.map(values) },
    ],
    series: [
      {},
      ...lines.map((line) => ({
        label: line.label,
        stroke: () => colour(line.colour),
        width: 1.5,
        points: { show: false },
        ...(line.fill ? { fill: () => colour(line.fill as string) } : {}),
        ...(line.dashed ? { dash: [4, 4] } : {}),
      })),
    ],
    hooks: {
      setCursor: [(plot) => onPoint(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          if (plot.select.width < 4) return;
          onSpan({ from: plot.posToVal(plot.select.left, 'x'), to: plot.posToVal(plot.select.left + plot.select.width, 'x') });
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}
