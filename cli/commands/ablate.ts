import { type BacktestPlan, engineOptions, planBacktest, strategyOf } from '../../shared/application/backtest/plan.ts';
import { optionsOn } from '../../shared/application/sweep/data.ts';
import { type Ablation, ablate } from '../../shared/research/ablation/ablate.ts';
import { rulesWithoutEach } from '../../shared/research/ablation/rules-without.ts';
import { codeVersion } from '../../scripts/code-version.ts';
import { besideSources, loadBeside } from '../beside.ts';
import type { RuleCatalogue } from '../../shared/strategies/rules/parse.ts';
import { loadOneDetailed } from '../execution-files.ts';
import { loadRuleCatalogue, loadStrategies, ROOT } from '../registry.ts';
import { print, table } from '../terminal.ts';
import { type BacktestOptions, requestOf } from '../backtest-options.ts';

interface AblateOptions extends Omit<BacktestOptions, 'equity'> {
  readonly inSample?: number;
  readonly seed: number;
}

/** `skytape ablate`: what each part of a strategy contributes out of sample, and how sure that is. */
export async function ablateStrategy(options: AblateOptions): Promise<void> {
  const strategies = await loadStrategies();
  const catalogue = await loadRuleCatalogue();
  const plan = planBacktest(requestOf({ ...options, equity: false }), strategies, codeVersion(ROOT), catalogue);
  const data = await loadOneDetailed(options, 'an ablation');
  const input = {
    strategy: strategyOf(strategies, plan, catalogue),
    values: plan.params,
    bars: data.bars,
    instrument: data.instrument,
    engine: optionsOn(data, engineOptions(plan, 1, catalogue.costs)),
    beside: (await loadBeside(besideSources(options)))?.data,
  };
  const { inSample, seed } = options;
  const result = ablate({ ...input, ...partsOf(plan, catalogue) }, { seed, ...(inSample === undefined ? {} : { inSample }) });
  print(options.json ? JSON.stringify(result) : asText(result));
}

/** Rules are judged condition by condition; code, and rules with nothing to spare, indicator by indicator. */
function partsOf({ rules, params }: BacktestPlan, catalogue: RuleCatalogue) {
  const without = rules === undefined ? [] : rulesWithoutEach(rules, params, catalogue);
  return without.length === 0 ? {} : { without };
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
  return [
    `${strategy}: Sharpe ${number(full.inSample.sharpe)} before ${split}, ${number(full.outOfSample.sharpe)} after`,
    '',
    table([['PART', 'SHARPE WITHOUT', 'DIFFERENCE', 'RANGE', 'VERDICT'], ...rows]),
  ].join('\n');
}
