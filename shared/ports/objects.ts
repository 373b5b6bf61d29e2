import type { TimeUs } from '../domain/time.ts';

/** Object storage: whole objects by key. A put replaces what was there, unless told to keep it. */
export interface Objects {
  /** The bytes, or undefined when there is no such object. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** `exists` only with `ifAbsent`: another put was first and its bytes stay. */
  put(key: string, body: Uint8Array | string, options: PutOptions): Promise<'stored' | 'exists'>;
  /** Keys that begin with `prefix`, ascending. */
  list(prefix: string): AsyncIterable<string>;
  /** Removes what is there of `keys`; a missing one is no error. */
  delete(keys: readonly string[]): Promise<void>;
  /** A URL to which anybody may put exactly the stated bytes, once or more, until it expires. */
  presignPut(key: string, options: UploadOptions): Promise<PresignedPut>;
  /** A URL from which anybody may read until it expires. */
  presignGet(key: string, options: { readonly expiresUs: TimeUs; readonly contentType: string }): Promise<string>;
}

export interface PutOptions {
  readonly contentType: string;
  readonly ifAbsent?: boolean;
}

export interface UploadOptions {
  readonly expiresUs: TimeUs;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

export interface PresignedPut {
  readonly url: string;
  /** Headers the put must carry as they are. */
  readonly headers: Readonly<Record<string, string>>;
}
