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
import { isFault } from '../messages/alerts';
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
import { commonRules, failWith, takeCommon } from '../handshake/channel';
import { choose, type Choice } from './choose';
import {
  initialServer,
  type ServerContext,
  type ServerInput,
  type TlsCommand,
  type TlsEvent,
} from '../handshake/context';
import { draftOf, type Draft } from '../handshake/draft';
import { badGuards, commonGuards, turnGuards } from '../handshake/guards';
import { examiner, goOn, type Handler } from '../handshake/handler';
import { primitives, type Primitives } from '../crypto/primitives';
import { sendFlight12, sendResumption12, server12 } from './tls12';
import { awaitsCertificate, sendFlight13, sendRetry, server13, type ServerTurn } from './tls13';
import { kinds, turns } from './turns';
import { connected, handshake, ways } from '../handshake/states';

type ServerRule = Rule<ServerContext, TlsEvent, TlsCommand>;
type ServerGuard = Guard<ServerContext, TlsEvent>;

/** The server over these primitives; a caller who wants results remembered brings a table that remembers. */
export function tlsServerOver(crypto: Primitives): Model<ServerContext, TlsEvent, TlsCommand, ServerInput> {
  const handle: Handler<ServerContext, string> = (draft, incoming) => {
    const handler = (draft.c.version === '1.2' ? server12 : server13)[incoming.kind] as
      Handler<ServerContext, ServerTurn> | undefined;
    return handler ? handler(draft, incoming, crypto) : takeCommon(draft, incoming);
  };
  const examine = examiner(handle, draftOf<ServerContext>, crypto);

  // The choice is a turn too, of a hello that is there already; and so is the flight that follows from it.
  const chooser = examiner<ServerContext, Choice>((draft) => choose(draft), draftOf<ServerContext>, crypto, false);
  const flights = {
    '1.3': sendFlight13,
    '1.2': (draft: Draft<ServerContext>) => (draft.c.resumed ? sendResumption12(draft) : sendFlight12(draft, crypto)),
  };
  const flyer = examiner<ServerContext, 'flies'>(
    (draft) => flights[draft.c.version ?? '1.3'](draft, crypto) ?? 'flies',
    draftOf<ServerContext>,
    crypto,
    false,
  );
  const chooses =
    (...choices: readonly Choice[]): ServerGuard =>
    (context, event) =>
      choices.includes(chooser(context, event).turn as Choice);
  const flies: ServerGuard = (context, event) => !isFault(flyer(context, event).turn);
  const continuing = ({ c, commands }: Draft<ServerContext>): ReturnType<ServerRule> => ({
    context: c,
    whole: true,
    commands: [...commands, { type: 'continue' }],
  });
  const faulty =
    (which: typeof chooser | typeof flyer): ServerRule =>
    (context, event) => {
      const { turn } = which(context, event);
      return isFault(turn) ? failWith(draftOf(context, event), turn) : {};
    };
  const more: Record<'takeHello' | 'choose' | 'retry' | 'fly' | 'refuseHello' | 'refuseFlight' | 'ready', ServerRule> =
    {
      takeHello: (context, event) => {
        const { draft } = examine(context, event);
        return continuing({ ...draft, c: { ...draft.c, next: null } });
      },
      choose: (context, event) => continuing(chooser(context, event).draft),
      retry: (context, event) => {
        const { draft } = chooser(context, event);
        const next: Draft<ServerContext> = { ...draft, c: { ...draft.c }, commands: [...draft.commands], octets: [] };
        sendRetry(next);
        goOn(next);
        return { context: next.c, whole: true, commands: next.commands };
      },
      fly: (context, event) => {
        const { draft } = flyer(context, event);
        const next: Draft<ServerContext> = { ...draft, c: { ...draft.c }, commands: [...draft.commands] };
        goOn(next);
        return { context: next.c, whole: true, commands: next.commands };
      },
      ready: () => ({}),
      refuseHello: faulty(chooser),
      refuseFlight: faulty(flyer),
    };
  const rules = { ...commonRules<ServerContext>(examine), ...more };
  const guards = {
    ...(commonGuards as Record<keyof typeof commonGuards, ServerGuard>),
    ...turnGuards<ServerContext, keyof typeof turns>(turns, examine),
    ...badGuards<ServerContext, (typeof kinds)[number]>(kinds, examine),
    choosesParameters: chooses('chooses 1.3', 'chooses 1.2', 'resumes 1.2'),
    asksForAnotherKey: chooses('asks for another key'),
    awaitsCertificate: ((context, event) =>
      context.version === '1.3' && awaitsCertificate(context) && flies(context, event)) as ServerGuard,
    awaitsFinished: ((context, event) => context.version === '1.3' && flies(context, event)) as ServerGuard,
    awaitsCertificate12: ((context, event) =>
      context.version === '1.2' && awaitsCertificate(context) && flies(context, event)) as ServerGuard,
    awaitsChange12: ((context, event) =>
      context.version === '1.2' && context.resumed && flies(context, event)) as ServerGuard,
    awaitsKeyExchange12: ((context, event) => context.version === '1.2' && flies(context, event)) as ServerGuard,
    keyAndCertificate: ((context, event) =>
      context.next?.kind === 'ClientKeyExchange' &&
      context.peerChain.length > 0 &&
      examine(context, event).turn === 'ClientKeyExchange') as ServerGuard,
  };

  const machine = setup({
    types: {} as Types<ServerContext, TlsEvent, TlsCommand, ServerInput>,
    actions: bridge(rules),
    guards: bridgeGuards(guards),
  }).createMachine({
    id: 'tls-server',
    context: ({ input }) => held(initialServer(input)),
    initial: 'handshake',
    on: { '*': { actions: 'noteOdd' } },
    states: {
      handshake: {
        ...handshake,
        initial: 'START',
        states: {
          START: {
            description: "Waits for a client's hello: the first, or the second after a HelloRetryRequest.",
            meta: { rfc: '8446 appendix A.2' },
            on: {
              started: { actions: 'ready' },
              continued: [
                { guard: 'ClientHello', target: 'RECVD_CH', actions: 'takeHello' },
                ...ways({}, ['ClientHello']),
              ],
            },
          },
          RECVD_CH: {
            description: 'A hello is there, and is well formed. Version, suite, group and session are chosen.',
            meta: { rfc: '8446 appendix A.2' },
            on: {
              continued: [
                { guard: 'choosesParameters', target: 'NEGOTIATED', actions: 'choose' },
                { guard: 'asksForAnotherKey', target: 'START', actions: 'retry' },
                { target: '#FAILED', actions: 'refuseHello' },
              ],
            },
          },
          NEGOTIATED: {
            description: 'What both ends shall speak is settled; the server says its part.',
            meta: { rfc: '8446 appendix A.2' },
            on: {
              continued: [
                { guard: 'awaitsCertificate', target: 'WAIT_CERT', actions: 'fly' },
                { guard: 'awaitsFinished', target: 'WAIT_FINISHED', actions: 'fly' },
                { guard: 'awaitsCertificate12', target: 'TLS12_WAIT_CERT', actions: 'fly' },
                { guard: 'awaitsChange12', target: 'TLS12_WAIT_CCS', actions: 'fly' },
                { guard: 'awaitsKeyExchange12', target: 'TLS12_WAIT_CKE', actions: 'fly' },
                { target: '#FAILED', actions: 'refuseFlight' },
              ],
            },
          },
          WAIT_CERT: {
            description: 'The client was asked for a certificate, and shows one, or none.',
            meta: { rfc: '8446 appendix A.2' },
            on: {
              continued: [...ways({ Certificate: 'WAIT_CV', 'no Certificate': 'WAIT_FINISHED' }, ['Certificate'])],
            },
          },
          WAIT_CV: {
            description: "The client proves that it has its certificate's key.",
            meta: { rfc: '8446 appendix A.2' },
            on: {
              continued: [...ways({ CertificateVerify: 'WAIT_FINISHED' }, ['CertificateVerify'])],
            },
          },
          WAIT_FINISHED: {
            description: 'The client proves that nobody changed the handshake; then it may be given tickets.',
            meta: { rfc: '8446 appendix A.2' },
            on: { continued: [...ways({ Finished: '#CONNECTED' }, ['Finished'])] },
          },
          TLS12_WAIT_CERT: {
            description: 'TLS 1.2: the client was asked for a certificate, and shows one, or none.',
            meta: { rfc: '5246 7.4.6' },
            on: { continued: [...ways({ Certificate: 'TLS12_WAIT_CKE' }, ['Certificate'])] },
          },
          TLS12_WAIT_CKE: {
            description: 'TLS 1.2: the client sends its key for this handshake.',
            meta: { rfc: '5246 7.4.7' },
            on: {
              continued: [
                { guard: 'keyAndCertificate', target: 'TLS12_WAIT_CV', actions: 'take' },
                ...ways({ ClientKeyExchange: 'TLS12_WAIT_CCS' }, ['ClientKeyExchange']),
              ],
            },
          },
          TLS12_WAIT_CV: {
            description: "TLS 1.2: the client proves that it has its certificate's key.",
            meta: { rfc: '5246 7.4.8' },
            on: {
              continued: [...ways({ CertificateVerify: 'TLS12_WAIT_CCS' }, ['CertificateVerify'])],
            },
          },
          TLS12_WAIT_CCS: {
            description: 'TLS 1.2: the client changes to the new keys.',
            meta: { rfc: '5246 7.1' },
            on: { continued: [...ways({ ChangeCipherSpec: 'TLS12_WAIT_FINISHED' }, [])] },
          },
          TLS12_WAIT_FINISHED: {
            description: "TLS 1.2: the client's first protected message proves that nobody changed the handshake.",
            meta: { rfc: '5246 7.4.9' },
            on: { continued: [...ways({ Finished: '#CONNECTED' }, ['Finished'])] },
          },
        },
      },
      ...connected,
    },
  });
  return defineModel<ServerContext, TlsEvent, TlsCommand, ServerInput>(machine, initialServer);
}

/** One end of a connection: the server. */
export const tlsServer = tlsServerOver(primitives);
