/** A value of a template or a request as text; what is neither text, number nor boolean as JSON, so that a message shows it. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

/** The same, with nothing at all left as undefined. */
export function optionalText(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : textOf(value);
}
