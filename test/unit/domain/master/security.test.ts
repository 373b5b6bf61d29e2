import { expect, test } from 'vitest';
import { nameAt, securityAsOf } from '../../../../shared/domain/master/security.ts';
import { record, security } from '../../../support/securities.ts';

const at = (iso: string) => Date.parse(iso) * 1000;
const day = (iso: string) => at(`${iso}T12:00:00Z`);

test('[MD-14] as of a day the master answers with the version of that day, and with nothing before the first', () => {
  const lehman = record(
    [day('2020-01-01'), security('LEH', { sector: 'banks' })],
    [day('2021-01-01'), security('LEH', { sector: 'none' })],
  );
  expect(securityAsOf(lehman, day('2019-12-31'))).toBeUndefined();
  expect(securityAsOf(lehman, day('2020-06-01'))?.sector).toBe('banks');
  expect(securityAsOf(lehman, day('2021-01-01'))?.sector).toBe('none');
});

test('[MD-14] one listed before the master knew it is there from its listing on, as it was first known', () => {
  const old = record([day('2024-01-01'), security('IBM', { listed: '1990-01-02' })]);
  expect(securityAsOf(old, day('1990-01-01'))).toBeUndefined();
  expect(securityAsOf(old, day('1990-01-02'))?.id).toBe('IBM');
});

test('[MD-14] a delisted one stays queryable as of days before its delisting, even when that was recorded later', () => {
  const states = [security('LEH'), security('LEH', { status: 'delisted', delisted: '2008-09-18' })] as const;
  const late = record([day('2008-01-01'), states[0]], [day('2010-01-01'), states[1]]);
  const statusOn = (iso: string) => securityAsOf(late, day(iso))?.status;
  expect([statusOn('2008-09-17'), statusOn('2008-09-18'), statusOn('2009-01-01'), statusOn('2026-01-01')]).toEqual([
    'active',
    'delisted',
    'delisted',
    'delisted',
  ]);
  const known = record([day('2010-01-01'), { ...states[1], listed: '1994-05-31' }]);
  expect(securityAsOf(known, day('2008-01-01'))).toMatchObject({ status: 'inactive', delisted: '2008-09-18' });
});

test('[MD-14] one that came back was delisted only in between', () => {
  const back = record(
    [day('2020-01-01'), security('X')],
    [day('2021-01-01'), security('X', { status: 'delisted', delisted: '2021-01-01' })],
    [day('2022-01-01'), security('X', { status: 'inactive' })],
  );
  const statusOn = (iso: string) => securityAsOf(back, day(iso))?.status;
  expect([statusOn('2020-12-31'), statusOn('2021-06-01'), statusOn('2022-06-01')]).toEqual(['active', 'delisted', 'inactive']);
});

test('[MD-14] a venue has one name for it at a time: from its first day on, until the day before its last', () => {
  const meta = security('META', {
    names: [
      { source: 'alpaca', symbol: 'FB', venueSymbol: 'FB', from: '2012-05-18', to: '2022-06-09' },
      { source: 'alpaca', symbol: 'META', venueSymbol: 'META', from: '2022-06-09', to: null },
    ],
  });
  const on = (iso: string) => nameAt(meta, 'alpaca', day(iso))?.symbol;
  expect([on('2012-05-17'), on('2012-05-18'), on('2022-06-08'), on('2022-06-09')]).toEqual([undefined, 'FB', 'FB', 'META']);
  expect(nameAt(meta, 'finnhub', day('2020-01-01'))).toBeUndefined();
});
