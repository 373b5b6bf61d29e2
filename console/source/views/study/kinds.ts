import type { StudyKind } from '../../api/types.ts';

/** What a kind of study is called, alone and within a sentence, and what it answers. */
export const KIND_NAMES: Readonly<Record<StudyKind, { readonly name: string; readonly one: string; readonly about: string }>> = {
  sweep: { name: 'Sweep', one: 'sweep', about: 'Many combinations of parameters, ranked, and how likely the best of them is luck.' },
  'walk-forward': {
    name: 'Walk-forward',
    one: 'walk-forward',
    about: 'Parameters chosen on one part of the history and run on the next, fold by fold.',
  },
  'monte-carlo': {
    name: 'Monte Carlo',
    one: 'Monte Carlo',
    about: 'What chance could have made of the same run: another order, other trades, other costs, other prices.',
  },
};
