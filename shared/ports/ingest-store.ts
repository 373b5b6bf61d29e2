export interface Versioned<State> {
  /** Grows by one with each commit; 0 before the first. */
  readonly version: number;
  readonly state: State;
}

/** What ingestion remembers of each instrument, one record an instrument. */
export interface IngestStore<State> {
  /** Read consistently; undefined before the first commit. */
  load(instrument: string): Promise<Versioned<State> | undefined>;
  /** Versions by instrument, read consistently and without the states; one that was never committed is left out. */
  versions(instruments: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Stores `state` as version `expected + 1` if the stored version is still `expected`; false when another commit was first, and nothing is changed. */
  commit(instrument: string, expected: number, state: State): Promise<boolean>;
}
