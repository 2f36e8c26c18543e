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
import { commonRules, takeCommon } from '../handshake/channel';
import { client12, type ClientTurn } from './tls12';
import { client13 } from './tls13';
import { sendClientHello } from './server-hello';
import {
  initialClient,
  versionsOf,
  type ClientContext,
  type ClientInput,
  type TlsCommand,
  type TlsEvent,
} from '../handshake/context';
import { draftOf } from '../handshake/draft';
import { badGuards, commonGuards, commonTurns, turnGuards } from '../handshake/guards';
import { examiner, type Handler } from '../handshake/handler';
import { primitives, type Primitives } from '../crypto/primitives';
import { connected, handshake, ways } from '../handshake/states';

const turns = {
  ServerHello: 'ServerHello',
  'ServerHello of 1.2': 'ServerHello',
  'ServerHello of 1.2, resuming': 'ServerHello',
  HelloRetryRequest: 'HelloRetryRequest',
  EncryptedExtensions: 'EncryptedExtensions',
  'EncryptedExtensions, resuming': 'EncryptedExtensions',
  CertificateRequest: 'CertificateRequest',
  Certificate: 'Certificate',
  CertificateVerify: 'CertificateVerify',
  CertificateStatus: 'CertificateStatus',
  ServerKeyExchange: 'ServerKeyExchange',
  ServerHelloDone: 'ServerHelloDone',
  NewSessionTicket: 'NewSessionTicket',
  Finished: 'Finished',
  ...commonTurns,
} as const;

const kinds = [
  'ServerHello',
  'HelloRetryRequest',
  'EncryptedExtensions',
  'CertificateRequest',
  'Certificate',
  'CertificateVerify',
  'ServerKeyExchange',
  'ServerHelloDone',
  'NewSessionTicket',
  'Finished',
  'KeyUpdate',
] as const;

/** The client over these primitives; a caller who wants results remembered brings a table that remembers. */
export function tlsClientOver(crypto: Primitives): Model<ClientContext, TlsEvent, TlsCommand, ClientInput> {
  const handle: Handler<ClientContext, string> = (draft, incoming) => {
    const handler = (draft.c.version === '1.2' ? client12 : client13)[incoming.kind] as
      Handler<ClientContext, ClientTurn> | undefined;
    return handler ? handler(draft, incoming, crypto) : takeCommon(draft, incoming);
  };
  const examine = examiner(handle, draftOf<ClientContext>, crypto);
  const rules = {
    ...commonRules<ClientContext>(examine),
    hello: ((context, event) => {
      const draft = draftOf(context, event);
      sendClientHello(draft, crypto);
      return { context: draft.c, whole: true, commands: draft.commands };
    }) as Rule<ClientContext, TlsEvent, TlsCommand>,
    failSpeechless: (() => ({
      commands: [{ type: 'failed', name: 'no_version', text: 'no version is left to offer' }],
    })) as Rule<ClientContext, TlsEvent, TlsCommand>,
  };
  const guards = {
    ...(commonGuards as Record<keyof typeof commonGuards, Guard<ClientContext, TlsEvent>>),
    'no version': (({ own }) => versionsOf(own.profile.versions, own.versions).length === 0) as Guard<
      ClientContext,
      TlsEvent
    >,
    ...turnGuards<ClientContext, keyof typeof turns>(turns, examine),
    ...badGuards<ClientContext, (typeof kinds)[number]>(kinds, examine),
  };

  const machine = setup({
    types: {} as Types<ClientContext, TlsEvent, TlsCommand, ClientInput>,
    actions: bridge(rules),
    guards: bridgeGuards(guards),
  }).createMachine({
    id: 'tls-client',
    context: ({ input }) => held(initialClient(input)),
    initial: 'handshake',
    on: { '*': { actions: 'noteOdd' } },
    states: {
      handshake: {
        ...handshake,
        initial: 'START',
        states: {
          START: {
            description: 'Nothing is said yet; the client begins.',
            meta: { rfc: '8446 appendix A.1' },
            on: {
              started: [
                { guard: 'no version', target: '#FAILED', actions: 'failSpeechless' },
                { target: 'WAIT_SH', actions: 'hello' },
              ],
              continued: { actions: 'noteOdd' },
            },
          },
          WAIT_SH: {
            description: 'The hello is out. The server answers with its own, asks for another, or refuses.',
            meta: { rfc: '8446 appendix A.1' },
            on: {
              continued: [
                ...ways(
                  {
                    ServerHello: 'WAIT_EE',
                    HelloRetryRequest: 'WAIT_SH',
                    'ServerHello of 1.2': 'TLS12_WAIT_CERT',
                    'ServerHello of 1.2, resuming': 'TLS12_WAIT_CCS',
                  },
                  ['ServerHello', 'HelloRetryRequest'],
                ),
              ],
            },
          },
          WAIT_EE: {
            description:
              'Keys for the handshake are there; from here all is protected. The server names what else it agrees to.',
            meta: { rfc: '8446 appendix A.1' },
            on: {
              continued: [
                ...ways({ EncryptedExtensions: 'WAIT_CERT_CR', 'EncryptedExtensions, resuming': 'WAIT_FINISHED' }, [
                  'EncryptedExtensions',
                ]),
              ],
            },
          },
          WAIT_CERT_CR: {
            description: 'The server shows its certificate, and may ask for ours first.',
            meta: { rfc: '8446 appendix A.1' },
            on: {
              continued: [
                ...ways({ Certificate: 'WAIT_CV', CertificateRequest: 'WAIT_CERT' }, [
                  'Certificate',
                  'CertificateRequest',
                ]),
              ],
            },
          },
          WAIT_CERT: {
            description: "Our certificate was asked for; the server's own comes now.",
            meta: { rfc: '8446 appendix A.1' },
            on: { continued: [...ways({ Certificate: 'WAIT_CV' }, ['Certificate'])] },
          },
          WAIT_CV: {
            description: "The server proves that it has the certificate's key.",
            meta: { rfc: '8446 appendix A.1' },
            on: {
              continued: [...ways({ CertificateVerify: 'WAIT_FINISHED' }, ['CertificateVerify'])],
            },
          },
          WAIT_FINISHED: {
            description: 'The server proves that nobody changed the handshake; then we do the same.',
            meta: { rfc: '8446 appendix A.1' },
            on: { continued: [...ways({ Finished: '#CONNECTED' }, ['Finished'])] },
          },
          TLS12_WAIT_CERT: {
            description: 'TLS 1.2: the server shows its certificate, in clear.',
            meta: { rfc: '5246 7.3' },
            on: { continued: [...ways({ Certificate: 'TLS12_WAIT_SKE' }, ['Certificate'])] },
          },
          TLS12_WAIT_SKE: {
            description: 'TLS 1.2: the server sends its key for this handshake, signed.',
            meta: { rfc: '5246 7.4.3' },
            on: {
              continued: [
                ...ways({ ServerKeyExchange: 'TLS12_WAIT_SHD', CertificateStatus: 'TLS12_WAIT_SKE' }, [
                  'ServerKeyExchange',
                ]),
              ],
            },
          },
          TLS12_WAIT_SHD: {
            description: 'TLS 1.2: the server may ask for our certificate, and says that its turn is over.',
            meta: { rfc: '5246 7.4.5' },
            on: {
              continued: [
                ...ways({ ServerHelloDone: 'TLS12_WAIT_CCS', CertificateRequest: 'TLS12_WAIT_SHD' }, [
                  'ServerHelloDone',
                  'CertificateRequest',
                ]),
              ],
            },
          },
          TLS12_WAIT_CCS: {
            description: 'TLS 1.2: the server may give a ticket, and then changes to the new keys.',
            meta: { rfc: '5246 7.1' },
            on: {
              continued: [
                ...ways({ ChangeCipherSpec: 'TLS12_WAIT_FINISHED', NewSessionTicket: 'TLS12_WAIT_CCS' }, [
                  'NewSessionTicket',
                ]),
              ],
            },
          },
          TLS12_WAIT_FINISHED: {
            description: "TLS 1.2: the server's first protected message proves that nobody changed the handshake.",
            meta: { rfc: '5246 7.4.9' },
            on: { continued: [...ways({ Finished: '#CONNECTED' }, ['Finished'])] },
          },
        },
      },
      ...connected,
    },
  });
  return defineModel<ClientContext, TlsEvent, TlsCommand, ClientInput>(machine, initialClient);
}

/** One end of a connection: the client. */
export const tlsClient = tlsClientOver(primitives);
