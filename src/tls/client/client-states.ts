/** What a TLS client awaits in a handshake: the states of RFC 8446 appendix A.1, and for 1.2 those of like make. */
import { awaits } from '../handshake/states';

export const clientStates = {
  START: {
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
    meta: { rfc: '8446 appendix A.1' },
    ...awaits({ EncryptedExtensions: 'WAIT_CERT_CR', 'EncryptedExtensions, resuming': 'WAIT_FINISHED' }, [
      'EncryptedExtensions',
    ]),
  },
  WAIT_CERT_CR: {
    meta: { rfc: '8446 appendix A.1' },
    ...awaits({ Certificate: 'WAIT_CV', CertificateRequest: 'WAIT_CERT' }, ['Certificate', 'CertificateRequest']),
  },
  WAIT_CERT: {
    meta: { rfc: '8446 appendix A.1' },
    ...awaits({ Certificate: 'WAIT_CV' }, ['Certificate']),
  },
  WAIT_CV: {
    meta: { rfc: '8446 appendix A.1' },
    ...awaits({ CertificateVerify: 'WAIT_FINISHED' }, ['CertificateVerify']),
  },
  WAIT_FINISHED: {
    meta: { rfc: '8446 appendix A.1' },
    ...awaits({ Finished: '#CONNECTED' }, ['Finished']),
  },
  TLS12_WAIT_CERT: {
    meta: { rfc: '5246 7.3' },
    ...awaits({ Certificate: 'TLS12_WAIT_SKE' }, ['Certificate']),
  },
  TLS12_WAIT_SKE: {
    meta: { rfc: '5246 7.4.3' },
    ...awaits({ ServerKeyExchange: 'TLS12_WAIT_SHD', CertificateStatus: 'TLS12_WAIT_SKE' }, ['ServerKeyExchange']),
  },
  TLS12_WAIT_SHD: {
    meta: { rfc: '5246 7.4.5' },
    ...awaits({ ServerHelloDone: 'TLS12_WAIT_CCS', CertificateRequest: 'TLS12_WAIT_SHD' }, [
      'ServerHelloDone',
      'CertificateRequest',
    ]),
  },
  TLS12_WAIT_CCS: {
    meta: { rfc: '5246 7.1' },
    ...awaits({ ChangeCipherSpec: 'TLS12_WAIT_FINISHED', NewSessionTicket: 'TLS12_WAIT_CCS' }, ['NewSessionTicket']),
  },
  TLS12_WAIT_FINISHED: {
    meta: { rfc: '5246 7.4.9' },
    ...awaits({ Finished: '#CONNECTED' }, ['Finished']),
  },
} as const;
