import * as z from 'zod';
import { documentClient } from '../../shared/adapters/aws/clients.ts';
import { DynamoInstruments } from '../../shared/adapters/aws/dynamo-instruments.ts';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { systemClock } from '../../shared/adapters/aws/system.ts';
import { getInstrument, instrumentHistory, instrumentSessions, listInstruments } from '../../shared/application/instruments/read.ts';

const Environment = z.object({ INSTRUMENTS_TABLE: z.string().min(1) });
const { INSTRUMENTS_TABLE } = Environment.parse(process.env);

const world = { instruments: new DynamoInstruments(documentClient(), INSTRUMENTS_TABLE), clock: systemClock };
const list = listInstruments(world);
const get = getInstrument(world);
const history = instrumentHistory(world);
const sessions = instrumentSessions(world);

export const handler = api('read-instruments', {
  listInstruments: ({ query }) => list(query),
  getInstrument: ({ path, query }) => get(path.id, query),
  instrumentHistory: ({ path }) => history(path.id),
  instrumentSessions: ({ path, query }) => sessions(path.id, query),
});
