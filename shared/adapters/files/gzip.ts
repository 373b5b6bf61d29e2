import { gunzipSync, gzipSync } from 'node:zlib';

/** Level 1: lines of JSON shrink to a seventh with it, and hardly more with the levels that cost ten times as much. */
export function compress(text: string): Uint8Array {
  return gzipSync(text, { level: 1 });
}

export function decompress(bytes: Uint8Array): string {
  return gunzipSync(bytes).toString('utf8');
}
