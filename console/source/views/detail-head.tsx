import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { reasonOf } from '../api/http.ts';
import type { Backtest } from '../api/types.ts';
import { mayResearch } from '../auth/session.ts';
import { StatusChip } from './status-chip.tsx';

interface DetailHeadProps {
  readonly title: ComponentChildren;
  readonly status: Backtest['status'];
  readonly synthetic: boolean;
  /** What was asked for, part by part. */
  readonly terms: readonly string[];
  readonly underWay: boolean;
  /** What is asked before something that has ended is deleted. */
  readonly question: string;
  /** What else can be done with what has ended. */
  readonly more?: ComponentChildren;
  /** Where the tearsheet can be read. */
  readonly report: () => Promise<{ readonly url: string }>;
  /** Cancels what is under way, deletes what has ended. */
  readonly remove: () => Promise<void>;
}

/** The head of the page of a backtest or a study: what it is, how it stands, its tearsheet and its end. */
export function DetailHead({ title, status, synthetic, terms, underWay, question, more, report, remove }: DetailHeadProps) {
  const fault = useSignal<string | null>(null);
  const act = (work: () => Promise<void>) => () =>
    void work().catch((error: unknown) => {
      fault.value = reasonOf(error);
    });
  const openReport = act(async () => {
    const tab = open('about:blank', '_blank');
    const { url } = await report();
    if (tab) tab.location.href = url;
    else location.assign(url);
  });
  const end = act(async () => {
    if (underWay || confirm(question)) await remove();
  });
  return (
    <header class="detail-head">
      <div>
        <h1>
          {title} <StatusChip status={status} /> {synthetic && <span class="chip chip-synthetic">synthetic</span>}
        </h1>
        <p class="hint terms">
          {terms.map((term) => (
            <span key={term}>{term}</span>
          ))}
        </p>
        {fault.value && (
          <p class="notice bad" role="alert">
            {fault.value}
          </p>
        )}
      </div>
      <div class="actions">
        {!underWay && more}
        {status === 'DONE' && (
          <button type="button" class="button small" onClick={openReport}>
            Tearsheet
          </button>
        )}
        {mayResearch.value && (
          <button type="button" class="button small" onClick={end}>
            {underWay ? 'Cancel' : 'Delete'}
          </button>
        )}
      </div>
    </header>
  );
}
