/** A message that cannot be processed, as it came, with where its fault is. */
export interface DeadLetter {
  /** What carried it, for a person to look it up: stream, shard and sequence number. */
  readonly source: string;
  /** Path of the fault and what is wrong there. */
  readonly reason: string;
  /** The payload as text; base64 when it was not text. */
  readonly payload: string;
}

export interface DeadLetters {
  send(letter: DeadLetter): Promise<void>;
}
