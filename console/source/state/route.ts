import { signal } from '@preact/signals';

export type Route = { readonly page: 'home' | 'new' | 'market' } | { readonly page: 'run'; readonly id: string };

export const route = signal<Route>(parse(location.hash));
addEventListener('hashchange', () => {
  route.value = parse(location.hash);
});

export const hrefOf = {
  home: '#/',
  new: '#/new',
  market: '#/market',
  run: (id: string) => `#/backtests/${encodeURIComponent(id)}`,
};

export function go(href: string): void {
  location.hash = href;
}

function parse(hash: string): Route {
  const [page, id] = hash.replace(/^#\/?/, '').split('/');
  if (page === 'backtests' && id) return { page: 'run', id: decodeURIComponent(id) };
  return { page: page === 'new' || page === 'market' ? page : 'home' };
}
