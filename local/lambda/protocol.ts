/** What a function is, as its worker needs to know. */
export interface WorkerData {
  readonly file: string;
  readonly exportName: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
}

/** To the worker: one invocation. `event` is JSON, so that a handler sees exactly what a wire would carry. */
export interface Invoke {
  readonly requestId: string;
  readonly event: string;
  readonly deadlineMs: number;
}

/** What Lambda tells of a function's error. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** From the worker: ready once, then one answer an invocation. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly payload: string }
  | { readonly kind: 'failed'; readonly error: FunctionError };
