/** One thing the platform needs, and a cheap question that fails when it is not there. */
export interface Probe {
  readonly name: string;
  check(): Promise<void>;
}
