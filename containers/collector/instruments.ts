import { isCollectable, namesAt, type Security } from '../../shared/domain/master/security.ts';
import type { TimeUs } from '../../shared/domain/time.ts';
import type { Collected } from './collector.ts';

interface Sources {
  /** What the environment names: collected first, whatever the master says. */
  readonly fixed: readonly Collected[];
  /** The active ones of the security master; absent where there is none. */
  readonly active?: () => Promise<readonly Security[]>;
  readonly nowUs: () => TimeUs;
  /** The master is not asked more often. */
  readonly everyMs: number;
  readonly onError: (error: unknown) => void;
}

/** What is to be collected, the most important first. A master that does not answer leaves the answer as it was; before its first one it throws. */
export function instrumentSource({ fixed, active, nowUs, everyMs, onError }: Sources): () => Promise<readonly Collected[]> {
  let known: { readonly collected: readonly Collected[]; readonly askedUs: TimeUs } | undefined;
  return async () => {
    if (active === undefined) return fixed;
    if (known !== undefined && nowUs() - known.askedUs < everyMs * 1000) return known.collected;
    try {
      known = { collected: merge(fixed, collectedOf(await active(), nowUs())), askedUs: nowUs() };
    } catch (error) {
      if (known === undefined) throw error;
      onError(error);
    }
    return known.collected;
  };
}

/** Where each active security comes from: the first of its names that is valid. By priority, then by id; one without a name is left out. */
function collectedOf(active: readonly Security[], nowUs: TimeUs): Collected[] {
  const byPriority = active
    .filter((security) => isCollectable(security, nowUs))
    .toSorted((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
  return byPriority.flatMap((security) => {
    const name = namesAt(security, nowUs)[0];
    return name === undefined ? [] : [{ instrument: security.id, source: name.source, symbol: name.symbol }];
  });
}

function merge(first: readonly Collected[], then: readonly Collected[]): Collected[] {
  const named = new Set(first.map(({ instrument }) => instrument));
  return [...first, ...then.filter(({ instrument }) => !named.has(instrument))];
}
