import { render } from 'preact';
import { App } from './app.tsx';
import { startSession } from './auth/session.ts';
import './state/theme.ts';
import './styles/tokens.css';
import './styles/layout.css';
import './styles/controls.css';
import './styles/charts.css';
import './styles/runs.css';
import './styles/form.css';
import './styles/rules.css';
import './styles/drawings.css';
import './styles/research.css';

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');
render(<App />, root);
void startSession();
