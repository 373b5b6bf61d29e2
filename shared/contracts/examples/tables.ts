const schema = {
  name: 'shop-sales',
  version: 1,
  about: 'Weekly sales of shops, as a card company sees them.',
  columns: [
    { name: 'symbol', type: 'text', nullable: false },
    { name: 'week', type: 'time', nullable: false },
    { name: 'seenAt', type: 'time', nullable: false },
    { name: 'sales', type: 'number', unit: 'USD', min: 0, nullable: false },
  ],
  key: ['symbol', 'week'],
  knownAt: 'seenAt',
  symbol: 'symbol',
  time: 'week',
} as const;
const registered = { ...schema, builtIn: false } as const;
const empty = {
  id: '01KAHV3R8Q4ZJ6M2N9T5WXYB7E',
  name: 'Card sales of US shops',
  schema: 'shop-sales',
  schemaVersion: 1,
  rows: 0,
  revision: 0,
  sha256: null,
  knownFrom: null,
  knownTo: null,
  createdAt: '2026-11-21T02:00:00Z',
  changedAt: '2026-11-21T02:00:00Z',
} as const;
const sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const table = {
  ...empty,
  rows: 2,
  revision: 1,
  sha256,
  knownFrom: '2024-01-09T00:00:00Z',
  knownTo: '2024-02-01T00:00:00Z',
  changedAt: '2026-11-21T02:01:00Z',
} as const;

/** Examples of datasets of rows. */
export const TABLE_EXAMPLES = {
  registerSchema: { body: schema, response: registered },
  listSchemas: { response: { schemas: [registered] } },
  getSchema: { response: registered },
  createTable: { body: { name: empty.name, schema: schema.name }, response: empty },
  listTables: { response: { tables: [table], next: null } },
  getTable: { response: table },
  addRows: {
    body: { bytes: 131, sha256 },
    response: {
      id: '01KAHV3R8Q4ZJ6M2N9T5WXYB7F',
      upload: {
        method: 'PUT',
        url: 'https://store.example/uploads/owner/01KAHV3R8Q4ZJ6M2N9T5WXYB7E/01KAHV3R8Q4ZJ6M2N9T5WXYB7F?X-Amz-Signature=...',
        headers: { 'x-amz-checksum-sha256': 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=' },
        expiresAt: '2026-11-21T03:00:00Z',
      },
    },
  },
  completeRows: {
    response: {
      table,
      added: 2,
      restated: 1,
      repeated: 0,
      rejected: 1,
      defects: [{ code: 'out-of-range', line: 4, detail: 'sales is -4, but must lie at 0 or above' }],
    },
  },
  readRows: {
    response: {
      schema: 'shop-sales',
      asOf: '2024-01-31T00:00:00Z',
      columns: ['symbol', 'week', 'sales'],
      rows: [['ACME', '2024-01-01T00:00:00Z', 10.5]],
      next: null,
    },
  },
} as const;
