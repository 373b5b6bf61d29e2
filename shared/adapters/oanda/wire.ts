import { HistoryError } from '../../ports/history-source.ts';
import type { StreamRequest } from '../../ports/market-connector.ts';
import type { TickSink, Wire } from '../connector/feed.ts';
import { jsonOf, shaped } from '../connector/frames.ts';
import type { Stamper } from '../connector/stamp.ts';
import { bookOf, messageOf, Price, quoteOf } from './shapes.ts';

interface Access {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly stamper: Stamper;
}

/** A line is a few thousand bytes; what is longer is not one. */
const MAX_LINE = 1_000_000;
const CONNECT_MS = 10_000;

/** One long answer of lines of JSON: prices, and a heartbeat every five seconds. */
export async function openOanda({ url, headers, stamper }: Access, { channels }: StreamRequest, sink: TickSink): Promise<Wire> {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), CONNECT_MS);
  const response = await fetch(url, { headers: { ...headers }, signal: stop.signal }).catch((error: unknown) => {
    throw new HistoryError('unavailable', `the stream of oanda cannot be reached: ${String(error)}`, { cause: error });
  });
  clearTimeout(late);
  if (!response.ok || response.body === null) throw refusal(response.status, await response.text());
  const onLine = (line: Uint8Array) => {
    sink.life();
    const message = jsonOf(line);
    if ((message as { type?: unknown } | null)?.type !== 'PRICE') return;
    const price = shaped(Price, message, 'price');
    if (channels.includes('quotes')) sink.tick(quoteOf(stamper, price));
    if (channels.includes('book')) sink.tick(bookOf(stamper, price));
  };
  return { ended: readLines(response.body, onLine, sink), close: () => stop.abort() };
}

async function readLines(body: ReadableStream<Uint8Array>, onLine: (line: Uint8Array) => void, sink: TickSink): Promise<HistoryError> {
  let rest = Buffer.alloc(0);
  try {
    for await (const chunk of body) {
      rest = Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        const line = rest.subarray(0, end);
        rest = rest.subarray(end + 1);
        if (line.length > 0) guarded(line, onLine, sink);
      }
      if (rest.length > MAX_LINE) return new HistoryError('unavailable', `oanda sent a line of more than ${MAX_LINE} bytes`);
    }
  } catch (error) {
    return new HistoryError('unavailable', `the stream of oanda broke off: ${String(error)}`, { cause: error });
  }
  return new HistoryError('unavailable', 'the stream of oanda ended');
}

function guarded(line: Uint8Array, onLine: (line: Uint8Array) => void, sink: TickSink): void {
  try {
    onLine(line);
  } catch (error) {
    sink.bad(error instanceof Error ? error.message : String(error));
  }
}

function refusal(status: number, text: string): HistoryError {
  let said: string | undefined;
  try {
    said = messageOf(JSON.parse(text));
  } catch {
    // What is no JSON says nothing of use.
  }
  const line = `${status}${said === undefined ? '' : ` ${said}`}`;
  if (status === 401 || status === 403) return new HistoryError('unauthorised', `oanda does not accept the key: ${line}`);
  const passing = status === 429 || status >= 500;
  return new HistoryError(passing ? 'unavailable' : 'refused', `oanda refused the stream: ${line}`);
}
