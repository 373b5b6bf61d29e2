import { describe, expect, test } from 'vitest';
import { EMPTY_DRAFT, faultsOf, fieldFor, requestOf } from '../../../console/source/logic/form.ts';
import { goalOf, measureName, measureText } from '../../../console/source/logic/measures.ts';
import { objectiveSamples, samplesOf } from '../../../console/source/logic/objective.ts';
import { executionOf, REALISM, realismFaults } from '../../../console/source/logic/realism.ts';
import { cellsOf, EMPTY_STUDY, searchedOf, studyFaultsOf, studyFieldFor, studyRequestOf } from '../../../console/source/logic/study.ts';
import { draftOf } from '../../../console/source/logic/study-draft.ts';
import { SWEEP_MEASURES } from '../../../shared/application/sweep/row.ts';
import { Execution } from '../../../shared/contracts/execution.ts';
import { BacktestRequest } from '../../../shared/contracts/schemas.ts';
import type { StudyKind } from '../../../shared/contracts/studies.ts';
import { MonteCarloRequest, STUDY_KINDS, SweepRequest, WalkForwardRequest } from '../../../shared/contracts/studies.ts';
import { defaultGoal, parseObjective } from '../../../shared/research/optimise/objective.ts';
import { STRATEGIES } from '../../browser/fixtures/mock-market.ts';

const smaCross = STRATEGIES.find((s) => s.id === 'sma-cross') as (typeof STRATEGIES)[number];
const DRAFT = { ...EMPTY_DRAFT, datasets: ['01AAA'], strategy: 'sma-cross', params: { fast: '10', slow: '30' } };
const RANGES = { fast: { from: '5', to: '20', step: '5' }, slow: { from: '30', to: '70', step: '20' } };
const STUDY = { ...EMPTY_STUDY, searched: RANGES };
const REQUESTS = { sweep: SweepRequest, 'walk-forward': WalkForwardRequest, 'monte-carlo': MonteCarloRequest };
const faults = (kind: StudyKind, change: Partial<typeof EMPTY_STUDY> = {}, draft = DRAFT) =>
  studyFaultsOf(kind, faultsOf(draft, smaCross), { ...STUDY, ...change }, smaCross);

describe('the form of a study', () => {
  test('[UI-03] a form without a fault makes a request that the contract takes, whatever is studied', () => {
    for (const kind of STUDY_KINDS) {
      expect([kind, faults(kind)]).toEqual([kind, {}]);
      const read = REQUESTS[kind].safeParse(studyRequestOf(kind, DRAFT, STUDY, smaCross));
      expect([kind, read.error?.issues ?? []]).toEqual([kind, []]);
    }
  });

  test('[UI-03] what is searched is a range, what is not stays as it is, conditions are one a line', () => {
    const searched = { fast: RANGES.fast };
    const conditions = { constraints: ' 2*fast < slow \n\n', requirements: 'tradeCount >= 30\nmaxDrawdown < 0.4', maxDollars: '' };
    const request = studyRequestOf(
      'sweep',
      DRAFT,
      { ...STUDY, searched, ...conditions, method: 'grid', trials: '', goal: 'max' },
      smaCross,
    );
    expect(request).toMatchObject({
      params: { slow: 30 },
      ranges: { fast: '5:20:5' },
      constraints: ['2*fast < slow'],
      requirements: ['tradeCount >= 30', 'maxDrawdown < 0.4'],
      goal: 'max',
    });
    for (const left of ['trials', 'maxDollars', 'folds']) expect(request).not.toHaveProperty(left);
  });

  test('[UI-03] folds are so many, or as long as is said', () => {
    expect(studyRequestOf('walk-forward', DRAFT, STUDY, smaCross)).toMatchObject({ folds: 5, anchored: false, purge: 0, embargo: 0 });
    const spans = { division: 'spans', train: '365d', test: '90d' } as const;
    const request = studyRequestOf('walk-forward', DRAFT, { ...STUDY, ...spans }, smaCross);
    expect(request).toMatchObject({ train: '365d', test: '90d' });
    expect(request).not.toHaveProperty('folds');
  });

  test('[UI-03] parameters begin searched over the ranges of their strategy, and a grid counts its cells', () => {
    expect(searchedOf(smaCross)).toEqual({ fast: { from: '1', to: '500', step: '1' }, slow: { from: '2', to: '2000', step: '1' } });
    // 5, 10, 15, 20 by 30, 50, 70.
    expect(cellsOf(RANGES)).toBe(12);
    expect(cellsOf({ part: { from: '0', to: '0.3', step: '0.1' } })).toBe(4);
    expect(cellsOf({ part: { from: '0', to: '1', step: '' } })).toBeNull();
  });

  test.each([
    ['sweep', { searched: { fast: { from: '0', to: '20', step: '5' } } }, 'ranges.fast', 'both ends from 1 to 500'],
    ['sweep', { searched: { fast: { from: '20', to: '5', step: '5' } } }, 'ranges.fast', 'the smaller end comes first'],
    ['sweep', { searched: { fast: { from: '5', to: '20', step: '0' } } }, 'ranges.fast', 'a step above 0'],
    ['sweep', { searched: { fast: { from: '5', to: '20', step: '2.5' } } }, 'ranges.fast', 'whole numbers'],
    ['sweep', { searched: {} }, 'search', 'tick at least one parameter to search'],
    ['sweep', { trials: '' }, 'trials', 'a whole number from 1 to 1000000'],
    ['sweep', { seed: '1.5' }, 'seed', 'a whole number'],
    ['sweep', { maxDollars: '-1' }, 'maxDollars', 'an amount from 0 on, or nothing'],
    ['walk-forward', { folds: '0' }, 'folds', 'a whole number from 1 to 1000'],
    ['walk-forward', { division: 'spans', train: '1 year', test: '90d' }, 'train', 'a number and a unit, like 365d'],
    ['monte-carlo', { kinds: [] }, 'kinds', 'tick at least one'],
    ['monte-carlo', { ruinRatio: '1' }, 'ruinRatio', 'from 0 to below 1'],
  ] as const)('[UI-03] %s refuses %j at its field', (kind, change, field, message) => {
    expect(faults(kind, change)).toEqual({ [field]: message });
  });

  test('[UI-03] a parameter that is searched needs no value, one that stays does', () => {
    const draft = { ...DRAFT, params: { fast: '', slow: '' } };
    expect(faults('sweep', {}, draft)).toEqual({});
    expect(Object.keys(faults('sweep', { searched: { fast: RANGES.fast } }, draft))).toEqual(['params.slow']);
    expect(Object.keys(faults('monte-carlo', {}, draft))).toEqual(['params.fast', 'params.slow']);
  });

  test('[UI-03] what the platform refuses stands beside the field that it means', () => {
    const field = (named: string, message = '') => studyFieldFor(named, message, smaCross);
    expect(field('range', 'range fast=5:900:1 must lie from 1 to 500, the bounds of fast')).toBe('ranges.fast');
    expect(field('request.ranges.slow')).toBe('ranges.slow');
    expect([field('range', 'there is nothing to search'), field('constraint'), field('require'), field('body.objective')]).toEqual([
      'search',
      'constraints',
      'requirements',
      'objective',
    ]);
    expect([field('maxLambdaSeconds'), field('slow'), field('datasets[0]'), field('nowhere')]).toEqual([
      'maxLambdaSeconds',
      'params.slow',
      'datasets',
      undefined,
    ]);
  });
});

describe('what a sweep came to', () => {
  test('[UI-03] a combination becomes the form of its backtest, with the money and costs of the sweep', () => {
    const request = SweepRequest.parse({
      datasets: ['01AAA'],
      strategy: 'sma-cross',
      sizing: 'fraction:0.5',
      cash: 5000,
      commissionBps: 3,
      from: '2024-01-01T00:00:00Z',
      with: ['01BBB'],
      execution: {
        fees: 'maker:2,taker:10',
        longOnly: true,
        rollover: { long: -0.6, short: 0.2 },
        funding: [{ time: '2024-01-01', rate: 0.0001 }],
      },
    });
    const draft = draftOf({ request }, { fast: 15, slow: 50 });
    // What the form shows and what it only takes over come to the same request again.
    expect(BacktestRequest.parse(requestOf(draft, smaCross))).toMatchObject({
      execution: request.execution,
      with: ['01BBB'],
      params: { fast: 15, slow: 50 },
    });
    expect(draft).toMatchObject({
      datasets: ['01AAA'],
      kind: 'strategy',
      strategy: 'sma-cross',
      params: { fast: '15', slow: '50' },
      cash: '5000',
      sizing: 'fraction',
      sizingValue: '0.5',
      commissionBps: '3',
      slippageBps: '0',
      from: '2024-01-01',
      to: '',
    });
    expect(draft.carried).toEqual({ with: ['01BBB'] });
    const kelly = draftOf({ request: { ...request, sizing: 'kelly:0.5' } }, { fast: 15, slow: 50 });
    expect(requestOf(kelly, smaCross)).toMatchObject({ sizing: 'kelly:0.5' });
    const rules = draftOf({ request: { ...request, strategy: 'rules', rules: { name: 'dip' } } }, {});
    expect([rules.kind, rules.strategy, JSON.parse(rules.rules)]).toEqual(['rules', '', { name: 'dip' }]);
  });

  test('[UI-03] a map is coloured by what the search ranked by: a formula, its requirements, the sign as it is', () => {
    const rows = [
      { params: { fast: 5 }, summary: { sharpe: 2, maxDrawdown: 0.25, tradeCount: 40 } },
      { params: { fast: 6 }, summary: { sharpe: 3, maxDrawdown: 0.5, tradeCount: 20 } },
      { params: { fast: 7 }, summary: { sharpe: null, maxDrawdown: 0.5, tradeCount: 90 } },
    ];
    const values = (objective: string, requirements: string[] = []) =>
      objectiveSamples(rows, { objective, requirements })?.map(({ value }) => value);
    // 2 - 4 x 0.25 and 3 - 4 x 0.5; a ratio that is not known makes no value.
    expect(values('sharpe - 4*maxDrawdown')).toEqual([1, 1, null]);
    expect(values('maxDrawdown', ['tradeCount >= 30'])).toEqual([0.25, null, 0.5]);
    expect(values('sharpness')).toBeUndefined();
    expect(samplesOf(rows, 'sharpe').map(({ value }) => value)).toEqual([2, 3, null]);
    for (const goal of ['max', 'min'] as const) {
      const score = parseObjective({ objective: 'sharpe - 4*maxDrawdown', goal, requirements: ['tradeCount < 30'] }, [
        'sharpe',
        'maxDrawdown',
        'tradeCount',
      ]);
      const sign = goal === 'min' ? -1 : 1;
      const ranked = rows.map(({ summary }) => score(summary)).map((value) => (value === null ? null : sign * value));
      expect(values('sharpe - 4*maxDrawdown', ['tradeCount < 30'])).toEqual(ranked);
    }
  });

  test('[UI-03] measures have names, units and a better way', () => {
    expect([measureName('maxDrawdown'), measureText('maxDrawdown', 0.123)]).toEqual(['Max drawdown', '12.30 %']);
    expect([measureName('sharpe - 1'), measureText('sharpe - 1', 0.123456)]).toEqual(['sharpe - 1', '0.1235']);
    expect([goalOf('maxDrawdown'), goalOf('sharpe')]).toEqual(['min', 'max']);
    for (const measure of SWEEP_MEASURES) expect([measure, goalOf(measure)]).toEqual([measure, defaultGoal(measure)]);
  });
});

describe('how hard the market is', () => {
  const ALL: Record<string, string> = {
    fees: 'maker:2,taker:10',
    slippage: 'spread:4',
    volumeLimit: '0.1',
    latencyMs: '250',
    latencyBars: '1',
    leverage: '5',
    maintenance: '0.1',
    liquidationFeeBps: '50',
    funding: '-0.0001',
    borrowRate: '0.03',
    shortable: '1000',
    interestRate: '0.05',
    rolloverLong: '-0.6',
    rolloverShort: '0.2',
    hours: 'queue',
    calendar: 'NYSE',
    tick: '0.01',
    lot: '0.001',
    minQuantity: '0.001',
    maxQuantity: '500',
    minNotional: '5',
    multiplier: '50',
    longOnly: 'yes',
    uptickRule: 'yes',
    shortSaleRestriction: 'yes',
  };

  test('[UI-03] every field of the form is one of the contract, and all but splits, dividends and rules by instrument have one', () => {
    expect(REALISM.map(({ name }) => name).toSorted()).toEqual(Object.keys(ALL).toSorted());
    expect(realismFaults(ALL)).toEqual({});
    const said = executionOf(ALL);
    expect(Execution.parse(said)).toEqual(said);
    expect(Object.keys(said ?? {}).toSorted()).toEqual(
      Object.keys(Execution.shape)
        .filter((name) => name !== 'actions' && name !== 'instruments')
        .toSorted(),
    );
    expect(executionOf({ fees: ' ' })).toBeUndefined();
  });

  test.each([
    [{ volumeLimit: '0' }, 'execution.volumeLimit', 'a number above 0, at most 1'],
    [{ latencyBars: '1.5' }, 'execution.latencyBars', 'a whole number from 0 to 10000'],
    [{ leverage: 'much' }, 'execution.leverage', 'a number from 1 to 1000'],
    [{ rolloverLong: '1' }, 'execution.rolloverShort', 'both sides, or neither'],
  ])('[UI-03] %j is refused at %s', (typed, field, message) => {
    expect(realismFaults(typed)).toEqual({ [field]: message });
    expect(faultsOf({ ...DRAFT, realism: typed }, smaCross)).toEqual({ [field]: message });
  });

  test('[UI-03] what the platform refuses of it stands at its field', () => {
    expect(['fees', 'execution.leverage', 'body.execution.rollover.short', 'hours'].map((named) => fieldFor(named, smaCross))).toEqual([
      'execution.fees',
      'execution.leverage',
      'execution.rolloverShort',
      'execution.hours',
    ]);
  });
});
