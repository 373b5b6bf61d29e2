import { onTable } from '../constructs/permissions.ts';
import type { ApiFunctionSources, WiringOf } from './wiring.ts';

/** The functions of the security master. */
export function instrumentWiring({ data: { tables }, platform }: ApiFunctionSources): WiringOf<'read-instruments' | 'change-instruments'> {
  const { venueUrl } = platform.stage;
  const environment = { INSTRUMENTS_TABLE: tables.instruments.tableName };
  return {
    'read-instruments': { environment, permissions: [onTable(tables.instruments, 'GetItem', 'Query')] },
    'change-instruments': {
      environment: { ...environment, ...(venueUrl === undefined ? {} : { VENUE_URL: venueUrl }) },
      permissions: [onTable(tables.instruments, 'GetItem', 'Query', 'PutItem')],
    },
  };
}
