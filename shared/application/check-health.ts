import type { Health } from '../contracts/schemas.ts';
import type { Probe } from '../ports/probe.ts';

interface World {
  readonly stage: string;
  readonly version: string;
  readonly probes: readonly Probe[];
}

/** Whether the platform answers; when asked deeply, also whether what it stands on does. What is broken is named, with the kind of its error. */
export function checkHealth({ stage, version, probes }: World) {
  return async (deep: boolean): Promise<Health> => {
    if (!deep) return { status: 'ok', version, stage };
    const results = await Promise.all(probes.map(async (probe) => [probe.name, await resultOf(probe)] as const));
    const status = results.every(([, result]) => result === 'ok') ? 'ok' : 'degraded';
    return { status, version, stage, checks: Object.fromEntries(results) };
  };
}

/** Anybody may ask, so only the kind of an error is told: its message may name resources. */
async function resultOf(probe: Probe): Promise<string> {
  try {
    await probe.check();
    return 'ok';
  } catch (error) {
    return `broken: ${error instanceof Error ? error.name : 'unknown error'}`;
  }
}
