import type { TimeUs } from '../../domain/time.ts';
import type { Objects, PresignedPut, PutOptions, UploadOptions } from '../../ports/objects.ts';

/** Objects in a map. Presigned URLs name the key and what was announced; nobody serves them. */
export class MemoryObjects implements Objects {
  readonly #bodies = new Map<string, Uint8Array>();

  async get(key: string): Promise<Uint8Array | undefined> {
    return this.#bodies.get(key)?.slice();
  }

  async put(key: string, body: Uint8Array | string, { ifAbsent = false }: PutOptions): Promise<'stored' | 'exists'> {
    if (ifAbsent && this.#bodies.has(key)) return 'exists';
    this.#bodies.set(key, typeof body === 'string' ? new TextEncoder().encode(body) : body.slice());
    return 'stored';
  }

  async *list(prefix: string): AsyncIterable<string> {
    yield* [...this.#bodies.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#bodies.delete(key);
  }

  async presignPut(key: string, { expiresUs, bytes, sha256 }: UploadOptions): Promise<PresignedPut> {
    return { url: `memory:put/${key}?until=${expiresUs}`, headers: { 'x-bytes': String(bytes), 'x-sha256': sha256 } };
  }

  async presignGet(key: string, { expiresUs }: { readonly expiresUs: TimeUs; readonly contentType: string }): Promise<string> {
    return `memory:get/${key}?until=${expiresUs}`;
  }
}
