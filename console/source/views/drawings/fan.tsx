import { useSignal } from '@preact/signals';
import { valueTicks } from '../../../../shared/drawing/axis.ts';
import { type FanColumns, fanExtent, fanShapes, pointIn } from '../../../../shared/drawing/fan.ts';
import { count, money } from '../../logic/format.ts';
import { BOX, DrawnChart } from './drawn-chart.tsx';

interface FanProps {
  readonly fan: FanColumns;
  readonly start: number;
  /** What a step is, like `trades`. */
  readonly steps: string;
}

/** Where the middle of all paths lies, step by step, as bands around the median; pointing reads the percentiles. */
export function Fan({ fan, start, steps }: FanProps) {
  const at = useSignal<number | null>(null);
  const extent = fanExtent(fan, [start]);
  const shapes = fanShapes(fan, extent, BOX);
  const last = fan.step.length - 1;
  const read = at.value ?? last;
  const value = (column: readonly number[]): string => money(column[read] ?? Number.NaN, 0);
  const point = (share: number | null) => {
    at.value = share === null ? null : nearest(fan.step, extent.x0 + share * (extent.x1 - extent.x0));
  };
  const line = [extent.x0, extent.x1].map((x) => pointIn({ extent, box: BOX }, x, start)).join(' ');
  return (
    <figure>
      <div class="readout" aria-live="off">
        <b class="key">median</b>
        <b class="key key-inner">25 to 75 %</b>
        <b class="key key-outer">5 to 95 %</b>
        <b class="key key-hold">start</b>
        <span class="fan-read">
          after {count(fan.step[read] ?? 0)} {steps}: 5 % {value(fan.p5)} · 25 % {value(fan.p25)} · half {value(fan.p50)} · 75 %{' '}
          {value(fan.p75)} · 95 % {value(fan.p95)}
        </span>
      </div>
      <DrawnChart
        extent={extent}
        tall
        about={`Equity after ${count(fan.step[last] ?? 0)} ${steps}: 5 % of the paths below ${money(fan.p5[last] ?? 0, 0)}, half below ${money(fan.p50[last] ?? 0, 0)}, 95 % below ${money(fan.p95[last] ?? 0, 0)}`}
        rows={valueTicks(extent.y0, extent.y1, { label: (tick, step) => money(tick, step >= 1 ? 0 : 2) })}
        columns={valueTicks(extent.x0, extent.x1, { label: count })}
        unit={steps}
        onPoint={point}
      >
        <polygon class="fan-outer" points={shapes.outer} />
        <polygon class="fan-inner" points={shapes.inner} />
        <polyline class="fan-start" points={line} />
        <polyline class="fan-median" points={shapes.median} />
        {at.value !== null && <Cross x={((fan.step[at.value] as number) - extent.x0) / (extent.x1 - extent.x0)} />}
      </DrawnChart>
    </figure>
  );
}

const Cross = ({ x }: { x: number }) => <path class="cross" d={`M${x * BOX.width} 0V${BOX.height}`} />;

/** Place of the value nearest to `x` among ascending ones. */
function nearest(values: readonly number[], x: number): number {
  let best = 0;
  for (let i = 1; i < values.length; i += 1) if (Math.abs((values[i] as number) - x) < Math.abs((values[best] as number) - x)) best = i;
  return best;
}
