import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { reasonOf } from '../api/http.ts';
import { route } from '../state/route.ts';

type Pages = typeof import('./study/pages.tsx');
const pages = signal<Pages | null>(null);
const fault = signal<string | null>(null);

/** The pages of research, which are read when somebody first opens one. */
export function Research() {
  useEffect(() => {
    if (pages.value === null) void read();
  }, []);
  if (pages.value) return <pages.value.ResearchPage here={route.value} />;
  return <p class={fault.value ? 'pane notice bad' : 'pane hint loading'}>{fault.value ?? 'Loading research'}</p>;
}

async function read(): Promise<void> {
  try {
    pages.value = await import('./study/pages.tsx');
  } catch (error) {
    fault.value = reasonOf(error);
  }
}
