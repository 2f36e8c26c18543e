/** The states of what a router keeps: a verdict, a flow, a mapping, a helper. */
import type { StateWords } from '../../state-words';

export const firewall: StateWords['firewall'] = {
  PREROUTING: 'A packet is here. Its flow is looked up, destination NAT done, and then its way looked up.',
  input: 'The packet is for the router itself.',
  INPUT: 'The rules of the input chain are asked.',
  DELIVERED: 'The router takes it in.',
  forward: 'The packet is to go on: the rules of the forward chain are asked, by what tracking says of it.',
  NEW: 'It begins a flow.',
  RELATED: 'It begins a flow that a helper expected, or is an error about a packet of one.',
  ESTABLISHED: 'It belongs to a flow that has had an answer.',
  INVALID: 'It belongs to no flow, or cannot belong to its flow.',
  UNTRACKED: 'Nothing here asks for tracking.',
  POSTROUTING: 'The rules let it pass. Source NAT, the helper and the shift of numbers follow, then the neighbour.',
  FORWARDED: 'It leaves the router, rewritten where it was translated.',
  DROPPED: 'It goes no further, and nobody is told.',
  REJECTED: 'It goes no further, and its sender is told: by a reset or an ICMP error.',
};

export const flow: StateWords['flow'] = {
  NONE: 'Not in the table yet: the packet at hand is the first that was seen.',
  SYN_SENT: 'A SYN went through; no answer yet.',
  SYN_RECV: 'The SYN was answered with SYN,ACK.',
  ESTABLISHED: 'The handshake is complete, or the connection was under way when it was first seen.',
  FIN_WAIT: 'One end has sent its FIN.',
  CLOSE_WAIT: 'The first FIN is acknowledged; the other end may still send.',
  LAST_ACK: 'Both ends have sent a FIN; the last ACK is missing.',
  TIME_WAIT: 'Closed by both ends; kept for a while, for packets that come late.',
  CLOSE: 'Ended by a RST; kept for a few seconds.',
  SYN_SENT2: 'Both ends sent a SYN at once.',
  DESTROYED: 'No longer in the table: expired, answered by nothing but a RST, or opened anew.',
};

export const mapping: StateWords['mapping'] = {
  transitory: 'Its flows are opening or closing: soon forgotten when silent.',
  established: 'A flow in it is established: kept for long, also when silent.',
  expired: 'No flow is left: packets from outside no longer find the inside host.',
};

export const helper: StateWords['helper'] = {
  waiting: 'Reads the control connection for PORT, EPRT, 227 and 229.',
  expecting: 'A data connection was announced: the expectation lets it in when it comes.',
  blind: 'The control connection is encrypted: nothing in it can be read, and nothing is expected anew.',
};
