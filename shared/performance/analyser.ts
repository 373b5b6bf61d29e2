import type { EquityCurve } from '../domain/run.ts';
import type { MeasuredTrade } from './measured-trade.ts';
import type { Summary } from './summary.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What a run leaves an analyser to look at. */
export interface AnalyserInput {
  readonly equity: EquityCurve;
  /** Equity of buying everything at the first open and holding, at the same points in time. */
  readonly benchmark: EquityCurve;
  /** In order of entry, then symbol; one that is still open has `exitTimeUs` null. */
  readonly trades: readonly MeasuredTrade[];
  readonly summary: Summary;
  /** Of the bars; the shortest when several runs differ in it. */
  readonly timeframeUs: number;
  readonly daysPerYear: number;
}

/** A question of the user's to a finished run. Its answer stands in the report under its id. */
export interface Analyser {
  readonly id: string;
  readonly about: string;
  readonly analyse: (input: AnalyserInput) => Json;
}

/** An analyser that is not there, or whose code failed; the message says which and why. */
export class AnalyserError extends Error {
  override readonly name = 'AnalyserError';
  readonly field = 'analysers';
}

/** The answer of an analyser as JSON; a longer one does not fit beside the rest of a report. */
const CHARACTERS_MAX = 262_144;

/** Makes an analyser out of a file's default export. */
export function defineAnalyser(analyser: Analyser): Analyser {
  return analyser;
}

/** Those of the given ids, each once, in the order asked for. Throws `AnalyserError` for an unknown one. */
export function findAnalysers(all: readonly Analyser[], ids: readonly string[]): Analyser[] {
  return [...new Set(ids)].map((id) => {
    const found = all.find((analyser) => analyser.id === id);
    if (found) return found;
    throw new AnalyserError(`there is no analyser "${id}" (there are: ${all.map((one) => one.id).join(', ') || 'none'})`);
  });
}

/** The answers by id, as JSON gives them back. Throws `AnalyserError` when the code of one fails, or its answer is not JSON of up to 262,144 characters. */
export function runAnalysers(analysers: readonly Analyser[], input: AnalyserInput): Record<string, Json> {
  return Object.fromEntries(analysers.map((analyser) => [analyser.id, answerOf(analyser, input)]));
}

function answerOf({ id, analyse }: Analyser, input: AnalyserInput): Json {
  let answer: Json;
  try {
    answer = analyse(input);
  } catch (cause) {
    throw new AnalyserError(`analyser "${id}" failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  const fault = faultIn(answer, 'its answer');
  if (fault !== undefined) throw new AnalyserError(`analyser "${id}": ${fault}`);
  const text = JSON.stringify(answer);
  if (text.length <= CHARACTERS_MAX) return JSON.parse(text) as Json;
  throw new AnalyserError(`analyser "${id}": its answer is ${text.length} characters of JSON, but may be ${CHARACTERS_MAX} at most`);
}

/** The first value that JSON cannot carry, with its place. */
function faultIn(value: unknown, place: string): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number')
    return Number.isFinite(value) ? undefined : `${place} is ${value}, but must be a number that JSON has, or null`;
  if (typeof value !== 'object')
    return `${place} is ${typeof value}, but must be JSON: null, a number, a text, true, false, a list or a record`;
  for (const [name, part] of Object.entries(value)) {
    const fault = faultIn(part, Array.isArray(value) ? `${place}[${name}]` : `${place}.${name}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
