import { useSignal } from '@preact/signals';
import { timeTicks, valueTicks } from '../../../../shared/drawing/axis.ts';
import { pointIn } from '../../../../shared/drawing/fan.ts';
import { money, utc } from '../../logic/format.ts';
import { BOX, DrawnChart } from './drawn-chart.tsx';

interface StitchedProps {
  readonly equity: readonly (readonly [time: string, value: number])[];
  /** Where a new fold begins. */
  readonly boundaries: readonly string[];
}

const microseconds = (iso: string): number => Date.parse(iso) * 1000;
const AIR = 0.05;

/** Equity of tests one after the other, a line where each begins; pointing reads it. */
export function Stitched({ equity, boundaries }: StitchedProps) {
  const at = useSignal<number | null>(null);
  const times = equity.map(([time]) => microseconds(time));
  const values = equity.map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const air = high > low ? (high - low) * AIR : 0.05;
  const extent = { x0: times[0] ?? 0, x1: times.at(-1) ?? 1, y0: low - air, y1: high + air };
  const place = { extent, box: BOX };
  const read = equity[at.value ?? equity.length - 1];
  const point = (share: number | null) => {
    const time = share === null ? null : extent.x0 + share * (extent.x1 - extent.x0);
    at.value =
      time === null
        ? null
        : Math.max(
            0,
            times.findLastIndex((each) => each <= time),
          );
  };
  const crossAt = at.value === null ? undefined : times[at.value];
  return (
    <figure>
      <div class="readout" aria-live="off">
        <b class="key">equity out of sample, 1 at the start</b>
        <b class="key key-hold">a new fold</b>
        {read && (
          <span>
            {utc(read[0])} {money(read[1], 4)}
          </span>
        )}
      </div>
      <DrawnChart
        extent={extent}
        tall
        about={`Equity of ${boundaries.length + 1} tests one after the other, from 1 to ${money(values.at(-1) ?? 1, 4)}`}
        rows={valueTicks(extent.y0, extent.y1, { label: (value, step) => money(value, step < 0.1 ? 3 : 2) })}
        columns={timeTicks(extent.x0, extent.x1)}
        onPoint={point}
      >
        {boundaries.map((time) => (
          <path key={time} class="fold" d={`M${pointIn(place, microseconds(time), 0).split(',')[0]} 0V${BOX.height}`} />
        ))}
        <polyline class="fan-median" points={times.map((time, i) => pointIn(place, time, values[i] as number)).join(' ')} />
        {crossAt !== undefined && <path class="cross" d={`M${pointIn(place, crossAt, 0).split(',')[0]} 0V${BOX.height}`} />}
      </DrawnChart>
    </figure>
  );
}
