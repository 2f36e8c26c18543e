/** What a TLS client awaits in a handshake: the states of RFC 8446 appendix A.1, and for 1.2 those of like make. */
import { awaits } from '../handshake/states';

export const clientStates = {
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
    ...awaits(
      {
        ServerHello: 'WAIT_EE',
        HelloRetryRequest: 'WAIT_SH',
        'ServerHello of 1.2': 'TLS12_WAIT_CERT',
        'ServerHello of 1.2, resuming': 'TLS12_WAIT_CCS',
      },
      ['ServerHello', 'HelloRetryRequest'],
    ),
  },
  WAIT_EE: {
    description:
      'Keys for the handshake are there; from here all is protected. The server names what else it agrees to.',
    meta: { rfc: '8446 appendix A.1' },
    ...awaits({ EncryptedExtensions: 'WAIT_CERT_CR', 'EncryptedExtensions, resuming': 'WAIT_FINISHED' }, [
      'EncryptedExtensions',
    ]),
  },
  WAIT_CERT_CR: {
    description: 'The server shows its certificate, and may ask for ours first.',
    meta: { rfc: '8446 appendix A.1' },
    ...awaits({ Certificate: 'WAIT_CV', CertificateRequest: 'WAIT_CERT' }, ['Certificate', 'CertificateRequest']),
  },
  WAIT_CERT: {
    description: "Our certificate was asked for; the server's own comes now.",
    meta: { rfc: '8446 appendix A.1' },
    ...awaits({ Certificate: 'WAIT_CV' }, ['Certificate']),
  },
  WAIT_CV: {
    description: "The server proves that it has the certificate's key.",
    meta: { rfc: '8446 appendix A.1' },
    ...awaits({ CertificateVerify: 'WAIT_FINISHED' }, ['CertificateVerify']),
  },
  WAIT_FINISHED: {
    description: 'The server proves that nobody changed the handshake; then we do the same.',
    meta: { rfc: '8446 appendix A.1' },
    ...awaits({ Finished: '#CONNECTED' }, ['Finished']),
  },
  TLS12_WAIT_CERT: {
    description: 'TLS 1.2: the server shows its certificate, in clear.',
    meta: { rfc: '5246 7.3' },
    ...awaits({ Certificate: 'TLS12_WAIT_SKE' }, ['Certificate']),
  },
  TLS12_WAIT_SKE: {
    description: 'TLS 1.2: the server sends its key for this handshake, signed.',
    meta: { rfc: '5246 7.4.3' },
    ...awaits({ ServerKeyExchange: 'TLS12_WAIT_SHD', CertificateStatus: 'TLS12_WAIT_SKE' }, ['ServerKeyExchange']),
  },
  TLS12_WAIT_SHD: {
    description: 'TLS 1.2: the server may ask for our certificate, and says that its turn is over.',
    meta: { rfc: '5246 7.4.5' },
    ...awaits({ ServerHelloDone: 'TLS12_WAIT_CCS', CertificateRequest: 'TLS12_WAIT_SHD' }, [
      'ServerHelloDone',
      'CertificateRequest',
    ]),
  },
  TLS12_WAIT_CCS: {
    description: 'TLS 1.2: the server may give a ticket, and then changes to the new keys.',
    meta: { rfc: '5246 7.1' },
    ...awaits({ ChangeCipherSpec: 'TLS12_WAIT_FINISHED', NewSessionTicket: 'TLS12_WAIT_CCS' }, ['NewSessionTicket']),
  },
  TLS12_WAIT_FINISHED: {
    description: "TLS 1.2: the server's first protected message proves that nobody changed the handshake.",
    meta: { rfc: '5246 7.4.9' },
    ...awaits({ Finished: '#CONNECTED' }, ['Finished']),
  },
} as const;
