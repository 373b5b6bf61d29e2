import { HOUR_US } from '../shared/domain/time.ts';
import { CORE_MEASURES } from '../shared/performance/core-measures.ts';
import { quickSummary, returnCalendar } from '../shared/performance/quick-summary.ts';
import { walkBars } from './columns.ts';
import { measure } from './measure.ts';

const BARS = 100_000;
const RUNS = 100;

/** The yardstick: final equity and drawdown by hand, nothing else. */
function drawdownByHand(equity: Float64Array): number {
  let peak = equity[0] as number;
  let deepest = 0;
  for (let i = 1; i < equity.length; i++) {
    const value = equity[i] as number;
    if (value > peak) peak = value;
    const drawdown = (peak - value) / peak;
    if (drawdown > deepest) deepest = drawdown;
  }
  return deepest;
}

const equity = walkBars(BARS).close.map((close) => close * 100);
const time = Float64Array.from(equity, (_, i) => i * HOUR_US);
const calendar = returnCalendar(time, { timeframeUs: HOUR_US, daysPerYear: 365 });
const into = new Float64Array(CORE_MEASURES.length);
const none = new Float64Array(0);
const run = { equity, pnl: none, holdSeconds: none, closed: 0, tradedNotional: 0 };
quickSummary(run, calendar, into);
const byHand = drawdownByHand(equity);
if (!into.includes(byHand)) throw new Error(`the hand loop has a drawdown of ${byHand}, the summary has not: not the same work`);

const perBar = (seconds: number) => (seconds / BARS / RUNS) * 1e9;
const times = (work: () => void) => () => {
  for (let i = 0; i < RUNS; i++) work();
};
const ours = measure(times(() => quickSummary(run, calendar, into)));
const theirs = measure(times(() => void drawdownByHand(equity)));
console.log(`Summary of a sweep's row: ${CORE_MEASURES.length} measures of ${BARS.toLocaleString('en')} hourly points, one core`);
console.log(`   quick summary       ${perBar(ours.median).toFixed(2)} ns a bar (best ${perBar(ours.min).toFixed(2)})`);
console.log(`   drawdown by hand    ${perBar(theirs.median).toFixed(2)} ns a bar (best ${perBar(theirs.min).toFixed(2)})`);
console.log(`   ratio               ${(ours.median / theirs.median).toFixed(2)} x the hand loop's time`);
