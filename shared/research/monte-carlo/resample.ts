import type { SeededRandom } from '../../market/noise.ts';
import { ResearchError } from '../error.ts';
import { automaticBlockLength } from '../statistics/block-length.ts';
import { allocateBlocks, drawStationary } from '../statistics/stationary-bootstrap.ts';

/**
 * `shuffle`: the same steps in another order. `bootstrap`: as many, each drawn anew. `blocks`: drawn anew in runs of neighbours, so that what depends on the
 * step before still does. `missed`: in order, each left out with probability `missRatio`.
 */
export type Resampling =
  | { readonly method: 'shuffle' }
  | { readonly method: 'bootstrap' }
  | { readonly method: 'blocks'; readonly meanLength?: number }
  | { readonly method: 'missed'; readonly missRatio: number };

/** Writes one path's steps. */
export type DrawPath = (path: Float64Array, random: SeededRandom) => void;

/** How the paths of some steps are drawn. Throws `ResearchError` for no step, or an option out of its range. */
export function pathsOf(steps: Float64Array, resampling: Resampling): DrawPath {
  if (steps.length === 0) throw new ResearchError('steps', 'there is no step to draw; 1 or more are needed');
  switch (resampling.method) {
    case 'shuffle':
      return (path, random) => shuffled(path, steps, random);
    case 'bootstrap':
      return (path, random) => {
        for (let i = 0; i < path.length; i++) path[i] = steps[Math.floor(random.next() * steps.length)] as number;
      };
    case 'blocks':
      return inBlocks(steps, resampling.meanLength ?? automaticBlockLength(steps));
    case 'missed':
      return withMissed(steps, resampling.missRatio);
  }
}

/** Fisher & Yates (1938), in Durstenfeld's form (1964). */
function shuffled(path: Float64Array, steps: Float64Array, random: SeededRandom): void {
  path.set(steps);
  for (let i = path.length - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1));
    const other = path[j] as number;
    path[j] = path[i] as number;
    path[i] = other;
  }
}

function inBlocks(steps: Float64Array, meanLength: number): DrawPath {
  const rows = steps.length;
  const blocks = allocateBlocks(rows);
  return (path, random) => {
    drawStationary(blocks, { rows, meanLength, random });
    let at = 0;
    for (let block = 0; block < blocks.count; block++) {
      let row = blocks.from[block] as number;
      for (let left = blocks.length[block] as number; left > 0; left--) {
        path[at++] = steps[row] as number;
        row = row + 1 === rows ? 0 : row + 1;
      }
    }
  };
}

function withMissed(steps: Float64Array, missRatio: number): DrawPath {
  if (!(missRatio >= 0 && missRatio <= 1)) throw new ResearchError('missRatio', `missRatio is ${missRatio}, but must be from 0 to 1`);
  return (path, random) => {
    for (let i = 0; i < path.length; i++) path[i] = random.next() < missRatio ? 0 : (steps[i] as number);
  };
}
