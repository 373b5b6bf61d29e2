import { useEffect } from 'preact/hooks';
import { goToSignIn, signIn } from './auth/session.ts';
import { hrefOf, isResearch, type Route, route } from './state/route.ts';
import { BacktestDetail } from './views/backtest-detail.tsx';
import { BacktestForm } from './views/backtest-form.tsx';
import { BacktestList } from './views/backtest-list.tsx';
import { Home } from './views/home.tsx';
import { MarketPanel } from './views/market-panel.tsx';
import { Research } from './views/research.tsx';
import { KIND_NAMES } from './views/study/kinds.ts';
import { StudyList } from './views/study/study-list.tsx';
import { TopBar } from './views/top-bar.tsx';

export function App() {
  const here = route.value;
  useEffect(() => {
    document.title = `${titleOf(here)} · Skytape`;
  }, [here]);
  if (signIn.value.step !== 'in') return <Door />;
  return (
    <div class={`app page-${here.page}`}>
      <TopBar />
      {isResearch(here) ? <StudyList /> : <BacktestList />}
      <main id="main">
        {here.page === 'run' && <BacktestDetail key={here.id} id={here.id} />}
        {here.page === 'new' && <BacktestForm />}
        {isResearch(here) && <Research />}
        {here.page === 'nowhere' && <Nowhere />}
        {(here.page === 'home' || here.page === 'market') && <Home />}
      </main>
      <MarketPanel />
    </div>
  );
}

/** What tells this page from the others in tabs and in the history. */
function titleOf(here: Route): string {
  if (here.page === 'study') return KIND_NAMES[here.kind].name;
  if (here.page === 'new-study') return `New ${KIND_NAMES[here.kind].one}`;
  return TITLES[here.page];
}

const TITLES = { home: 'Backtests', new: 'New backtest', market: 'Market', research: 'Research', run: 'Backtest', nowhere: 'No such page' };

/** An address that leads to no page. */
const Nowhere = () => (
  <section class="pane empty">
    <h1>No such page</h1>
    <p>The address may be cut short or misspelt.</p>
    <a class="button" href={hrefOf.home}>
      To the backtests
    </a>
  </section>
);

/** Before and after a session. */
function Door() {
  const state = signIn.value;
  return (
    <main class="door">
      <img src="/favicon.svg" alt="" width="44" height="44" />
      <h1>Skytape</h1>
      {state.step === 'starting' && <p class="hint loading">Signing in</p>}
      {state.step === 'out' && <p>You are signed out.</p>}
      {state.step === 'failed' && (
        <p class="notice bad" role="alert">
          {state.reason}
        </p>
      )}
      {state.step !== 'starting' && (
        <button type="button" class="button primary" onClick={() => (state.step === 'failed' ? location.reload() : void goToSignIn())}>
          {state.step === 'failed' ? 'Try again' : 'Sign in'}
        </button>
      )}
    </main>
  );
}
