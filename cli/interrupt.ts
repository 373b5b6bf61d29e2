/** Told of a Ctrl-C instead of the program being ended; empty where nothing asked for it. */
const stopping = new Set<AbortController>();

/** Runs work that a Ctrl-C asks to stop by its signal, so that it can keep what it has. A second Ctrl-C ends the program. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  stopping.add(controller);
  try {
    return await work(controller.signal);
  } finally {
    stopping.delete(controller);
  }
}

/** Asks what is interruptible to stop; false when there is nothing, or it was asked before. */
export function askToStop(): boolean {
  const asked = [...stopping].filter(({ signal }) => !signal.aborted);
  for (const controller of asked) controller.abort();
  return asked.length > 0;
}
