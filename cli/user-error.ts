import { nearest } from '../shared/domain/nearest.ts';

/** The user can put this right: shown as one line, exit code 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Errors of the rooms below whose messages are written for the user as they are. */
const READABLE = new Set([
  'UserError',
  'AnalyserError',
  'EngineError',
  'ParameterError',
  'RegistryError',
  'ApiError',
  'MarketDataError',
  'CalendarError',
  'HistoryError',
  'Refusal',
  'UnknownStrategyError',
  'RuleError',
  'ResearchError',
]);

/** A name that is not there, with the nearest that is. */
export function unknownName(kind: string, name: string, known: readonly string[]): UserError {
  const near = nearest(name, known);
  return new UserError(`there is no ${kind} "${name}"${near ? ` (did you mean ${near}?)` : ''}; there are: ${known.join(', ')}`);
}

export interface Failure {
  readonly line: string;
  readonly exitCode: number;
}

/** What to print for an error and how to exit: 2 for what the user can put right, 1 for a fault of ours, whose stack `SKYTAPE_DEBUG=1` shows. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { line: oneLine(String(error)), exitCode: 1 };
  if (READABLE.has(error.name)) return { line: oneLine(error.message), exitCode: 2 };
  return { line: `unexpected ${oneLine(`${error.name}: ${error.message}`)} (SKYTAPE_DEBUG=1 shows where)`, exitCode: 1 };
}

export function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, '; ');
}

/** The errors of the file system in words: `cannot read bars.csv: no such file`. */
export function fileError(doing: string, path: string, error: unknown): UserError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'no such file or folder',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EISDIR: 'it is a folder',
    ENOTDIR: 'part of the path is not a folder',
    ENOSPC: 'the disk is full',
    EROFS: 'the file system is read-only',
  };
  return new UserError(`cannot ${doing} ${path}: ${reasons[code] ?? (error instanceof Error ? error.message : String(error))}`, {
    cause: error,
  });
}
