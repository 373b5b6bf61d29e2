import { EngineError } from '../../engine/error.ts';
import { type SharedSource, tradedSources } from './simulate-shared.ts';
import type { DetailInput } from './simulation.ts';

/**
 * The data sets of a shared account with finer data: one for each that is traded, in their order; longer timeframes, which are only read, have none.
 * Throws `EngineError` when there are more or fewer.
 */
export function withDetails<S extends Pick<SharedSource, 'bars' | 'instrument'>>(
  sources: readonly S[],
  details: readonly DetailInput[],
): (S & { readonly detail?: DetailInput })[] {
  if (details.length === 0) return [...sources];
  const traded = tradedSources(sources);
  if (details.length !== traded.length)
    throw new EngineError(
      'detail',
      `detail names ${details.length} data sets for ${traded.length} instruments that are traded; give one for each, in their order`,
    );
  return sources.map((source) => {
    const detail = details[traded.indexOf(source)];
    return detail === undefined ? source : { ...source, detail };
  });
}
