import { setImmediate as immediate } from 'node:timers/promises';
import { rowOf, rowWidth } from '../shared/application/sweep/row.ts';
import { SweepShard, type SweepShardInput, visitingOrder } from '../shared/application/sweep/shard.ts';
import type { Params } from '../shared/research/optimise/space.ts';
import { faultOfStrategy } from './strategy-fault.ts';
import { SweepPool } from './sweep-pool.ts';

/** What is done here before threads are started, which take about as long to begin. */
const HERE_MS = 500;

interface Bounds {
  readonly threads: number;
  readonly signal: AbortSignal;
}

/** The rows of combinations, in their order: here as far as half a second goes, the rest on threads. The numbers are the same. Undefined once it was stopped. */
export async function rowsOf(input: SweepShardInput, combinations: readonly Params[], bounds: Bounds): Promise<Float64Array | undefined> {
  const rows = new Float64Array(combinations.length * rowWidth(input.plan));
  const order = visitingOrder(combinations, input.plan);
  const shard = new SweepShard(input);
  const startMs = performance.now();
  let done = 0;
  for (; done < order.length && (bounds.threads === 1 || performance.now() - startMs < HERE_MS); done++) {
    if (bounds.signal.aborted) return undefined;
    const index = order[done] as number;
    runIn(shard, input, combinations[index] as Params, rowOf(rows, index, input.plan));
    await immediate();
  }
  const left = order.slice(done);
  if (left.length === 0) return rows;
  const there = await onThreads(
    input,
    left.map((index) => combinations[index] as Params),
    bounds,
  );
  if (there === undefined) return undefined;
  left.forEach((index, i) => rowOf(rows, index, input.plan).set(rowOf(there, i, input.plan)));
  return rows;
}

function runIn(shard: SweepShard, { strategy }: SweepShardInput, params: Params, row: Float64Array): void {
  try {
    shard.run(params, row);
  } catch (error) {
    throw faultOfStrategy(error, strategy.id) ?? error;
  }
}

async function onThreads(
  { plan, data, rates, beside }: SweepShardInput,
  combinations: readonly Params[],
  { threads, signal }: Bounds,
): Promise<Float64Array | undefined> {
  if (signal.aborted) return undefined;
  const pool = new SweepPool({ plan, data, rates, beside, workers: Math.min(threads, combinations.length) });
  const stop = () => pool.stop();
  signal.addEventListener('abort', stop);
  try {
    return await pool.run(combinations, () => undefined);
  } finally {
    signal.removeEventListener('abort', stop);
    await pool.close();
  }
}
