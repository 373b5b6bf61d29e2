import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { reasonOf } from '../api/http.ts';
import { barsPage } from '../api/platform.ts';
import type { Bar } from '../api/types.ts';
import { LiveChart } from '../charts/live-chart.ts';
import { percent, price } from '../logic/format.ts';
import { poll } from '../state/poll.ts';
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
    <p class="hint">A made-up market, streamed as one-minute bars through the same path as a real feed. Its prices mean nothing.</p>
  </aside>
);

interface Quote {
  readonly last: number;
  readonly first: number;
  readonly open: boolean;
  readonly synthetic: boolean;
}

function LiveSymbol({ symbol }: { symbol: string }) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<LiveChart>(null);
  const quote = useSignal<Quote | null>(null);
  const waiting = useSignal<string | null>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    const live = new LiveChart(host.current);
    chart.current = live;
    let since = new Date(Date.now() - HISTORY_MINUTES * 60_000).toISOString();
    let first = 0;
    const stop = poll(
      async () => {
        const page = await barsPage({ symbol, from: since, partial: 'true', limit: 500 });
        const last = page.bars.at(-1);
        live.push(page.bars.map((bar) => ({ ...bar, time: Date.parse(bar.time) / 1000 })));
        waiting.value = last ? null : 'Waiting for the first trades';
        if (last) {
          first ||= page.bars[0]?.open ?? 0;
          since = lastClosed(page.bars) ?? since;
          quote.value = { last: last.close, first, open: !last.closed, synthetic: page.synthetic };
        }
        return 1000;
      },
      (error) => {
        waiting.value = `${reasonOf(error)} Trying again.`;
      },
    );
    return () => {
      stop();
      chart.current = null;
      live.destroy();
    };
  }, [symbol]);
  useEffect(() => chart.current?.repaint(), [theme.value]);
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
        ref={host}
        role="img"
        aria-label={`${symbol}, one-minute bars of the last ${HISTORY_MINUTES} minutes, synthetic`}
      />
      {waiting.value && <p class="chart-wait hint">{waiting.value}</p>}
      <Attribution />
    </figure>
  );
}

function lastClosed(bars: readonly Bar[]): string | undefined {
  return bars.findLast((bar) => bar.closed)?.time;
}
