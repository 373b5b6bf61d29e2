import { UserError } from './user-error.ts';

/** An error that a strategy's own code raised, with its line: the user's to put right. */
export function faultOfStrategy(error: unknown, id: string): UserError | undefined {
  if (!(error instanceof Error)) return undefined;
  const firstFrame = error.stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? '';
  const at = /[/\\](strategies[/\\][a-z0-9-]+\.ts:\d+)/.exec(firstFrame)?.[1];
  if (at === undefined || /shared[/\\]strategies/.test(firstFrame)) return undefined;
  return new UserError(`strategy ${id} failed at ${at}: ${error.message}`, { cause: error });
}
