declare module 'dynalite' {
  import type { Server } from 'node:http';
  const dynalite: (options: { path?: string; createTableMs?: number; deleteTableMs?: number }) => Server;
  export default dynalite;
}

declare module 'kinesalite' {
  import type { Server } from 'node:http';
  const kinesalite: (options: { path?: string; createStreamMs?: number; deleteStreamMs?: number; shardLimit?: number }) => Server;
  export default kinesalite;
}

declare module 'kinesalite/db/index.js' {
  /** What a sequence number is made of; times are milliseconds. */
  export interface Sequence {
    readonly shardCreateTime: number;
    /** Decimal. */
    readonly seqIx?: string | number;
    /** Two hexadecimal digits. */
    readonly byte1?: string;
    readonly seqTime?: number;
    readonly shardIx?: number;
    readonly version?: number;
  }
  /** A number of the library's own. */
  export interface HashKey {
    toFixed(): string;
  }
  /** Members that its actions look up at each call. */
  const db: {
    parseSequence: (text: string) => Sequence;
    stringifySequence: (sequence: Partial<Sequence>) => string;
    partitionKeyToHashKey: (partition: string) => HashKey;
  };
  export default db;
}
