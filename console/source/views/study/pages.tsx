import type { Route } from '../../state/route.ts';
import { ResearchHome } from './research-home.tsx';
import { StudyDetail } from './study-detail.tsx';
import { StudyForm } from './study-form.tsx';

/** The page of research that a route names. */
export function ResearchPage({ here }: { here: Route }) {
  if (here.page === 'new-study') return <StudyForm key={`${here.kind} ${here.backtest ?? ''}`} kind={here.kind} backtest={here.backtest} />;
  if (here.page === 'study') return <StudyDetail key={here.id} kind={here.kind} id={here.id} />;
  return <ResearchHome />;
}
