import { firstBarAtOrAfter, sliceBars } from '../../domain/bars.ts';
import { besideUntil, mirroredBars, withOtherFuture } from './other-future.ts';
import { type BiasInput, recordRun } from './recorded-run.ts';
import type { BiasSubject } from './subject.ts';
import { warmUpFaults } from './warm-up.ts';

/** A strategy on one instrument. */
export function aloneSubject(input: BiasInput): BiasSubject {
  const { strategy, values, bars, engine } = input;
  const rows = engine.toUs === undefined ? bars.length : firstBarAtOrAfter(bars, engine.toUs);
  const judged = sliceBars(bars, 0, rows);
  const from = Math.max(1, engine.fromUs === undefined ? 0 : firstBarAtOrAfter(bars, engine.fromUs));
  return {
    strategy: strategy.id,
    params: values,
    bars: rows,
    opens: judged.time.subarray(from, rows),
    isBefore: (askedUs, cutUs) => askedUs < cutUs,
    record: () => recordRun(input, rows),
    recordBefore: (cutUs) => {
      const cut = firstBarAtOrAfter(bars, cutUs);
      return withOtherFuture([bars], cutUs, () => recordRun({ ...input, beside: besideUntil(input.beside, cutUs) }, cut));
    },
    recordMirrored: () => recordRun({ ...input, bars: mirroredBars(judged) }, rows),
    warmUp: (columns) => warmUpFaults({ ...input, bars: judged }, columns),
  };
}
