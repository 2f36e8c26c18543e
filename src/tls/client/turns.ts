/** What a message may come to at a client, and the kinds of message that may turn out bad. */
import { commonTurns } from '../handshake/guards';

export const turns = {
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

export const kinds = [
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
