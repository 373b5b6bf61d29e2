import { useEffect } from 'preact/hooks';
import type { Study } from '../../api/types.ts';
import { ago, percent, strategyName, symbolsLabel } from '../../logic/format.ts';
import { hrefOf, route } from '../../state/route.ts';
import { isUnderWay, studies, studiesFault, watchStudies } from '../../state/studies.ts';
import { ProgressBar } from '../progress-bar.tsx';
import { StatusChip } from '../status-chip.tsx';
import { KIND_NAMES } from './kinds.ts';

/** Sweeps, walk-forwards and simulations, newest first. */
export function StudyList() {
  useEffect(watchStudies, []);
  const all = studies.value;
  return (
    <nav class="pane list" aria-label="Research">
      <div class="pane-head">
        <h2>Research</h2>
        <a class="button primary small" href={hrefOf.research}>
          New
        </a>
      </div>
      {studiesFault.value && (
        <p class="notice bad" role="alert">
          {studiesFault.value}
        </p>
      )}
      {all === null && !studiesFault.value && <p class="hint loading">Loading research</p>}
      {all?.length === 0 && <p class="hint">Nothing yet. A sweep over a few parameters takes seconds.</p>}
      <ul class="runs" aria-live="off">
        {all?.map((study) => (
          <Row key={study.id} study={study} />
        ))}
      </ul>
    </nav>
  );
}

function Row({ study }: { study: Study }) {
  const here = route.value.page === 'study' && route.value.id === study.id;
  const { name, one } = KIND_NAMES[study.kind];
  return (
    <li>
      <a class="run" href={hrefOf.study(study.kind, study.id)} aria-current={here ? 'page' : undefined}>
        <span class="run-name">{name}</span>
        <span class="run-return">
          {isUnderWay(study) && study.status === 'RUNNING' ? percent(study.progress, { digits: 0 }) : <StatusChip status={study.status} />}
        </span>
        <span class="run-about">
          {[strategyName(study.request), symbolsLabel(study.symbols)].filter((part) => part !== '').join(' on ')}
        </span>
        <span class="run-when">{ago(study.createdAt, Date.now())}</span>
        {isUnderWay(study) && <ProgressBar share={study.progress} label={`Progress of the ${one}`} />}
      </a>
    </li>
  );
}
