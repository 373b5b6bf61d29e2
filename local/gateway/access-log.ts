/** One line of a stage's access log: its format with each `$context.name` replaced. What is not known is `-`. */
export function accessLine(format: string, values: Readonly<Record<string, string | number | undefined>>): string {
  const quoted = (value: string | number | undefined): string => JSON.stringify(String(value ?? '-')).slice(1, -1);
  return `${format.replaceAll(/\$context\.([\w.]*\w)/g, (_, name: string) => quoted(values[name]))}\n`;
}
