import { describe, expect, test } from 'vitest';
import { EMPTY_DRAFT, faultsOf, fieldFor, paramsTyped, requestOf } from '../../../console/source/logic/form.ts';
import { cashOf, cashText, finerOf } from '../../../console/source/logic/funds.ts';
import { namedParams, sharesFault, subjectOf } from '../../../console/source/logic/several.ts';
import {
  EMPTY_STUDY,
  finishedRequestOf,
  searchedOf,
  studyFaultsOf,
  studyFieldFor,
  studyRequestOf,
} from '../../../console/source/logic/study.ts';
import { draftOf } from '../../../console/source/logic/study-draft.ts';
import { BacktestRequest } from '../../../shared/contracts/schemas.ts';
import { MonteCarloRequest, STUDY_KINDS, SweepRequest, WalkForwardRequest } from '../../../shared/contracts/studies.ts';
import { groupOf } from '../../../shared/strategies/group.ts';
import smaCross from '../../../strategies/sma-cross.ts';
import { datasetOf, STRATEGIES } from '../../browser/fixtures/mock-market.ts';

const MEMBERS = [
  { strategy: 'sma-cross', share: '0.6' },
  { strategy: 'sma-cross', share: '' },
];
const subject = subjectOf(MEMBERS, STRATEGIES) as NonNullable<ReturnType<typeof subjectOf>>;
const DRAFT = {
  ...EMPTY_DRAFT,
  datasets: ['01AAA', '01BBB'],
  kind: 'several' as const,
  members: MEMBERS,
  params: paramsTyped(subject, { 'sma-cross.fast': '5' }),
  cash: '8000:USDT, 2000:EUR',
  currency: 'USDT',
  conversionBps: '5',
  rates: ['01CCC'],
  detail: { '01AAA': '01FINE', '01BBB': '01FINER' },
};
const REQUESTS = { sweep: SweepRequest, 'walk-forward': WalkForwardRequest, 'monte-carlo': MonteCarloRequest };
const STUDY = { ...EMPTY_STUDY, searched: { 'sma-cross-2.slow': { from: '30', to: '70', step: '20' } } };

describe('several strategies in a form', () => {
  test('[UI-03] parameters stand behind the names that the platform gives the strategies', () => {
    expect(subject.params.map(({ name }) => name)).toEqual(Object.keys(groupOf([smaCross, smaCross]).params));
    expect(subject.members).toEqual(['sma-cross', 'sma-cross-2']);
    expect(subjectOf([{ strategy: 'gone', share: '' }], STRATEGIES)).toBeUndefined();
    expect(Object.keys(searchedOf(subject))).toHaveLength(4);
  });

  test('[UI-03] a backtest of them is a request that the contract takes: each with its parameters and share, on one account', () => {
    expect(faultsOf(DRAFT, subject)).toEqual({});
    const request = BacktestRequest.parse(requestOf(DRAFT, subject));
    expect(request).toMatchObject({
      strategies: [
        { strategy: 'sma-cross', params: { fast: 5, slow: 30 }, share: 0.6 },
        { strategy: 'sma-cross', params: { fast: 10, slow: 30 } },
      ],
      cash: { USDT: 8000, EUR: 2000 },
      currency: 'USDT',
      conversionBps: 5,
      rates: ['01CCC'],
      detail: ['01FINE', '01FINER'],
    });
    expect(request.strategy).toBe('rules');
    expect(namedParams(request)).toContainEqual(['sma-cross-2.fast', 10]);
  });

  test('[UI-03] so are their studies: what is searched stands behind its name, the rest with its strategy', () => {
    for (const kind of STUDY_KINDS) {
      const faults = studyFaultsOf(kind, faultsOf(DRAFT, subject), STUDY, subject);
      expect([kind, faults]).toEqual([kind, {}]);
      const read = REQUESTS[kind].parse(studyRequestOf(kind, DRAFT, STUDY, subject));
      const [, second] = read.strategies ?? [];
      expect([kind, second?.params]).toEqual([kind, kind === 'monte-carlo' ? { fast: 10, slow: 30 } : { fast: 10 }]);
      if ('ranges' in read) expect(read.ranges).toEqual({ 'sma-cross-2.slow': '30:70:20' });
    }
  });

  test('[UI-03] a combination of a sweep of them becomes the form of its backtest, and that the same request again', () => {
    const swept = SweepRequest.parse(studyRequestOf('sweep', DRAFT, STUDY, subject));
    const params = { 'sma-cross.fast': 5, 'sma-cross.slow': 30, 'sma-cross-2.fast': 10, 'sma-cross-2.slow': 50 };
    const draft = draftOf({ request: swept }, params);
    const again = BacktestRequest.parse(requestOf(draft, subject));
    expect(again).toMatchObject({ ...BacktestRequest.parse(requestOf(DRAFT, subject)), strategies: expect.anything() });
    expect(Object.fromEntries(namedParams(again))).toEqual(params);
    const one = draftOf({ request: { ...swept, strategies: [{ strategy: 'sma-cross', params: {} }] } }, { fast: 5, slow: 30 });
    expect([one.kind, one.strategy, one.account]).toEqual(['strategy', 'sma-cross', 'shared']);
  });

  test('[UI-03] what is refused of them stands at its field', () => {
    expect(fieldFor('strategies.1.params.slow', subject)).toBe('params.sma-cross-2.slow');
    expect(['strategies', 'strategies.1.strategy', 'rates.0', 'detail.1', 'currency'].map((field) => fieldFor(field, subject))).toEqual([
      'strategies',
      'strategies',
      'rates',
      'detail',
      'currency',
    ]);
    expect(studyFieldFor('ranges', 'range sma-cross-2.slow=1:900:1 must lie', subject)).toBe('ranges.sma-cross-2.slow');
    const shares = (...given: string[]) => sharesFault(given.map((share) => ({ strategy: 'sma-cross', share })));
    expect([shares('0.5', '0.5'), shares('', ''), shares('0.3', '')]).toEqual([undefined, undefined, undefined]);
    expect(shares('0.5', '0.6')).toBe('the shares add up to 1.1, but must add up to 1');
    expect(shares('1', '')).toBe('the shares add up to 1, but must add up to 1');
    expect([shares('much', ''), shares('')]).toEqual(['a share is above 0, at most 1, or empty', 'choose two or more']);
  });
});

describe('the account of a form', () => {
  test('[UI-03] cash is an amount, or amounts by currency where all share one account', () => {
    expect([cashOf('8000'), cashOf('8000:USDT,2000:EUR'), cashOf('x'), cashOf('0'), cashOf('5:USDT,')]).toEqual([
      8000,
      { USDT: 8000, EUR: 2000 },
      undefined,
      undefined,
      undefined,
    ]);
    expect(cashOf(cashText({ USDT: 8000, EUR: 2000.5 }))).toEqual({ USDT: 8000, EUR: 2000.5 });
    const one = { ...DRAFT, kind: 'strategy' as const, strategy: 'sma-cross', params: { fast: '5', slow: '30' } };
    const known = STRATEGIES.find(({ id }) => id === 'sma-cross');
    expect(faultsOf(one, known)).toEqual({ cash: 'only one account for all holds several currencies' });
    expect(faultsOf({ ...one, account: 'shared', cash: '5000' }, known)).toEqual({ conversionBps: 'only with cash by currency' });
    const split = requestOf({ ...one, cash: '5000' }, known);
    for (const left of ['account', 'currency', 'rates', 'conversionBps']) expect(split).not.toHaveProperty(left);
    expect(requestOf({ ...one, account: 'shared' }, known)).toMatchObject({ account: 'shared', rates: ['01CCC'] });
  });

  test('[UI-03] finer data is offered where it is of the same instrument and of bars that make up those', () => {
    const all = [
      { ...datasetOf('01AAA', 'BTC/USDT', 100), timeframe: '1h' },
      { ...datasetOf('01DAY', 'BTC/USDT', 100), timeframe: '1d' },
      { ...datasetOf('01FINE', 'BTC/USDT', 100), timeframe: '15m' },
      { ...datasetOf('01ODD', 'BTC/USDT', 100), timeframe: '7m' },
      { ...datasetOf('01ETH', 'ETH/USDT', 100), timeframe: '1m' },
    ];
    const rows = (chosen: string[], shared: boolean) =>
      finerOf(all, chosen, shared).map(({ dataset, finer }) => [dataset.id, finer.map(({ id }) => id)]);
    expect(rows(['01AAA', '01ETH'], false)).toEqual([['01AAA', ['01FINE']]]);
    expect(rows(['01AAA', '01DAY'], false)).toEqual([
      ['01AAA', ['01FINE']],
      ['01DAY', ['01AAA', '01FINE']],
    ]);
    expect(rows(['01AAA', '01DAY'], true)).toEqual([['01AAA', ['01FINE']]]);
  });
});

describe('a simulation of a backtest that is done', () => {
  test('[UI-03] names the backtest and what chance does, and nothing that would run again', () => {
    const study = { ...EMPTY_STUDY, kinds: ['shuffle', 'noise'] as const, entries: true, maxLambdaSeconds: '30' };
    const request = MonteCarloRequest.parse(finishedRequestOf('01RUN', study));
    expect(request).toMatchObject({ backtest: '01RUN', kinds: ['shuffle'], entries: false, maxDollars: 1, maxLambdaSeconds: 30 });
    expect([request.datasets, request.strategy]).toEqual([undefined, 'rules']);
  });

  test('[UI-03] cross-validation takes both of its numbers; a walk without them asks for none', () => {
    const faults = (groups: string, testGroups: string) =>
      studyFaultsOf('walk-forward', faultsOf(DRAFT, subject), { ...STUDY, groups, testGroups }, subject);
    expect([faults('', ''), faults('6', '2')]).toEqual([{}, {}]);
    expect([Object.keys(faults('6', '')), Object.keys(faults('6', '6')), Object.keys(faults('', '2'))]).toEqual([
      ['testGroups'],
      ['testGroups'],
      ['groups', 'testGroups'],
    ]);
    const walk = studyRequestOf('walk-forward', DRAFT, { ...STUDY, groups: '6', testGroups: '2', spa: true }, subject);
    expect(WalkForwardRequest.parse(walk)).toMatchObject({ cpcv: { groups: 6, testGroups: 2 }, spa: true });
    expect(studyRequestOf('walk-forward', DRAFT, STUDY, subject)).not.toHaveProperty('cpcv');
  });
});
