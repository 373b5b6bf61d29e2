import { createHash } from 'node:crypto';
import type { Bars } from '../../domain/bars.ts';
import { barBytes } from '../../market/content.ts';

/** Hexadecimal SHA-256 of what a set of bars holds, the same whatever file it came from. */
export function hashBars(bars: Bars): string {
  const hash = createHash('sha256');
  for (const chunk of barBytes(bars)) hash.update(chunk);
  return hash.digest('hex');
}
