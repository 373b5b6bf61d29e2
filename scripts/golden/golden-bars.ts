import { allocateBars, type Bars } from '../../shared/domain/bars.ts';
import { DAY_US } from '../../shared/domain/time.ts';
import { type Drawn, HAND_DRAWN, PLAIN } from './hand-drawn.ts';

/** How bars of one stretch behave, in ticks: the widest gap from the last close, body and shadow; `calm` of eight have none of the two. */
const STRETCHES = [
  { gap: 40, body: 60, shadow: 30, calm: 1 },
  { gap: 8, body: 40, shadow: 40, calm: 2 },
  { gap: 12, body: 6, shadow: 20, calm: 3 },
  { gap: 1, body: 3, shadow: 2, calm: 5 },
  { gap: 25, body: 30, shadow: 4, calm: 4 },
  { gap: 200, body: 300, shadow: 900, calm: 1 },
] as const;
const WALKED = 3000;
/** Shaken copies of each drawing, and by how many ticks each of their prices moves at most. */
const SHAKEN = 5;
const SHAKE = 2;

/**
 * The bars that golden vectors of formations are made on: a seeded walk in ticks through stretches of different character, then every
 * drawing of
 * `HAND_DRAWN`, its near miss and shaken copies of it, each after plain bars. Whole numbers of ticks until the last step (a tick is 0.01),
 * so that it is
 * the same on every machine, and so that bodies, shadows and averages often tie to the last bit.
 */
export function goldenBars(): Bars {
  const below = seeded(20_040_612);
  const walked = [...walk(below)];
  const staged = HAND_DRAWN.flatMap(({ bars, miss }) => {
    const shaken = Array.from({ length: SHAKEN }, () => [...PLAIN, ...bars.map((bar) => shake(bar, below))]);
    return [...PLAIN, ...bars, ...PLAIN, ...miss, ...shaken.flat()];
  });
  return barsOfTicks([...walked, ...staged]);
}

const WILD = 5;
const CALM = 600;

/**
 * Five wild bars, then calm ones of a few ticks, many without any body, shadow or range. The wild ones leave a rounding error of about
 * 1e-12 in every
 * running total that has counted them, and on flat bars its sign decides: equal to TA-Lib only when each total begins at the very bar that
 * TA-Lib's does.
 */
export function residueBars(): Bars {
  const below = seeded(61);
  const wild = Array.from(
    { length: WILD },
    (_, i): Drawn => [1000 + 7 * i, 7_777_771 - 1_111_113 * i, 333 + 11 * i, 5_432_107 - 707_071 * i],
  );
  const calm = Array.from({ length: CALM }, (_, i): Drawn => {
    const stir = Math.floor(i / 20) % 2;
    const [open, close] = [1000 + stir * below(4), 1000 + stir * below(4)];
    return [open, Math.max(open, close) + stir * below(2), Math.min(open, close) - stir * below(2), close];
  });
  return barsOfTicks([...wild, ...calm]);
}

function barsOfTicks(ticks: readonly Drawn[]): Bars {
  const bars = allocateBars(ticks.length, DAY_US);
  for (const [i, [open, high, low, close]] of ticks.entries()) {
    bars.time[i] = i * DAY_US;
    bars.open[i] = open / 100;
    bars.high[i] = high / 100;
    bars.low[i] = low / 100;
    bars.close[i] = close / 100;
    bars.volume[i] = 1;
  }
  return bars;
}

type Below = (bound: number) => number;

/** Whole numbers from 0 up to `bound`, by a linear congruence modulo 2^32. */
function seeded(seed: number): Below {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % bound;
  };
}

function shake([open, high, low, close]: Drawn, below: Below): Drawn {
  const move = (price: number) => price + below(2 * SHAKE + 1) - SHAKE;
  const [o, c] = [move(open), move(close)];
  return [o, Math.max(o, c, move(high)), Math.min(o, c, move(low)), c];
}

function* walk(below: Below): Generator<Drawn> {
  let close = 12_000;
  for (let i = 0; i < WALKED; i++) {
    const { gap, body, shadow, calm } = STRETCHES[Math.floor(i / (WALKED / STRETCHES.length))] as (typeof STRETCHES)[number];
    const size = (widest: number) => (below(8) < calm ? 0 : below(widest + 1));
    const pull = close < 4000 ? 1 : close > 30_000 ? -1 : 0;
    const signed = (widest: number) => size(widest) * (pull !== 0 ? pull : below(2) === 0 ? 1 : -1);
    const open = close + signed(gap);
    close = open + signed(body);
    yield [open, Math.max(open, close) + size(shadow), Math.min(open, close) - size(shadow), close];
  }
}
