import { useEffect } from 'preact/hooks';
import type { Backtest } from '../api/types.ts';
import { ago, percent, strategyName, symbolsLabel } from '../logic/format.ts';
import { backtests, backtestsFault, isActive, loadOlder, olderCursor, watchBacktests } from '../state/backtests.ts';
import { hrefOf, route } from '../state/route.ts';
import { ProgressBar } from './progress-bar.tsx';
import { StatusChip } from './status-chip.tsx';

export function BacktestList() {
  useEffect(watchBacktests, []);
  const all = backtests.value;
  return (
    <nav class="pane list" aria-label="Backtests">
      <div class="pane-head">
        <h2>Backtests</h2>
        <a class="button primary small" href={hrefOf.new}>
          New backtest
        </a>
      </div>
      {backtestsFault.value && (
        <p class="notice bad" role="alert">
          {backtestsFault.value}
        </p>
      )}
      {all === null && !backtestsFault.value && <p class="hint loading">Loading backtests</p>}
      {all?.length === 0 && (
        <p class="hint">No backtests yet. The first one takes about a minute to set up: choose data, choose a strategy, start.</p>
      )}
      <ul class="runs" aria-live="off">
        {all?.map((run) => (
          <Row key={run.id} run={run} />
        ))}
      </ul>
      {olderCursor.value && (
        <button type="button" class="quiet wide" onClick={() => void loadOlder()}>
          Show older
        </button>
      )}
    </nav>
  );
}

function Row({ run }: { run: Backtest }) {
  const here = route.value.page === 'run' ? route.value.id === run.id : route.value.page === 'home' && backtests.value?.[0] === run;
  const total = run.summary?.totalReturn;
  return (
    <li>
      <a class="run" href={hrefOf.run(run.id)} aria-current={here ? 'page' : undefined}>
        <span class="run-name">{strategyName(run.request)}</span>
        <span class={`run-return ${typeof total === 'number' ? tone(total) : ''}`}>
          {typeof total === 'number' ? percent(total, { signed: true }) : <StatusChip status={run.status} />}
        </span>
        <span class="run-about">{symbolsLabel(run.symbols)}</span>
        <span class="run-when">{ago(run.createdAt, Date.now())}</span>
        {isActive(run) && <ProgressBar share={run.progress} label={`Progress of ${strategyName(run.request)}`} />}
      </a>
    </li>
  );
}

export const tone = (value: number): string => (value > 0 ? 'gain' : value < 0 ? 'loss' : '');
