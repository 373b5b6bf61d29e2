import { valueTicks } from '../../../../shared/drawing/axis.ts';
import type { Histogram } from '../../../../shared/drawing/histogram.ts';
import { count } from '../../logic/format.ts';
import { BOX, DrawnChart } from './drawn-chart.tsx';

interface BinsProps {
  readonly title: string;
  readonly histogram: Histogram;
  /** What is counted, like `paths`. */
  readonly counted: string;
  readonly text: (value: number) => string;
  /** A value that is marked, and what it is. */
  readonly mark?: { readonly value: number; readonly name: string } | undefined;
}

/** How often which value is, as bars. */
export function Bins({ title, histogram: { from, width, counts }, counted, text, mark }: BinsProps) {
  const total = counts.reduce((sum, own) => sum + own, 0);
  const head = (
    <div class="section-head">
      <h3>{title}</h3>
      {mark && (
        <span class="key key-mark">
          {mark.name} {text(mark.value)}
        </span>
      )}
    </div>
  );
  if (width === 0)
    return (
      <figure>
        {head}
        <p class="hint">{total === 0 ? 'There is no value.' : `All ${count(total)} ${counted}: ${text(from)}.`}</p>
      </figure>
    );
  const to = from + width * counts.length;
  const most = Math.max(...counts);
  const extent = { x0: Math.min(from, mark?.value ?? from), x1: Math.max(to, mark?.value ?? to), y0: 0, y1: most / 0.95 };
  const xOf = (value: number): number => ((value - extent.x0) / (extent.x1 - extent.x0)) * BOX.width;
  const rangeOf = (bin: number): string => `${text(from + bin * width)} to ${text(from + (bin + 1) * width)}`;
  const about = `${title}: ${count(total)} ${counted} from ${text(from)} to ${text(to)}, most often ${rangeOf(counts.indexOf(most))}`;
  return (
    <figure>
      {head}
      <DrawnChart
        extent={extent}
        about={about}
        rows={valueTicks(0, extent.y1, { count: 4, label: count })}
        columns={valueTicks(extent.x0, extent.x1, { label: text })}
        unit={counted}
      >
        {counts.map((own, bin) => {
          const height = (own / extent.y1) * BOX.height;
          const left = xOf(from + bin * width);
          return (
            <rect
              key={bin}
              class="bin"
              x={left}
              y={BOX.height - height}
              width={(xOf(from + (bin + 1) * width) - left) * 0.96}
              height={height}
            >
              <title>
                {rangeOf(bin)}: {count(own)} of {count(total)} {counted}
              </title>
            </rect>
          );
        })}
        {mark && <path class="mark" d={`M${xOf(mark.value)} 0V${BOX.height}`} />}
      </DrawnChart>
    </figure>
  );
}
