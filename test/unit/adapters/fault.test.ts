import { expect, test } from 'vitest';
import type * as z from 'zod';
import { refusalOf } from '../../../shared/adapters/aws/http/problem.ts';
import { ROUTES, type RouteId } from '../../../shared/contracts/routes.ts';
import { BacktestRequest, BarsQuery, CreateDataset } from '../../../shared/contracts/schemas.ts';

const request = { datasets: ['a'], strategy: 'sma-cross' };
const dataset = { name: 'x', symbol: 'BTC/USDT', bytes: 1, sha256: '0'.repeat(64) };

/** The refusal of a value that a schema refuses. */
function refused(schema: typeof BacktestRequest | typeof BarsQuery | typeof CreateDataset, value: unknown, where = '') {
  const { success, error } = schema.safeParse(value);
  if (success) throw new Error('the schema takes it');
  return refusalOf(error, value, where);
}

test.each([
  [{ limit: '0' }, 'query.limit is 0, but must be at least 1'],
  [{ limit: '5001' }, 'query.limit is 5001, but must be at most 5000'],
  [{ limit: '1.5' }, 'query.limit is 1.5, but must be a whole number'],
  [{ limit: 'many' }, 'query.limit is "many", but must be a number'],
  [{ format: 'xml' }, 'query.format is "xml", but must be "json" or "csv"'],
  [{ dataset: '' }, 'query.dataset is "", but must be at least 1 character long'],
  [{ colour: 'red' }, 'query: there is no "colour" here'],
])('[UI-01] a query %j is refused with field, value and what would be right', (query, said) => {
  expect(refused(BarsQuery, query, 'query').message).toBe(said);
});

test.each([
  [{ ...request, cash: 0 }, 'cash is 0, but must be above 0'],
  [{ ...request, cash: 'much' }, 'cash is "much", but must be a number, or amounts by currency like {"USD": 10000}'],
  [{ ...request, cash: Number.POSITIVE_INFINITY }, 'cash is Infinity, but must be a number, or amounts by currency like {"USD": 10000}'],
  [{ ...request, cash: { USD: 1, EUR: -5 } }, 'cash.EUR is -5, but must be above 0'],
  [{ ...request, cash: {} }, 'cash is an object, but must be amounts of 1 to 20 currencies'],
  [{ ...request, datasets: [] }, 'datasets is a list of 0, but must be a list of at least 1'],
  [{ ...request, datasets: [['a']] }, 'datasets.0 is a list of 1, but must be text'],
  [{ ...request, params: { fast: { deep: 1 } } }, 'params.fast is an object, but must be a number'],
  [
    { ...request, sizing: 'most' },
    'sizing is "most", but must be all, fraction:0.5, fixed:1, kelly:0.5, kelly-odds:0.5, risk:0.01, volatility:0.15, drawdown:0.2 or equal-risk:0.9',
  ],
  [{ strategy: 'sma-cross' }, 'datasets is missing, but must be a list'],
  [{ ...request, params: null }, 'params is null, but must be an object'],
  [null, 'the body is null, but must be an object'],
])('[UI-01] a body %j is refused with field, value and what would be right', (body, said) => {
  expect(refused(BacktestRequest, body).message).toBe(said);
});

test('[UI-01] of a value of several shapes the shapes are named, or what is wrong with the one that it has', () => {
  const quote = ROUTES.quoteStudy.body;
  const { error } = quote.safeParse({ kind: 'poll' });
  expect(refusalOf(error as z.ZodError, { kind: 'poll' }).message).toBe(
    'kind is "poll", but must be "sweep" or "walk-forward" or "monte-carlo"',
  );
});

test('[UI-01] every fault is listed with its field, the first one is the detail', () => {
  const refusal = refused(CreateDataset, { ...dataset, bytes: 0, sha256: 'ab' });
  expect([refusal.field, refusal.message]).toEqual(['bytes', 'bytes is 0, but must be at least 1']);
  expect(refusal.errors).toEqual([
    { field: 'bytes', message: 'bytes is 0, but must be at least 1' },
    { field: 'sha256', message: 'sha256 is "ab", but must be 64 hexadecimal digits' },
  ]);
  expect(refused(BacktestRequest, { ...request, fats: 3 }).field).toBe('fats');
  expect(refused(BacktestRequest, { ...request, execution: { lag: 3 } }).field).toBe('execution.lag');
});

test('[UI-01] a refusal repeats no long value and no long name', () => {
  const long = 'x'.repeat(100_000);
  expect(refused(CreateDataset, { ...dataset, name: long }).message).toBe(
    `name is "${'x'.repeat(59)}..., but must be at most 200 characters long`,
  );
  expect(refused(CreateDataset, { ...dataset, name: '\u0000'.repeat(500) }).message.length).toBeLessThan(120);
  expect(refused(BacktestRequest, { ...request, [long]: 1 }).message).toBe(`there is no "${'x'.repeat(60)}..." here`);
  const { field, message } = refused(BacktestRequest, { ...request, params: { [long]: 'a' } });
  expect([String(field).length, message.length]).toEqual(['params.'.length + 63, expect.any(Number)]);
  expect(message.length).toBeLessThan(110);
});

test('[UI-01] no refusal of a query or body speaks as the schema library does', () => {
  const values: unknown[] = ['', 'x', '-1', '1e99', [], {}, 5, null, true];
  for (const id of Object.keys(ROUTES) as RouteId[]) {
    const route = ROUTES[id] as { query?: typeof BarsQuery; body?: typeof BarsQuery };
    const schema = route.body ?? route.query;
    if (!('shape' in (schema ?? {}))) continue;
    for (const name of Object.keys((schema as typeof BarsQuery).shape)) {
      for (const value of values) {
        const { error } = (schema as typeof BarsQuery).safeParse({ [name]: value });
        const said = error ? refusalOf(error, { [name]: value }).errors : [];
        for (const { message } of said ?? []) expect(message).not.toMatch(/Invalid|Too (small|big)|expected|received|undefined/);
      }
    }
  }
});
