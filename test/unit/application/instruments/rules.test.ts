import { expect, test } from 'vitest';
import { MemoryInstruments } from '../../../../shared/adapters/memory/instruments.ts';
import { ruledInstrument } from '../../../../shared/application/backtest/instrument-rules.ts';
import { planBacktest } from '../../../../shared/application/backtest/plan.ts';
import { withMaster } from '../../../../shared/application/instruments/rules.ts';
import { BacktestRequest } from '../../../../shared/contracts/schemas.ts';
import { inferInstrument } from '../../../../shared/market/instrument.ts';
import smaCross from '../../../../strategies/sma-cross.ts';
import { record, security } from '../../../support/securities.ts';

const BTC = record(
  [1e15, security('BTC/USDT', { tick: 0.1, lot: 0.001 })],
  [2e15, security('BTC/USDT', { minQuantity: 0.0001, maxQuantity: 9000, minNotional: 5 })],
);
const master = new MemoryInstruments([
  BTC,
  record([1e15, security('ES', { assetClass: 'future', multiplier: 50, calendar: 'CME', minQuantity: 0 })]),
]);
const asked = (execution?: object) => BacktestRequest.parse({ datasets: ['a'], strategy: 'sma-cross', ...(execution && { execution }) });
const NEWEST = { tick: 0.01, lot: 0.00001, multiplier: 1, minQuantity: 0.0001, maxQuantity: 9000, minNotional: 5, calendar: '24/7' };

test('[MD-14] a run takes the newest rules of what it trades; a minimum of 0 is none, and an instrument that the master lacks has none', async () => {
  const { execution } = await withMaster(master, asked(), ['ES', 'BTC/USDT', 'DOGE/USDT', 'BTC/USDT']);
  expect(execution).toEqual({
    instruments: { 'BTC/USDT': NEWEST, ES: { tick: 0.01, lot: 0.00001, multiplier: 50, calendar: 'CME' } },
  });
});

test('[MD-14] where the master knows none of them a request stays as it is', async () => {
  for (const request of [asked(), asked({ lot: 1 })]) expect(await withMaster(master, request, ['DOGE/USDT'])).toBe(request);
});

test('[MD-14] what a request says of all instruments stays; one that says something of single ones, or nothing of any, is not changed', async () => {
  const { execution } = await withMaster(master, asked({ lot: 1, calendar: 'NYSE', minNotional: 20 }), ['BTC/USDT']);
  const { lot: _lot, calendar: _calendar, minNotional: _minNotional, ...rest } = NEWEST;
  expect(execution).toEqual({ lot: 1, calendar: 'NYSE', minNotional: 20, instruments: { 'BTC/USDT': rest } });
  for (const instruments of [{}, { 'BTC/USDT': { lot: 2 } }]) {
    const request = asked({ instruments });
    expect(await withMaster(master, request, ['BTC/USDT', 'ES'])).toBe(request);
  }
});

test('[MD-14] the instrument of a run is by the rules for all, then by its own, then what its symbol says', () => {
  const btc = inferInstrument({ symbol: 'BTC/USDT' });
  expect(ruledInstrument(btc, undefined)).toBe(btc);
  expect(ruledInstrument(btc, { leverage: 2 })).toBe(btc);
  const execution = { lot: 1, instruments: { 'BTC/USDT': { lot: 2, minNotional: 5 }, 'ETH/USDT': { tick: 7 } } };
  expect(ruledInstrument(btc, execution)).toEqual({ ...btc, lot: 1, minNotional: 5 });
});

test.each([
  [{ lot: 0 }, 'lot', 'lot is 0, but must be a positive number'],
  [{ minNotional: Infinity }, 'minNotional', 'minNotional is Infinity, but must be a positive number'],
  [{ minQuantity: 2, maxQuantity: 1 }, 'minQuantity', 'minQuantity is 2, but must be at most maxQuantity, which is 1'],
  [{ instruments: { X: { tick: -1 } } }, 'instruments.X.tick', 'instruments.X.tick is -1, but must be a positive number'],
  [{ instruments: { X: { calendar: 'MOON' } } }, 'instruments.X.calendar', 'instruments.X.calendar is "MOON", but must be one of '],
])('[MD-14] rules like %j are refused', (execution, field, said) => {
  const plan = () => planBacktest({ ...asked(), execution }, [smaCross], 'v1');
  expect(plan).toThrow(expect.objectContaining({ field, message: expect.stringContaining(said) }));
});
