/** What the fields of IP, TCP and ICMP are for. */
import type { IcmpField } from '../../../wire/packet/icmp';
import type { IpField } from '../../../wire/packet/ip-layout';
import type { PayloadField } from '../../../wire/packet/packet-spans';
import type { TcpField } from '../../../wire/packet/tcp-layout';
import type { OptionField } from '../../../wire/packet/tcp-options';
import { told, type FieldFacts, type Fields } from '../../explained';

const IPV4 = 'RFC 791 section 3.1';
const IPV6 = 'RFC 8200 section 3';
const TCP = 'RFC 9293 section 3.1';

/** vsftpd and others still ask for throughput as RFC 1349 had it: 0x08, which is DSCP 2 to a router of today. */
const OLD_THROUGHPUT = 2;
const services = (plain: string) => (facts: FieldFacts) =>
  facts['services'] === OLD_THROUGHPUT ? `${plain} DSCP 2 is the old type of service 0x08: high throughput.` : plain;
const servicesSource = (facts: FieldFacts) =>
  `RFC 2474 section 3, RFC 3168 section 5${facts['services'] === OLD_THROUGHPUT ? ', RFC 1349 section 4' : ''}`;

const ip: Fields<IpField> = {
  'ipv4.version': told('Says how to read the rest of the header: 4, so as IPv4.', IPV4),
  'ipv4.headerLength': told('The length of the IP header in words of 32 bits: 5 where it has no options.', IPV4),
  'ipv4.typeOfService': told(
    services(
      'Six bits (DSCP) ask routers for a kind of treatment, 0 for none in particular; two (ECN) tell of congestion.',
    ),
    servicesSource,
  ),
  'ipv4.totalLength': told('Octets of the whole packet: what the link pads it with is not taken for data.', IPV4),
  'ipv4.identification': told(
    ({ atomic }) =>
      atomic === true
        ? 'Means nothing here: it tells fragments of one packet from those of another, and this one is whole and ' +
          'may not be cut. Whoever receives it must not look at it.'
        : 'Tells the fragments of one packet from those of another between the same addresses.',
    ({ atomic }) => (atomic === true ? 'RFC 6864 section 4.1' : `${IPV4}, RFC 6864 section 4.3`),
  ),
  'ipv4.flags': told(
    'May a router cut this packet in pieces (DF says no), and do more pieces follow (MF)? TCP says no, to learn what ' +
      'size fits the path.',
    `${IPV4}, RFC 1191 section 3`,
  ),
  'ipv4.fragmentOffset': told(
    'Where this piece belongs in the packet that was cut, in steps of eight octets; 0 for a whole one.',
    IPV4,
  ),
  'ipv4.ttl': told(
    'Each router takes one off; at zero the packet is dropped, so that none circles for ever.',
    `${IPV4}, RFC 1812 section 5.3.1`,
  ),
  'ipv4.protocol': told('Who reads the data of this packet: 6 is TCP, 1 is ICMP.', IPV4),
  'ipv4.checksum': told(
    'Covers this header alone; each router brings it up to date, since it changes the TTL.',
    `${IPV4}, RFC 1624`,
  ),
  'ipv4.source': told('Who sent it, as far as can be seen here: a NAT rewrites this on the way out.', IPV4),
  'ipv4.destination': told('Where it goes: routers choose the way by this. A NAT rewrites it on the way back.', IPV4),
  'ipv6.version': told('Says how to read the rest of the header: 6, so as IPv6.', IPV6),
  'ipv6.trafficClass': told(
    services('What DSCP and ECN are in IPv4: a kind of treatment in six bits, and two that tell of congestion.'),
    (facts) => `RFC 8200 section 7, ${servicesSource(facts)}`,
  ),
  'ipv6.flowLabel': told(
    ({ given }) =>
      given === true
        ? 'The same on all packets of one flow: routers can keep them on one path without reading ports.'
        : 'Zero: its sender labels no flows.',
    'RFC 6437 section 2',
  ),
  'ipv6.payloadLength': told(
    "Octets that follow this header of 40; IPv4's total length counts the header too, this does not.",
    IPV6,
  ),
  'ipv6.nextHeader': told('What follows this header: 6 is TCP, 58 is ICMPv6, others are headers in between.', IPV6),
  'ipv6.hopLimit': told(
    "IPv6's time to live under its true name: each router takes one off, and at zero it goes no further.",
    IPV6,
  ),
  'ipv6.source': told('Who sent it, in sixteen octets: enough for every host to have an address of its own.', IPV6),
  'ipv6.destination': told('Where it goes, in sixteen octets: routers choose the way by its first ones.', IPV6),
};

const tcp: Fields<TcpField> = {
  'tcp.sourcePort': told(
    "The sender's port. An address and a port make a socket, and two sockets make a connection.",
    'RFC 9293 sections 3.1 and 4',
  ),
  'tcp.destinationPort': told(
    "The receiver's port: with the address it says which of a host's programs is meant.",
    TCP,
  ),
  'tcp.seq': told(
    'The number of the first octet of data in this segment; every octet has one. SYN and FIN take one each.',
    'RFC 9293 sections 3.1 and 3.4',
  ),
  'tcp.ack': told(
    ({ counts }) =>
      counts === true
        ? 'The next octet that the sender of this segment expects: all before it has arrived.'
        : 'Means nothing without the bit ACK, as in the first SYN of a connection.',
    'RFC 9293 sections 3.1 and 3.4',
  ),
  'tcp.dataOffset': told('The length of the TCP header with its options, in words of 32 bits: data begins there.', TCP),
  'tcp.reserved': told('Kept for the future: sent as zero, and not looked at by who knows no use for it.', TCP),
  'tcp.flags': told('Eight switches that say what this segment does to the connection.', TCP),
  'tcp.window': told(
    ({ syn }) =>
      syn === true
        ? 'How many octets its sender is ready to receive. In a SYN it is never scaled.'
        : 'How many octets its sender is ready to receive, to be shifted by the scale agreed on in the SYNs.',
    'RFC 9293 section 3.1, RFC 7323 section 2.2',
  ),
  'tcp.checksum': told(
    'Covers the segment and a pseudo-header with both IP addresses: a NAT must bring it up to date.',
    `${TCP}, RFC 3022 section 4.2`,
  ),
  'tcp.urgentPointer': told(
    'Where urgent data ends, counted from the sequence number; it counts only with the bit URG.',
    'RFC 9293 section 3.8.5',
  ),
};

const options: Fields<OptionField> = {
  'tcp-option.mss': told(
    "The most data that its sender can receive in one segment: what the link's MTU leaves beside both headers.",
    'RFC 9293 section 3.7.1',
  ),
  'tcp-option.windowScale': told(
    'Windows above 65,535 octets: the field of later segments is shifted by this, if both SYNs carry the option.',
    'RFC 7323 section 2.2',
  ),
  'tcp-option.sackPermitted': told(
    'Its sender understands selective acknowledgments; said in SYNs alone.',
    'RFC 2018 section 2',
  ),
  'tcp-option.sack': told(
    'Octets that arrived beyond a gap, so that they need not be sent again.',
    'RFC 2018 section 3',
  ),
  'tcp-option.timestamps': told('Measures the round trip and tells old segments from new.', 'RFC 7323 section 3.2'),
  'tcp-option.nop': told("One octet of padding: brings the next option to a word's boundary.", 'RFC 9293 section 3.2'),
  'tcp-option.end': told('No option follows: the rest of the header is padding.', 'RFC 9293 section 3.2'),
  'tcp-option.unknown': told('An option not known here: passed over by its length.', TCP),
  'tcp-option.malformed': told('The length octet does not fit what is left of the header.', TCP),
};

const icmp: Fields<IcmpField> = {
  'icmp.type': told('What happened to the packet that is quoted below.', 'RFC 792'),
  'icmp.code': told(
    'Why it happened, by a number that means something within the type alone.',
    'RFC 792, RFC 1812 section 5.2.7.1',
  ),
  'icmp.checksum': told('Covers the ICMP message, the quoted octets with it.', 'RFC 792'),
  'icmp.unused': told(
    'Room for types that have more to say: with code 4 the last 16 bits are the MTU that would fit.',
    'RFC 792, RFC 1191 section 4',
  ),
  'icmpv6.type': told(
    "What happened to the quoted packet, by ICMPv6's own numbers: errors are those below 128.",
    'RFC 4443 section 2.1',
  ),
  'icmpv6.code': told(
    "The reason in detail: the codes are not ICMP's, though their words are.",
    'RFC 4443 section 3.1',
  ),
  'icmpv6.checksum': told(
    'Covers the message and a pseudo-header with both addresses: the IPv6 header has no checksum itself.',
    'RFC 4443 section 2.3',
  ),
  'icmpv6.unused': told('Sent as zero and not looked at by who receives it.', 'RFC 4443 section 3.1'),
};

const payload: Fields<PayloadField> = {
  'payload.data': told("The next octets of its sender's stream, from the sequence number on.", 'RFC 9293 section 3.4'),
  'payload.unknown': told('No header known here begins with these.', IPV4),
};

export const internet = { ...ip, ...tcp, ...options, ...icmp, ...payload };
