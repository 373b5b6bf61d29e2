import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { goldenBars, residueBars } from '../../../scripts/golden/golden-bars.ts';
import type { Bars } from '../../../shared/domain/bars.ts';
import { CANDLESTICKS } from '../../../shared/patterns/candlestick/catalogue.ts';
import { computeCandlesticks } from '../../../shared/patterns/candlestick/fold.ts';

interface Golden {
  readonly taLib: string;
  readonly penetration: number | undefined;
  readonly first: number;
  readonly values: Int16Array;
}

/** TA-Lib's own answers, see scripts/golden/candlesticks.ts. */
function readGolden(file: string, rows: number): Golden[] {
  const golden: Golden[] = [];
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  for (const line of text.trim().split('\n')) {
    const head = /^(CDL\w+)(?: ([\d.]+))? from (\d+)$/.exec(line);
    const hits = /^ {2}(-?\d+): ([\d ]+)$/.exec(line);
    if (head) {
      const penetration = head[2] === undefined ? undefined : Number(head[2]);
      golden.push({ taLib: String(head[1]), penetration, first: Number(head[3]), values: new Int16Array(rows) });
    } else if (hits) {
      for (const row of String(hits[2]).split(' ')) (golden.at(-1) as Golden).values[Number(row)] = Number(hits[1]);
    } else if (!line.startsWith('#')) throw new Error(`golden line not understood: ${line}`);
  }
  return golden;
}

const bars = goldenBars();
const golden = readGolden('candlesticks.txt', bars.length);
const wild = residueBars();
const residue = readGolden('residue.txt', wild.length);

test('[PT-01] TA-Lib answered all 61 functions on more than 10,000 bars, and each is seen there', () => {
  expect(bars.length).toBeGreaterThan(10_000);
  expect([...new Set(golden.map(({ taLib }) => taLib))]).toEqual(CANDLESTICKS.map(({ definition }) => definition.taLib).toSorted());
  for (const { definition } of CANDLESTICKS) {
    const answers = golden.filter(({ taLib }) => taLib === definition.taLib);
    expect([definition.id, answers.some(({ values }) => values.some((value) => value !== 0))]).toEqual([definition.id, true]);
  }
});

describe.each(CANDLESTICKS.map((candlestick) => [candlestick.definition.taLib, candlestick] as const))('%s', (taLib, candlestick) => {
  const check = (answers: readonly Golden[], on: Bars) => {
    const own = answers.filter((answer) => answer.taLib === taLib);
    const specs = own.map(({ penetration }) => candlestick(penetration === undefined ? {} : { penetration }));
    const columns = computeCandlesticks(on, specs);
    own.forEach(({ first, values, penetration }, a) => {
      expect(specs[a]?.warmup).toBe(first);
      const differing = [...values.keys()].filter((row) => values[row] !== columns[a]?.[row]);
      expect(differing, `penetration ${penetration}`).toEqual([]);
    });
  };

  test('[PT-01] equals TA-Lib on every row, and begins on the same', () => check(golden, bars));

  test("[PT-01] equals TA-Lib where the rounding error of TA-Lib's own running totals decides", () => check(residue, wild));
});
