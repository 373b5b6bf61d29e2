import type { ComponentChildren } from 'preact';
import type { Tick } from '../../../../shared/drawing/axis.ts';
import type { Box, Extent } from '../../../../shared/drawing/fan.ts';

/** Coordinates inside a drawing; it stretches to its place. */
export const BOX: Box = { width: 1000, height: 400 };

interface ChartProps {
  readonly extent: Extent;
  /** What is to be seen, for readers who do not see it. */
  readonly about: string;
  readonly rows: readonly Tick[];
  readonly columns: readonly Tick[];
  /** What the axis below counts. */
  readonly unit?: string;
  readonly tall?: boolean;
  /** Told the share of the width that is pointed at; null when the pointer leaves. */
  readonly onPoint?: (share: number | null) => void;
  readonly children: ComponentChildren;
}

/** A drawing in `BOX` with numbers on both axes. */
export function DrawnChart({ extent: { x0, x1, y0, y1 }, about, rows, columns, unit, tall = false, onPoint, children }: ChartProps) {
  const percent = (at: number, from: number, to: number): string => `${((at - from) / (to - from)) * 100}%`;
  const move = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onPoint?.(Math.min(1, Math.max(0, (event.clientX - left) / width)));
  };
  return (
    <div class={tall ? 'drawn tall' : 'drawn'}>
      <div class="drawn-area" onPointerMove={move} onPointerLeave={() => onPoint?.(null)}>
        {rows.map(({ at, label }) => (
          <i key={at} class="drawn-row" style={{ bottom: percent(at, y0, y1) }}>
            <b>{label}</b>
          </i>
        ))}
        {columns.map(({ at, label }) => (
          <i key={at} class="drawn-column" style={{ left: percent(at, x0, x1) }}>
            <b>{label}</b>
          </i>
        ))}
        <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} preserveAspectRatio="none" role="img" aria-label={about}>
          {children}
        </svg>
      </div>
      {unit && <p class="drawn-unit">{unit}</p>}
    </div>
  );
}
