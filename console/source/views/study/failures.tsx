import { useSignal } from '@preact/signals';
import { reasonOf } from '../../api/http.ts';
import type { Study } from '../../api/types.ts';
import { mayResearch } from '../../auth/session.ts';
import { count } from '../../logic/format.ts';
import { paramsText } from '../drawings/heat-map.tsx';
import { Table } from '../table.tsx';

/** What could not be run, and a way to run only that again. */
export function Failures({ study, onRetry }: { study: Study; onRetry: () => Promise<void> }) {
  const busy = useSignal(false);
  const fault = useSignal<string | null>(null);
  const { runs, shards, failures } = study;
  const retry = async () => {
    busy.value = true;
    fault.value = null;
    try {
      await onRetry();
    } catch (error) {
      fault.value = reasonOf(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <section class="failures" aria-label="What failed">
      <div class="notice bad">
        <p>
          {count(runs.failed)} of {count(runs.total)} runs failed, in {count(shards.failed)} of {count(shards.total)} shards
          {study.status === 'DONE' ? '; the result holds the others.' : '.'}
        </p>
        {fault.value && <p role="alert">{fault.value}</p>}
        {mayResearch.value && (
          <button type="button" class="button small" disabled={busy.value} onClick={() => void retry()}>
            {busy.value ? 'One moment' : 'Run only these again'}
          </button>
        )}
      </div>
      <details>
        <summary>What failed</summary>
        <Table
          title="Failures"
          header={['Shard', 'Runs', 'Parameters', 'Reason']}
          rows={failures.map(({ shard, runs: own, params, error }) => [
            count(shard),
            count(own),
            params ? paramsText(params) : 'all of it',
            error,
          ])}
        />
        {failures.length >= 100 && <p class="hint">The first {failures.length}.</p>}
      </details>
    </section>
  );
}
