import { removeStudy, retryStudy, studyReport } from '../../api/studies.ts';
import type { Study, StudyKind } from '../../api/types.ts';
import { count, strategyName, symbolsLabel } from '../../logic/format.ts';
import { namedParams } from '../../logic/several.ts';
import { go, hrefOf } from '../../state/route.ts';
import { dropStudy, isUnderWay, mergeStudy } from '../../state/studies.ts';
import { DetailHead } from '../detail-head.tsx';
import { ProgressBar } from '../progress-bar.tsx';
import { Provenance } from '../provenance.tsx';
import { Failures } from './failures.tsx';
import { KIND_NAMES } from './kinds.ts';
import { MonteCarloResult } from './monte-carlo-result.tsx';
import { SweepResult } from './sweep-result.tsx';
import { useStudy } from './use-study.ts';
import { WalkForwardResult } from './walk-forward-result.tsx';

/** One study: its progress while it runs, what failed, and its drawings. */
export function StudyDetail({ kind, id }: { kind: StudyKind; id: string }) {
  const { study, rows, fault, missing, again } = useStudy(kind, id);
  if (missing.value) return <Missing kind={kind} />;
  const it = study.value;
  if (!it)
    return <p class={fault.value ? 'pane notice bad' : 'pane hint loading'}>{fault.value ?? `Loading the ${KIND_NAMES[kind].one}`}</p>;
  const retry = async () => {
    mergeStudy(await retryStudy(kind, id));
    again();
  };
  return (
    <article class="pane detail" aria-label={KIND_NAMES[kind].name}>
      <Head study={it} onChange={again} />
      {fault.value && <p class="notice bad">{fault.value}</p>}
      {isUnderWay(it) && <Progress study={it} />}
      {it.error && (
        <p class="notice bad" role="alert">
          {it.error}
        </p>
      )}
      {it.status === 'INTERRUPTED' && <p class="notice">The platform was stopped while this ran. Start it again to get its result.</p>}
      {it.status === 'CANCELLED' && <p class="notice">Cancelled before it was done.</p>}
      {!isUnderWay(it) && (it.failures.length > 0 || it.runs.failed > 0) && <Failures study={it} onRetry={retry} />}
      {it.kind === 'sweep' && it.result && <SweepResult study={it} rows={rows.value} />}
      {it.kind === 'walk-forward' && it.result && <WalkForwardResult result={it.result} />}
      {it.kind === 'monte-carlo' && it.result && <MonteCarloResult result={it.result} />}
      {it.result && <Provenance manifest={it.result.manifest} />}
    </article>
  );
}

function Head({ study, onChange }: { study: Study; onChange: () => void }) {
  const { kind, id } = study;
  const underWay = isUnderWay(study);
  const remove = async () => {
    await removeStudy(kind, id);
    if (underWay) return onChange();
    dropStudy(id);
    go(hrefOf.research);
  };
  return (
    <DetailHead
      title={
        <>
          {KIND_NAMES[kind].name} <span class="detail-symbols">{subjectOf(study)}</span>
        </>
      }
      status={study.status}
      synthetic={study.result?.manifest.synthetic === true}
      terms={termsOf(study)}
      underWay={underWay}
      question="Delete this and its results?"
      report={() => studyReport(kind, id)}
      remove={remove}
    />
  );
}

/** What runs on what, or the backtest that is drawn from. */
function subjectOf(study: Study) {
  const { kind, request, symbols } = study;
  if (kind === 'monte-carlo' && request.backtest !== undefined)
    return <a href={hrefOf.run(request.backtest)}>of {strategyName(request)}</a>;
  return [strategyName(request), symbolsLabel(symbols)].join(' on ');
}

/** What was asked for, part by part. */
function termsOf(study: Study): string[] {
  const { request } = study;
  const kept = namedParams(request).map(([name, value]) => `${name} ${value}`);
  if (study.kind === 'monte-carlo') return [...kept, `${count(study.request.paths)} paths of each kind`, `seed ${request.seed}`];
  const { ranges, method, objective } = study.request;
  const searched = Object.entries(ranges).map(([name, range]) => `${name} ${range}`);
  return [...searched, ...kept, `method ${method}`, `objective ${objective}`, `seed ${request.seed}`];
}

function Progress({ study }: { study: Study }) {
  const { status, runs, progress } = study;
  return (
    <section class="running" aria-live="polite">
      <p>{status === 'QUEUED' ? 'Waiting to start' : `${count(runs.done)} of ${count(runs.total)} runs done`}</p>
      <ProgressBar share={progress} label="Progress" />
      <p class="hint">Drawings appear here as soon as it is done. You can leave this page; it goes on.</p>
    </section>
  );
}

function Missing({ kind }: { kind: StudyKind }) {
  return (
    <section class="pane empty">
      <h1>No such {KIND_NAMES[kind].one}</h1>
      <p>It may have been deleted. The list of research holds what there is.</p>
      <a class="button" href={hrefOf.research}>
        Back
      </a>
    </section>
  );
}
