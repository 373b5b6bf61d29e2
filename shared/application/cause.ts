/** One line of what a Catch of Step Functions leaves: `Cause` is JSON of the function's own error. */
export function causeOf(error: unknown): string {
  const cause = (error as { readonly Cause?: string }).Cause ?? JSON.stringify(error);
  try {
    return String((JSON.parse(cause) as { readonly errorMessage?: string }).errorMessage ?? cause);
  } catch {
    return cause;
  }
}
