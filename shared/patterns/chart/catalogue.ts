import type { Pattern } from '../pattern.ts';
import { channel } from './channel.ts';
import { cupAndHandle } from './cup-and-handle.ts';
import { divergence, hiddenDivergence } from './divergence.ts';
import { flag, pennant } from './flags.ts';
import { headAndShoulders, inverseHeadAndShoulders } from './head-and-shoulders.ts';
import { resistanceLevel, supportLevel } from './levels.ts';
import { rectangle } from './rectangle.ts';
import { doubleBottom, doubleTop, tripleBottom, tripleTop } from './tops.ts';
import { ascendingTriangle, descendingTriangle, symmetricTriangle } from './triangles.ts';
import { fallingWedge, risingWedge } from './wedges.ts';

/** Every chart pattern, sorted by id. */
export const CHART_PATTERNS: readonly Pattern[] = [
  ascendingTriangle,
  channel,
  cupAndHandle,
  descendingTriangle,
  divergence,
  doubleBottom,
  doubleTop,
  fallingWedge,
  flag,
  headAndShoulders,
  hiddenDivergence,
  inverseHeadAndShoulders,
  pennant,
  rectangle,
  resistanceLevel,
  risingWedge,
  supportLevel,
  symmetricTriangle,
  tripleBottom,
  tripleTop,
];
