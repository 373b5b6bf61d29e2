import type { KernelState } from './kernel.ts';

/** A part of a kernel that can be saved and put back; the length of its snapshot never changes. */
export interface Part {
  snapshot(): KernelState;
  restore(state: KernelState): void;
}

/** State of a kernel made of its own numbers and of parts. */
export function saveParts(own: readonly number[], parts: readonly Part[]): KernelState {
  return [...own, ...parts.flatMap((part) => part.snapshot())];
}

/** The inverse of `saveParts`: restores each part and returns the kernel's own numbers. Throws when the length is not that of this kernel. */
export function loadParts(state: KernelState, ownLength: number, parts: readonly Part[]): KernelState {
  const lengths = parts.map((part) => part.snapshot().length);
  expectLength(
    state,
    lengths.reduce((sum, length) => sum + length, ownLength),
  );
  let at = ownLength;
  for (const [i, part] of parts.entries()) {
    const end = at + (lengths[i] as number);
    part.restore(state.slice(at, end));
    at = end;
  }
  return state.slice(0, ownLength);
}

/** Throws when a state is not that of this kernel with these parameters. */
export function expectLength(state: KernelState, length: number): void {
  if (state.length !== length)
    throw new RangeError(
      `the state has ${state.length} numbers, but this kernel's has ${length}: it is of another indicator or other parameters`,
    );
}

/** JSON form of a state: NaN, which JSON lacks, is null. Doubles survive JSON text exactly. */
export function encodeState(state: KernelState): (number | null)[] {
  return state.map((value) => (Number.isNaN(value) ? null : value));
}

/** The inverse of `encodeState`. */
export function decodeState(encoded: readonly (number | null)[]): KernelState {
  return encoded.map((value) => value ?? Number.NaN);
}
