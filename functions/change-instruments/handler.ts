import * as z from 'zod';
import { documentClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoInstruments } from '../../shared/adapters/aws/dynamo-instruments.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { openConnector } from '../../shared/adapters/connectors.ts';
import { activateInstrument, deactivateInstrument, saveInstrument } from '../../shared/application/instruments/change.ts';
import { refreshInstruments } from '../../shared/application/instruments/refresh.ts';

const Environment = z.object({ INSTRUMENTS_TABLE: z.string().min(1), VENUE_URL: z.url().optional() });
const { INSTRUMENTS_TABLE, VENUE_URL } = Environment.parse(process.env);

const world = {
  instruments: new DynamoInstruments(documentClient(), INSTRUMENTS_TABLE),
  clock: systemClock,
  connect: (source: string) =>
    openConnector(source, { environment: process.env, ...(VENUE_URL === undefined ? {} : { baseUrl: VENUE_URL }) }),
};
const save = saveInstrument(world);
const activate = activateInstrument(world);
const deactivate = deactivateInstrument(world);
const refresh = refreshInstruments(world);

export const handler = api('change-instruments', {
  saveInstrument: ({ caller, path, body }) => save(caller.subject, path.id, body),
  activateInstrument: ({ caller, path, body }) => activate(caller.subject, path.id, body),
  deactivateInstrument: ({ caller, path }) => deactivate(caller.subject, path.id),
  refreshInstruments: ({ caller, body }) => refresh(caller.subject, body),
});
