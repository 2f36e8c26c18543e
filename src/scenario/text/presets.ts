/** The classic failures, and the box that mends one: each a scenario and its moment, as the text of a link. */
export interface Preset {
  readonly title: string;
  readonly sentence: string;
  readonly link: string;
}

export const presets: readonly Preset[] = [
  {
    title: 'Active, and the client has a firewall',
    sentence: 'The server’s SYN is nobody’s answer: it is dropped.',
    link: 'dataMode=PORT&clientEdge.firewall=block-inbound&at=data+1+/+dropped+SYN',
  },
  {
    title: 'PORT from behind NAT',
    sentence: 'The client announces an address that only its own network knows.',
    link: 'dataMode=PORT&clientEdge.nat=true&at=control+1+/+500',
  },
  {
    title: 'The same, with an FTP helper',
    sentence: 'The edge reads PORT, writes its own address in, and waits for the call.',
    link: 'dataMode=PORT&clientEdge.nat=true&clientEdge.ftpHelper=true&at=control+1+/+PORT',
  },
  {
    title: 'Passive, and only port 21 is open',
    sentence: 'The control connection works; the port in 227 is closed to it.',
    link: 'serverEdge.firewall=control-only&at=data+1+/+dropped+SYN',
  },
  {
    title: 'A private address in 227',
    sentence: 'The server behind NAT tells the client an address from its own network.',
    link: 'client.skipPasvAddress=false&serverEdge.nat=true&at=data+1+/+dropped+SYN',
  },
  {
    title: 'A strict way out',
    sentence: 'The client’s network lets connections to port 21 out, and no others.',
    link:
      'clientEdge.firewall=egress-filter&clientEdge.action=reject&' +
      'clientEdge.rejectWith=icmp-admin-prohibited&at=data+1+/+ICMP+clientEdge',
  },
  {
    title: 'PORT through two NATs',
    sentence: 'The helper at home writes in an address that only the carrier knows.',
    link: 'dataMode=PORT&clientEdge.nat=true&carrier.nat=true&clientEdge.ftpHelper=true&at=control+1+/+500',
  },
  {
    title: 'From the server’s own network',
    sentence: 'The address in 227 is right for the Internet, and leads nowhere here.',
    link:
      'client.place=server-lan&client.called=private&client.skipPasvAddress=false&serverEdge.nat=true&' +
      'server.passiveAddress=198.51.100.21&at=data+1+/+dropped+SYN',
  },
];
