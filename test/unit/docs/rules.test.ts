import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { computeIndicator } from '../../../shared/indicators/batch.ts';
import { explainRules } from '../../../shared/strategies/rules/explain.ts';
import type { RuleError } from '../../../shared/strategies/rules/fault.ts';
import { parseRules } from '../../../shared/strategies/rules/parse.ts';
import smaCross from '../../../strategies/sma-cross.ts';
import { fixedBars } from '../../golden/fixed-bars.ts';
import { codeBlocks } from '../../support/markdown.ts';
import { runStrategy } from '../strategies/rules/world.ts';

const guide = readFileSync(new URL('../../../docs/guides/rules.md', import.meta.url), 'utf8');
const blocks = codeBlocks(guide);
const files = blocks.filter(({ language }) => language === 'json').map(({ text }) => JSON.parse(text) as unknown);
const bars = fixedBars(2000);

test('[PT-03] every file in docs/guides/rules.md is understood, explained and trades', () => {
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const result = runStrategy(parseRules(file), bars);
    expect(result.trades.length).toBeGreaterThan(3);
    expect(explainRules(file)).toContain('Enters long when');
  }
});

test('[PT-03] the first file of the guide trades as the strategy that it names', () => {
  expect(parseRules(files[0]).id).toBe('sma-cross');
  expect(runStrategy(parseRules(files[0]), bars).trades).toEqual(runStrategy(smaCross, bars).trades);
});

/** Every piece of JSON in the first column of a table of the guide. */
const cells = [...guide.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell]) =>
  [...(cell as string).matchAll(/`([^`]+)`/g)].map(([, text]) => text as string),
);

const SIZE = /^\{"(fraction|quantity|riskPercent|kelly|risk|volatility|drawdown)"/;

test('[PT-03] every size that the tables of the guide show is understood', () => {
  const sizes = cells.filter((cell) => SIZE.test(cell));
  expect(sizes).toHaveLength(7);
  const rules = { entry: { long: { above: ['close', 'sma(5)'] } }, stopLoss: { percent: 2 } };
  for (const size of sizes) expect(() => parseRules({ ...rules, sizing: JSON.parse(size) })).not.toThrow();
});

test('[PT-03] every condition that the tables of the guide show is understood', () => {
  const conditions = cells.filter((cell) => cell.startsWith('{') && !SIZE.test(cell) && !cell.includes('...'));
  expect(conditions.length).toBeGreaterThan(10);
  for (const text of conditions) {
    const filled = text.replaceAll(
      /([[\s:])([ab]|low|high)(?=[,\]}])/g,
      (_, before: string, name: string) => `${before}${{ a: '"close"', b: '"sma(5)"', low: '1', high: '200' }[name]}`,
    );
    expect(() => parseRules({ entry: { long: JSON.parse(filled) } })).not.toThrow();
  }
});

test('[PT-03] every operand that the tables of the guide show is understood and has values', () => {
  const operands = cells.filter((cell) => /^"[a-z]+(\(|\[|@|"$)/.test(cell) && !['"all"', '"slow"'].includes(cell));
  expect(operands.length).toBeGreaterThan(6);
  for (const text of operands) {
    const declared = parseRules({ entry: { long: { above: [JSON.parse(text), -1e9] } } }).indicators({});
    for (const spec of Object.values(declared)) expect(computeIndicator(spec, bars)[0]?.[1999]).not.toBeNaN();
  }
});

test('[SR-13] the messages that the guide shows are those that are given', () => {
  const shown =
    blocks
      .find(({ language }) => language === 'text')
      ?.text.trim()
      .split('\n') ?? [];
  const LONG = { above: ['close', 1] };
  const wrong = [
    { all: [LONG, { above: [{ indicator: 'smaa' }, 1] }] },
    { above: ['sma(0)', 1] },
    { above: ['close', 1], below: ['close', 2] },
  ];
  const given = wrong.map((long) => {
    try {
      return parseRules({ entry: { long } }).id;
    } catch (error) {
      return (error as RuleError).message;
    }
  });
  expect(shown).toEqual(given);
});
