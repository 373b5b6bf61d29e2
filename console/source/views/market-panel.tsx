import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { reasonOf } from '../api/http.ts';
import { LiveChart } from '../charts/live-chart.ts';
import { percent, price } from '../logic/format.ts';
import { live } from '../state/live.ts';
import { followMarket } from '../state/market-feed.ts';
import { theme } from '../state/theme.ts';
import { Attribution } from './attribution.tsx';
import { tone } from './backtest-list.tsx';

/** Streamed instruments of the seeded market that every platform can feed. */
const STREAMED = ['SYN-BTC/USDT', 'SYN-ETH/USDT'];
const HISTORY_MINUTES = 90;

export const MarketPanel = () => (
  <aside class="pane market" aria-label="Market">
    <div class="pane-head">
      <h2>Market</h2>
      <span class="chip chip-synthetic">synthetic</span>
    </div>
    {STREAMED.map((symbol) => (
      <LiveSymbol key={symbol} symbol={symbol} />
    ))}
    <LiveNote />
    <p class="hint">A made-up market, streamed as one-minute bars through the same path as a real feed. Its prices mean nothing.</p>
  </aside>
);

/** Says how fresh the prices are: told as they happen, or asked for. */
const LiveNote = () => {
  const { state, reason } = live.value;
  const isTold = state === 'open';
  const why = state === 'refused' ? `The live connection was refused (${reason}). ` : '';
  return (
    <p class="hint" role="status" data-live-state={state}>
      {isTold ? 'Live: prices arrive as they happen.' : `${why}Prices are asked for every second.`}
    </p>
  );
};

interface Quote {
  readonly last: number;
  /** Of the bar that grows. */
  readonly high: number;
  readonly first: number;
  readonly synthetic: boolean;
}

function LiveSymbol({ symbol }: { symbol: string }) {
  const host = useRef<HTMLDivElement>(null);
  const drawing = useRef<LiveChart>(null);
  const quote = useSignal<Quote | null>(null);
  const waiting = useSignal<string | null>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    const chart = new LiveChart(host.current);
    drawing.current = chart;
    let first = 0;
    const stop = followMarket({
      symbol,
      historyMinutes: HISTORY_MINUTES,
      onBars: (bars, { isNewest, synthetic }) => {
        chart.push(bars);
        const last = bars.at(-1);
        first ||= bars[0]?.open ?? 0;
        waiting.value = null;
        if (last && isNewest) quote.value = { last: last.close, high: last.high, first, synthetic };
      },
      onWaiting: () => {
        waiting.value = 'Waiting for the first trades';
      },
      onFault: (error) => {
        waiting.value = `${reasonOf(error)} Trying again.`;
      },
    });
    return () => {
      stop();
      drawing.current = null;
      chart.destroy();
    };
  }, [symbol]);
  useEffect(() => drawing.current?.repaint(), [theme.value]);
  const now = quote.value;
  const change = now && now.first > 0 ? now.last / now.first - 1 : 0;
  return (
    <figure class="live">
      <figcaption class="live-head">
        <span class="live-symbol">{symbol}</span>
        <span class="live-price" data-live={symbol}>
          {now ? price(now.last) : ''}
        </span>
        <span class={`live-change ${tone(change)}`}>{now ? percent(change, { signed: true }) : ''}</span>
      </figcaption>
      <div
        class="chart-host small"
        data-high={now?.high}
        ref={host}
        role="img"
        aria-label={`${symbol}, one-minute bars of the last ${HISTORY_MINUTES} minutes, synthetic`}
      />
      {waiting.value && <p class="chart-wait hint">{waiting.value}</p>}
      <Attribution />
    </figure>
  );
}
