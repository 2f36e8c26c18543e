/**
 * A TLS client, 1.3 and 1.2: the states of RFC 8446 appendix A.1, and for 1.2 those that RFC 5246 section 7.3 implies,
 * under names of the same make. Which of the two it is, the ServerHello decides.
 *
 * What is modelled: HelloRetryRequest, resumption by ticket or session id, certificates of both ends, application
 * protocols, KeyUpdate, all alerts, farewell by halves, removal (CCC), old boxes humoured (appendix D.4), a downgrade
 * found out.
 *
 * What is left out: early data, authentication after the handshake, renegotiation (refused), key exchanges and suites
 * other than ECDHE with ECDSA or Ed25519 and an AEAD; stapled OCSP answers are passed over.
 *
 * One event handles one message. A segment often brings several, so the machine asks to be continued; the way on
 * depends on how handling the message turns out, and the guards are named for these turns.
 */
import { setup } from 'xstate';
import {
  bridge,
  bridgeGuards,
  defineModel,
  held,
  type Guard,
  type Model,
  type Rule,
  type Types,
} from '../../machine/model';
import { primitives, type Primitives } from '../crypto/primitives';
import {
  initialClient,
  versionsOf,
  type ClientContext,
  type ClientInput,
  type TlsCommand,
  type TlsEvent,
} from '../handshake/context';
import { draftOf } from '../handshake/draft';
import { roleOf } from '../handshake/role';
import { around } from '../handshake/states';
import { clientStates } from './client-states';
import { sendClientHello } from './server-hello';
import type { TlsFault } from '../messages/faults';
import { client12, type ClientTurn } from './tls12';
import { client13 } from './tls13';
import { kinds, turns } from './turns';

type ClientRule = Rule<ClientContext, TlsEvent, TlsCommand>;
type ClientGuard = Guard<ClientContext, TlsEvent>;

const beginning = (crypto: Primitives): Record<'hello' | 'failSpeechless', ClientRule> => ({
  hello: (context, event) => {
    const draft = draftOf(context, event);
    sendClientHello(draft, crypto);
    return { context: draft.c, whole: true, commands: draft.commands };
  },
  failSpeechless: () => ({
    commands: [{ type: 'failed', name: 'no_version', why: { code: 'no-version-left' } satisfies TlsFault }],
  }),
});

const speechless: ClientGuard = ({ own }) => versionsOf(own.profile.versions, own.versions).length === 0;

/** The client over these primitives; a caller who wants results remembered brings a table that remembers. */
export function tlsClientOver(crypto: Primitives): Model<ClientContext, TlsEvent, TlsCommand, ClientInput> {
  const role = roleOf<ClientContext, ClientTurn, keyof typeof turns, (typeof kinds)[number]>(
    { '1.2': client12, '1.3': client13 },
    turns,
    kinds,
    crypto,
  );
  const machine = setup({
    types: {} as Types<ClientContext, TlsEvent, TlsCommand, ClientInput>,
    actions: bridge({ ...role.rules, ...beginning(crypto) }),
    guards: bridgeGuards({ ...role.guards, 'no version': speechless }),
  }).createMachine({
    id: 'tls-client',
    context: ({ input }) => held(initialClient(input)),
    ...around(clientStates),
  });
  return defineModel<ClientContext, TlsEvent, TlsCommand, ClientInput>(machine, initialClient);
}

/** One end of a connection: the client. */
export const tlsClient = tlsClientOver(primitives);
