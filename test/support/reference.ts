import { computeIndicator } from '../../shared/indicators/batch.ts';
import { findIndicator, type Indicator } from '../../shared/indicators/catalogue.ts';
import type { Column } from './naive.ts';
import { randomBars } from './random-bars.ts';

const bars = randomBars(400, 1978);
/** The bars that references are worked out on, as plain arrays: bars without range or volume among them. */
export const COLUMNS = {
  open: [...bars.open],
  high: [...bars.high],
  low: [...bars.low],
  close: [...bars.close],
  volume: [...bars.volume],
};

/** An indicator with the values that its definition says it has, worked out the plain way. */
export interface Reference {
  readonly id: string;
  readonly values: Readonly<Record<string, number>>;
  readonly outputs: () => readonly Column[];
}

/** Where the kernel leaves the plain way by more than 1e-9 of its value, on any row and output; nothing when they agree. */
export function referenceDifference({ id, values, outputs }: Reference): string | undefined {
  const spec = (findIndicator(id) as Indicator)(values);
  const columns = computeIndicator(spec, bars);
  const expected = outputs();
  if (expected.length !== columns.length) return `${id} has ${columns.length} outputs, the reference ${expected.length}`;
  for (const [k, column] of expected.entries()) {
    for (let row = spec.warmup; row < bars.length; row++) {
      const [mine, theirs] = [columns[k]?.[row] as number, column[row] as number];
      if (!(Math.abs(mine - theirs) <= 1e-9 * Math.max(1, Math.abs(theirs))))
        return `${spec.key} output ${k}, row ${row}: ${mine}, not ${theirs}`;
    }
  }
  return undefined;
}
