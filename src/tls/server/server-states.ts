/** What a TLS server awaits in a handshake: the states of RFC 8446 appendix A.2, and for 1.2 those of like make. */
import { awaits, ways } from '../handshake/states';

export const serverStates = {
  START: {
    meta: { rfc: '8446 appendix A.2' },
    on: {
      started: { actions: 'ready' },
      continued: [{ guard: 'ClientHello', target: 'RECVD_CH', actions: 'takeHello' }, ...ways({}, ['ClientHello'])],
    },
  },
  RECVD_CH: {
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
    meta: { rfc: '8446 appendix A.2' },
    ...awaits({ Certificate: 'WAIT_CV', 'no Certificate': 'WAIT_FINISHED' }, ['Certificate']),
  },
  WAIT_CV: {
    meta: { rfc: '8446 appendix A.2' },
    ...awaits({ CertificateVerify: 'WAIT_FINISHED' }, ['CertificateVerify']),
  },
  WAIT_FINISHED: {
    meta: { rfc: '8446 appendix A.2' },
    ...awaits({ Finished: '#CONNECTED' }, ['Finished']),
  },
  TLS12_WAIT_CERT: {
    meta: { rfc: '5246 7.4.6' },
    ...awaits({ Certificate: 'TLS12_WAIT_CKE' }, ['Certificate']),
  },
  TLS12_WAIT_CKE: {
    meta: { rfc: '5246 7.4.7' },
    on: {
      continued: [
        { guard: 'keyAndCertificate', target: 'TLS12_WAIT_CV', actions: 'take' },
        ...ways({ ClientKeyExchange: 'TLS12_WAIT_CCS' }, ['ClientKeyExchange']),
      ],
    },
  },
  TLS12_WAIT_CV: {
    meta: { rfc: '5246 7.4.8' },
    ...awaits({ CertificateVerify: 'TLS12_WAIT_CCS' }, ['CertificateVerify']),
  },
  TLS12_WAIT_CCS: {
    meta: { rfc: '5246 7.1' },
    ...awaits({ ChangeCipherSpec: 'TLS12_WAIT_FINISHED' }, []),
  },
  TLS12_WAIT_FINISHED: {
    meta: { rfc: '5246 7.4.9' },
    ...awaits({ Finished: '#CONNECTED' }, ['Finished']),
  },
} as const;
