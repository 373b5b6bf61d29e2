import type { BacktestReport, TradeLine } from '../../performance/report.ts';

/** A report as its canonical text says it; one that was written without its curve has no `equity`. */
export type ComparableReport = Pick<BacktestReport, 'manifest' | 'summary' | 'trades'> & { readonly equity?: readonly EquityRow[] };
type EquityRow = readonly [time: string, value: number];

/** What a difference of two manifests can explain. */
export type Cause = 'data' | 'code' | 'strategy' | 'params' | 'engine' | 'seed' | 'manifest';

/** A value that differs; `field` is its path, null where a report does not have it. */
export interface Difference {
  readonly field: string;
  readonly a: unknown;
  readonly b: unknown;
}

/** What differs between two runs, and since when. JSON-safe; every list is empty and every part null for two equal runs. */
export interface ReportComparison {
  readonly same: boolean;
  /** Earliest time at which equity or a trade differs, the close of its bar; null when neither does. */
  readonly since: string | null;
  readonly causes: readonly Cause[];
  readonly inputs: readonly (Difference & { readonly cause: Cause })[];
  readonly summary: readonly Difference[];
  readonly equity: EquityDifference | null;
  readonly trades: TradeDifference | null;
  /** Names of the other parts that both have and that differ, like `unfilled`. */
  readonly others: readonly string[];
}

export interface EquityDifference {
  /** The first point at which time or value differ; null in the curve that ended before. */
  readonly row: number;
  readonly since: string;
  readonly a: number | null;
  readonly b: number | null;
  /** Largest difference of two values at the same row, in money. */
  readonly largest: number;
}

export interface TradeDifference {
  /** Place of the first that differs, in order of entry. */
  readonly index: number;
  /** Entry of the earlier of the two; when they were entered alike, the earlier exit, or the entry when the exits are alike too. */
  readonly since: string;
  readonly a: TradeLine | null;
  readonly b: TradeLine | null;
  /** Names of what differs of the first, when both runs have it. */
  readonly fields: readonly string[];
  readonly counts: { readonly a: number; readonly b: number };
}

/** Compares two finished runs value by value: a run is repeatable to the byte, so any difference has a cause. */
export function compareReports(a: ComparableReport, b: ComparableReport): ReportComparison {
  const inputs = differences(a.manifest, b.manifest).map((difference) => ({ ...difference, cause: causeOf(difference.field) }));
  const summary = differences(a.summary, b.summary);
  const equity = a.equity && b.equity ? equityDifference(a.equity, b.equity) : null;
  const trades = tradeDifference(a.trades, b.trades);
  const others = otherParts(a, b);
  return {
    same: inputs.length === 0 && summary.length === 0 && equity === null && trades === null && others.length === 0,
    since: earliest([equity?.since, trades?.since]),
    causes: [...new Set(inputs.map(({ cause }) => cause))],
    inputs,
    summary,
    equity,
    trades,
    others,
  };
}

const PARTS: ReadonlySet<string> = new Set(['manifest', 'summary', 'trades', 'equity']);

/** A run that was read from a platform has fewer parts than one in a file. */
function otherParts(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): string[] {
  const shared = Object.keys(a).filter((name) => !PARTS.has(name) && name in b);
  return shared.filter((name) => differences(a[name], b[name]).length > 0);
}

/** Leaves of two JSON values that differ, by path: `engine.cash`, `data[0].sha256`. */
function differences(a: unknown, b: unknown, field = ''): Difference[] {
  if (isTree(a) && isTree(b) && Array.isArray(a) === Array.isArray(b)) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)]);
    const path = (name: string) => (Array.isArray(a) ? `${field}[${name}]` : field === '' ? name : `${field}.${name}`);
    return [...names].flatMap((name) => differences(a[name], b[name], path(name)));
  }
  // A value that is absent and one that is null both say that there is none.
  return Object.is(a ?? null, b ?? null) ? [] : [{ field, a: a ?? null, b: b ?? null }];
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const CAUSES: readonly (readonly [RegExp, Cause])[] = [
  [/^(data|dataSha256|bars|from|to|symbols|timeframe|assetClass|synthetic|beside)\b/, 'data'],
  [/^codeVersion\b/, 'code'],
  [/^(strategy|rules)\b/, 'strategy'],
  [/^(params|account\.strategies\[\d+\]\.params)\b/, 'params'],
  [/^account\.strategies\b/, 'strategy'],
  [/^(engine|account)\b/, 'engine'],
  [/^seed\b/, 'seed'],
];

function causeOf(field: string): Cause {
  return CAUSES.find(([pattern]) => pattern.test(field))?.[1] ?? 'manifest';
}

function equityDifference(a: readonly EquityRow[], b: readonly EquityRow[]): EquityDifference | null {
  let first = -1;
  let largest = 0;
  for (let row = 0; row < Math.max(a.length, b.length); row++) {
    const [one, other] = [a[row], b[row]];
    if (one && other) largest = Math.max(largest, Math.abs(one[1] - other[1]));
    if (first < 0 && (one?.[0] !== other?.[0] || one?.[1] !== other?.[1])) first = row;
  }
  if (first < 0) return null;
  const [one, other] = [a[first], b[first]];
  return { row: first, since: earliest([one?.[0], other?.[0]]) as string, a: one?.[1] ?? null, b: other?.[1] ?? null, largest };
}

function tradeDifference(a: readonly TradeLine[], b: readonly TradeLine[]): TradeDifference | null {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [one, other] = [a[index] ?? null, b[index] ?? null];
    const fields = one && other ? differences(one, other).map(({ field }) => field) : [];
    if (one && other && fields.length === 0) continue;
    return { index, since: tradeSince(one, other), a: one, b: other, fields, counts: { a: a.length, b: b.length } };
  }
  return null;
}

function tradeSince(a: TradeLine | null, b: TradeLine | null): string {
  const entry = earliest([a?.entryTime, b?.entryTime]) as string;
  if (!a || !b || a.entryTime !== b.entryTime || a.side !== b.side || a.quantity !== b.quantity || a.entryPrice !== b.entryPrice)
    return entry;
  if (a.exitTime === b.exitTime && a.exitPrice === b.exitPrice) return entry;
  return earliest([a.exitTime, b.exitTime]) ?? entry;
}

/** Without its Z, so that a whole second stands before its decimals. */
function earliest(times: readonly (string | null | undefined)[]): string | null {
  const known = times.filter((time) => typeof time === 'string').map((time) => time.slice(0, -1));
  const first = known.toSorted()[0];
  return first === undefined ? null : `${first}Z`;
}
