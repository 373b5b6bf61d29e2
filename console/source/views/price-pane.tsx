import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { TradeRow } from '../api/types.ts';
import { type Hover, PriceChart, type Span } from '../charts/price-chart.ts';
import { percent, price, signedMoney, utcOfSeconds } from '../logic/format.ts';
import type { DrawnBar } from '../logic/thin.ts';
import { theme } from '../state/theme.ts';
import { Attribution } from './attribution.tsx';
import { tone } from './backtest-list.tsx';

interface PricePaneProps {
  readonly bars: readonly DrawnBar[];
  readonly trades: readonly TradeRow[];
  readonly chart: { current: PriceChart | null };
  readonly onSpan: (span: Span) => void;
  readonly label: string;
}

/** Candles with the trades on them; the line above says what is under the cross hair. */
export function PricePane({ bars, trades, chart, onSpan, label }: PricePaneProps) {
  const host = useRef<HTMLDivElement>(null);
  const hover = useSignal<Hover | null>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    const made = new PriceChart(host.current, {
      onSpan,
      onHover: (next) => {
        hover.value = next;
      },
    });
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, []);
  useEffect(() => chart.current?.setBars(bars, trades), [bars]);
  useEffect(() => chart.current?.setTrades(trades), [trades.length, trades[0]?.symbol]);
  useEffect(() => chart.current?.repaint(), [theme.value]);
  return (
    <figure class="chart">
      <figcaption class="readout">{hover.value ? <HoverLine hover={hover.value} /> : <LastLine bar={bars.at(-1)} />}</figcaption>
      <div
        class="chart-host price"
        ref={host}
        role="img"
        aria-label={`${label}; the table below lists them`}
        data-bars={bars.length}
        data-trades={trades.length}
      />
      {bars.length === 0 && <p class="chart-wait hint loading">Loading bars</p>}
      <Attribution />
    </figure>
  );
}

function HoverLine({ hover: { bar, trade } }: { hover: Hover }) {
  return (
    <>
      <BarFigures bar={bar} />
      {trade && (
        <span class={tone(trade.pnl)}>
          {trade.side} {price(trade.entryPrice)} {'\u2192'} {trade.exitPrice === null ? 'open' : price(trade.exitPrice)}{' '}
          {signedMoney(trade.pnl)} ({percent(trade.returnRatio, { signed: true })})
        </span>
      )}
    </>
  );
}

const LastLine = ({ bar }: { bar: DrawnBar | undefined }) => (bar ? <BarFigures bar={bar} /> : <span>&nbsp;</span>);

const BarFigures = ({ bar }: { bar: DrawnBar }) => (
  <span>
    {utcOfSeconds(bar.time)} <b>O</b> {price(bar.open)} <b>H</b> {price(bar.high)} <b>L</b> {price(bar.low)} <b>C</b> {price(bar.close)}
  </span>
);
