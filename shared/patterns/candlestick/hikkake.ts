import type { BarShapes } from './bar-shapes.ts';
import { defineCandlestick } from './define.ts';

/** Bars after a hikkake in which a close beyond its inside bar confirms it. */
const PATIENCE = 3;

/**
 * What is remembered of the last hikkake: its direction (0 for none that waits), its age in bars, the price beyond which a close confirms
 * it.
 */
const [DIRECTION, AGE, BEYOND] = [0, 1, 2];

/**
 * The answer of a bar on which `side` (0 for none) is seen, and on which an earlier one may be confirmed: 100, or 200 for the
 * confirmation.
 */
function answer(side: number, bars: BarShapes, memory: Float64Array): number {
  const age = (memory[AGE] as number) + 1;
  memory[AGE] = age;
  if (side !== 0) {
    memory[DIRECTION] = side;
    memory[AGE] = 0;
    memory[BEYOND] = side > 0 ? bars.high(1) : bars.low(1);
    return side * 100;
  }
  const waits = memory[DIRECTION] as number;
  if (waits === 0 || age > PATIENCE) return 0;
  const beyond = memory[BEYOND] as number;
  if (!(waits > 0 ? bars.close(0) > beyond : bars.close(0) < beyond)) return 0;
  memory[DIRECTION] = 0;
  return waits * 200;
}

/** 1 for a bar that undercuts the inside bar before it, -1 for one that tops it, 0 for neither. */
function falseBreak(b: BarShapes): number {
  if (b.high(0) < b.high(1) && b.low(0) < b.low(1)) return 1;
  return b.high(0) > b.high(1) && b.low(0) > b.low(1) ? -1 : 0;
}

export const hikkake = defineCandlestick({
  id: 'hikkake',
  taLib: 'CDLHIKKAKE',
  name: 'Hikkake',
  about: 'An inside bar and a break out of it that should fail: 100 against the break, 200 when one of the next three closes confirms it.',
  bars: 3,
  lead: 3,
  recall: { size: 3, headStart: 3, minPeriod: 0, span: (memory) => 3 + (memory[AGE] as number) },
  judge({ bars: b, memory }) {
    return () => answer(b.high(1) < b.high(2) && b.low(1) > b.low(2) ? falseBreak(b) : 0, b, memory);
  },
});

export const hikkakeMod = defineCandlestick({
  id: 'hikkake-mod',
  taLib: 'CDLHIKKAKEMOD',
  name: 'Modified hikkake',
  about: 'A hikkake out of two nested inside bars, the first of them closing near the extreme that is broken; 200 confirms as there.',
  bars: 4,
  lead: 2,
  settings: ['near'],
  recall: { size: 3, headStart: 3, minPeriod: 1, span: (memory) => 4 + (memory[AGE] as number) },
  judge({ bars: b, yardstick, memory }) {
    const near = yardstick('near', 2);
    const seen = () => {
      if (!(b.high(2) < b.high(3) && b.low(2) > b.low(3) && b.high(1) < b.high(2) && b.low(1) > b.low(2))) return 0;
      const side = falseBreak(b);
      const close = side > 0 ? b.close(2) <= b.low(2) + near.value : b.close(2) >= b.high(2) - near.value;
      return close ? side : 0;
    };
    return () => answer(seen(), b, memory);
  },
});
