/** What was computed before, kept as long as there is room. It may forget or fail at any time: whoever asks must be able to do without. */
export interface Cache<Value> {
  get(key: string): Promise<Value | undefined>;
  set(key: string, value: Value): Promise<void>;
}
