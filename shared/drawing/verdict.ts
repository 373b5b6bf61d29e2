/** What a verdict on the best of many trials says in a plain sentence, wherever it is shown. */
export const VERDICTS = {
  skill: 'This is more than luck would explain, and more than holding would have made.',
  luck: 'This may well be luck: the best of so many useless combinations would look as good.',
  drift: 'This is the market, not the strategy: holding as much all along does about as well.',
  'too short': 'Nobody can tell yet: after so many trials this history is too short to prove anything.',
} as const;
