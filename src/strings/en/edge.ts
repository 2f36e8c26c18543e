/** What routers say of packets and flows. */
import type { Sentences } from '../../wire/reason';
import type { DestroyReason, HandledReason } from '../../middlebox/reasons';
import { sentenceOf } from '../sentence';

export type EdgeReason = HandledReason | DestroyReason;

const NO_WAY = 'the destination is private, and the router has no way to it';

export const edge: Sentences<EdgeReason> = {
  'window-full': "more octets than the receiver's window has room for",
  'beyond-window': "octets beyond the receiver's window",
  'acks-unseen': 'it acknowledges octets that were not seen',
  'acked-already': 'octets that were acknowledged already',
  'acks-long-ago': 'an acknowledgment from long ago',
  'stale-reset': 'a RST for octets that were acknowledged long ago',
  'no-flags': 'no combination of flags that TCP has',
  'begins-no-flow': ({ kind }) => `no flow begins with ${kind}`,
  'no-place': ({ kind, direction, state }) => `${kind} in ${direction} direction has no place in ${state}`,
  'quotes-no-flow': 'it quotes no packet of a known flow',

  'flow-expired': 'its time is over',
  'only-reset': 'nothing but a RST answered it',
  deleted: 'it was deleted',
  'opened-anew': 'a SYN opens the connection anew',

  'partial-announcement': ({ word }) =>
    `the helper takes it for part of a ${word}, and waits for the whole in one segment`,
  'expected-already': 'the helper cannot expect what another control connection expects already',
  'no-expectation-port': 'the helper finds no port that is not expected already',

  forwarded: '',
  ruled({ rule, row, verdict, invalid }) {
    const whose = row === null ? `no rule matches, and the policy is ${verdict}: it` : `rule ${rule} (${row})`;
    const tracked = invalid && `; connection tracking calls it INVALID: ${sentenceOf(edge, invalid)}`;
    return `${whose} ${verdict === 'drop' ? 'drops' : 'rejects'} it${tracked ?? ''}`;
  },
  'private-destination': ({ answered }) => (answered ? `${NO_WAY}: it answers with ICMP host unreachable` : NO_WAY),
  'hops-used-up': 'its time to live is used up',
  'unknown-packet': 'it is no packet that this router knows',
  'no-outside-port': 'no outside port is left for it',
  'tuple-taken': 'another flow has its addresses and ports',
  'error-to-router': 'an ICMP error to the router itself',
  'reset-to-router': 'a RST to the router itself, which has no connection',
  'closed-on-router': ({ port }) =>
    `it is for the router itself, where nothing listens on port ${port}: it answers with RST`,
  'nobody-answers': ({ address }) => `nobody answers for ${address}: it answers with ICMP host unreachable`,
};
