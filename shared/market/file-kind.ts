import { MarketDataError } from './error.ts';

const MAGIC: readonly [bytes: readonly number[], what: string][] = [
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file, so its format is parquet and not csv'],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive; unpack it first'],
  [[0x1f, 0x8b], 'gzip-compressed; unpack it first'],
  [[0xff, 0xfe], 'UTF-16 text; save it as UTF-8'],
  [[0xfe, 0xff], 'UTF-16 text; save it as UTF-8'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
];

const BOM_LENGTH = 3;

/** Where the text of a CSV file begins, after a byte order mark. Throws `MarketDataError` when the bytes are no text table at all. */
export function textStart(bytes: Uint8Array): number {
  for (const [magic, what] of MAGIC) {
    if (magic.every((byte, i) => bytes[i] === byte)) throw new MarketDataError('not-text', `this is no CSV: it is ${what}`);
  }
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? BOM_LENGTH : 0;
  const head = bytes.subarray(start, start + 4096);
  if (head.includes(0)) throw new MarketDataError('not-text', 'this is no CSV: it holds binary data');
  const text = new TextDecoder().decode(head).trimStart();
  if (text === '')
    throw new MarketDataError('empty-file', 'the file is empty; a bar file has a time, open, high, low and close in each row');
  if (/^<(!doctype|html|head|body|\?xml|svg)/i.test(text))
    throw new MarketDataError('not-bars', 'this is no CSV: it is an HTML or XML page');
  if (/^[{[]/.test(text)) throw new MarketDataError('not-bars', 'this is no CSV: it is JSON');
  return start;
}
