import type { SweepPlan } from '../shared/application/sweep/plan.ts';
import type { SweepResult, SweepRow } from '../shared/application/sweep/result.ts';
import type { SweepSummary } from '../shared/application/sweep/row.ts';
import { objectiveOf } from '../shared/application/sweep/plan.ts';
import { table } from './terminal.ts';

/** Measures of a row on a terminal, and whether they are shares of one. */
const SHOWN: readonly (readonly [measure: keyof SweepSummary, heading: string, percent: boolean])[] = [
  ['totalReturn', 'RETURN', true],
  ['sharpe', 'SHARPE', false],
  ['maxDrawdown', 'DRAWDOWN', true],
  ['tradeCount', 'TRADES', false],
  ['winRate', 'WINS', true],
  ['profitFactor', 'FACTOR', false],
];

/** All rows as CSV: the parameters, then the measures; empty where one is undefined. */
export function rowsAsCsv(rows: readonly SweepRow[]): string {
  const names = Object.keys(rows[0]?.params ?? {});
  const measures = Object.keys(rows[0]?.summary ?? {}) as (keyof SweepSummary)[];
  const lines = rows.map(({ params, summary }) =>
    [...names.map((name) => params[name]), ...measures.map((measure) => summary[measure] ?? '')].join(','),
  );
  return `${[[...names, ...measures].join(','), ...lines].join('\n')}\n`;
}

/** What was searched, and what made one the best. */
type Shape = Pick<SweepPlan, 'dimensions' | 'objective' | 'goal' | 'requirements'>;

interface Shown extends Omit<SweepResult, 'ledgerSha256'> {
  readonly leftOut: number | null;
  readonly seconds: number;
  readonly barsPerSecond: number;
}

/** The best rows and the verdict on the best, for a terminal. */
export function sweepAsText({ rows, best, overfitting, leftOut, barsPerSecond }: Shown, plan: Shape): string {
  const names = plan.dimensions.map(({ name }) => name);
  const score = objectiveOf(plan);
  const heading = [...names.map((name) => name.toUpperCase()), 'SCORE', ...SHOWN.map(([, title]) => title)];
  const cells = rows.map(({ params, summary }) => [
    ...names.map((name) => String(params[name])),
    numberText(score(summary)),
    ...SHOWN.map(([measure, , percent]) => (percent ? percentText(summary[measure] ?? null) : numberText(summary[measure] ?? null))),
  ]);
  const left = leftOut ? [`${leftOut} combinations of the grid are not allowed and were left out`] : [];
  const verdict = overfitting ? [`verdict: ${overfitting.verdict}`, ...overfitting.reasons.map((reason) => `  ${reason}`)] : [];
  const none = best === null ? ['no combination has a score: nothing meets what is required'] : [];
  return [table([heading, ...cells]), '', ...left, ...none, ...verdict, speedText(barsPerSecond)].join('\n');
}

/** `12.3 million bars/s`; of slow strategies in thousands. */
export function speedText(barsPerSecond: number): string {
  const [size, name] = barsPerSecond < 1e5 ? [1e3, 'thousand'] : [1e6, 'million'];
  return `${(barsPerSecond / size).toFixed(1)} ${name} bars/s`;
}

function numberText(value: number | null): string {
  return value === null ? '-' : Number.isInteger(value) ? String(value) : value.toFixed(2);
}

function percentText(value: number | null): string {
  return value === null ? '-' : `${(100 * value).toFixed(1)} %`;
}
