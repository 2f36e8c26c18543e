/** The states of TLS's two machines; those around a handshake are alike for both. */
import type { StateWords } from '../../state-words';

const around = {
  handshake: 'Both ends agree on what to speak, and the server, or both, prove who they are.',
  CONNECTED: 'The handshake is done: what is sent is protected, and only the peer can have sent what comes.',
  closing: 'One end has said its farewell; the connection lasts until the other has, or TLS comes off.',
  CLOSE_SENT: 'We said that we shall send no more. The peer may still send, until its own farewell.',
  CLOSE_RECEIVED: 'The peer said that it will send no more. We may still send, until our own farewell.',
  REMOVING: "TLS comes off: our farewell is said, and only after the peer's is what follows in the clear.",
  CLOSED: 'Both farewells are said, or the connection is gone.',
  FAILED: "An alert ended it, ours or the peer's, or the connection broke off. Nothing more is sent or believed.",
} as const;

export const tlsClient: StateWords['tls-client'] = {
  ...around,
  START: 'Nothing is said yet; the client begins.',
  WAIT_SH: 'The hello is out. The server answers with its own, asks for another, or refuses.',
  WAIT_EE: 'Keys for the handshake are there; from here all is protected. The server names what else it agrees to.',
  WAIT_CERT_CR: 'The server shows its certificate, and may ask for ours first.',
  WAIT_CERT: "Our certificate was asked for; the server's own comes now.",
  WAIT_CV: "The server proves that it has the certificate's key.",
  WAIT_FINISHED: 'The server proves that nobody changed the handshake; then we do the same.',
  TLS12_WAIT_CERT: 'TLS 1.2: the server shows its certificate, in clear.',
  TLS12_WAIT_SKE: 'TLS 1.2: the server sends its key for this handshake, signed.',
  TLS12_WAIT_SHD: 'TLS 1.2: the server may ask for our certificate, and says that its turn is over.',
  TLS12_WAIT_CCS: 'TLS 1.2: the server may give a ticket, and then changes to the new keys.',
  TLS12_WAIT_FINISHED: "TLS 1.2: the server's first protected message proves that nobody changed the handshake.",
};

export const tlsServer: StateWords['tls-server'] = {
  ...around,
  START: "Waits for a client's hello: the first, or the second after a HelloRetryRequest.",
  RECVD_CH: 'A hello is there, and is well formed. Version, suite, group and session are chosen.',
  NEGOTIATED: 'What both ends shall speak is settled; the server says its part.',
  WAIT_CERT: 'The client was asked for a certificate, and shows one, or none.',
  WAIT_CV: "The client proves that it has its certificate's key.",
  WAIT_FINISHED: 'The client proves that nobody changed the handshake; then it may be given tickets.',
  TLS12_WAIT_CERT: 'TLS 1.2: the client was asked for a certificate, and shows one, or none.',
  TLS12_WAIT_CKE: 'TLS 1.2: the client sends its key for this handshake.',
  TLS12_WAIT_CV: "TLS 1.2: the client proves that it has its certificate's key.",
  TLS12_WAIT_CCS: 'TLS 1.2: the client changes to the new keys.',
  TLS12_WAIT_FINISHED: "TLS 1.2: the client's first protected message proves that nobody changed the handshake.",
};
