import { expect, test } from 'vitest';
import { fundamentalsOf } from '../../../../shared/market/fundamentals/measures.ts';
import { monthsBefore, statementsOf, trailingYear } from '../../../../shared/market/fundamentals/statements.ts';
import { ACME_ROWS, acme } from './acme.ts';

const us = (iso: string) => Date.parse(iso) * 1000;
const AT_20 = { price: 20, currency: 'USD' };
const of = (asOf: string, price: typeof AT_20 | undefined = AT_20, rows = ACME_ROWS) => {
  const found = fundamentalsOf(statementsOf(acme(rows), 'ACME', us(asOf)), price);
  return found && { ...found, values: Object.fromEntries(found.measures.map(({ id, value }) => [id, value])) };
};

test('[MD-17] P/E, P/B, ROE, free cash flow, margins, debt and growth of a company equal the values worked by hand', () => {
  // Last twelve months at the end of 2023, as filed: revenue 120+130+140+150 = 540, net income 10+11+14+15 = 50, operating cash flow 14+15+16+19 = 64,
  // capital expenditure 20, dividends 8. A year before: revenue 460, net income 40, equity 400. Price 20 x 50 shares = 1000.
  const found = of('2024-03-01T00:00:00Z');
  expect(found?.values).toEqual({
    'market-cap': 1000,
    pe: 1000 / 50,
    pb: 1000 / 440,
    fcf: 64 - 20,
    'fcf-yield': 44 / 1000,
    'dividend-yield': 8 / 1000,
    roe: 50 / ((440 + 400) / 2),
    roa: 50 / 990,
    'net-margin': 50 / 540,
    'fcf-margin': 44 / 540,
    payout: 8 / 50,
    'debt-to-equity': 550 / 440,
    'revenue-growth': 540 / 460 - 1,
    'income-growth': 50 / 40 - 1,
  });
  expect(found).toMatchObject({ periodEndUs: us('2023-12-31T00:00:00Z'), knownAtUs: us('2024-02-15T20:00:00Z'), currency: 'USD' });
  for (const { formula, source, why } of found?.measures ?? []) expect([formula !== '', source !== '', why]).toEqual([true, true, null]);
});

test('[MD-17] before the restatement the old number is the answer, from the moment it was filed the new one', () => {
  expect(of('2024-03-20T19:59:59Z')?.values['pe']).toBe(1000 / 50);
  // Net income of the third quarter went from 14 to 6, and revenue from 140 to 132.
  expect(of('2024-03-20T20:00:00Z')?.values).toMatchObject({ pe: 1000 / 42, 'net-margin': 42 / 532, 'income-growth': 42 / 40 - 1 });
  expect(of('2024-03-20T20:00:00Z')?.knownAtUs).toBe(us('2024-03-20T20:00:00Z'));
});

test('[MD-17] a quarter counts from its filing, not from its end', () => {
  // On the day before the last filing the twelve months end in September: 130+120+130+140 revenue, 13+10+11+14 net income.
  expect(of('2024-02-14T00:00:00Z')).toMatchObject({
    periodEndUs: us('2023-09-30T00:00:00Z'),
    values: { 'net-margin': 48 / 520, pb: 1000 / 430 },
  });
  expect(of('2022-11-15T00:00:00Z')).toBeUndefined();
  // The first four quarters make a year, but none before it is known: growth and a mean of equity are not.
  const first = of('2023-02-16T00:00:00Z');
  expect(first?.values).toMatchObject({ 'net-margin': 40 / 460, 'revenue-growth': null, roe: null });
  expect(first?.measures.find(({ id }) => id === 'roe')?.why).toBe('the statements known by then lack an item of it');
});

test('[MD-17] a year is the statement of twelve months where the quarters are not known', () => {
  const yearly = [
    'ACME,2022-12-31,12,2023-02-15,USD,460,40,54,16,4,400,920,520,50',
    'ACME,2023-12-31,12,2024-02-15,USD,540,50,64,20,8,440,990,550,50',
  ];
  expect(of('2024-03-01T00:00:00Z', AT_20, yearly)?.values).toEqual(of('2024-03-01T00:00:00Z')?.values);
});

test('[MD-17] what would mean nothing is null and says why', () => {
  const losing = ACME_ROWS.slice(0, 4).map((row) => row.replace(/,(8|9|10|13),(1[2-5]),4/, ',-5,$2,4'));
  const why = (found: ReturnType<typeof of>, id: string) => found?.measures.find((measure) => measure.id === id)?.why;
  const lost = of('2023-03-01T00:00:00Z', AT_20, losing);
  expect([lost?.values['pe'], why(lost, 'pe'), lost?.values['net-margin']]).toEqual([null, 'net income is not positive', -20 / 460]);
  const unpriced = fundamentalsOf(statementsOf(acme(), 'ACME', us('2024-03-01T00:00:00Z')), undefined)?.measures;
  expect(unpriced?.[1]).toMatchObject({ id: 'pe', value: null, why: 'no price is known' });
  expect(unpriced?.[3]).toMatchObject({ id: 'fcf', value: 44, why: null });
  const foreign = of('2024-03-01T00:00:00Z', { price: 20, currency: 'INR' });
  expect([foreign?.values['pb'], why(foreign, 'pb')]).toEqual([null, 'the price is in INR, the statements are in USD']);
});

test('[MD-17] a year of 52 weeks, which ends on other days, is one too; a missing quarter makes none', () => {
  const ends = ['2022-04-02', '2022-07-02', '2022-10-01', '2022-12-31'];
  const rows = ACME_ROWS.slice(0, 4).map((row, i) => row.replace(/2022-\d\d-\d\d/, ends[i] as string));
  const statements = statementsOf(acme(rows), 'ACME', us('2023-03-01T00:00:00Z'));
  expect(trailingYear(statements, us('2022-12-31T00:00:00Z'))?.flows.revenue).toBe(460);
  expect(trailingYear(statements.slice(1), us('2022-12-31T00:00:00Z'))).toBeUndefined();
  expect(new Date(monthsBefore(us('2024-05-31T00:00:00Z'), 3) / 1000).toISOString().slice(0, 10)).toBe('2024-02-29');
  expect(new Date(monthsBefore(us('2024-01-31T00:00:00Z'), 2) / 1000).toISOString().slice(0, 10)).toBe('2023-11-30');
});
