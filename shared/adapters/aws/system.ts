import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';

export const systemClock: Clock = { nowUs: () => Date.now() * 1000 };

/** Crockford's base 32: no I, L, O, U; ascending in ASCII, so that text order is number order. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

/** Ids in the form of ULID: 48 bits of milliseconds, then 80 random bits. Within one millisecond their order is random. */
export function timeOrderedIds(clock: Clock = systemClock): Ids {
  return {
    next: () => {
      let time = Math.floor(clock.nowUs() / 1000);
      let text = '';
      for (let i = 0; i < TIME_DIGITS; i++) {
        text = DIGITS.charAt(time % 32) + text;
        time = Math.floor(time / 32);
      }
      for (const byte of randomBytes(RANDOM_DIGITS)) text += DIGITS.charAt(byte & 31);
      return text;
    },
  };
}

/** Hexadecimal SHA-256. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
