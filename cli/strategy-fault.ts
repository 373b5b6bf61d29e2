import { UserError } from './user-error.ts';

/** An error that a strategy's own code raised, or that of an indicator of the user's, with its line: theirs to put right. */
export function faultOfStrategy(error: unknown, id: string): UserError | undefined {
  if (!(error instanceof Error)) return undefined;
  const firstFrame = error.stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? '';
  const at = /(?<!shared)[/\\]((?:strategies|indicators)[/\\][a-z0-9-]+\.ts:\d+)/.exec(firstFrame)?.[1];
  if (at === undefined) return undefined;
  return new UserError(`strategy ${id} failed at ${at}: ${error.message}`, { cause: error });
}
