/** What a message may come to at a server, and the kinds of message that it waits for. */
import { commonTurns } from '../handshake/guards';

export const turns = {
  ClientHello: 'ClientHello',
  Certificate: 'Certificate',
  'no Certificate': 'Certificate',
  CertificateVerify: 'CertificateVerify',
  ClientKeyExchange: 'ClientKeyExchange',
  Finished: 'Finished',
  NewSessionTicket: 'NewSessionTicket',
  ...commonTurns,
} as const;

export const kinds = [
  'ClientHello',
  'Certificate',
  'CertificateVerify',
  'ClientKeyExchange',
  'Finished',
  'KeyUpdate',
  'NewSessionTicket',
] as const;
