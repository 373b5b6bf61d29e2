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
