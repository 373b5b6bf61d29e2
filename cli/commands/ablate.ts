import { planBacktest } from '../../shared/application/backtest/plan.ts';
import { subjectOf } from '../../shared/application/backtest/subject.ts';
import { ablateRun } from '../../shared/application/research/ablate.ts';
import type { Ablation } from '../../shared/research/ablation/ablate.ts';
import { codeVersion } from '../../scripts/code-version.ts';
import { type BacktestOptions, requestHere } from '../backtest-options.ts';
import { loadRuleCatalogue, loadStrategies, ROOT } from '../registry.ts';
import { loadStudyData } from '../study-data.ts';
import { print, table } from '../terminal.ts';

export interface AblateOptions extends Omit<BacktestOptions, 'equity'> {
  readonly inSample?: number;
  readonly seed: number;
}

/** `skytape ablate`: what each part of a strategy contributes out of sample, and how sure that is. */
export async function ablateStrategy(options: AblateOptions): Promise<void> {
  const strategies = await loadStrategies();
  const catalogue = await loadRuleCatalogue();
  const plan = planBacktest(await requestHere({ ...options, equity: false }), strategies, codeVersion(ROOT), catalogue);
  const strategy = subjectOf(strategies, plan, catalogue);
  const on = await loadStudyData(options, plan);
  const { inSample, seed } = options;
  const settings = { seed, ...(inSample === undefined ? {} : { inSample }) };
  const result = ablateRun({ plan, strategy, ...on, costs: catalogue.costs }, settings, catalogue);
  print(options.json ? JSON.stringify(result) : asText(result));
}

function asText({ strategy, split, full, contributions }: Ablation): string {
  const number = (value: number) => value.toFixed(2);
  const rows = contributions.map(({ part, without, difference, low, high, verdict }) => [
    part,
    number(without.outOfSample.sharpe),
    number(difference),
    `${number(low)} to ${number(high)}`,
    verdict,
  ]);
  const nothing = 'it has no parts to take away: no indicators, and no condition beside others';
  return [
    `${strategy}: Sharpe ${number(full.inSample.sharpe)} before ${split}, ${number(full.outOfSample.sharpe)} after`,
    '',
    rows.length === 0 ? nothing : table([['PART', 'SHARPE WITHOUT', 'DIFFERENCE', 'RANGE', 'VERDICT'], ...rows]),
  ].join('\n');
}
