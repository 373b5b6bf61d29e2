/** What a page of plain values must say of itself. Sizes are bytes; levels stand before the values and are never compressed. */
export interface PageHeader {
  /** Where the page's content begins. */
  readonly start: number;
  readonly type: number;
  readonly uncompressedSize: number;
  readonly compressedSize: number;
  readonly values: number;
  readonly nulls: number;
  readonly encoding: number;
  readonly levelBytes: number;
  readonly isCompressed: boolean;
}

/** Of a data page of the second version, which is what our files hold. */
export const DATA_PAGE_V2 = 3;
export const PLAIN = 0;

type Fields = Map<number, number | boolean | Fields>;

/** Reads a page header of Parquet at a byte. Source: parquet.thrift of the Parquet format, struct PageHeader; Thrift's compact protocol. */
export function readPageHeader(bytes: Uint8Array, at: number): PageHeader {
  const reader = new CompactReader(bytes, at);
  const fields = reader.struct();
  const page = (fields.get(8) ?? new Map()) as Fields;
  const whole = (of: Fields, field: number): number => (of.get(field) ?? -1) as number;
  return {
    start: reader.at,
    type: whole(fields, 1),
    uncompressedSize: whole(fields, 2),
    compressedSize: whole(fields, 3),
    values: whole(page, 1),
    nulls: whole(page, 2),
    encoding: whole(page, 4),
    levelBytes: whole(page, 5) + whole(page, 6),
    isCompressed: page.get(7) !== false,
  };
}

const STOP = 0;
const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const I64 = 6;
const DOUBLE = 7;
const BINARY = 8;
const STRUCT = 12;

/** As much of Thrift's compact protocol as page headers use: numbers, booleans, binaries (passed over) and structs of them. */
class CompactReader {
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  struct(): Fields {
    const fields: Fields = new Map();
    let field = 0;
    for (;;) {
      const head = this.#byte();
      const type = head & 0x0f;
      if (type === STOP) return fields;
      field = head >> 4 === 0 ? this.#zigzag() : field + (head >> 4);
      const value = this.#value(type);
      if (value !== undefined) fields.set(field, value);
    }
  }

  #value(type: number): number | boolean | Fields | undefined {
    if (type === TRUE || type === FALSE) return type === TRUE;
    if (type === BYTE) return this.#byte();
    if (type > BYTE && type <= I64) return this.#zigzag();
    if (type === STRUCT) return this.struct();
    if (type === BINARY) this.at += this.#varint();
    else if (type === DOUBLE) this.at += 8;
    else throw new Error(`a page header holds a field of type ${type}, which none of ours has`);
    return undefined;
  }

  #zigzag(): number {
    const value = this.#varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  #varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new Error('a page header reaches beyond the end of the file');
    return byte;
  }
}
