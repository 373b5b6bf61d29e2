/**
 * Seeded randomness for synthetic markets. Only 32-bit whole numbers and + - * / of doubles are used, which IEEE 754 and ECMAScript define to the last bit,
 * so the same seed gives the same market on every machine and engine; `Math.exp`, `log` and `sin` may differ between engines and are left alone.
 */

/** Mixes whole numbers into one of 32 bits, evenly spread (the finaliser of MurmurHash3, Appleby 2011, over a running sum). */
export function mix(...parts: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const part of parts) {
    // Seconds since 1970 and the like outgrow 32 bits: take both halves.
    hash = scramble(hash ^ scramble(part | 0) ^ Math.imul(Math.floor(part / 4_294_967_296) | 0, 0x85ebca6b));
    hash = (hash + 0x9e3779b9) | 0;
  }
  return scramble(hash) >>> 0;
}

/** A number of 32 bits as a share of one: 0 <= x < 1. */
export function unit(hash: number): number {
  return hash / 4_294_967_296;
}

/** A text as 32 bits (FNV-1a). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Random numbers in a row: xoshiro128** (Blackman and Vigna 2018), its state spread from the seed. */
export class SeededRandom {
  readonly #state: Uint32Array;

  constructor(seed: number) {
    this.#state = Uint32Array.from([1, 2, 3, 4], (i) => mix(seed, i));
  }

  /** 0 <= x < 1, in steps of 2^-32. */
  next(): number {
    const s = this.#state as unknown as [number, number, number, number];
    const scaled = Math.imul(s[1], 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return unit(result);
  }

  /** Close to a standard normal: the sum of twelve even numbers less six (mean 0, variance 1, within -6 to 6). */
  normal(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.next();
    return sum;
  }
}

function scramble(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
