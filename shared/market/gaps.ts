import { counted } from '../domain/counted.ts';
import type { Bars } from '../domain/bars.ts';
import { type TimeUs, toIso } from '../domain/time.ts';

/** Bars that are missing between two that are there. */
export interface Gap {
  /** Open of the first missing bar. */
  readonly fromUs: TimeUs;
  /** Open of the bar that ends the gap. */
  readonly toUs: TimeUs;
  readonly bars: number;
}

/** Something a user should know of accepted data; it rejects nothing. */
export interface Defect {
  readonly code: 'gaps' | 'gap' | 'duplicates' | 'newest-first' | 'off-grid' | 'crossed-quotes' | 'note';
  readonly line?: number;
  readonly at?: string;
  readonly detail: string;
}

const LISTED_GAPS = 20;

/** Every gap, in order. Never filled: what was not traded, or not recorded, has no bar. */
export function findGaps({ time, timeframeUs, length }: Bars): Gap[] {
  const gaps: Gap[] = [];
  for (let row = 1; row < length; row++) {
    const expected = (time[row - 1] as number) + timeframeUs;
    const next = time[row] as number;
    const bars = Math.round((next - expected) / timeframeUs);
    if (next > expected && bars >= 1) gaps.push({ fromUs: expected, toUs: next, bars });
  }
  return gaps;
}

/** One line for all gaps, then the longest of them. */
export function gapDefects(gaps: readonly Gap[]): Defect[] {
  if (gaps.length === 0) return [];
  const longest = [...gaps].sort((a, b) => b.bars - a.bars || a.fromUs - b.fromUs).slice(0, LISTED_GAPS);
  const missing = gaps.reduce((sum, gap) => sum + gap.bars, 0);
  const top = longest[0] as Gap;
  return [
    {
      code: 'gaps',
      detail: `${counted(gaps.length, 'gap')}, ${counted(missing, 'bar')} missing; the longest ${counted(top.bars, 'bar')} from ${toIso(top.fromUs)}`,
    },
    ...longest.map(
      (gap): Defect => ({ code: 'gap', at: toIso(gap.fromUs), detail: `${counted(gap.bars, 'bar')} missing until ${toIso(gap.toUs)}` }),
    ),
  ];
}
