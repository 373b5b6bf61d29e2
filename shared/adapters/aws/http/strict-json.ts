/** A text that is not the JSON we take, and why. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/**
 * Parses JSON that means one thing only: no name twice in an object (parsers disagree on which one counts), no `__proto__`,
 * no nesting deeper than `maxDepth`. Throws `JsonError`. Walks the text once and never recurses, so its memory is bounded by the text's size.
 */
export function parseStrictJson(text: string, maxDepth: number): unknown {
  const value = parse(text);
  const stack: (Set<string> | null)[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      stack.push(code === OPEN_BRACE ? new Set() : null);
      if (stack.length > maxDepth) throw new JsonError(`nested deeper than ${maxDepth} levels`);
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      stack.pop();
    } else if (code === QUOTE) {
      const end = endOfString(text, i);
      if (isName(text, end)) checkName(stack.at(-1) ?? null, JSON.parse(text.slice(i, end)) as string);
      i = end - 1;
    }
  }
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new JsonError(error instanceof Error ? error.message : String(error));
  }
}

/** Index after the closing quote of the string that begins at `start`; the text is known to be JSON. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  for (let code = text.charCodeAt(i); code !== QUOTE; code = text.charCodeAt(i)) i += code === BACKSLASH ? 2 : 1;
  return i + 1;
}

function isName(text: string, afterString: number): boolean {
  let i = afterString;
  while (text.charCodeAt(i) <= 32) i++;
  return text.charCodeAt(i) === COLON;
}

function checkName(names: Set<string> | null, name: string): void {
  if (names === null) return;
  if (name === '__proto__') throw new JsonError('the name "__proto__" is not allowed');
  if (names.has(name)) throw new JsonError(`the name ${JSON.stringify(name)} occurs twice in one object`);
  names.add(name);
}
