/**
 * A TLS server, 1.3 and 1.2: the states of RFC 8446 appendix A.2, and for 1.2 those that RFC 5246 section 7.3 implies,
 * under names of the same make.
 *
 * What is modelled: as with the client; choosing by the server's order or the client's, HelloRetryRequest, tickets that
 * are sealed sessions and need no memory, sessions of 1.2 by id, a client's certificate ignored, requested or required.
 *
 * What is left out: early data (so WAIT_EOED, and with it WAIT_FLIGHT2, where the figure only forks), cookies,
 * authentication after the handshake, renegotiation (refused), stapled OCSP answers.
 */
import { setup } from 'xstate';
import { bridge, bridgeGuards, defineModel, held, type Model, type Types } from '../../machine/model';
import { primitives, type Primitives } from '../crypto/primitives';
import {
  initialServer,
  type ServerContext,
  type ServerInput,
  type TlsCommand,
  type TlsEvent,
} from '../handshake/context';
import { roleOf } from '../handshake/role';
import { around } from '../handshake/states';
import { flightsOf } from './flights';
import { serverStates } from './server-states';
import { server12 } from './tls12';
import { server13, type ServerTurn } from './tls13';
import { kinds, turns } from './turns';

/** The server over these primitives; a caller who wants results remembered brings a table that remembers. */
export function tlsServerOver(crypto: Primitives): Model<ServerContext, TlsEvent, TlsCommand, ServerInput> {
  const role = roleOf<ServerContext, ServerTurn, keyof typeof turns, (typeof kinds)[number]>(
    { '1.2': server12, '1.3': server13 },
    turns,
    kinds,
    crypto,
  );
  const flights = flightsOf(role.examine, crypto);
  const machine = setup({
    types: {} as Types<ServerContext, TlsEvent, TlsCommand, ServerInput>,
    actions: bridge({ ...role.rules, ...flights.rules }),
    guards: bridgeGuards({ ...role.guards, ...flights.guards }),
  }).createMachine({
    id: 'tls-server',
    context: ({ input }) => held(initialServer(input)),
    ...around(serverStates),
  });
  return defineModel<ServerContext, TlsEvent, TlsCommand, ServerInput>(machine, initialServer);
}

/** One end of a connection: the server. */
export const tlsServer = tlsServerOver(primitives);
