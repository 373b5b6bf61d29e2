import { backtests } from '../state/backtests.ts';
import { hrefOf } from '../state/route.ts';
import { BacktestDetail } from './backtest-detail.tsx';

/** As in the style sheet: below it, the list has the page to itself. */
const WIDE = '(min-width: 761px)';

/** The newest backtest beside the list, or what to do first. */
export function Home() {
  const newest = backtests.value?.[0];
  if (backtests.value === null) return null;
  if (newest) return matchMedia(WIDE).matches ? <BacktestDetail key={newest.id} id={newest.id} /> : null;
  return (
    <section class="pane empty" aria-label="Start">
      <h1>Test a strategy on real history</h1>
      <ol class="steps">
        <li>
          <b>Bring data.</b> Drop a CSV or Parquet file with time, open, high, low, close and volume. Rows that cannot be right are set
          aside and shown with their line.
        </li>
        <li>
          <b>Choose a strategy.</b> Each says what it does and which bounds its parameters have. Your own are one file in{' '}
          <code>strategies/</code>.
        </li>
        <li>
          <b>Start.</b> Watch it run; then see every trade on the price, the equity curve beside buy and hold, and the costs.
        </li>
      </ol>
      <a class="button primary" href={hrefOf.new}>
        New backtest
      </a>
    </section>
  );
}
