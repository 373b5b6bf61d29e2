import { MINUTE_US } from '../shared/domain/time.ts';
import { tradesToBars } from '../shared/market/aggregate.ts';
import { readTicks } from '../shared/market/ticks/read-ticks.ts';
import { measure, rate } from './measure.ts';

/**
 * A CSV file of trades normalised (columns found, times and numbers read, checked, ordered, ids looked at) and folded into minutes,
 * beside a hand loop in the manner of C that knows the layout of this very file and checks nothing.
 */
const TRADES = Number(process.argv[2] ?? 1_000_000);

function makeCsv(trades: number): Uint8Array {
  const lines = ['timestamp_ms,trade_id,price,quantity,buyer_maker'];
  let cents = 3_943_248;
  for (let i = 0; i < trades; i++) {
    cents += ((i * 7919) % 201) - 100;
    const quantity = 1 + ((i * 104_729) % 999_983);
    lines.push(`${1_610_064_000_000 + i * 7},${553_287_559 + i},${(cents / 100).toFixed(2)},${(quantity / 1e6).toFixed(6)},${i % 3 === 0}`);
  }
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

function normaliseAndAggregate(bytes: Uint8Array) {
  const { length, time, first, second } = readTicks(bytes);
  return tradesToBars({ length, time, price: first, quantity: second }, MINUTE_US);
}

const MARK = 44;
const LINE = 10;
const POINT = 46;

/** Five fields in the order of `makeCsv`, sums of volume as doubles. */
function byHand(bytes: Uint8Array): { readonly length: number; readonly close: Float64Array } {
  const close = new Float64Array(200_000);
  const [high, low, volume] = [new Float64Array(200_000), new Float64Array(200_000), new Float64Array(200_000)];
  let bar = -1;
  let minute = -1;
  for (let at = bytes.indexOf(LINE) + 1; at < bytes.length; at++) {
    let ms = 0;
    for (; bytes[at] !== MARK; at++) ms = ms * 10 + (bytes[at] as number) - 48;
    for (at++; bytes[at] !== MARK; ) at++;
    let price = 0;
    for (at++; bytes[at] !== MARK; at++) if (bytes[at] !== POINT) price = price * 10 + (bytes[at] as number) - 48;
    let quantity = 0;
    for (at++; bytes[at] !== MARK; at++) if (bytes[at] !== POINT) quantity = quantity * 10 + (bytes[at] as number) - 48;
    while (bytes[at] !== LINE) at++;
    const at60 = Math.floor(ms / 60_000);
    if (at60 !== minute) {
      minute = at60;
      bar++;
      high[bar] = low[bar] = price;
    }
    if (price > (high[bar] as number)) high[bar] = price;
    if (price < (low[bar] as number)) low[bar] = price;
    close[bar] = price / 100;
    volume[bar] = (volume[bar] as number) + quantity / 1e6;
  }
  return { length: bar + 1, close };
}

const bytes = makeCsv(TRADES);
const [ours, theirs] = [normaliseAndAggregate(bytes), byHand(bytes)];
if (ours.length !== theirs.length || ours.close.some((price, i) => price !== theirs.close[i])) throw new Error('the two disagree');
const whole = measure(() => normaliseAndAggregate(bytes));
const hand = measure(() => byHand(bytes));
const ticks = readTicks(bytes);
const columns = { length: ticks.length, time: ticks.time, price: ticks.first, quantity: ticks.second };
const fold = measure(() => tradesToBars(columns, MINUTE_US));
console.log(`ticks: ${TRADES} trades of CSV, ${(bytes.length / 1e6).toFixed(0)} MB, into ${ours.length} minutes`);
console.log(
  `  normalise and aggregate ${rate(TRADES, whole.median)}   ${(whole.median / hand.median).toFixed(1)}x the time of the hand loop`,
);
console.log(`  aggregate alone         ${rate(TRADES, fold.median)}`);
console.log(`  hand loop               ${rate(TRADES, hand.median)}`);
