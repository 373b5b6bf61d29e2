import { allow, onTable } from '../constructs/permissions.ts';
import type { ApiFunctionSources, WiringOf } from './wiring.ts';

/** The functions of the security master and of schedules. */
export function instrumentWiring({
  data: { tables },
  schedules,
  platform,
}: ApiFunctionSources): WiringOf<'read-instruments' | 'change-instruments' | 'administer-schedules'> {
  const { venueUrl } = platform.stage;
  const environment = { INSTRUMENTS_TABLE: tables.instruments.tableName };
  return {
    'read-instruments': { environment, permissions: [onTable(tables.instruments, 'GetItem', 'Query')] },
    'change-instruments': {
      environment: { ...environment, ...(venueUrl === undefined ? {} : { VENUE_URL: venueUrl }) },
      permissions: [onTable(tables.instruments, 'GetItem', 'Query', 'PutItem')],
    },
    'administer-schedules': {
      environment: {
        ...environment,
        SCHEDULES_TABLE: tables.schedules.tableName,
        SCHEDULE_STATE_MACHINE_ARN: schedules.machine.stateMachineArn,
      },
      permissions: [
        onTable(tables.instruments, 'GetItem'),
        onTable(tables.schedules, 'GetItem', 'Query', 'PutItem', 'DeleteItem'),
        allow(['states:StartExecution'], schedules.machine.stateMachineArn),
      ],
    },
  };
}
