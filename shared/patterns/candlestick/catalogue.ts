import * as crows from './crows.ts';
import type { Candlestick } from './define.ts';
import * as doji from './doji.ts';
import * as engulfing from './engulfing.ts';
import * as gaps from './gaps.ts';
import * as hammer from './hammer.ts';
import * as hikkake from './hikkake.ts';
import * as kicking from './kicking.ts';
import * as lines from './lines.ts';
import * as methods from './methods.ts';
import * as piercing from './piercing.ts';
import * as soldiers from './soldiers.ts';
import * as stars from './stars.ts';

const families = [crows, doji, engulfing, gaps, hammer, hikkake, kicking, lines, methods, piercing, soldiers, stars];

/** Every formation of bars, sorted by id. */
export const CANDLESTICKS: readonly Candlestick[] = families
  .flatMap((family): Candlestick[] => Object.values(family))
  .sort((a, b) => (a.definition.id < b.definition.id ? -1 : 1));
