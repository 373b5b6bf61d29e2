/** `share` 0 to 1. */
export const ProgressBar = ({ share, label }: { share: number; label: string }) => (
  <progress class="progress" max={1} value={share} aria-label={label} />
);
