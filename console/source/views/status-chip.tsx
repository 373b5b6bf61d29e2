import type { Backtest } from '../api/types.ts';

const WORDS: Record<Backtest['status'], string> = {
  QUEUED: 'Queued',
  RUNNING: 'Running',
  DONE: 'Done',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
  INTERRUPTED: 'Interrupted',
};

export const StatusChip = ({ status }: { status: Backtest['status'] }) => (
  <span class={`chip chip-${status.toLowerCase()}`}>{WORDS[status]}</span>
);
