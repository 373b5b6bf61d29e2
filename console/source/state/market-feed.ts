import { computed } from '@preact/signals';
import type { SocketEvent } from '../../../shared/contracts/socket.ts';
import { barsPage } from '../api/platform.ts';
import type { Bar } from '../api/types.ts';
import { type MovingBar, withRead, withTrade } from '../logic/moving-bar.ts';
import type { DrawnBar } from '../logic/thin.ts';
import { listen, live } from './live.ts';
import { poll } from './poll.ts';

interface Followed {
  readonly symbol: string;
  readonly historyMinutes: number;
  /** Bars that are new or have changed, ascending; the last is the newest of all when `isNewest`. */
  readonly onBars: (bars: readonly DrawnBar[], about: { readonly isNewest: boolean; readonly synthetic: boolean }) => void;
  readonly onWaiting: () => void;
  readonly onFault: (error: unknown) => void;
}

const POLL_MS = 1000;

/**
 * Follows the one-minute bars of an instrument: trades move the newest as they happen while the socket is open. At each opening what was missed is read over HTTP,
 * and as long as it is not open that is asked every second. Returns the stop.
 */
export function followMarket({ symbol, historyMinutes, onBars, onWaiting, onFault }: Followed): () => void {
  let since = new Date(Date.now() - historyMinutes * 60_000).toISOString();
  let moving: MovingBar | undefined;
  const take = (event: SocketEvent): void => {
    if (moving === undefined) return;
    if (event.kind === 'trade') {
      const moved = withTrade(moving, event);
      if (moved !== moving) onBars([moved], { isNewest: true, synthetic: event.synthetic });
      moving = moved;
    } else if (event.kind === 'bar') {
      const bar = drawn(event);
      const isNewest = bar.time >= moving.time;
      if (isNewest) moving = { ...bar, lastUs: Number.MAX_SAFE_INTEGER };
      onBars([bar], { isNewest, synthetic: event.synthetic });
    }
  };
  const read = async (): Promise<number | null> => {
    const page = await barsPage({ symbol, from: since, partial: 'true', limit: 500 });
    const bars = page.bars.map(drawn);
    const last = bars.at(-1);
    if (last === undefined) onWaiting();
    else {
      moving = withRead(moving, last);
      since = page.bars.findLast((bar) => bar.closed)?.time ?? since;
      onBars([...bars.slice(0, -1), last.time === moving.time ? moving : last], { isNewest: true, synthetic: page.synthetic });
    }
    return isOpen.peek() && last !== undefined ? null : POLL_MS;
  };
  const isOpen = computed(() => live.value.state === 'open');
  let stopPolling = (): void => undefined;
  const stopWatching = isOpen.subscribe(() => {
    stopPolling();
    stopPolling = poll(read, onFault);
  });
  const stops = (['trades', 'bars:1m'] as const).map((channel) => listen(symbol, channel, take));
  return () => {
    stopWatching();
    stopPolling();
    for (const stop of stops) stop();
  };
}

type Prices = Pick<Bar, 'time' | 'open' | 'high' | 'low' | 'close'>;
const drawn = ({ time, open, high, low, close }: Prices): DrawnBar => ({ time: Date.parse(time) / 1000, open, high, low, close });
