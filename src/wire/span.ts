/** A labelled range of octets of a packet: what the inspector shows about them. */
import type { Reason } from './reason';

export interface Span {
  /** 'IPv4', 'IPv6', 'TCP', 'ICMP', 'ICMPv6', 'payload', and what later layers add. */
  readonly layer: string;
  /** The field's name as the RFC spells it. */
  readonly name: string;
  /** First octet, from 0 at the packet's start. */
  readonly from: number;
  /** One past the last octet. Fields narrower than an octet share theirs with a neighbour. */
  readonly to: number;
  /** The value as one writes it. */
  readonly value: string;
  /** Which field of all there are: its code, and the facts on which its sentence turns (strings/en/fields). */
  readonly is: Reason;
}
