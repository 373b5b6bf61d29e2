import { planBacktest } from '../../shared/application/backtest/plan.ts';
import { subjectOf } from '../../shared/application/backtest/subject.ts';
import { checkBiasOf } from '../../shared/application/research/check-bias.ts';
import type { BiasCheck } from '../../shared/research/bias/check.ts';
import { codeVersion } from '../../scripts/code-version.ts';
import { type BacktestOptions, requestHere } from '../backtest-options.ts';
import { loadRuleCatalogue, loadStrategies, ROOT } from '../registry.ts';
import { faultOfStrategy } from '../strategy-fault.ts';
import { loadStudyData } from '../study-data.ts';
import { print } from '../terminal.ts';

/** `skytape bias-check`: looks for foresight, unsettled indicators and kept state. Ends with 1 when it finds some. */
export async function biasCheck(options: BacktestOptions): Promise<void> {
  const strategies = await loadStrategies();
  const catalogue = await loadRuleCatalogue();
  const plan = planBacktest(await requestHere({ ...options, equity: false }), strategies, codeVersion(ROOT), catalogue);
  const strategy = subjectOf(strategies, plan, catalogue);
  const on = await loadStudyData(options, plan);
  const found = checked(() => checkBiasOf({ plan, strategy, ...on, costs: catalogue.costs }), strategy.id);
  print(options.json ? JSON.stringify(found) : asText(found));
  if (!found.clean) process.exitCode = 1;
}

function checked(check: () => BiasCheck, id: string): BiasCheck {
  try {
    return check();
  } catch (error) {
    throw faultOfStrategy(error, id) ?? error;
  }
}

function asText({ strategy, bars, cuts, indicators, signals, trades, clean, faults, notes }: BiasCheck): string {
  const looked = `${strategy}: ${indicators} indicator outputs, ${signals} signals and ${trades} trades over ${bars} bars, cut off at ${cuts.length} places`;
  const verdict = clean ? 'clean: nothing before a cut depends on what follows it, nor on where the history begins' : 'biased:';
  return [looked, verdict, ...faults.map(({ message }) => `  ${message}`), ...notes.map((text) => `note: ${text}`)].join('\n');
}
