const BYTES_MAX = 512 * 1024 * 1024;

/** Why a file cannot be taken whatever its symbol is; null when it can. */
export function fileFault({ name, size }: { readonly name: string; readonly size: number }): string | null {
  if (!/\.(csv|parquet)$/i.test(name)) return `"${name}" is neither a .csv nor a .parquet file.`;
  if (size === 0) return 'The file is empty.';
  return size > BYTES_MAX ? 'The file is larger than 512 MiB; import it with the command line instead.' : null;
}

/** The format of a file that can be taken, by the ending of its name. */
export function formatOf(name: string): 'csv' | 'parquet' {
  return name.toLowerCase().endsWith('.parquet') ? 'parquet' : 'csv';
}
