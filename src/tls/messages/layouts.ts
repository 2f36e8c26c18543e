/** The layout of a handshake message's body by its name and version. */
import { empty, field, rest, type Layout } from './codec';
import * as messages from './messages';
import * as messages12 from './messages12';
import type { MessageName, Version } from './registry';

const anything = field('message.body', rest);

/**
 * The layout of a message, for who explains it. A HelloRetryRequest is known by its random, so it goes by that name.
 */
export function layoutOf(name: MessageName | 'HelloRetryRequest', version: Version): Layout<unknown> {
  const old = version === '1.2';
  const layouts: Partial<Record<MessageName | 'HelloRetryRequest', Layout<unknown>>> = {
    ClientHello: messages.clientHello,
    ServerHello: messages.serverHello,
    HelloRetryRequest: messages.helloRetryRequest,
    EncryptedExtensions: messages.encryptedExtensions,
    CertificateRequest: old ? messages12.certificateRequest12 : messages.certificateRequest,
    Certificate: old ? messages12.certificate12 : messages.certificate,
    CertificateVerify: messages.certificateVerify,
    Finished: messages.finished,
    NewSessionTicket: old ? messages12.newSessionTicket12 : messages.newSessionTicket,
    KeyUpdate: messages.keyUpdate,
    ServerKeyExchange: messages12.serverKeyExchange,
    ClientKeyExchange: messages12.clientKeyExchange,
    ServerHelloDone: empty,
    HelloRequest: empty,
  };
  return layouts[name] ?? anything;
}
