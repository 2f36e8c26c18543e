/** The rows of routers' tables in a saved trace (middlebox/tables/handled.ts), by table. */
import { address, endpoint, index, name, port, reason, time } from './leaves';
import { flag, list, maybe, nullable, record, tagged } from './shape';

const tuple = record({ source: endpoint, destination: endpoint });
const change = { change: name, from: maybe(name), event: maybe(name), reason: maybe(reason) };

const flow = record({
  id: index,
  state: name,
  original: tuple,
  reply: tuple,
  assured: flag,
  helper: nullable(record({ name, state: name })),
  master: nullable(index),
  expiresAt: time,
});

const mapping = record({
  id: index,
  state: name,
  inside: endpoint,
  outside: endpoint,
  remote: nullable(record({ address, port: nullable(port) })),
  flows: list(index),
});

const expectation = record({
  id: index,
  master: index,
  helper: name,
  from: address,
  to: endpoint,
  inside: nullable(endpoint),
  lifetime: time,
  expiresAt: time,
});

export const tableRow = tagged('table', {
  flow: { ...change, row: flow },
  mapping: { ...change, row: mapping },
  expectation: { ...change, row: expectation },
  helper: { ...change, row: record({ id: index, state: name }) },
});
