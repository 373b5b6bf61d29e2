import { allocateBars, type Bars, sliceBars } from '../../shared/domain/bars.ts';
import { decodeState, encodeState } from '../../shared/indicators/state.ts';
import type { PatternDetector, PatternSpec } from '../../shared/patterns/pattern.ts';
import { type PatternMatch, scanPatterns } from '../../shared/patterns/scan.ts';
import { randomNumbers } from './random-bars.ts';

/** What every pattern promises. Each check says where it is broken, or nothing. */
export interface PatternCheck {
  readonly promise: string;
  readonly fault: (spec: PatternSpec, bars: Bars) => string | undefined;
}

export const PATTERN_CONTRACT: readonly PatternCheck[] = [
  { promise: 'the scan finds what the detector answers, row by row', fault: scanFault },
  { promise: 'restored from a snapshot that went through JSON, at any row, it goes on alike', fault: snapshotFault },
  { promise: 'its state keeps its size however many rows it has seen', fault: sizeFault },
  { promise: 'what was found does not change when rows are appended, nor when the rows after it are others', fault: lookAheadFault },
  { promise: 'it answers nothing before its warm-up, and a match lies within the rows seen', fault: matchFault },
  { promise: 'a row with a price that is unknown is skipped: the answer is 0 and the rows after are as without it', fault: holeFault },
];

/** What a detector says of one row; rows found are relative to it, so that they compare wherever they lie. */
function answer(detector: PatternDetector, bars: Bars, row: number): string {
  const { open, high, low, close, volume } = bars;
  const [o, h, l, c, v] = [open[row], high[row], low[row], close[row], volume[row]] as [number, number, number, number, number];
  return told(detector, detector.update(o, h, l, c, v));
}

function told(detector: PatternDetector, value: number): string {
  const found = detector.found?.map(({ start, end, confirmedAt, ...rest }) => ({
    ...rest,
    back: confirmedAt - start,
    age: confirmedAt - end,
  }));
  return JSON.stringify(found ?? (value === 0 ? 0 : [value, detector.span]));
}

function answers(spec: PatternSpec, bars: Bars): string[] {
  const detector = spec.definition.detector(spec.values);
  return Array.from({ length: bars.length }, (_, row) => answer(detector, bars, row));
}

function scanFault(spec: PatternSpec, bars: Bars): string | undefined {
  const detector = spec.definition.detector(spec.values);
  const folded: string[] = [];
  for (let row = 0; row < bars.length; row++) {
    const said: unknown = JSON.parse(answer(detector, bars, row));
    if (detector.found) folded.push(...detector.found.map((f) => place(f.confirmedAt, f.start, f.end, f.direction * f.strength)));
    else if (Array.isArray(said)) folded.push(place(row, row + 1 - Number(said[1]), row, Number(said[0])));
  }
  const scanned = scanPatterns(bars, [spec]).map((m) => place(m.confirmedAt, m.start, m.end, m.direction * m.strength));
  const first = folded.findIndex((text, i) => text !== scanned[i]);
  if (first !== -1) return `the detector's ${folded[first]} is ${scanned[first]} in the scan`;
  return folded.length === scanned.length ? undefined : `${folded.length} by the detector, ${scanned.length} by the scan`;
}

const place = (row: number, start: number, end: number, value: number) => `${value} at ${row} for ${start} to ${end}`;

function snapshotFault(spec: PatternSpec, bars: Bars): string | undefined {
  const expected = answers(spec, bars);
  const random = randomNumbers(bars.length);
  const drawn = Array.from({ length: 6 }, () => Math.floor(random() * bars.length));
  const cuts = new Set([0, 1, 2, spec.warmup, spec.warmup + 1, 64, 65, ...drawn]);
  const before = spec.definition.detector(spec.values);
  for (let cut = 0; cut < bars.length; cut++) {
    if (cuts.has(cut)) {
      const after = spec.definition.detector(spec.values);
      after.restore(decodeState(JSON.parse(JSON.stringify(encodeState(before.snapshot())))));
      for (let row = cut; row < Math.min(bars.length, cut + 250); row++) {
        const said = answer(after, bars, row);
        if (said !== expected[row]) return `restored at row ${cut}, row ${row}: ${said} is not ${expected[row]}`;
      }
    }
    answer(before, bars, cut);
  }
  return undefined;
}

function sizeFault(spec: PatternSpec, bars: Bars): string | undefined {
  const detector = spec.definition.detector(spec.values);
  const size = detector.snapshot().length;
  for (let row = 0; row < bars.length; row++) {
    answer(detector, bars, row);
    if (row % 97 === 0 && detector.snapshot().length !== size)
      return `row ${row}: ${detector.snapshot().length} numbers instead of ${size}`;
  }
  return undefined;
}

function lookAheadFault(spec: PatternSpec, bars: Bars): string | undefined {
  const expected = scanPatterns(bars, [spec]);
  const upTo = (matches: readonly PatternMatch[], rows: number) => JSON.stringify(matches.filter(({ confirmedAt }) => confirmedAt < rows));
  for (const rows of [spec.warmup + 1, 100, Math.floor(bars.length / 2), Math.floor(bars.length * 0.8)]) {
    const wanted = upTo(expected, rows);
    if (upTo(scanPatterns(sliceBars(bars, 0, rows), [spec]), rows) !== wanted) return `other matches when only ${rows} rows are given`;
    if (upTo(scanPatterns(mirroredFrom(bars, rows), [spec]), rows) !== wanted)
      return `other matches when the rows from ${rows} on are others`;
  }
  return undefined;
}

/** The bars with those from `row` on upside down. */
function mirroredFrom(bars: Bars, row: number): Bars {
  const changed = allocateBars(bars.length, bars.timeframeUs);
  const level = bars.close.reduce((most, close) => Math.max(most, close), 0) * 2;
  for (let i = 0; i < bars.length; i++) {
    const [o, h, l, c] = [bars.open[i], bars.high[i], bars.low[i], bars.close[i]] as [number, number, number, number];
    const prices = i < row ? [o, h, l, c] : [level - o, level - l, level - h, level - c];
    [changed.open[i], changed.high[i], changed.low[i], changed.close[i]] = prices as [number, number, number, number];
    changed.time[i] = bars.time[i] as number;
    changed.volume[i] = bars.volume[i] as number;
  }
  return changed;
}

function matchFault(spec: PatternSpec, bars: Bars): string | undefined {
  const early = answers(spec, bars).findIndex((said) => said !== '0' && said !== '[]');
  if (early !== -1 && early < spec.warmup) return `an answer at row ${early}, but the warm-up says ${spec.warmup}`;
  for (const match of scanPatterns(bars, [spec])) {
    const { pattern, kind, direction, start, end, confirmedAt, strength } = match;
    const ordered = start >= 0 && start <= end && end <= confirmedAt && confirmedAt < bars.length;
    const sized = strength > 0 && (kind === 'candlestick' ? [80, 100, 200].includes(strength) : strength <= 100);
    if (!(ordered && sized && Math.abs(direction) === 1 && pattern === spec.definition.id)) return `no match: ${JSON.stringify(match)}`;
  }
  return undefined;
}

function holeFault(spec: PatternSpec, bars: Bars): string | undefined {
  const rows = Math.min(bars.length, 1500);
  const expected = answers(spec, sliceBars(bars, 0, rows)).map(withoutRows);
  const detector = spec.definition.detector(spec.values);
  for (let row = 0; row < rows; row++) {
    if (row % 7 === 3) {
      const prices = [bars.open[row], bars.high[row], bars.low[row], bars.close[row]] as [number, number, number, number];
      prices[row % 4] = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][row % 3] as number;
      const value = detector.update(...prices, 1);
      if (value !== 0 || (detector.found?.length ?? 0) > 0) return `an unknown price before row ${row} is answered with ${value}`;
    }
    const said = withoutRows(answer(detector, bars, row));
    if (said !== expected[row]) return `after unknown prices, row ${row}: ${said} is not ${expected[row]}`;
  }
  return undefined;
}

/** Distances in rows grow by the rows skipped between; all else stays. */
function withoutRows(said: string): string {
  return said.replaceAll(/"(back|age)":\d+/g, '');
}
