import type { Outcome } from '../lambda/worker-thread.ts';

/** Which records of a batch failed: `all`, or those named; an empty set is success. */
export type Failures = 'all' | ReadonlySet<string>;

/**
 * Reads a function's answer the way Lambda does for `ReportBatchItemFailures`: nothing, null or an empty list is full success; an answer that cannot be
 * read, or that names a record that was not in the batch, is full failure. AWS Lambda Developer Guide, "Partial batch response".
 */
export function readFailures(outcome: Outcome, reportsItems: boolean, ids: ReadonlySet<string>): Failures {
  if (!outcome.ok) return 'all';
  if (!reportsItems) return new Set();
  const answer = JSON.parse(outcome.payload) as { batchItemFailures?: unknown } | null;
  const failures = typeof answer === 'object' && answer !== null ? (answer.batchItemFailures ?? []) : [];
  if (!Array.isArray(failures)) return 'all';
  const named = failures.map((failure: unknown) => (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  const failed = new Set<string>();
  for (const id of named) {
    if (typeof id !== 'string' || !ids.has(id)) return 'all';
    failed.add(id);
  }
  return failed;
}
