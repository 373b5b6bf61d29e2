import type { Dataset, ParameterInfo, StrategyInfo } from '../api/types.ts';
import { EMPTY_FUNDS, type Funds, fundsFaults, fundsOf, isShared } from './funds.ts';
import { executionOf, type Realism, realismFaults, realismFieldFor } from './realism.ts';
import { EXAMPLE_RULES, type RuleFault, readRules } from './rules.ts';
import { type Member, memberField, sharesFault, strategiesOf, type Subject } from './several.ts';

/** What a full position is, as the form says it: the number that goes with it, an example of one, and the most that it may be. */
export const SIZES = {
  all: { label: 'All equity', hint: 'what a full target means' },
  fraction: { label: 'Fraction of equity', hint: 'a full target, as a share of the equity', example: '0.5', max: 1 },
  fixed: { label: 'Fixed quantity', hint: 'a full target, in units', example: '1', max: Infinity },
  risk: { label: 'Risk to the stop', hint: 'share of the equity lost at the stop: 0.01 is 1 %', example: '0.01', max: 1 },
  volatility: { label: 'Volatility', hint: 'a year, by the last 20 closes: 0.15 is 15 %', example: '0.15', max: Infinity },
  kelly: { label: 'Kelly, by returns', hint: 'part of what the last 250 round trips call for', example: '0.5', max: 1 },
  'kelly-odds': { label: 'Kelly, by odds', hint: 'the same by win rate and mean win and loss', example: '0.5', max: 1 },
  drawdown: { label: 'Drawdown', hint: 'the less, the nearer it is to this drawdown', example: '0.2', max: 1 },
  'equal-risk': { label: 'Equal risk', hint: 'on one account: share of the equity, split by risk', example: '0.9', max: 1 },
} as const satisfies Record<string, { label: string; hint: string; example?: string; max?: number }>;

/** What the form holds: text as typed, so that half a number is not lost. */
export interface Draft extends Funds {
  readonly datasets: readonly string[];
  /** Whether a strategy in code runs, the rules, or several strategies on one account. */
  readonly kind: 'strategy' | 'rules' | 'several';
  readonly strategy: string;
  readonly members: readonly Member[];
  readonly rules: string;
  /** Those of several strategies stand behind their names: `sma-cross.fast`. */
  readonly params: Readonly<Record<string, string>>;
  readonly sizing: Size;
  readonly sizingValue: string;
  readonly commissionBps: string;
  readonly slippageBps: string;
  /** Dates, UTC, as `YYYY-MM-DD`; empty is the whole file. */
  readonly from: string;
  readonly to: string;
  readonly realism: Realism;
  /** Parts of a request that the form has no field for, taken over from where it was opened: of the whole, and of its `execution`. */
  readonly carried: Readonly<Record<string, unknown>>;
  readonly carriedExecution: Readonly<Record<string, unknown>>;
}
export type Size = keyof typeof SIZES;
export type Faults = Readonly<Record<string, string>>;

export const EMPTY_DRAFT: Draft = {
  ...EMPTY_FUNDS,
  datasets: [],
  kind: 'strategy',
  strategy: '',
  members: [],
  rules: EXAMPLE_RULES,
  params: {},
  sizing: 'all',
  sizingValue: '',
  commissionBps: '10',
  slippageBps: '0',
  from: '',
  to: '',
  realism: {},
  carried: {},
  carriedExecution: {},
};

/** Defaults of a strategy as form text. */
export const defaultsOf = (strategy: StrategyInfo): Record<string, string> =>
  Object.fromEntries(strategy.params.map((p) => [p.name, String(p.default)]));

/** Parameters as typed so far; those that were not touched have their defaults. */
export const paramsTyped = (strategy: StrategyInfo | undefined, typed: Draft['params']): Draft['params'] =>
  Object.fromEntries((strategy?.params ?? []).map((p) => [p.name, typed[p.name] ?? String(p.default)]));

/** What is wrong with a parameter as typed, or undefined. */
export function parameterFault(parameter: ParameterInfo, text: string): string | undefined {
  const value = numberOf(text);
  if (parameter.kind === 'int' && Number.isInteger(value) && inside(value, parameter.min, parameter.max)) return undefined;
  if (parameter.kind === 'float' && inside(value, parameter.min, parameter.max)) return undefined;
  return `${parameter.kind === 'int' ? 'a whole number' : 'a number'} from ${parameter.min} to ${parameter.max}`;
}

/** Every fault by field; the bounds of parameters are the API's, as are those of money. Rules are checked by the API; it found `ruleFaults` in them. */
export function faultsOf(draft: Draft, strategy: StrategyInfo | undefined, ruleFaults = 0): Faults {
  const faults: Record<string, string> = {};
  const note = (field: string, bad: boolean, message: string) => {
    if (bad) faults[field] = message;
  };
  note('datasets', draft.datasets.length === 0, 'choose at least one dataset, or drop a file');
  note('strategy', draft.kind === 'strategy' && !strategy, 'choose a strategy');
  const shares = draft.kind === 'several' ? sharesFault(draft.members) : undefined;
  if (shares) faults['strategies'] = shares;
  if (draft.kind === 'rules') {
    const read = readRules(draft.rules);
    note('rules', ruleFaults > 0, ruleFaults === 1 ? 'one fault' : `${ruleFaults} faults`);
    if ('fault' in read) note('rules', true, read.fault);
  }
  for (const parameter of strategy?.params ?? []) {
    const fault = parameterFault(parameter, draft.params[parameter.name] ?? '');
    if (fault) faults[`params.${parameter.name}`] = fault;
  }
  note('commissionBps', !inside(numberOf(draft.commissionBps), 0, 10_000), 'from 0 to 10000 basis points');
  note('slippageBps', !inside(numberOf(draft.slippageBps), 0, 9_999), 'from 0 to 9999 basis points');
  const size = numberOf(draft.sizingValue);
  if (draft.sizing !== 'all') {
    const { max } = SIZES[draft.sizing];
    note('sizing', !(size > 0 && size <= max), max === Infinity ? 'a number above 0' : `a number above 0, at most ${max}`);
  }
  note('to', draft.from !== '' && draft.to !== '' && draft.to <= draft.from, 'must be after the start');
  return { ...faults, ...fundsFaults(draft, isShared(draft, strategy)), ...realismFaults(draft.realism) };
}

/** The body of `POST /backtests`, with the parameters that stay as they are. The draft has no faults. */
export function requestOf(draft: Draft, strategy: StrategyInfo | undefined, stays = (_name: string) => true): Record<string, unknown> {
  const execution = { ...draft.carriedExecution, ...executionOf(draft.realism) };
  const typed = Object.entries(draft.params).filter(([name]) => stays(name));
  const params = Object.fromEntries(typed.map(([name, text]) => [name, Number(text)]));
  const runs = draft.kind === 'rules' ? { rules: JSON.parse(draft.rules) } : { strategy: draft.strategy };
  return {
    datasets: draft.datasets,
    ...(draft.kind === 'several' ? { strategies: strategiesOf(draft.members, params) } : { ...runs, params }),
    ...fundsOf(draft, draft.datasets, isShared(draft, strategy)),
    sizing: draft.sizing === 'all' ? 'all' : `${draft.sizing}:${Number(draft.sizingValue)}`,
    commissionBps: Number(draft.commissionBps),
    slippageBps: Number(draft.slippageBps),
    ...(Object.keys(execution).length === 0 ? {} : { execution }),
    ...(draft.from === '' ? {} : { from: `${draft.from}T00:00:00Z` }),
    ...(draft.to === '' ? {} : { to: `${draft.to}T00:00:00Z` }),
    ...draft.carried,
  };
}

/** The form's field for a field the API named: "slow", "params.slow" and "body.params.slow" are all `params.slow`; undefined when the form has none. */
export function fieldFor(named: string, strategy: Subject | undefined): string | undefined {
  const field = named.replace(/^body\./, '');
  const member = memberField(field, strategy?.members ?? []);
  if (member !== undefined) return member;
  if (strategy?.params.some((p) => p.name === field)) return `params.${field}`;
  const top = field.split(/[.[]/)[0] ?? '';
  if (top === 'params') return field;
  const realism = realismFieldFor(field);
  if (realism !== undefined) return realism;
  return FIELDS.includes(top) ? top : undefined;
}

const FIELDS: readonly string[] = [
  ...Object.keys(EMPTY_FUNDS),
  'datasets',
  'strategy',
  'strategies',
  'sizing',
  'commissionBps',
  'slippageBps',
  'from',
  'to',
];

/** Faults of rules that the API named, which lie under `rules` of a request, by their place in the rules. */
export const ruleFaultsOf = (named: readonly { readonly field: string; readonly message: string }[]): RuleFault[] =>
  named.filter(({ field }) => /^rules\b/.test(field)).map(({ field, message }) => ({ place: field.replace(/^rules\.?/, ''), message }));

/** Datasets whose name, symbol, timeframe or asset class holds every word of the search. */
export function searchDatasets(datasets: readonly Dataset[], search: string): Dataset[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return datasets.filter((d) => {
    const text = `${d.name} ${d.symbol} ${d.symbol.replace('/', '')} ${d.timeframe ?? ''} ${d.assetClass}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
const inside = (value: number, min: number, max: number): boolean => value >= min && value <= max;
