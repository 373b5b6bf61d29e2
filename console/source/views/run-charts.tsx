import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { reasonOf } from '../api/http.ts';
import type { Backtest, Dataset, TradeRow } from '../api/types.ts';
import type { CurveChart } from '../charts/curves.ts';
import type { PriceChart, Span } from '../charts/price-chart.ts';
import { count } from '../logic/format.ts';
import type { Curve } from '../logic/thin.ts';
import { datasets } from '../state/catalogue.ts';
import { type History, loadAround, loadHistory, NO_HISTORY } from '../state/run-data.ts';
import { EquityCharts } from './equity-charts.tsx';
import { PricePane } from './price-pane.tsx';

interface RunChartsProps {
  readonly run: Backtest;
  readonly trades: readonly TradeRow[] | null;
  readonly equity: Curve | null;
  /** A trade to look at closely. */
  readonly focus: TradeRow | null;
  readonly onFocusEnd: () => void;
  /** Id of the dataset on the price chart; null is the first. */
  readonly dataset: Signal<string | null>;
}

/** Price with trades, equity and drawdown over one time axis. */
export function RunCharts({ run, trades, equity, focus, onFocusEnd, dataset }: RunChartsProps) {
  const price = useRef<PriceChart>(null);
  const curves = useRef<CurveChart[]>([]);
  const history = useSignal<History>(NO_HISTORY);
  const close = useSignal<History['bars'] | null>(null);
  const fault = useSignal<string | null>(null);
  const chosen = dataset.value ?? run.request.datasets[0] ?? '';
  const known = datasets.value?.find((d) => d.id === chosen);

  const read = (of: Dataset, signal: AbortSignal, from?: History) => {
    const onPart = (part: History) => {
      history.value = part;
    };
    loadHistory(run, of, { signal, onPart, ...(from ? { from } : {}) }).then(onPart, (error: unknown) => {
      if (!signal.aborted) fault.value = reasonOf(error);
    });
  };
  useEffect(() => {
    if (!known) return undefined;
    const abort = new AbortController();
    history.value = NO_HISTORY;
    close.value = null;
    fault.value = null;
    read(known, abort.signal);
    return () => abort.abort();
  }, [known?.id, run.id]);

  useEffect(() => {
    close.value = null;
    if (!focus || history.value.barSeconds === 0) return undefined;
    const abort = new AbortController();
    if (history.value.joined > 1) {
      loadAround(chosen, focus, history.value.barSeconds, abort.signal).then(
        (bars) => {
          price.current?.showAll();
          close.value = bars;
        },
        (error: unknown) => {
          if (!abort.signal.aborted) fault.value = reasonOf(error);
        },
      );
    } else price.current?.show(around(focus, history.value.barSeconds));
    document.getElementById('price-title')?.scrollIntoView({ block: 'start', behavior: 'smooth' });
    return () => abort.abort();
  }, [focus, history.value.barSeconds]);

  const showCurves = (span: Span | null) => {
    for (const curve of curves.current) curve.show(span);
  };
  const onCurveSpan = (span: Span | null) => {
    showCurves(span);
    if (span) price.current?.show(span);
    else price.current?.showAll();
  };
  const pick = (id: string) => {
    onFocusEnd();
    onCurveSpan(null);
    dataset.value = id;
  };
  const symbolOf = (id: string, index: number) => datasets.value?.find((d) => d.id === id)?.symbol ?? run.symbols[index] ?? id;
  const symbol = known?.symbol ?? run.symbols[0] ?? '';
  const bars = close.value ?? history.value.bars;
  return (
    <section class="charts" aria-label="Charts">
      <div class="section-head">
        <h2 id="price-title">Price and trades</h2>
        {run.request.datasets.length > 1 && (
          <label class="inline">
            <span class="visually-hidden">Symbol</span>
            <select value={chosen} onChange={(event) => pick(event.currentTarget.value)}>
              {run.request.datasets.map((id, i) => (
                <option key={id} value={id}>
                  {symbolOf(id, i)}
                </option>
              ))}
            </select>
          </label>
        )}
        <Extent
          history={history.value}
          close={close.value !== null}
          known={known}
          onMore={(of) => read(of, new AbortController().signal, history.value)}
        />
        {focus && (
          <button
            type="button"
            class="quiet small"
            onClick={() => {
              onFocusEnd();
              onCurveSpan(null);
            }}
          >
            Whole run
          </button>
        )}
      </div>
      {datasets.value && !known && <p class="hint">The data of this run is no longer here, so its price cannot be drawn.</p>}
      {fault.value && <p class="notice bad">{fault.value}</p>}
      <PricePane
        bars={bars}
        trades={(trades ?? []).filter((t) => t.symbol === symbol)}
        chart={price}
        onSpan={showCurves}
        label={`Price of ${symbol} with trades`}
      />
      <EquityCharts
        run={run}
        equity={equity}
        history={run.request.datasets.length === 1 ? history.value : NO_HISTORY}
        charts={curves}
        onSpan={onCurveSpan}
        onPoint={(time) => price.current?.point(time)}
      />
    </section>
  );
}

function Extent({
  history,
  close,
  known,
  onMore,
}: {
  history: History;
  close: boolean;
  known: Dataset | undefined;
  onMore: (of: Dataset) => void;
}) {
  if (history.read === 0) return null;
  return (
    <span class="hint extent">
      {close
        ? 'Every bar around one trade'
        : `${count(history.read)} bars${history.joined > 1 ? `, ${history.joined} joined in each drawn` : ''}`}
      {history.cursor !== null && known && (
        <button type="button" class="quiet small" onClick={() => onMore(known)}>
          Read on
        </button>
      )}
    </span>
  );
}

function around(trade: TradeRow, barSeconds: number): Span {
  const [from, to] = [Date.parse(trade.entryTime) / 1000, Date.parse(trade.exitTime ?? trade.entryTime) / 1000];
  const margin = Math.max(40 * barSeconds, (to - from) * 0.5);
  return { from: from - margin, to: to + margin };
}
