import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cursor, crossedAbove, crossedBelow, IndicatorView } from '../../../shared/strategies/view.ts';

/** Views of two columns over bars that all close at 100, and the cursor that moves them. */
function views(a: readonly number[], b: readonly number[], close: readonly number[] = a.map(() => 100)) {
  const cursor: Cursor = { row: -1 };
  const options = { unit: 'price', close: Float64Array.from(close) } as const;
  const view = (values: readonly number[]) => new IndicatorView(Float64Array.from(values), cursor, options);
  return { cursor, a: view(a), b: view(b) };
}

/** `+` where a crosses above b, `-` where it crosses below, `.` elsewhere, asking at every row. */
function marks(a: readonly number[], b: readonly number[], close?: readonly number[]): string {
  const world = views(a, b, close);
  return a
    .map((_, row) => {
      world.cursor.row = row;
      return crossedAbove(world.a, world.b) ? '+' : crossedBelow(world.a, world.b) ? '-' : '.';
    })
    .join('');
}

const TIE = 5e-8; // Half of 1e-9 of the close of 100.
const OVER = 2e-7; // Twice it.

describe('a cross', () => {
  test('[SR-05] is a change of sign of the difference, at the very close at which it happens', () => {
    expect(marks([1, 1, 3, 3, 1, 1, 3], [2, 2, 2, 2, 2, 2, 2])).toBe('..+.-.+');
  });

  test('[SR-05] is not the first sign that is known', () => {
    expect(marks([3, 3, 1], [2, 2, 2])).toBe('..-');
    expect(marks([NaN, NaN, 3, 1, 3], [NaN, 2, 2, 2, 2])).toBe('...-+');
  });

  test('[SR-05] is not made by touching: an equality keeps the last sign', () => {
    expect(marks([1, 2, 1, 2, 3, 2, 3, 2, 1], [2, 2, 2, 2, 2, 2, 2, 2, 2])).toBe('....+...-');
  });

  test('[SR-05] is not made while the first sign is still an equality', () => {
    expect(marks([2, 2, 3, 1], [2, 2, 2, 2])).toBe('...-');
  });

  test('[SR-05] needs a difference of more than 1e-9 of the price', () => {
    expect(marks([1, 2 + TIE, 1], [2, 2, 2])).toBe('...');
    expect(marks([1, 2 + OVER, 2 - TIE, 2 - OVER], [2, 2, 2, 2])).toBe('.+.-');
  });

  test('[SR-05] measures the equality by the size of the price where prices are negative, as oil once was', () => {
    expect(marks([1, 2 + TIE, 2 + OVER], [2, 2, 2], [-100, -100, -100])).toBe('..+');
  });

  test('[SR-05] of exactly the equality is none', () => {
    const cursor: Cursor = { row: 0 };
    const flow = new IndicatorView(Float64Array.of(-1, 1e-9, 2e-9, -1e-9, -2e-9), cursor, { unit: 'volume', close: new Float64Array(5) });
    const crosses = [0, 1, 2, 3, 4].map((row) => {
      cursor.row = row;
      return flow.crossOf(0);
    });
    expect(crosses).toEqual([0, 0, 1, 0, -1]);
  });

  test('[SR-05] survives unknown rows: the sign before them is the one that changes', () => {
    expect(marks([1, NaN, NaN, 3], [2, 2, NaN, 2])).toBe('...+');
  });

  test('[SR-05] over a level counts a fixed scale by its width', () => {
    const cursor: Cursor = { row: 0 };
    const rsi = new IndicatorView(Float64Array.of(29, 30 + 9e-8, 30 + 2e-7, 29), cursor, { unit: 100, close: Float64Array.of(1, 1, 1, 1) });
    const crosses = [0, 1, 2, 3].map((row) => {
      cursor.row = row;
      return rsi.crossOf(30);
    });
    expect(crosses).toEqual([0, 0, 1, -1]);
  });

  test('[SR-05] does not depend on when, how often or in which order it is asked', () => {
    const value = fc.constantFrom(1, 2 - OVER, 2 - TIE, 2, 2 + TIE, 2 + OVER, 3, NaN);
    const rows = fc.array(fc.record({ a: value, b: fc.constantFrom(2, 2, 2, 2.5, NaN), asked: fc.boolean() }), { maxLength: 60 });
    fc.assert(
      fc.property(rows, (series) => {
        const [a, b] = [series.map((row) => row.a), series.map((row) => row.b)];
        const expected = crossesByHand(a, b);
        const world = views(a, b);
        series.forEach(({ asked }, row) => {
          world.cursor.row = row;
          if (!asked) return;
          expect(world.a.crossOf(world.b)).toBe(expected[row]);
          expect(world.b.crossOf(world.a)).toBe(0 - (expected[row] as number) + 0);
          expect(world.a.crossOf(-1e9)).toBe(0);
          expect(world.a.crossOf(world.b)).toBe(expected[row]);
        });
        for (const row of [series.length - 1, 0, Math.floor(series.length / 2)]) {
          if (row < 0 || row >= series.length) continue;
          world.cursor.row = row;
          expect(world.a.crossOf(world.b)).toBe(expected[row]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('[SR-05] is found at every row of a series longer than one stretch of work', () => {
    const a = Array.from({ length: 9000 }, (_, i) => (Math.floor(i / 2048) % 2 === 0 ? 1 : 3));
    const found = marks(
      a,
      a.map(() => 2),
    )
      .split('')
      .flatMap((mark, row) => (mark === '.' ? [] : [`${mark}${row}`]));
    expect(found).toEqual(['+2048', '-4096', '+6144', '-8192']);
    const late = views(
      a,
      a.map(() => 2),
    );
    late.cursor.row = 8192;
    expect(late.a.crossOf(late.b)).toBe(-1);
  });

  test('[DX-02] does not change when rows are appended', () => {
    const value = fc.constantFrom(1, 2, 3, NaN);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), fc.array(value, { maxLength: 30 }), (head, tail) => {
        const level = [...head, ...tail].map(() => 2);
        expect(marks([...head, ...tail], level).slice(0, head.length)).toBe(marks(head, level.slice(0, head.length)));
      }),
    );
  });

  test('[SR-01] over a level that moves is refused, and the message says what to do instead', () => {
    const world = views([1], [2]);
    world.cursor.row = 0;
    for (let level = 0; level < 50; level++) world.a.crossOf(level + 0.5);
    expect(() => world.a.crossOf(200)).toThrow('a level that moves must be an indicator');
    expect(world.a.crossOf(0.5)).toBe(0);
  });
});

/** The definition, written down without memory: for each row, the sign of the last decided difference up to it, and the one before. */
function crossesByHand(a: readonly number[], b: readonly number[]): number[] {
  const signs = a.map((value, i) => {
    const difference = value - (b[i] as number);
    return Math.abs(difference) > 1e-9 * 100 ? Math.sign(difference) : 0;
  });
  return signs.map((sign, row) => {
    const before = signs.slice(0, row).findLast((one) => one !== 0) ?? 0;
    return sign !== 0 && before !== 0 && sign !== before ? sign : 0;
  });
}

describe('a view', () => {
  test('[DX-02] gives the row of the cursor and those before it, and NaN before the first', () => {
    const { cursor, a } = views([10, 11, 12], [0, 0, 0]);
    cursor.row = 1;
    expect([a.value, a.ago(0), a.ago(1), a.ago(2)]).toEqual([11, 11, 10, NaN]);
  });

  test('[DX-02] throws when asked for a row after now', () => {
    const { cursor, a } = views([10, 11, 12], [0, 0, 0]);
    cursor.row = 1;
    expect(() => a.ago(-1)).toThrow('ago(-1) asks for a row after now');
    for (const bars of [0.5, NaN, Infinity]) expect(() => a.ago(bars)).toThrow(`ago(${bars}) must be a whole number of bars`);
  });

  test('[DX-02] hands out no column, cursor or other door to later rows', () => {
    const { a } = views([10, 11, 12], [0, 0, 0]);
    expect(Object.keys(a)).toEqual([]);
    expect(JSON.stringify(a)).toBe('{}');
  });
});
