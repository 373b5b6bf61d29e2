import { config, roles, signOut, userName } from '../auth/session.ts';
import { hrefOf, isResearch, route } from '../state/route.ts';
import { theme, toggleTheme } from '../state/theme.ts';

export function TopBar() {
  const page = route.value.page;
  return (
    <header class="top-bar">
      <a class="brand" href={hrefOf.home}>
        <img src="/favicon.svg" alt="" width="22" height="22" />
        Skytape
      </a>
      <span class="stage" title={`Version ${config.value?.version ?? ''}`}>
        {config.value?.stage}
      </span>
      <nav aria-label="Pages">
        <a href={hrefOf.home} aria-current={page === 'home' || page === 'run' ? 'page' : undefined}>
          Backtests
        </a>
        <a href={hrefOf.new} aria-current={page === 'new' ? 'page' : undefined}>
          New
        </a>
        <a href={hrefOf.research} aria-current={isResearch(route.value) ? 'page' : undefined}>
          Research
        </a>
        <a class="narrow-only" href={hrefOf.market} aria-current={page === 'market' ? 'page' : undefined}>
          Market
        </a>
        <a class="wide-only" href="/docs" target="_blank" rel="noreferrer">
          API
        </a>
      </nav>
      <div class="who">
        <span class="who-name wide-only">{userName.value}</span>
        {roles.value.map((role) => (
          <span class="role wide-only" key={role}>
            {role}
          </span>
        ))}
        <button
          type="button"
          class="quiet"
          onClick={toggleTheme}
          aria-label={theme.value === 'dark' ? 'Use the light theme' : 'Use the dark theme'}
        >
          {theme.value === 'dark' ? 'Light' : 'Dark'}
        </button>
        <button type="button" class="quiet" onClick={signOut}>
          Sign out
        </button>
      </div>
    </header>
  );
}
