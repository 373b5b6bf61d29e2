import type { AbilityReport } from '../shared/application/walk-forward/ability.ts';
import type { CombinatorialReport } from '../shared/application/walk-forward/combinatorial.ts';
import type { WalkForwardReport } from '../shared/application/walk-forward/run.ts';
import { table } from './terminal.ts';

/** What was asked for besides the folds. */
export interface BeyondFolds {
  readonly cpcv: CombinatorialReport | null;
  readonly ability: AbilityReport | null;
}

/** The folds, what is left of the ratio after them, and the regimes, for a terminal. */
export function walkForwardAsText(walked: WalkForwardReport, { cpcv, ability }: BeyondFolds): string {
  const { folds, stitched, outOfSampleSharpe, degradation, earningFolds } = walked;
  const rows = folds.map(({ test, params, inSample, outOfSample }, i) => [
    String(i + 1),
    test.from.slice(0, 10),
    test.to.slice(0, 10),
    params === null ? 'none' : Object.values(params).join(' '),
    percent(inSample.totalReturn),
    ratio(inSample.sharpe),
    percent(outOfSample.totalReturn),
    ratio(outOfSample.sharpe),
    percent(outOfSample.maxDrawdown),
    String(outOfSample.trades),
  ]);
  const names = Object.keys(folds.find(({ params }) => params !== null)?.params ?? {});
  const heading = [
    'FOLD',
    'TEST FROM',
    'TO',
    names.join(' ').toUpperCase() || 'CHOSEN',
    'IN',
    'SHARPE',
    'OUT',
    'SHARPE',
    'DRAWDOWN',
    'TRADES',
  ];
  const regimes = stitched.regimes.map(({ regime, periods, totalReturn, sharpe }) => [
    regime,
    String(periods),
    percent(totalReturn),
    ratio(sharpe),
  ]);
  return [
    table([heading, ...rows]),
    '',
    `out of sample: ${percent(stitched.totalReturn)}, Sharpe ${ratio(stitched.sharpe)}${intervalText(outOfSampleSharpe)}, drawdown ${percent(stitched.maxDrawdown)}, ${percent(earningFolds)} of the folds earned`,
    keptText(degradation),
    '',
    table([['REGIME OUT OF SAMPLE', 'PERIODS', 'RETURN', 'SHARPE'], ...regimes]),
    ...(cpcv === null ? [] : ['', crossText(cpcv)]),
    ...(ability === null ? [] : ['', abilityText(ability)]),
  ].join('\n');
}

function intervalText(interval: WalkForwardReport['outOfSampleSharpe']): string {
  return interval === null ? '' : ` (${percent(interval.level)}: ${ratio(interval.low)} to ${ratio(interval.high)})`;
}

function keptText({ inSampleSharpe, outOfSampleSharpe, kept }: WalkForwardReport['degradation']): string {
  const means = `mean Sharpe of the folds: ${ratio(inSampleSharpe)} in sample, ${ratio(outOfSampleSharpe)} out of it`;
  return kept === null ? means : `${means}: ${percent(kept)} is kept`;
}

function crossText({ groups, testGroups, splits, sharpes, mean, min, max, lossShare }: CombinatorialReport): string {
  const paths = `${sharpes.length} paths out of ${splits} splits (${testGroups} of ${groups} groups tested)`;
  return `cross-validation: ${paths}: Sharpe ${ratio(min)} to ${ratio(max)}, mean ${ratio(mean)}, ${percent(lossShare)} of them lost`;
}

function abilityText({ cash, buyAndHold }: AbilityReport): string {
  const p = (value: number) => value.toFixed(3);
  return `of ${cash.strategies} combinations the best beats cash with p ${p(cash.p)} and holding with p ${p(buyAndHold.p)} (Hansen's test of "none does")`;
}

function ratio(value: number | null): string {
  return value === null ? '-' : value.toFixed(2);
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}
