/** A labelled range of octets of a packet: what the inspector shows about them. */
export interface Span {
  /** 'IPv4', 'IPv6', 'TCP', 'ICMP', 'ICMPv6', 'payload', and what later layers add. */
  readonly layer: string;
  /** The field's name as the RFC spells it. */
  readonly name: string;
  /** First octet, from 0 at the packet's start. */
  readonly from: number;
  /** One past the last octet. Fields narrower than an octet share theirs with a neighbour. */
  readonly to: number;
  /** The value in words. */
  readonly value: string;
  /** One sentence: what the field is for. */
  readonly why: string;
  /** Where that is written: 'RFC 9293 section 3.1'. */
  readonly source: string;
}
