import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { getReport, removeBacktest } from '../api/platform.ts';
import type { Backtest, TradeRow } from '../api/types.ts';
import { mayResearch } from '../auth/session.ts';
import { count, percent, strategyName, symbolsLabel, utc } from '../logic/format.ts';
import { namedParams } from '../logic/several.ts';
import { draftOf } from '../logic/study-draft.ts';
import { dropBacktest, isActive, refreshBacktests } from '../state/backtests.ts';
import { datasets, loadCatalogue } from '../state/catalogue.ts';
import { prefill } from '../state/prefill.ts';
import { go, hrefOf } from '../state/route.ts';
import { AccountTables } from './account-tables.tsx';
import { AnalysisTables } from './analysis-tables.tsx';
import { DetailHead } from './detail-head.tsx';
import { Details, Headlines } from './metrics.tsx';
import { ProgressBar } from './progress-bar.tsx';
import { Provenance } from './provenance.tsx';
import { RunCharts } from './run-charts.tsx';
import { TradesTable } from './trades-table.tsx';
import { useRun } from './use-run.ts';

export function BacktestDetail({ id }: { id: string }) {
  const { run, trades, equity, fault, missing } = useRun(id);
  const focus = useSignal<TradeRow | null>(null);
  const dataset = useSignal<string | null>(null);
  useEffect(() => {
    if (datasets.value === null) void loadCatalogue();
  }, []);
  if (missing.value) return <Missing />;
  const it = run.value;
  if (!it) return <p class={fault.value ? 'pane notice bad' : 'pane hint loading'}>{fault.value ?? 'Loading the backtest'}</p>;
  const show = (trade: TradeRow) => {
    const index = it.symbols.indexOf(trade.symbol);
    dataset.value = it.request.datasets[index] ?? dataset.value;
    focus.value = { ...trade };
  };
  return (
    <article class="pane detail" aria-label="Backtest">
      <Head run={it} />
      {fault.value && <p class="notice bad">{fault.value}</p>}
      {isActive(it) && <Progress run={it} />}
      {it.error && (
        <p class="notice bad" role="alert">
          {it.error}
        </p>
      )}
      {it.status === 'INTERRUPTED' && <p class="notice">The platform was stopped while this ran. Start it again to get its result.</p>}
      {it.status === 'CANCELLED' && <p class="notice">Cancelled before it was done.</p>}
      {it.status === 'DONE' && it.shards.failed > 0 && (
        <p class="notice bad">
          {it.shards.failed} of {it.shards.total} datasets failed; the result holds the others.
        </p>
      )}
      {it.summary && <Headlines summary={it.summary} />}
      {it.status === 'DONE' && (
        <RunCharts
          run={it}
          trades={trades.value}
          equity={equity.value}
          focus={focus.value}
          dataset={dataset}
          onFocusEnd={() => (focus.value = null)}
        />
      )}
      {it.summary && <Details summary={it.summary} />}
      {it.status === 'DONE' && <AccountTables run={it} />}
      {it.analysis && <AnalysisTables analysis={it.analysis} />}
      {Object.entries(it.analysers ?? {}).map(([id, answer]) => (
        <details key={id} class="provenance">
          <summary>{id}</summary>
          <pre class="rules-shown">{JSON.stringify(answer, null, 2)}</pre>
        </details>
      ))}
      {it.status === 'DONE' && <TradesTable trades={trades.value} onShow={show} />}
      {it.request.rules && (
        <details class="provenance">
          <summary>Rules</summary>
          <pre class="rules-shown">{JSON.stringify(it.request.rules, null, 2)}</pre>
        </details>
      )}
      {it.manifest && <Provenance manifest={it.manifest} />}
    </article>
  );
}

function Head({ run }: { run: Backtest }) {
  const underWay = isActive(run);
  const remove = async () => {
    await removeBacktest(run.id);
    if (underWay) return refreshBacktests();
    dropBacktest(run.id);
    go(hrefOf.home);
  };
  const again = () => {
    prefill.value = draftOf(run, Object.fromEntries(namedParams(run.request)));
    go(hrefOf.new);
  };
  return (
    <DetailHead
      title={
        <>
          {strategyName(run.request)} <span class="detail-symbols">{symbolsLabel(run.symbols)}</span>
        </>
      }
      status={run.status}
      synthetic={run.manifest?.synthetic === true}
      terms={termsOf(run)}
      underWay={underWay}
      question="Delete this backtest and its results?"
      more={
        mayResearch.value && (
          <>
            <button type="button" class="button small" title="Opens the form as it was for this one" onClick={again}>
              Run again
            </button>
            {run.status === 'DONE' && (
              <a class="button small" href={hrefOf.chance(run.id)}>
                Monte Carlo
              </a>
            )}
          </>
        )
      }
      report={() => getReport(run.id)}
      remove={remove}
    />
  );
}

/** What was asked for, part by part. */
function termsOf(run: Backtest): string[] {
  const { request } = run;
  const params = [...paramsOf(request.params), ...(request.strategies ?? []).flatMap(paramsOfPart)];
  const account = request.account === 'shared' || run.manifest?.['account'] !== undefined ? 'one account' : '';
  const costs = [`commission ${request.commissionBps} bps`, `slippage ${request.slippageBps} bps`];
  return [...params, account, `cash ${cashOf(request.cash)}`, `size ${request.sizing}`, ...costs, spanOf(run)].filter(
    (term) => term !== '',
  );
}

const paramsOf = (params: Readonly<Record<string, number>>) => Object.entries(params).map(([name, value]) => `${name} ${value}`);

/** Of one of several strategies: its part of the cash, where it was given, and its parameters where it has some. */
function paramsOfPart({ strategy, params, share }: NonNullable<Backtest['request']['strategies']>[number]): string[] {
  const about = [...(share === undefined ? [] : [percent(share, { digits: 0 })]), ...paramsOf(params)];
  return about.length === 0 ? [] : [`${strategy}: ${about.join(', ')}`];
}

function cashOf(cash: Backtest['request']['cash']): string {
  if (typeof cash === 'number') return count(cash);
  return Object.entries(cash)
    .map(([currency, amount]) => `${count(amount)} ${currency}`)
    .join(' + ');
}

function spanOf({ request, manifest }: Backtest): string {
  const [from, to] = [manifest?.from ?? request.from, manifest?.to ?? request.to];
  return typeof from === 'string' && typeof to === 'string' ? `${utc(from, true)} to ${utc(to, true)}` : '';
}

const Progress = ({ run }: { run: Backtest }) => (
  <section class="running" aria-live="polite">
    <p>
      {run.status === 'QUEUED'
        ? 'Waiting to start'
        : `${run.shards.done} of ${run.shards.total} ${run.shards.total === 1 ? 'dataset' : 'datasets'} done`}
    </p>
    <ProgressBar share={run.progress} label="Progress" />
    <p class="hint">Charts and trades appear here as soon as it is done. You can leave this page; it goes on.</p>
  </section>
);

const Missing = () => (
  <section class="pane empty">
    <h1>No such backtest</h1>
    <p>It may have been deleted. The list of backtests holds what there is.</p>
    <a class="button" href={hrefOf.home}>
      Back
    </a>
  </section>
);
