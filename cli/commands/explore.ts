import { strategyOf } from '../../shared/application/backtest/plan.ts';
import { inferInstrument } from '../../shared/market/instrument.ts';
import { PATTERNS } from '../../shared/patterns/catalogue.ts';
import { entryEvents, type EventSource, patternEvents } from '../../shared/research/exploration/events.ts';
import { type Exploration, explore } from '../../shared/research/exploration/explore.ts';
import { datasetSources, loadDataset } from '../dataset.ts';
import { loadRuleCatalogue, loadStrategies } from '../registry.ts';
import { readRuleFile } from '../rule-file.ts';
import { barsBetween, type RangeOptions } from '../range.ts';
import { print, table } from '../terminal.ts';
import { unknownName, UserError } from '../user-error.ts';

interface ExploreOptions extends RangeOptions {
  readonly data: readonly string[];
  readonly symbol?: readonly string[];
  readonly timeframe?: string;
  readonly strategy?: string;
  readonly rules?: string;
  readonly param?: Readonly<Record<string, number>>;
  readonly pattern?: readonly string[];
  readonly horizon?: readonly number[];
  readonly entry?: 'close' | 'open';
  readonly seed: number;
  readonly json?: boolean;
}

/** `skytape explore`: what followed the entries of a strategy, of rules, or every pattern, and whether that can be told from luck. */
export async function exploreData(options: ExploreOptions): Promise<void> {
  const events = await eventsOf(options);
  const universe = [];
  for (const source of datasetSources(options.data, options)) {
    const { bars, instrument } = await loadDataset(source);
    universe.push({ symbol: instrument.symbol, bars: barsBetween(bars, source.label, options) });
  }
  const { horizon, entry, seed, json } = options;
  const result = explore(universe, events, { seed, ...(horizon && { horizons: horizon }), ...(entry && { entry }) });
  print(json ? JSON.stringify(result) : asText(result));
}

async function eventsOf({ strategy, rules, param, pattern }: ExploreOptions): Promise<EventSource[]> {
  const instrument = (symbol: string) => inferInstrument({ symbol });
  const isOfStrategy = strategy !== undefined || rules !== undefined;
  if (isOfStrategy && pattern !== undefined) throw new UserError('--pattern is given beside a strategy or rules; explore one or the other');
  if (!isOfStrategy && param !== undefined)
    throw new UserError('--param is given, but patterns have no parameters: name a --strategy or --rules');
  if (isOfStrategy) {
    const asked = { strategy: strategy ?? 'rules', rules: rules === undefined ? undefined : readRuleFile(rules) };
    const chosen = strategyOf(await loadStrategies(), asked, await loadRuleCatalogue());
    return entryEvents({ strategy: chosen, values: chosen.parse(param ?? {}), instrument });
  }
  const known = PATTERNS.map(({ definition }) => definition.id);
  for (const id of pattern ?? []) if (!known.includes(id)) throw unknownName('pattern', id, known);
  return patternEvents(PATTERNS.filter(({ definition }) => pattern?.includes(definition.id) ?? true).map((make) => make()));
}

/** Outcomes shown to a reader; `--json` has all of them. */
const SHOWN = 20;

function asText({ outcomes, tests, level, universe }: Exploration): string {
  const percent = (ratio: number | null) => (ratio === null ? 'n/a' : `${(100 * ratio).toFixed(2)} %`);
  const number = (value: number | null) => (value === null ? 'n/a' : value.toFixed(4));
  const rows = outcomes
    .slice(0, SHOWN)
    .map(({ event, horizon, count, mean, p, q, passes }) => [
      event,
      String(horizon),
      String(count),
      percent(mean),
      number(p),
      number(q),
      passes ? 'yes' : 'no',
    ]);
  const passing = outcomes.filter(({ passes }) => passes).length;
  return [
    `${tests} tests on ${universe.map(({ symbol }) => symbol).join(', ')}; ${passing} pass at a false discovery rate of ${level}`,
    '',
    table([['EVENT', 'BARS AHEAD', 'COUNT', 'MEAN RETURN', 'P', 'Q', 'PASSES'], ...rows]),
  ].join('\n');
}
