/** Calls `task` now and again `delayMs(result)` after each answer, pausing while the page is hidden. Errors double the wait, up to 30 s. Returns the stop. */
export function poll(task: () => Promise<number | null>, onError: (error: unknown) => void): () => void {
  let stopped = false;
  let timer = 0;
  let failures = 0;
  const turn = async (): Promise<void> => {
    if (document.hidden) {
      document.addEventListener('visibilitychange', () => again(0), { once: true });
      return;
    }
    try {
      const delay = await task();
      failures = 0;
      if (delay !== null) again(delay);
    } catch (error) {
      if (stopped) return;
      failures += 1;
      onError(error);
      again(Math.min(30_000, 1000 * 2 ** failures));
    }
  };
  const again = (delayMs: number): void => {
    if (!stopped) timer = window.setTimeout(() => void turn(), delayMs);
  };
  void turn();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
