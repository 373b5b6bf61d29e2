import type { FileMetaData, RowGroup } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { DATA_PAGE_V2, PLAIN, readPageHeader } from './page-header.ts';

/** Where the values of a column go, and in what form the file has them. */
export interface PlainColumn {
  readonly name: string;
  readonly type: 'DOUBLE' | 'INT64';
  readonly into: Float64Array;
}

const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/**
 * Reads required columns of plain values into columns of doubles, a page at a time without looking at single values: what the lake's own files are made of.
 * Whole numbers of 64 bits become doubles. False when the file is made otherwise; what was written so far is then of no use.
 */
export function readPlainColumns(
  bytes: Uint8Array,
  { row_groups }: Pick<FileMetaData, 'row_groups'>,
  columns: readonly PlainColumn[],
): boolean {
  if (!LITTLE_ENDIAN) return false;
  let row = 0;
  for (const group of row_groups) {
    for (const column of columns) if (!readChunk(bytes, group, { column, row })) return false;
    row += Number(group.num_rows);
  }
  return true;
}

function readChunk(bytes: Uint8Array, group: RowGroup, { column, row }: { readonly column: PlainColumn; readonly row: number }): boolean {
  const chunk = group.columns.find(({ meta_data }) => meta_data?.path_in_schema.join('.') === column.name)?.meta_data;
  if (chunk === undefined || chunk.type !== column.type || chunk.dictionary_page_offset !== undefined) return false;
  if (chunk.codec !== 'UNCOMPRESSED' && chunk.codec !== 'SNAPPY') return false;
  const end = row + Number(group.num_rows);
  let at = Number(chunk.data_page_offset);
  for (let next = row; next < end; ) {
    const page = readPageHeader(bytes, at);
    const size = page.values * 8;
    if (page.type !== DATA_PAGE_V2 || page.encoding !== PLAIN || page.nulls !== 0 || page.levelBytes !== 0 || page.values < 1) return false;
    const stored = bytes.subarray(page.start, page.start + page.compressedSize);
    const plain = chunk.codec === 'SNAPPY' && page.isCompressed ? compressors.SNAPPY?.(stored, page.uncompressedSize) : stored;
    if (plain?.length !== size || next + page.values > end) return false;
    if (column.type === 'DOUBLE') new Uint8Array(column.into.buffer, column.into.byteOffset + next * 8, size).set(plain);
    else wholeNumbers(plain, column.into.subarray(next, next + page.values));
    next += page.values;
    at = page.start + page.compressedSize;
  }
  return true;
}

/** Signed whole numbers of 64 bits as doubles: two halves of 32 bits each, exact up to 2^53. */
function wholeNumbers(plain: Uint8Array, into: Float64Array): void {
  const halves = new Int32Array(plain.length / 4);
  new Uint8Array(halves.buffer).set(plain);
  for (let i = 0; i < into.length; i++) into[i] = (halves[2 * i + 1] as number) * 4_294_967_296 + ((halves[2 * i] as number) >>> 0);
}
