import { signal } from '@preact/signals';
import type { Draft } from '../logic/form.ts';

/** What the next backtest form begins with: a combination that was clicked on a map. The form takes it once. */
export const prefill = signal<Partial<Draft> | null>(null);
