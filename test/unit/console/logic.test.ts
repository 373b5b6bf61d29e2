import { describe, expect, test } from 'vitest';
import { accountTables } from '../../../console/source/logic/account.ts';
import { fileFault, formatOf } from '../../../console/source/logic/file-check.ts';
import {
  ago,
  alignedPrice,
  duration,
  money,
  percent,
  price,
  priceDigits,
  strategyName,
  symbolsLabel,
  timeTicks,
} from '../../../console/source/logic/format.ts';
import {
  EMPTY_DRAFT,
  faultsOf,
  fieldFor,
  parameterFault,
  paramsTyped,
  requestOf,
  ruleFaultsOf,
  SIZES,
  type Size,
  searchDatasets,
} from '../../../console/source/logic/form.ts';
import { EXAMPLE_RULES, placeIn, readRules } from '../../../console/source/logic/rules.ts';
import { guessSymbol } from '../../../console/source/logic/symbol-guess.ts';
import { buyAndHold, drawdownOf, joinBars, lastAtOrBefore, thinCurve } from '../../../console/source/logic/thin.ts';
import { understandRules } from '../../../shared/application/research/explain-rules.ts';
import { BacktestRequest, Sizing } from '../../../shared/contracts/schemas.ts';
import { parseSizing, sizingName } from '../../../shared/engine/sizing/sizing.ts';
import { datasetOf, STRATEGIES } from '../../browser/fixtures/mock-market.ts';

const smaCross = STRATEGIES.find((s) => s.id === 'sma-cross');

describe('figures', () => {
  test('[UI-01] figures carry thousands, a true minus and no sign on zero', () => {
    expect(money(1234567.891)).toBe('1,234,567.89');
    expect(money(-0.004)).toBe('0.00');
    expect(money(-12.5)).toBe('\u221212.50');
    expect(percent(0.12345, { signed: true })).toBe('+12.35 %');
    expect(percent(-0.00001, { signed: true })).toBe('0.00 %');
  });

  test('[UI-01] a price shows the decimals it has, no more than six significant figures', () => {
    expect([price(9.97), alignedPrice(9.97)]).toEqual(['9.97', '9.97000']);
    expect(price(57953.86)).toBe('57,953.86');
    expect(price(1.17983)).toBe('1.17983');
    expect(price(0.0570702)).toBe('0.0570702');
    expect(priceDigits(0)).toBe(2);
  });

  test('[UI-01] spans, ages and lists of symbols read like words', () => {
    expect(duration(3 * 86_400 + 4 * 3600)).toBe('3 d 4 h');
    expect(duration(1500)).toBe('25 min');
    expect(ago('2026-01-01T00:00:00Z', Date.parse('2026-01-01T00:05:10Z'))).toBe('5 min ago');
    expect(symbolsLabel(['A', 'B', 'C'])).toBe('A + 2 more');
  });

  test('[UI-01] a time axis names months, days or times as far apart as its ticks are', () => {
    const day = Date.UTC(2024, 2, 16) / 1000;
    expect(timeTicks([day, day + 86_400])).toEqual(['16 Mar', '17 Mar']);
    expect(timeTicks([day, day + 3600])).toEqual(['16 Mar', '01:00']);
    expect(timeTicks([day, day + 31 * 86_400])).toEqual(['Mar 2024', 'Apr 2024']);
  });
});

test.each([
  ['BTCUSDT-1h-2021-04_2022-12.csv', 'BTC/USDT'],
  ['binance_ETH-USD_1m.csv', 'ETH/USD'],
  ['BTC_EUR.parquet', 'BTC/EUR'],
  ['EURUSD_1d_2007_2016_oanda.csv', 'EUR/USD'],
  ['URTH_1h_2022.csv', 'URTH'],
  ['prices of june.csv', ''],
])('[UI-01] the name %s is taken for the symbol "%s"', (name, symbol) => {
  expect(guessSymbol(name)).toBe(symbol);
});

test('[UI-01] a file that no symbol would help is told from one that is taken', () => {
  expect(fileFault({ name: 'notes of june.txt', size: 5 })).toBe('"notes of june.txt" is neither a .csv nor a .parquet file.');
  expect(fileFault({ name: 'csv', size: 5 })).toMatch(/neither/);
  expect(fileFault({ name: 'a.csv', size: 0 })).toBe('The file is empty.');
  expect(fileFault({ name: 'a.parquet', size: 512 * 1024 * 1024 + 1 })).toMatch(/larger than 512 MiB/);
  expect([fileFault({ name: 'a.CSV', size: 1 }), formatOf('a.CSV'), formatOf('a.Parquet')]).toEqual([null, 'csv', 'parquet']);
});

describe('drawing less than there is', () => {
  const bar = (time: number, ...[open, high, low, close]: [number, number, number, number]) => ({ time, open, high, low, close });

  test('[UI-02] joined bars keep the first open, the extremes and the last close; a short rest is kept', () => {
    const bars = [bar(0, 1, 5, 1, 2), bar(1, 2, 3, 0.5, 3), bar(2, 3, 4, 2, 4)];
    expect(joinBars(bars, 2)).toEqual([bar(0, 1, 5, 0.5, 3), bar(2, 3, 4, 2, 4)]);
  });

  test('[UI-02] a thinned curve keeps its ends and its deepest fall', () => {
    const time = Array.from({ length: 10_000 }, (_, i) => i);
    const value = time.map((i) => (i === 4321 ? -50 : i === 7000 ? 200 : 100));
    const [thinTime, thinValue] = thinCurve([time, value], 500);
    expect(thinTime.length).toBeLessThan(600);
    expect([thinTime[0], thinTime.at(-1)]).toEqual([0, 9999]);
    expect(thinValue).toContain(-50);
    expect(thinValue).toContain(200);
  });

  test('[UI-02] the drawdown is the fall from the running peak', () => {
    expect(drawdownOf([100, 120, 90, 130])).toEqual([0, 0, -0.25, 0]);
  });

  test('[UI-02] buying and holding follows the closes that are known', () => {
    const bars = [bar(0, 100, 0, 0, 110), bar(60, 110, 0, 0, 90)];
    expect(buyAndHold(bars, [0, 60, 120], { cash: 1000, barSeconds: 60, commissionBps: 0, slippageBps: 0 })).toEqual([1000, 1100, 900]);
    expect(buyAndHold(bars, [60], { cash: 1000, barSeconds: 60, commissionBps: 100, slippageBps: 200 })[0]).toBeCloseTo(1100 / 1.0302, 9);
    expect(lastAtOrBefore([10, 20], 5)).toBe(-1);
  });
});

describe('rules', () => {
  const draft = { ...EMPTY_DRAFT, datasets: ['01A'], kind: 'rules' as const, strategy: 'sma-cross' };

  test('[SR-13] the example of the form can run, and its request is one the API takes', () => {
    const { name, params } = understandRules(JSON.parse(EXAMPLE_RULES));
    expect(faultsOf(draft, { id: name, about: '', params })).toMatchObject({ 'params.fast': expect.any(String) });
    const whole = { ...draft, params: paramsTyped({ id: name, about: '', params }, { fast: '7', other: '1' }) };
    expect(whole.params).toEqual({ fast: '7', slow: '30' });
    expect(faultsOf(whole, { id: name, about: '', params })).toEqual({});
    const request = BacktestRequest.parse(requestOf(whole, undefined));
    expect(request).toMatchObject({ strategy: 'rules', rules: { name: 'trend-with-stop' }, params: { fast: 7, slow: 30 } });
    expect(strategyName(request)).toBe('trend-with-stop');
    expect(strategyName({ strategy: 'sma-cross' })).toBe('sma-cross');
  });

  test('[SR-13] text that is no JSON object is a fault of the rules', () => {
    expect(['', '[1]', 'null', '{"a":'].map((rules) => faultsOf({ ...draft, rules }, undefined).rules)).toEqual([
      'paste rules, or drop a .json file',
      'rules are one JSON object, from { to }',
      'rules are one JSON object, from { to }',
      expect.stringMatching(/^no JSON: /),
    ]);
    expect(readRules('{"a":1}')).toEqual({ rules: { a: 1 } });
    expect(faultsOf(draft, undefined, 2).rules).toBe('2 faults');
  });

  test('[SR-13] a place is found in the text, as deep as it is there', () => {
    const text = '{\n  "a{": "x\\"}",\n  "entry": {\n    "all": [{ "above": [1, 2] },\n      { "above": ["p", "q"] }]\n  }\n}';
    const at = (place: string) => [placeIn(text, place).line, text.slice(placeIn(text, place).offset).slice(0, 3)];
    expect(at('entry.all[1].above[1]')).toEqual([5, '"q"']);
    expect(at('entry.all[1]')).toEqual([5, '{ "']);
    expect(at('entry.all[1].above[7]')).toEqual([5, '["p']);
    expect(at('entry.any')).toEqual([3, '{\n ']);
    expect(at('')).toEqual([1, '{\n ']);
  });

  test('[SR-13] faults that the API names under rules keep their place in the rules', () => {
    const named = [
      { field: 'rules.entry.long', message: 'a' },
      { field: 'rules', message: 'b' },
      { field: 'cash', message: 'c' },
    ];
    expect(ruleFaultsOf(named)).toEqual([
      { place: 'entry.long', message: 'a' },
      { place: '', message: 'b' },
    ]);
  });
});

describe('the form', () => {
  const draft = { ...EMPTY_DRAFT, datasets: ['01A'], strategy: 'sma-cross', params: { fast: '10', slow: '30' } };

  test('[UI-01] its request is one the API takes', () => {
    const request = requestOf({ ...draft, sizing: 'fraction', sizingValue: '0.50', from: '2021-05-01', to: '2022-01-01' }, smaCross);
    expect(BacktestRequest.parse(request)).toMatchObject({
      sizing: 'fraction:0.5',
      from: '2021-05-01T00:00:00Z',
      params: { fast: 10, slow: 30 },
    });
  });

  test('[UI-01] every sizing of the API can be chosen, and its example is taken', () => {
    const offered = Object.entries(SIZES).map(([size, about]) => ({
      size: size as Size,
      example: 'example' in about ? about.example : '',
    }));
    for (const { size, example } of offered) {
      const sized = { ...draft, sizing: size, sizingValue: example };
      const { sizing } = BacktestRequest.parse(requestOf(sized, smaCross));
      expect([size, faultsOf(sized, smaCross), sizingName(parseSizing(sizing))]).toEqual([size, {}, sizing]);
    }
    // The message of the contract lists them all.
    const named = Sizing.safeParse('none').error?.issues[0]?.message.match(/[a-z-]{3,}/g);
    expect(offered.map(({ size }) => size).sort()).toEqual(named?.sort());
  });

  test('[UI-01] every field that the API would refuse has its fault', () => {
    expect(faultsOf(draft, smaCross)).toEqual({});
    const wrong = {
      ...draft,
      datasets: [],
      params: { fast: '1.5', slow: '' },
      cash: '0',
      sizing: 'fraction' as const,
      sizingValue: '2',
      slippageBps: '9999.5',
      from: '2022-01-02',
      to: '2022-01-01',
    };
    expect(Object.keys(faultsOf(wrong, smaCross)).sort()).toEqual([
      'cash',
      'datasets',
      'params.fast',
      'params.slow',
      'sizing',
      'slippageBps',
      'to',
    ]);
    expect(parameterFault({ name: 'k', kind: 'float', default: 2, min: 0.5, max: 5, step: 0.1, about: '' }, '0.4')).toBe(
      'a number from 0.5 to 5',
    );
  });

  test('[UI-01] a field that the API names finds its place', () => {
    expect(fieldFor('slow', smaCross)).toBe('params.slow');
    expect(fieldFor('body.params.slow', smaCross)).toBe('params.slow');
    expect(fieldFor('datasets.3', smaCross)).toBe('datasets');
    expect(fieldFor('tenant', smaCross)).toBeUndefined();
  });

  test('[UI-01] a search finds datasets by every word, with or without the slash', () => {
    const sets = [datasetOf('1', 'BTC/USDT', 5), datasetOf('2', 'ETH/USDT', 5)];
    expect(searchDatasets(sets, 'btcusdt 1h').map((d) => d.id)).toEqual(['1']);
    expect(searchDatasets(sets, 'usdt').length).toBe(2);
  });
});

describe('the parts of an account', () => {
  const position = {
    symbol: 'BTC/USDT',
    quantity: -0.5,
    markPrice: 100,
    startEquity: 5000,
    endEquity: 5500,
    tradeCount: 3,
    realisedPnl: 510,
    unrealisedPnl: -10,
    pnl: 500,
    commission: 12.3,
    slippage: 0,
    exposure: 0.25,
  };
  const cellsOf = (run: Parameters<typeof accountTables>[0]) => accountTables(run).map(({ title, rows }) => [title, ...rows]);

  test('[UI-01] [SR-11] several currencies have a line each: what they started and ended with, their rates and what changing them cost', () => {
    const wallets = [
      { currency: 'USDT', start: 10_000, end: 9000, startRate: 1, endRate: 1, bought: 0, sold: 1000, conversionCost: 1, currencyGain: 0 },
      {
        currency: 'EUR',
        start: 0,
        end: 900,
        startRate: null,
        endRate: 1.1,
        bought: 900,
        sold: 0,
        conversionCost: 0,
        currencyGain: -12.345,
      },
    ];
    expect(cellsOf({ positions: [position], wallets, sleeves: null })).toEqual([
      [
        'Cash by currency',
        ['USDT', '10,000.00', '9,000.00', '1', '1', '0.00', '1,000.00', '0.00', '1.00'],
        ['EUR', '0.00', '900.00', 'n/a', '1.1', '900.00', '0.00', '\u221212.35', '0.00'],
      ],
    ]);
  });

  test('[UI-01] [SR-12] several strategies and several instruments do too; on a shared account an instrument has a gain and no return', () => {
    const sleeve = {
      name: 'sma-cross',
      strategy: 'sma-cross',
      params: {},
      startEquity: 4000,
      endEquity: 4400,
      totalReturn: 0.1,
      maxDrawdown: 0.05,
      sharpe: null,
      tradeCount: 7,
      winRate: 0.5,
      exposure: 0.6,
      commission: 4,
      slippage: 0,
      positions: [],
    };
    const other = { ...position, symbol: 'ETH/USDT', startEquity: null, endEquity: null };
    expect(cellsOf({ positions: [position, other], sleeves: [sleeve, { ...sleeve, name: 'sma-cross-2', sharpe: 1.5 }] })).toEqual([
      [
        'By strategy',
        ['sma-cross', '4,000.00', '4,400.00', '+10.00 %', '5.00 %', 'n/a', '7', '60.00 %', '4.00'],
        ['sma-cross-2', '4,000.00', '4,400.00', '+10.00 %', '5.00 %', '1.50', '7', '60.00 %', '4.00'],
      ],
      [
        'By instrument',
        ['BTC/USDT', '+10.00 %', '+500.00', '\u221210.00', '3', '25.00 %', '12.30', '-0.5'],
        ['ETH/USDT', 'n/a', '+500.00', '\u221210.00', '3', '25.00 %', '12.30', '-0.5'],
      ],
    ]);
    expect(cellsOf({ positions: [position], sleeves: [sleeve], wallets: null })).toEqual([]);
    expect(strategyName({ strategy: 'rules', strategies: [{ strategy: 'sma-cross' }, { strategy: 'equal-weight' }] })).toBe(
      'sma-cross + equal-weight',
    );
  });
});
