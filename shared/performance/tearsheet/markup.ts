/** Text that is HTML already. Only `html` and `trusted` make it, so a string of the user's can never become markup. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Value = string | number | Markup | readonly Value[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Template of markup: strings and numbers put into it are escaped, markup and lists of markup are not. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let text = parts[0] as string;
  values.forEach((value, i) => {
    text += render(value) + (parts[i + 1] as string);
  });
  return new Markup(text);
}

/** Our own constant text as markup: the style sheet and the script. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

export const NOTHING = trusted('');

function render(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
  if (typeof value === 'number') return String(value);
  return value.map(render).join('');
}
