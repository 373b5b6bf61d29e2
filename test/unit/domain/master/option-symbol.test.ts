import { expect, test } from 'vitest';
import { contractOfSymbol, formatOptionSymbol, parseOptionSymbol } from '../../../../shared/domain/master/option-symbol.ts';

// The examples of the OCC's own description of the symbology (2010): root, expiry as yymmdd, right, strike in thousandths.
const SPX = { kind: 'option', underlying: 'SPX', expiry: '2014-11-22', strike: 19.5, right: 'put' } as const;

test('[MD-06] an option symbol of the OCC is read with blanks or without, and written back', () => {
  expect(parseOptionSymbol('SPX   141122P00019500')).toEqual(SPX);
  expect(parseOptionSymbol('spx141122p00019500')).toEqual(SPX);
  expect(formatOptionSymbol(SPX)).toBe('SPX141122P00019500');
  const lamr = { kind: 'option', underlying: 'LAMR', expiry: '2015-01-17', strike: 52.5, right: 'call' } as const;
  expect(parseOptionSymbol('LAMR  150117C00052500')).toEqual(lamr);
  expect(formatOptionSymbol(lamr)).toBe('LAMR150117C00052500');
});

test.each(['AAPL', 'AAPL240230C00190000', 'AAPL240119X00190000', 'AAPL240119C00000000', 'TOOLONG240119C00190000', 'BTC/USDT', ''])(
  '[MD-06] %j is no option symbol',
  (text) => expect(parseOptionSymbol(text)).toBeUndefined(),
);

test('[MD-06] a strike that the symbology cannot say is refused by name', () => {
  expect(() => formatOptionSymbol({ ...SPX, strike: 0.00005 })).toThrow('strike is 0.00005');
  expect(() => formatOptionSymbol({ ...SPX, strike: 100_000 })).toThrow('strike is 100000');
});

test('[MD-06] a crypto venue’s symbol says perpetual, future and option', () => {
  expect(contractOfSymbol('BTC/USDT')).toBeUndefined();
  expect(contractOfSymbol('BTC/USDT:USDT')).toEqual({ kind: 'perpetual', underlying: 'BTC/USDT' });
  expect(contractOfSymbol('BTC/USDT:USDT-240628')).toEqual({ kind: 'future', underlying: 'BTC/USDT', expiry: '2024-06-28' });
  expect(contractOfSymbol('BTC/USD:BTC-240628-50000-P')).toEqual({
    kind: 'option',
    underlying: 'BTC/USD',
    expiry: '2024-06-28',
    strike: 50_000,
    right: 'put',
  });
});
