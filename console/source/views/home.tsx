import { backtests } from '../state/backtests.ts';
import { hrefOf } from '../state/route.ts';

/** What to do first, or where to look. */
export function Home() {
  const any = (backtests.value?.length ?? 0) > 0;
  return (
    <section class="pane empty wide-only-block" aria-label="Start">
      <h1>{any ? 'Choose a backtest' : 'Test a strategy on real history'}</h1>
      {any ? (
        <p>
          The list on the left holds every backtest, newest first. Open one to see its trades on the price, its equity and its drawdown.
        </p>
      ) : (
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
      )}
      <a class="button primary" href={hrefOf.new}>
        New backtest
      </a>
    </section>
  );
}
