/** What programs and their TCP remark on. */
import type { HostNote } from '../../machine/host-note';
import type { Reason, Sentences } from '../../wire/reason';
import type { FtpNote } from '../../ftp/protocol/reasons';
import type { ScanNote } from '../../scan/work';
import type { ChallengeReason, TcpNote } from '../../tcp/tcb/reasons';
import type { TlsNote } from '../../tls/messages/reasons';
import { octetCount } from '../../wire/layout';
import { sentenceOf } from '../sentence';

const challenge: Sentences<ChallengeReason> = {
  'stray-reset': 'a RST not exactly at RCV.NXT: may be forged, so it is challenged',
  'stray-syn': 'a SYN within a connection: may be forged, so it is challenged',
  'acks-never-sent': 'acknowledges what was never sent',
  'acks-too-old': 'acknowledges what lies more than a window back: may be forged, so it is challenged',
  'syn-ack-again': 'the SYN,ACK came again: acknowledged again',
  'syn-outside': 'a SYN out of the window: acknowledged',
  'nothing-new': 'nothing new in it: acknowledged again',
  'beyond-our-window': 'beyond the window: acknowledged, not taken',
};

const tcp: Sentences<TcpNote> = {
  ...challenge,
  'answered-lately': ({ why }) => `${sentenceOf(challenge, why)}; answered already within half a second`,
  'failed-after-close': ({ errno }) => `${errno}, after the user had closed`,
  'soft-error': ({ errno }) => `${errno}: a soft error once connected`,
  'keep-alive': ({ seconds }) => `nothing heard for ${seconds} s: asks whether the peer is there`,
  'reset-for-fin': 'a RST for our FIN: the peer has forgotten the connection, both had closed',
  'reset-before-open': 'reset before it was established: the listener goes on listening',
  'time-wait-ended': 'a RST ends TIME-WAIT early',
  'closed-unread': 'closed with octets unread: a RST says that they are lost',
  'unwanted-octets': 'octets came for a user who has closed: reset',
  'no-place-here': ({ flags }) => `${flags} has no place here: dropped`,
  'late-timer': ({ timer }) => `the ${timer} timer no longer matters`,
  'changes-nothing': ({ event }) => `${event} changes nothing here`,
};

const PROCESSES = { PI: 'the protocol interpreter', DTP: 'the data transfer process' } as const;

const ftp: Sentences<FtpNote> = {
  'no-use': ({ of, event }) => `${PROCESSES[of]} has no use for '${event}' now`,
  'line-lost': 'a line with Telnet commands or control characters in it is lost on this server',
  'clear-discarded': 'what came in clear before TLS is discarded',
  'clear-rest': ({ taken }) =>
    `what came in the clear behind AUTH is ${taken ? 'read as TLS, and is none' : 'thrown away'}`,
  'control-failed': ({ name }) => `the control connection failed: ${name}`,
  'control-tls-failed': ({ name }) => `TLS on the control connection failed: ${name}`,
  'no-way-to': ({ program, action }) => `${program} has no way to ${action}`,
};

const tls: Sentences<TlsNote> = {
  'not-read': 'octets came after the end of TLS, and are not read',
  'truncated-end': 'the connection ended without close_notify; this program takes that for an end',
  'peer-closed': 'the peer closed the connection',
  'given-up': 'the handshake is given up',
  'after-farewell': 'nothing can be sent after close_notify',
  'late-octets': 'octets came after the end of TLS, and are dropped',
  'means-nothing': 'an event that means nothing here',
  'clear-after-farewell': ({ octets }) => `${octetCount(octets)} in the clear followed the farewell`,
};

const scan: Sentences<ScanNote> = {
  'tells-nothing': ({ event }) => `'${event}' tells nothing of the port that is being tried`,
};

const host: Sentences<HostNote> = {
  'urgent-in-line': 'urgent data is sent in line: node:net has none',
  'of-layer': ({ layer, why }) => `${layer}: ${remark(why)}`,
};

const remarks: Sentences<TcpNote | FtpNote | TlsNote | ScanNote | HostNote> = {
  ...tcp,
  ...ftp,
  ...tls,
  ...scan,
  ...host,
};

/** A note in words. */
export const remark = (reason: Reason): string => sentenceOf(remarks, reason);
