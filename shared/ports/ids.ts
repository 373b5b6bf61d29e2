export interface Ids {
  /** A new id: 26 characters 0-9 and A-Z, ordered by the time it was made, so that newest first is descending order. */
  next(): string;
}
