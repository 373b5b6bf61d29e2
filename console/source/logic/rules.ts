/** Rules of a form at its first opening: enough to see how they are written, and to trade. */
export const EXAMPLE_RULES = `{
  "name": "trend-with-stop",
  "about": "Long while the fast average is above the slow one, out at a loss of five percent.",
  "params": {
    "fast": { "default": 10, "min": 2, "max": 100, "about": "bars in the fast average" },
    "slow": { "default": 30, "min": 3, "max": 400, "about": "bars in the slow average" }
  },
  "entry": { "long": { "crossesAbove": ["ema($fast)", "ema($slow)"] } },
  "exit": { "long": { "crossesBelow": ["ema($fast)", "ema($slow)"] } },
  "stopLoss": { "percent": 5 }
}
`;

/** Something wrong in rules, at a place like `entry.long.all[1].above[0]`; the place is empty for the file as a whole. */
export interface RuleFault {
  readonly place: string;
  readonly message: string;
}

type ReadRules = { readonly rules: Record<string, unknown> } | { readonly fault: string };

/** The JSON object that a text is, or why it is none. */
export function readRules(text: string): ReadRules {
  if (text.trim() === '') return { fault: 'paste rules, or drop a .json file' };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { rules: value as Record<string, unknown> };
    return { fault: 'rules are one JSON object, from { to }' };
  } catch (error) {
    return { fault: `no JSON: ${(error as Error).message}` };
  }
}

interface Token {
  readonly text: string;
  readonly index: number;
}

/** Line, 1 first, and offset of a place in text that is JSON; of the deepest part of the place that is there. */
export function placeIn(text: string, place: string): { readonly line: number; readonly offset: number } {
  const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)].map((match) => ({ text: match[0], index: match.index }));
  const steps = [...place.matchAll(/\[(\d+)\]|([\w$-]+)/g)].map(([, index, name]) => index ?? name ?? '');
  const offset = tokens[tokenAt(tokens, 0, steps)]?.index ?? 0;
  return { line: text.slice(0, offset).split('\n').length, offset };
}

/** Position of the token that begins the value which `steps` lead to from the value at `at`. */
function tokenAt(tokens: readonly Token[], at: number, [step, ...rest]: readonly string[]): number {
  const open = tokens[at]?.text;
  if (step === undefined || (open !== '{' && open !== '[')) return at;
  for (let item = at + 1, i = 0; item < tokens.length && tokens[item]?.text !== '}' && tokens[item]?.text !== ']'; i++) {
    const value = open === '{' ? item + 2 : item;
    if (step === (open === '{' ? tokens[item]?.text.slice(1, -1) : String(i))) return tokenAt(tokens, value, rest);
    item = afterValue(tokens, value);
    if (tokens[item]?.text === ',') item++;
  }
  return at;
}

function afterValue(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let next = at; next < tokens.length; next++) {
    const { text } = tokens[next] as Token;
    if (text === '{' || text === '[') depth++;
    if (text === '}' || text === ']') depth--;
    if (depth === 0) return next + 1;
  }
  return tokens.length;
}
