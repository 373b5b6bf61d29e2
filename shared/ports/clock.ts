import type { TimeUs } from '../domain/time.ts';

export interface Clock {
  /** Now, microseconds UTC. */
  nowUs(): TimeUs;
}
