import type { TimeUs } from '../../domain/time.ts';

/** What all ticks of one connector share. */
export interface Stamper {
  readonly venue: string;
  readonly delayUs: number;
  readonly nowUs: () => TimeUs;
}

/** The part that every tick begins with. */
export function stamp({ venue, delayUs, nowUs }: Stamper, instrument: string, eventTimeUs: TimeUs) {
  const delayed = delayUs > 0 ? { delayed: true as const } : {};
  return { v: 1, instrument, venue, eventTimeUs, receiveTimeUs: nowUs(), synthetic: false, ...delayed } as const;
}
