import { setFlagsFromString } from 'node:v8';

/** Leaves out one of V8's optimisations, which lets objects of one literal share their numbers: docs/decisions/0142 says when and shows it. */
export const SOUND_CODE = '--no-maglev-escape-analysis';

setFlagsFromString(SOUND_CODE);
