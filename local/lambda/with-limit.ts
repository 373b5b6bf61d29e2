import type { FunctionPool } from './function-pool.ts';
import type { Outcome } from './worker-thread.ts';

/** What a caller waits for, and for how long once the function runs. */
export interface LimitedCall {
  readonly event: string;
  readonly requestId?: string;
  readonly limitMs: number;
}

/**
 * What a function answers, or undefined when it takes longer than its caller waits. In AWS a function begins as it is called; here a call may wait for a worker
 * and for its code to load, which a busy machine makes long, so the time counts from the moment at which the function runs.
 */
export async function withLimit(
  pool: Pick<FunctionPool, 'invoke'>,
  { event, requestId, limitMs }: LimitedCall,
): Promise<Outcome | undefined> {
  const late = Promise.withResolvers<undefined>();
  let timer: NodeJS.Timeout | undefined;
  const onRun = () => {
    timer = setTimeout(() => late.resolve(undefined), limitMs);
  };
  try {
    return await Promise.race([pool.invoke(event, requestId, onRun), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
