/** Which part of a list: at most `limit` items after `cursor`, which is the `next` of the page before. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Cursor of the page after this one; null on the last. */
  readonly next: string | null;
}
