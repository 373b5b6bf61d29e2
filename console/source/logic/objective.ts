import { ExpressionError, isTrue, parseExpression } from '../../../shared/domain/expression.ts';
import type { SweepRow } from '../api/types.ts';

export type Sample = { readonly params: SweepRow['params']; readonly value: number | null };

/** Rows with their value of a measure; null where it is undefined. */
export const samplesOf = (rows: readonly SweepRow[], measure: string): Sample[] =>
  rows.map(({ params, summary }) => ({ params, value: summary[measure] ?? null }));

/**
 * Rows with their value of a sweep's objective, a measure or a formula over measures: null where it is undefined or a requirement is not met. Undefined for an objective
 * that this console cannot read.
 */
export function objectiveSamples(
  rows: readonly SweepRow[],
  { objective, requirements }: { readonly objective: string; readonly requirements: readonly string[] },
): Sample[] | undefined {
  const known = Object.keys(rows[0]?.summary ?? {});
  if (rows.length === 0) return [];
  try {
    const formula = parseExpression(objective, known, 'objective');
    const conditions = requirements.map((text) => parseExpression(text, known, 'requirements'));
    return rows.map(({ params, summary }) => {
      const value = conditions.every((condition) => isTrue(condition(summary))) ? formula(summary) : Number.NaN;
      return { params, value: Number.isFinite(value) ? value : null };
    });
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}
