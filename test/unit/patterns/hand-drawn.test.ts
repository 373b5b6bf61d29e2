import { describe, expect, test } from 'vitest';
import { type Drawn, HAND_DRAWN, PLAIN } from '../../../scripts/golden/hand-drawn.ts';
import { CANDLESTICKS } from '../../../shared/patterns/candlestick/catalogue.ts';
import { findPattern } from '../../../shared/patterns/catalogue.ts';

/** The answers of a formation on bars in ticks. The drawings themselves are held against TA-Lib by the golden test. */
function answers(id: string, bars: readonly Drawn[], values = {}): number[] {
  const spec = findPattern(id)?.(values);
  if (!spec) throw new Error(`no formation ${id}`);
  const detector = spec.definition.detector(spec.values);
  return bars.map(([open, high, low, close]) => detector.update(open, high, low, close, 1));
}

test('[PT-01] every formation is drawn by hand, and both directions where it answers both', () => {
  const drawn = new Map<string, Set<number>>();
  for (const { id, value } of HAND_DRAWN) drawn.set(id, (drawn.get(id) ?? new Set()).add(Math.sign(value)));
  expect([...drawn.keys()].toSorted()).toEqual(CANDLESTICKS.map(({ definition }) => definition.id));
  for (const id of ['engulfing', 'harami', 'three-inside', 'breakaway', 'hikkake', 'kicking', 'tristar', 'rise-fall-three-methods']) {
    expect([id, drawn.get(id)?.size]).toEqual([id, 2]);
  }
});

describe.each(HAND_DRAWN.map((drawing) => [`${drawing.id} ${drawing.value}`, drawing] as const))('%s', (_name, drawing) => {
  const { id, value, bars, miss, lacks } = drawing;

  test(`[PT-01] it is seen as drawn, and not when ${lacks}`, () => {
    expect(answers(id, [...PLAIN, ...bars]).at(-1)).toBe(value);
    expect(answers(id, [...PLAIN, ...miss]).at(-1)).toBe(0);
  });

  test('[PT-01] on the first row after its warm-up it is seen, one row earlier it is not', () => {
    const warmup = findPattern(id)?.().warmup ?? Number.NaN;
    const plain = warmup + 1 - bars.length;
    expect(answers(id, [...PLAIN.slice(-plain), ...bars].slice(-warmup - 1)).at(-1)).toBe(value);
    expect(answers(id, [...PLAIN.slice(-plain), ...bars].slice(-warmup)).at(-1)).toBe(0);
  });
});
