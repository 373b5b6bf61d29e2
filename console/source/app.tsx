import { goToSignIn, signIn } from './auth/session.ts';
import { isResearch, route } from './state/route.ts';
import { BacktestDetail } from './views/backtest-detail.tsx';
import { BacktestForm } from './views/backtest-form.tsx';
import { BacktestList } from './views/backtest-list.tsx';
import { Home } from './views/home.tsx';
import { MarketPanel } from './views/market-panel.tsx';
import { Research } from './views/research.tsx';
import { StudyList } from './views/study/study-list.tsx';
import { TopBar } from './views/top-bar.tsx';

export function App() {
  const state = signIn.value;
  if (state.step !== 'in') return <Door />;
  const here = route.value;
  return (
    <div class={`app page-${here.page}`}>
      <TopBar />
      {isResearch(here) ? <StudyList /> : <BacktestList />}
      <main id="main">
        {here.page === 'run' && <BacktestDetail key={here.id} id={here.id} />}
        {here.page === 'new' && <BacktestForm />}
        {isResearch(here) && <Research />}
        {(here.page === 'home' || here.page === 'market') && <Home />}
      </main>
      <MarketPanel />
    </div>
  );
}

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
