/** Hourly bars of a CSV file (time, open, high, low, close) in two each: up to the high, then down to the low and to the close. */
export function halvesOf(csv: string): string {
  const lines = csv
    .trim()
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [time = '', open, high, low, close] = line.split(',');
      const later = new Date(Date.parse(time) + 1_800_000).toISOString();
      return [`${time},${open},${high},${open},${high},5`, `${later},${high},${high},${low},${close},5`];
    });
  return `time,open,high,low,close,volume\n${lines.join('\n')}\n`;
}
