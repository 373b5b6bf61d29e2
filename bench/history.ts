import { LakeBars } from '../shared/adapters/files/lake-bars.ts';
import { parquetBarFiles } from '../shared/adapters/files/parquet.ts';
import { readParquetTable } from '../shared/adapters/files/parquet-read.ts';
import { MemoryObjects } from '../shared/adapters/memory/objects.ts';
import { allocateBars, type Bars, sliceBars } from '../shared/domain/bars.ts';
import { MINUTE_US } from '../shared/domain/time.ts';
import { barRow, NOTHING_DERIVED, type StoredBar } from '../shared/ports/bar-store.ts';
import { rate } from './measure.ts';

/** A history of ten million minutes read back into columns: as one file, and as the months of the lake. Parquet from end to end; reading from S3 is not counted. */
const BARS = Number(process.argv[2] ?? 10_000_000);
/** What goes through rows, to write the lake or in the general reader, costs gigabytes for ten million. */
const ROWS_MAX = Math.min(BARS, 1_000_000);
const START_US = Date.UTC(2003, 0, 1) * 1000;

function history(length: number) {
  const bars = allocateBars(length, MINUTE_US);
  let price = 10_000;
  for (let i = 0; i < length; i++) {
    bars.time[i] = START_US + i * MINUTE_US;
    bars.open[i] = price / 100;
    price = Math.max(100, price + ((i * 7919) % 201) - 100);
    bars.close[i] = price / 100;
    bars.high[i] = Math.max(bars.open[i] as number, price / 100) + ((i * 31) % 17) / 100;
    bars.low[i] = Math.min(bars.open[i] as number, price / 100) - ((i * 37) % 13) / 100;
    bars.volume[i] = ((i * 104_729) % 1_000_003) / 1000;
  }
  return bars;
}

/** The first of them as rows; in a function, so that they are gone before anything is measured. */
function rows(bars: Bars): StoredBar[] {
  return Array.from({ length: ROWS_MAX }, (_, i) => ({ ...barRow(bars, i), trades: 1, synthetic: true, ...NOTHING_DERIVED }));
}

async function seconds(length: number, work: () => Promise<{ readonly length: number }>): Promise<number> {
  let best = Infinity;
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    if ((await work()).length !== length) throw new Error(`expected ${length} bars`);
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  return best;
}

const bars = history(BARS);
const file = parquetBarFiles.encode(bars);
// Before the rows below are made: a collector of garbage that walks over millions of objects is no part of reading.
const plain = await seconds(BARS, () => parquetBarFiles.decode(file));
const series = { symbol: 'BENCH', timeframe: '1m' };
const lake = new LakeBars(new MemoryObjects());
await lake.put(series, rows(bars));
const months = await seconds(ROWS_MAX, () => lake.columns(series, { fromUs: 0, toUs: Number.MAX_SAFE_INTEGER }));
const part = parquetBarFiles.encode(sliceBars(bars, 0, ROWS_MAX));
const general = await seconds(ROWS_MAX, () => readParquetTable(part));
console.log(`history: ${BARS} minutes, ${(file.length / 1e6).toFixed(0)} MB of Parquet`);
console.log(`  one file into columns        ${rate(BARS, plain)}`);
console.log(`  months of the lake           ${rate(ROWS_MAX, months)}   (${ROWS_MAX} minutes)`);
console.log(`  hyparquet's reader, one file ${rate(ROWS_MAX, general)}   (${ROWS_MAX} minutes)`);
console.log(`  memory at its most           ${(process.resourceUsage().maxRSS / 1e6).toFixed(1)} GB`);
