import { appendFileSync } from 'node:fs';
import type { FeedChannel } from '../../shared/domain/feed.ts';
import type { MarketStream } from '../../shared/ports/market-connector.ts';
import { interruptible } from '../interrupt.ts';
import { loadConnector } from '../registry.ts';
import { note, print } from '../terminal.ts';
import { fileError, UserError } from '../user-error.ts';

interface StreamOptions {
  readonly source: string;
  readonly symbol: readonly string[];
  readonly channel?: readonly FeedChannel[];
  readonly count?: number;
  readonly out?: string;
  readonly heartbeats?: boolean;
  readonly venueUrl?: string;
}

/** `skytape data stream`: the records of a venue as lines of JSON. Holes and records put aside are told on standard error. */
export async function dataStream(options: StreamOptions): Promise<void> {
  const { source, count = Number.POSITIVE_INFINITY, out, venueUrl } = options;
  if (!(count >= 1)) throw new UserError(`--count is ${count}, but must be a whole number from 1`);
  const connector = await loadConnector(source, venueUrl);
  const channels = options.channel ?? connector.channels.filter((channel, i) => channel === 'trades' || i === 0).slice(0, 1);
  const missing = channels.find((channel) => !connector.channels.includes(channel));
  if (missing !== undefined || channels.length === 0) {
    throw new UserError(`${source} streams no ${missing ?? 'data'}; it streams ${connector.channels.join(', ') || 'nothing'}`);
  }
  const symbols = await Promise.all(options.symbol.map(async (symbol) => (await connector.market(symbol, '1m')).symbol));
  const stream = connector.stream({
    symbols,
    channels,
    onQuarantine: (_, reason) => note(`put aside: ${reason}`),
    onAlarm: ({ code, detail }) => code === 'hole' && note(`hole: ${detail}`),
  });
  const write = out === undefined ? print : (line: string) => append(out, line);
  try {
    await interruptible((signal) => {
      signal.addEventListener('abort', () => void stream.close(), { once: true });
      return copy(stream, write, { count, heartbeats: options.heartbeats === true });
    });
  } finally {
    await stream.close();
  }
  const { received, duplicates, quarantined, reconnects, backfilled } = stream.status();
  note(`${received} records came: ${duplicates} twice, ${quarantined} put aside, ${backfilled} by history after ${reconnects} reconnects`);
}

interface Limits {
  readonly count: number;
  readonly heartbeats: boolean;
}

async function copy(stream: MarketStream, write: (line: string) => void, { count, heartbeats }: Limits): Promise<void> {
  let left = count;
  for await (const record of stream.records) {
    if (record.kind === 'heartbeat' && !heartbeats) continue;
    write(JSON.stringify(record));
    if (--left <= 0) return;
  }
}

function append(file: string, line: string): void {
  try {
    appendFileSync(file, `${line}\n`);
  } catch (error) {
    throw fileError('write', file, error);
  }
}
