import type { StudyKind } from '../../api/types.ts';
import { hrefOf } from '../../state/route.ts';
import { KIND_NAMES } from './kinds.ts';

const KINDS = Object.keys(KIND_NAMES) as StudyKind[];

/** What can be asked, and where to begin. */
export const ResearchHome = () => (
  <section class="pane empty" aria-label="Start research">
    <h1>Is it skill, or is it luck?</h1>
    <ul class="questions">
      {KINDS.map((kind) => (
        <li key={kind}>
          <a class="button" href={hrefOf.newStudy(kind)}>
            New {KIND_NAMES[kind].one}
          </a>
          <p>{KIND_NAMES[kind].about}</p>
        </li>
      ))}
    </ul>
    <p class="hint">What it would take, in seconds and dollars, is shown before anything is started.</p>
  </section>
);
