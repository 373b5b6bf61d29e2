/** Percentiles of equity after so many steps: 5 % of the paths lie below `p5` there. All columns are of one length. */
export interface FanColumns {
  readonly step: readonly number[];
  readonly p5: readonly number[];
  readonly p25: readonly number[];
  readonly p50: readonly number[];
  readonly p75: readonly number[];
  readonly p95: readonly number[];
}

export interface Box {
  readonly width: number;
  readonly height: number;
}

/** Values at the edges of a drawing: `x0` left, `x1` right, `y0` at the bottom, `y1` at the top. */
export interface Extent {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

/** The points of SVG polygons and of the polyline in their middle. */
export interface FanShapes {
  /** From the 5 % to the 95 % line. */
  readonly outer: string;
  /** From the 25 % to the 75 % line. */
  readonly inner: string;
  readonly median: string;
}

const AIR = 0.05;

/** The values that a fan covers, `also` among them, with a little air above and below. */
export function fanExtent({ step, p5, p95 }: FanColumns, also: readonly number[]): Extent {
  const low = Math.min(...p5, ...also);
  const high = Math.max(...p95, ...also);
  const air = high > low ? (high - low) * AIR : Math.abs(high) * AIR || 1;
  return { x0: step[0] ?? 0, x1: step.at(-1) ?? 1, y0: low - air, y1: high + air };
}

/** A fan as shapes in a box, its y axis pointing down as SVG's does. */
export function fanShapes({ step, p5, p25, p50, p75, p95 }: FanColumns, extent: Extent, box: Box): FanShapes {
  const line = (values: readonly number[]) => values.map((value, i) => pointIn({ extent, box }, step[i] as number, value));
  const between = (below: readonly number[], above: readonly number[]) => [...line(above), ...line(below).reverse()].join(' ');
  return { outer: between(p5, p95), inner: between(p25, p75), median: line(p50).join(' ') };
}

/** `x,y` of a value in a box, to a hundredth. */
export function pointIn({ extent: { x0, x1, y0, y1 }, box }: { extent: Extent; box: Box }, x: number, y: number): string {
  const left = x1 > x0 ? ((x - x0) / (x1 - x0)) * box.width : 0;
  return `${rounded(left)},${rounded(((y1 - y) / (y1 - y0)) * box.height)}`;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
