import { signal } from '@preact/signals';
import type { StudyKind } from '../api/types.ts';

export type Route =
  | { readonly page: 'home' | 'new' | 'market' | 'research' | 'nowhere' }
  | { readonly page: 'run'; readonly id: string }
  /** `backtest` is one that is done, which a simulation draws from. */
  | { readonly page: 'new-study'; readonly kind: StudyKind; readonly backtest?: string }
  | { readonly page: 'study'; readonly kind: StudyKind; readonly id: string };

/** Where the pages of a kind of study lie. */
const STUDIES: Readonly<Record<StudyKind, string>> = { sweep: 'sweeps', 'walk-forward': 'walk-forwards', 'monte-carlo': 'monte-carlos' };

export const route = signal<Route>(parse(location.hash));
addEventListener('hashchange', () => {
  route.value = parse(location.hash);
});

export const hrefOf = {
  home: '#/',
  new: '#/new',
  market: '#/market',
  research: '#/research',
  run: (id: string) => `#/backtests/${encodeURIComponent(id)}`,
  chance: (backtest: string) => `#/backtests/${encodeURIComponent(backtest)}/monte-carlo`,
  newStudy: (kind: StudyKind) => `#/${STUDIES[kind]}`,
  study: (kind: StudyKind, id: string) => `#/${STUDIES[kind]}/${encodeURIComponent(id)}`,
};

export function go(href: string): void {
  location.hash = href;
}

/** Whether the page belongs to research. */
export const isResearch = ({ page }: Route): boolean => page === 'research' || page === 'study' || page === 'new-study';

function parse(hash: string): Route {
  const [page = '', encoded = '', part] = hash.replace(/^#\/?/, '').split('/');
  const id = decoded(encoded);
  if (id === undefined) return { page: 'nowhere' };
  if (page === 'backtests' && id !== '' && part === 'monte-carlo') return { page: 'new-study', kind: 'monte-carlo', backtest: id };
  if (page === 'backtests' && id !== '') return { page: 'run', id };
  const kind = (Object.keys(STUDIES) as StudyKind[]).find((each) => STUDIES[each] === page);
  if (kind) return id === '' ? { page: 'new-study', kind } : { page: 'study', kind, id };
  if (page === '' || page === 'backtests') return { page: 'home' };
  return { page: page === 'new' || page === 'market' || page === 'research' ? page : 'nowhere' };
}

/** Undefined where the text is no encoding of any. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
