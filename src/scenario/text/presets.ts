/** The classic failures, and the box that mends one: each a scenario and its moment, as the text of a link. */
export const presets = [
  { name: 'active-behind-firewall', link: 'dataMode=PORT&clientEdge.firewall=block-inbound&at=data+1+/+dropped+SYN' },
  { name: 'active-behind-nat', link: 'dataMode=PORT&clientEdge.nat=true&at=control+1+/+500' },
  {
    name: 'active-with-helper',
    link: 'dataMode=PORT&clientEdge.nat=true&clientEdge.ftpHelper=true&at=control+1+/+PORT',
  },
  { name: 'passive-control-only', link: 'serverEdge.firewall=control-only&at=data+1+/+dropped+SYN' },
  { name: 'private-address-told', link: 'client.skipPasvAddress=false&serverEdge.nat=true&at=data+1+/+dropped+SYN' },
  {
    name: 'strict-way-out',
    link:
      'clientEdge.firewall=egress-filter&clientEdge.action=reject&' +
      'clientEdge.rejectWith=icmp-admin-prohibited&at=data+1+/+ICMP+clientEdge',
  },
  {
    name: 'two-nats',
    link: 'dataMode=PORT&clientEdge.nat=true&carrier.nat=true&clientEdge.ftpHelper=true&at=control+1+/+500',
  },
  {
    name: 'from-server-lan',
    link:
      'client.place=server-lan&client.called=private&client.skipPasvAddress=false&serverEdge.nat=true&' +
      'server.passiveAddress=198.51.100.21&at=data+1+/+dropped+SYN',
  },
] as const;

export type Preset = (typeof presets)[number];
