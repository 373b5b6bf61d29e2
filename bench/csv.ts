import { importBars } from '../shared/market/import.ts';
import { parseCsv } from '../shared/market/csv.ts';

/** 1,000,000 rows of CSV through the parser, beside `split(',')` + `Number` + `Date.parse` over the same bytes in the same run. */
const ROWS = Number(process.argv[2] ?? 1_000_000);
const REPEATS = 5;

function makeCsv(rows: number): Uint8Array {
  const lines = ['timestamp,open,high,low,close,volume'];
  let price = 57_953.86;
  for (let i = 0; i < rows; i++) {
    const open = price;
    price = Math.max(1, price + ((i * 7919) % 2001) / 100 - 10);
    const high = Math.max(open, price) + 5.25;
    const low = Math.min(open, price) - 5.11;
    const time = new Date(1_617_566_400_000 + i * 60_000).toISOString().replace('.000', '');
    lines.push(
      `${time},${open.toFixed(2)},${high.toFixed(2)},${low.toFixed(2)},${price.toFixed(2)},${(100 + ((i * 104_729) % 1_000_000) / 997).toFixed(6)}`,
    );
  }
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

function plain(bytes: Uint8Array): number {
  const lines = new TextDecoder().decode(bytes).split('\n');
  const columns = Array.from({ length: 6 }, () => new Float64Array(lines.length - 2));
  for (let i = 1; i < lines.length - 1; i++) {
    const cells = (lines[i] as string).split(',');
    (columns[0] as Float64Array)[i - 1] = Date.parse(cells[0] as string) * 1000;
    for (let c = 1; c < 6; c++) (columns[c] as Float64Array)[i - 1] = Number(cells[c]);
  }
  return columns[0]?.length ?? 0;
}

function best(work: () => number): number {
  let seconds = Infinity;
  for (let i = 0; i < REPEATS; i++) {
    const start = performance.now();
    if (work() !== ROWS) throw new Error(`expected ${ROWS} rows`);
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return seconds;
}

const bytes = makeCsv(ROWS);
const parsed = best(() => parseCsv(bytes).length);
const imported = best(() => importBars(bytes, { symbol: 'BTC/USDT' }).bars.length);
const baseline = best(() => plain(bytes));
const rate = (seconds: number) =>
  `${(ROWS / seconds / 1e6).toFixed(2).padStart(6)} M rows/s  ${((seconds / ROWS) * 1e9).toFixed(0).padStart(5)} ns/row`;
console.log(`csv: ${ROWS} rows, ${(bytes.length / 1e6).toFixed(0)} MB, best of ${REPEATS}`);
console.log(`  parseCsv               ${rate(parsed)}   ${(baseline / parsed).toFixed(1)}x the plain way`);
console.log(`  import with validation ${rate(imported)}   ${(baseline / imported).toFixed(1)}x the plain way`);
console.log(`  split + Number         ${rate(baseline)}`);
