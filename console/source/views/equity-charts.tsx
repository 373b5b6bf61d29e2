import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Backtest } from '../api/types.ts';
import { CurveChart } from '../charts/curves.ts';
import type { Span } from '../charts/price-chart.ts';
import { money, percent, utcOfSeconds } from '../logic/format.ts';
import { buyAndHold, type Curve, drawdownOf, thinCurve } from '../logic/thin.ts';
import type { History } from '../state/run-data.ts';
import { theme } from '../state/theme.ts';

interface EquityChartsProps {
  readonly run: Backtest;
  readonly equity: Curve | null;
  /** Bars for the buy-and-hold line; empty when there is none to draw. */
  readonly history: History;
  readonly charts: { current: CurveChart[] };
  readonly onSpan: (span: Span | null) => void;
  readonly onPoint: (time: number | null) => void;
}
/** More than this is thinned; below it every point is drawn, at any zoom. */
const POINTS_MAX = 50_000;

/** Equity beside buy and hold, and the drawdown under it. Drag to zoom, double click for all. */
export function EquityCharts({ run, equity, history, charts, onSpan, onPoint }: EquityChartsProps) {
  const [equityHost, drawdownHost] = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)];
  const index = useSignal<number | null>(null);
  const [times, values] = useMemo(() => (equity ? thinCurve(equity, POINTS_MAX) : [[], []]), [equity]);
  const drawdown = useMemo(() => drawdownOf(values), [values]);
  // Of cash in several currencies the curve begins with what it was worth together.
  const cash = typeof run.request.cash === 'number' ? run.request.cash : (values[0] ?? 0);
  const hold = useMemo(
    () =>
      history.cursor === null && history.bars.length > 0
        ? buyAndHold(history.bars, times, { ...run.request, cash, barSeconds: history.barSeconds * history.joined })
        : [],
    [history, times, cash],
  );
  const held = hold.length === times.length && times.length > 0;
  const shown = useRef(times);
  shown.current = times;

  useEffect(() => {
    if (!equityHost.current || !drawdownHost.current) return undefined;
    const shared = { sync: 'run', onSpan };
    const onIndex = (next: number | null) => {
      index.value = next;
      onPoint(next === null ? null : (shown.current[next] ?? null));
    };
    const lines = [
      { label: 'Equity', colour: 'accent', fill: 'accent-wash' },
      { label: 'Buy and hold', colour: 'muted', dashed: true },
    ];
    const top = new CurveChart(equityHost.current, { ...shared, kind: 'money', lines, timeLabels: false, onPoint: onIndex });
    const bottom = new CurveChart(drawdownHost.current, {
      ...shared,
      kind: 'percent',
      lines: [{ label: 'Drawdown', colour: 'down', fill: 'down-wash' }],
      timeLabels: true,
      onPoint: () => {},
    });
    charts.current = [top, bottom];
    return () => {
      charts.current = [];
      top.destroy();
      bottom.destroy();
    };
  }, []);
  useEffect(() => {
    const [top, bottom] = charts.current;
    top?.setData(times, [values, held ? hold : []]);
    bottom?.setData(times, [drawdown]);
  }, [times, hold]);
  useEffect(() => {
    for (const chart of charts.current) chart.repaint();
  }, [theme.value]);

  const at = index.value ?? times.length - 1;
  return (
    <>
      <figure class="chart">
        <figcaption class="readout">
          <span>
            <b class="key key-equity">Equity</b> {values[at] === undefined ? '' : money(values[at])}
          </span>
          {held && (
            <span>
              <b class="key key-hold">Buy and hold</b> {hold[at] === undefined ? '' : money(hold[at])}
            </span>
          )}
          <span>
            <b class="key key-drawdown">Drawdown</b> {drawdown[at] === undefined ? '' : percent(drawdown[at])}
          </span>
          {times[at] !== undefined && <span class="faint">{utcOfSeconds(times[at])}</span>}
        </figcaption>
        <div class="chart-host equity" ref={equityHost} role="img" aria-label="Equity over time" data-points={times.length} />
        {equity === null && <p class="chart-wait hint loading">Loading equity</p>}
      </figure>
      <figure class="chart">
        <div class="chart-host drawdown" ref={drawdownHost} role="img" aria-label="Drawdown over time" data-points={times.length} />
      </figure>
    </>
  );
}
