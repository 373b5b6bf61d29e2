import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { reasonOf } from '../api/http.ts';
import { route } from '../state/route.ts';
import type { ResearchPage } from './study/pages.tsx';

const pages = signal<typeof ResearchPage | null>(null);
const fault = signal<string | null>(null);

/** The pages of research, which are read when somebody first opens one. */
export function Research() {
  useEffect(() => {
    if (pages.value === null) void read();
  }, []);
  const Page = pages.value;
  if (Page) return <Page here={route.value} />;
  return <p class={fault.value ? 'pane notice bad' : 'pane hint loading'}>{fault.value ?? 'Loading research'}</p>;
}

async function read(): Promise<void> {
  try {
    const { ResearchPage: page } = await import('./study/pages.tsx');
    pages.value = page;
  } catch (error) {
    fault.value = reasonOf(error);
  }
}
