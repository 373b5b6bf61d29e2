import type { StrategyInfo, StudyKind } from '../api/types.ts';
import { type Draft, type Faults, fieldFor, requestOf } from './form.ts';
import type { Subject } from './several.ts';

/** A parameter that is searched: both ends and the step as typed; an empty step is the smallest there is. */
export interface Searched {
  readonly from: string;
  readonly to: string;
  readonly step: string;
}
export const METHODS = ['grid', 'random', 'lhs', 'tpe', 'genetic', 'cma-es'] as const;
export const CHANCES = ['shuffle', 'bootstrap', 'blocks', 'missed', 'costs', 'noise'] as const;
type Chance = (typeof CHANCES)[number];

/** What a study asks for besides a backtest; text as typed. */
export interface StudyDraft {
  /** By parameter; one that is absent stays as it is. */
  readonly searched: Readonly<Record<string, Searched>>;
  readonly method: (typeof METHODS)[number];
  readonly trials: string;
  readonly objective: string;
  readonly goal: '' | 'max' | 'min';
  readonly constraints: string;
  readonly requirements: string;
  readonly seed: string;
  /** `folds`: so many parts; `spans`: so long ones. */
  readonly division: 'folds' | 'spans';
  readonly folds: string;
  readonly train: string;
  readonly test: string;
  readonly anchored: boolean;
  readonly purge: string;
  readonly embargo: string;
  /** Groups of combinatorial cross-validation and how many of them are tested; both empty for none. */
  readonly groups: string;
  readonly testGroups: string;
  readonly spa: boolean;
  readonly kinds: readonly Chance[];
  readonly paths: string;
  readonly ruinRatio: string;
  readonly missRatio: string;
  readonly noise: string;
  readonly reruns: string;
  readonly entries: boolean;
  readonly maxDollars: string;
  readonly maxLambdaSeconds: string;
}

export const EMPTY_STUDY: StudyDraft = {
  searched: {},
  method: 'random',
  trials: '200',
  objective: 'sharpe',
  goal: '',
  constraints: '',
  requirements: '',
  seed: '1',
  division: 'folds',
  folds: '5',
  train: '',
  test: '',
  anchored: false,
  purge: '0',
  embargo: '0',
  groups: '',
  testGroups: '',
  spa: false,
  kinds: ['shuffle', 'bootstrap', 'blocks', 'missed', 'costs'],
  paths: '10000',
  ruinRatio: '0.5',
  missRatio: '0.1',
  noise: '0.1',
  reruns: '200',
  entries: false,
  maxDollars: '1',
  maxLambdaSeconds: '',
};

/** Every parameter over the range that its strategy declares. */
export const searchedOf = (strategy: StrategyInfo): StudyDraft['searched'] =>
  Object.fromEntries(strategy.params.map((p) => [p.name, { from: `${p.min}`, to: `${p.max}`, step: p.kind === 'int' ? `${p.step}` : '' }]));

/** Cells of the grid that the ranges span, or null where a range has no step or is not complete. */
export function cellsOf(searched: StudyDraft['searched']): number | null {
  let cells = 1;
  for (const { from, to, step } of Object.values(searched)) {
    const values = Math.floor((numberOf(to) - numberOf(from)) / numberOf(step) + 1e-9) + 1;
    if (!(values >= 1 && Number.isFinite(values))) return null;
    cells *= values;
  }
  return cells;
}

/** Every fault by field: `base` are those of the backtest underneath, the others those of what is studied. */
export function studyFaultsOf(kind: StudyKind, base: Faults, study: StudyDraft, strategy: StrategyInfo | undefined): Faults {
  const own = kind === 'monte-carlo' ? chanceFaults(study) : searchFaults(study, strategy);
  const division = kind === 'walk-forward' ? divisionFaults(study) : {};
  const kept = Object.entries(base).filter(([field]) => kind === 'monte-carlo' || !isSearched(field, study));
  const shared = notes([
    ['seed', !Number.isSafeInteger(numberOf(study.seed)), 'a whole number'],
    ['maxDollars', study.maxDollars.trim() !== '' && !(numberOf(study.maxDollars) >= 0), 'an amount from 0 on, or nothing'],
    ['maxLambdaSeconds', study.maxLambdaSeconds.trim() !== '' && !(numberOf(study.maxLambdaSeconds) >= 0), 'seconds from 0 on, or nothing'],
  ]);
  return { ...Object.fromEntries(kept), ...own, ...division, ...shared };
}

const isSearched = (field: string, { searched }: StudyDraft): boolean => Object.hasOwn(searched, field.replace(/^params\./, ''));

function searchFaults({ searched, method, trials, objective }: StudyDraft, strategy: StrategyInfo | undefined): Faults {
  const faults: Record<string, string> = notes([
    ['search', strategy !== undefined && Object.keys(searched).length === 0, 'tick at least one parameter to search'],
    ['trials', !(method === 'grid' && trials.trim() === '') && !isWhole(trials, 1, 1_000_000), 'a whole number from 1 to 1000000'],
    ['objective', objective.trim() === '', 'a measure, like sharpe, or a formula over measures'],
  ]);
  for (const parameter of strategy?.params ?? []) {
    const range = searched[parameter.name];
    const fault = range && rangeFault(range, parameter);
    if (fault) faults[`ranges.${parameter.name}`] = fault;
  }
  return faults;
}

function rangeFault({ from, to, step }: Searched, { kind, min, max }: StrategyInfo['params'][number]): string | undefined {
  const [low, high] = [numberOf(from), numberOf(to)];
  if (!(low >= min && high <= max)) return `both ends from ${min} to ${max}`;
  if (low > high) return 'the smaller end comes first';
  if (step.trim() !== '' && !(numberOf(step) > 0)) return 'a step above 0';
  const whole = [low, step.trim() === '' ? 1 : numberOf(step)].every(Number.isInteger);
  return kind === 'int' && !whole ? 'whole numbers' : undefined;
}

function divisionFaults({ division, folds, train, test, purge, embargo, groups, testGroups }: StudyDraft): Faults {
  const validated = `${groups}${testGroups}`.trim() !== '';
  const span = /^[1-9]\d{0,5}[smhdw]$/;
  const bars = 'bars, a whole number from 0 on';
  return notes([
    ['folds', division === 'folds' && !isWhole(folds, 1, 1000), 'a whole number from 1 to 1000'],
    ['train', division === 'spans' && !span.test(train), 'a number and a unit, like 365d'],
    ['test', division === 'spans' && !span.test(test), 'a number and a unit, like 90d'],
    ['purge', !isWhole(purge, 0, 1_000_000), bars],
    ['embargo', !isWhole(embargo, 0, 1_000_000), bars],
    ['groups', validated && !isWhole(groups, 2, 999), 'a whole number from 2 to 999, or nothing'],
    ['testGroups', validated && !isWhole(testGroups, 1, numberOf(groups) - 1), 'a whole number from 1 on, below the groups'],
  ]);
}

function chanceFaults({ kinds, paths, ruinRatio, missRatio, noise, reruns }: StudyDraft): Faults {
  const ruin = numberOf(ruinRatio);
  return notes([
    ['kinds', kinds.length === 0, 'tick at least one'],
    ['paths', !isWhole(paths, 1, 250_000), 'a whole number from 1 to 250000'],
    ['ruinRatio', !(ruin >= 0 && ruin < 1), 'from 0 to below 1'],
    ['missRatio', !inside(missRatio, 0, 1), 'from 0 to 1'],
    ['noise', !inside(noise, 0, 2), 'from 0 to 2'],
    ['reruns', !isWhole(reruns, 1, 100_000), 'a whole number from 1 to 100000'],
  ]);
}

/** The body that starts a study. Neither draft has a fault. */
export function studyRequestOf(
  kind: StudyKind,
  draft: Draft,
  study: StudyDraft,
  strategy: StrategyInfo | undefined,
): Record<string, unknown> {
  if (kind === 'monte-carlo') return { ...requestOf(draft, strategy), ...chanceOf(study) };
  const run = requestOf(draft, strategy, (name) => !Object.hasOwn(study.searched, name));
  const search = { ...run, ...searchOf(study), seed: Number(study.seed), ...capOf(study) };
  return kind === 'sweep' ? search : { ...search, ...divisionOf(study) };
}

/** The body that draws from a backtest that is done: nothing is run again. */
export function finishedRequestOf(backtest: string, study: StudyDraft): Record<string, unknown> {
  return { backtest, ...chanceOf({ ...study, kinds: study.kinds.filter((kind) => kind !== 'noise'), entries: false }) };
}

function chanceOf(study: StudyDraft): Record<string, unknown> {
  const { kinds, paths, ruinRatio, missRatio, noise, reruns, entries, seed } = study;
  const chance = { paths: Number(paths), ruinRatio: Number(ruinRatio), missRatio: Number(missRatio), noise: Number(noise) };
  return { kinds, ...chance, reruns: Number(reruns), entries, seed: Number(seed), ...capOf(study) };
}

function capOf(study: StudyDraft): Record<string, number> {
  const given = (['maxDollars', 'maxLambdaSeconds'] as const).filter((name) => study[name].trim() !== '');
  return Object.fromEntries(given.map((name) => [name, Number(study[name])]));
}

function searchOf({ searched, method, trials, objective, goal, constraints, requirements }: StudyDraft): Record<string, unknown> {
  const range = ({ from, to, step }: Searched) =>
    [from, to, step]
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .join(':');
  return {
    ranges: Object.fromEntries(Object.entries(searched).map(([name, typed]) => [name, range(typed)])),
    method,
    ...(trials.trim() === '' ? {} : { trials: Number(trials) }),
    objective: objective.trim(),
    ...(goal === '' ? {} : { goal }),
    constraints: linesOf(constraints),
    requirements: linesOf(requirements),
  };
}

function divisionOf({ division, folds, train, test, anchored, purge, embargo, groups, testGroups, spa }: StudyDraft) {
  const parts = division === 'folds' ? { folds: Number(folds) } : { train, test };
  const cpcv = groups.trim() === '' ? {} : { cpcv: { groups: Number(groups), testGroups: Number(testGroups) } };
  return { ...parts, anchored, purge: Number(purge), embargo: Number(embargo), ...cpcv, spa };
}

/** What the API calls a field otherwise than the form does. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  constraint: 'constraints',
  require: 'requirements',
  ruin: 'ruinRatio',
  miss: 'missRatio',
  cap: 'maxDollars',
  cpcv: 'groups',
};
const FIELDS = new Set([...Object.keys(EMPTY_STUDY).filter((name) => name !== 'searched'), 'ranges', 'backtest']);

/** The form's field for what the API named and said of it; undefined when the form has none. */
export function studyFieldFor(named: string, message: string, strategy: Subject | undefined): string | undefined {
  const field = named.replace(/^(body\.)?(request\.)?/, '');
  const range = /^range ([\w.-]+)=/.exec(message)?.[1] ?? /^ranges\.(.+)$/.exec(field)?.[1];
  if (range !== undefined && strategy?.params.some(({ name }) => name === range)) return `ranges.${range}`;
  if (field === 'range' || field === 'ranges') return 'search';
  const top = field.split(/[.[]/)[0] ?? '';
  const own = OTHER_NAMES[top] ?? top;
  return FIELDS.has(own) ? own : fieldFor(field, strategy);
}

function notes(checks: readonly (readonly [field: string, bad: boolean, message: string])[]): Record<string, string> {
  return Object.fromEntries(checks.filter(([, bad]) => bad).map(([field, , message]) => [field, message]));
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
const inside = (text: string, min: number, max: number): boolean => numberOf(text) >= min && numberOf(text) <= max;
const isWhole = (text: string, min: number, max: number): boolean => Number.isInteger(numberOf(text)) && inside(text, min, max);
