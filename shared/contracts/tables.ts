import * as z from 'zod';
import { type ColumnType, COLUMN_TYPES } from '../domain/table-schema.ts';
import { Defect, IsoTime, Symbol } from './schemas.ts';

const ColumnName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,49}$/, 'a letter, then letters, digits and _, at most 50');
export const SchemaName = z.string().regex(/^[a-z][a-z0-9-]{0,49}$/, 'a small letter, then small letters, digits and -, at most 50');

const Column = z.strictObject({
  name: ColumnName,
  type: z.enum(COLUMN_TYPES as readonly [ColumnType, ...ColumnType[]]),
  about: z.string().max(500).optional(),
  /** Like `USD` or `shares`; for the reader. */
  unit: z.string().min(1).max(50).optional(),
  /** Bounds of a number, both inclusive. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** Whether a cell may be empty. */
  nullable: z.boolean().default(false),
});

/** What rows of one's own look like. A change of it has the next version and only adds columns that may be empty. */
export const RegisterSchema = z.strictObject({
  name: SchemaName,
  version: z.int().min(1).max(1_000).default(1),
  about: z.string().min(1).max(1_000),
  columns: z.array(Column).min(2).max(100),
  /** Columns that say what a row is about: rows with the same key are versions of one another. */
  key: z.array(ColumnName).max(10).default([]),
  /** The column of the time from which a row could be known. */
  knownAt: ColumnName,
  /** The column of the instrument's symbol; null where rows belong to none. */
  symbol: ColumnName.nullable().default(null),
  /** The column of the time that a row speaks of, like the end of a quarter; null where that is when it was known. */
  time: ColumnName.nullable().default(null),
});
export type RegisterSchema = z.infer<typeof RegisterSchema>;

export const TableSchemaInfo = z.object({
  ...RegisterSchema.shape,
  columns: z.array(z.object(Column.shape)),
  /** Comes with Skytape and cannot be changed. */
  builtIn: z.boolean(),
});
export type TableSchemaInfo = z.infer<typeof TableSchemaInfo>;

export const CreateTable = z.strictObject({
  name: z.string().min(1).max(200),
  schema: SchemaName,
});
export type CreateTable = z.infer<typeof CreateTable>;

/** A dataset of rows of one's own. */
export const Table = z.object({
  id: z.string(),
  name: z.string(),
  schema: z.string(),
  /** Of the schema, when rows last came. */
  schemaVersion: z.int(),
  rows: z.int(),
  /** Counts the times that rows came. */
  revision: z.int(),
  /** Of what it holds, however and in whatever order it came; null while it holds nothing. */
  sha256: z.string().nullable(),
  /** When its first and last row became known. */
  knownFrom: z.string().nullable(),
  knownTo: z.string().nullable(),
  createdAt: z.string(),
  changedAt: z.string(),
});
export type Table = z.infer<typeof Table>;

/** Of one file of rows, CSV or Parquet. */
export const AddRows = z.strictObject({
  bytes: z
    .int()
    .min(1)
    .max(64 * 1024 * 1024),
  /** SHA-256 of the file, hexadecimal; the store refuses other bytes. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
});
export type AddRows = z.infer<typeof AddRows>;

export const RowsUpload = z.object({
  id: z.string(),
  upload: z.object({ method: z.literal('PUT'), url: z.string(), headers: z.record(z.string(), z.string()), expiresAt: z.string() }),
});
export type RowsUpload = z.infer<typeof RowsUpload>;

export const RowsAdded = z.object({
  table: Table,
  /** Rows that were not there yet. */
  added: z.int(),
  /** Of these, later versions of rows that were there. */
  restated: z.int(),
  /** Rows that were there already: nothing was done with them. */
  repeated: z.int(),
  rejected: z.int(),
  /** The first of the rejected rows; all of them are in the quarantine file. */
  defects: z.array(Defect),
});
export type RowsAdded = z.infer<typeof RowsAdded>;

export const RowsQuery = z.strictObject({
  symbol: Symbol.optional(),
  /** Rows that were known by then, each in the version known last; now when left out. */
  asOf: IsoTime.optional(),
  /** Of the time that rows speak of; `to` is exclusive. */
  from: IsoTime.optional(),
  to: IsoTime.optional(),
  /** Names with commas between; all when left out. */
  columns: z.string().min(1).max(5_000).optional(),
  limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
  cursor: z.string().max(200).optional(),
});
export type RowsQuery = z.infer<typeof RowsQuery>;

const Cell = z.union([z.number(), z.string(), z.boolean(), z.null()]);
export const RowsPage = z.object({
  schema: z.string(),
  asOf: z.string(),
  columns: z.array(z.string()),
  /** A list of cells for each row, in the order of `columns`. */
  rows: z.array(z.array(Cell)),
  next: z.string().nullable(),
});
export type RowsPage = z.infer<typeof RowsPage>;
