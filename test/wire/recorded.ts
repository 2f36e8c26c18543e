/**
 * Packets of Linux hosts talking FTP, as tshark printed them from captures: the IP packets without their link header,
 * and what tshark read in them. They are the judge of the codec: nobody here wrote those octets.
 */
export interface Recorded {
  readonly name: string;
  readonly octets: Uint8Array;
  readonly source: string;
  readonly destination: string;
  readonly ttl: number;
  /** Sequence and acknowledgment numbers absolute, as `segmentText` writes them without bases and with the window. */
  readonly text: string;
}

export const octetsOfHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (two) => parseInt(two, 16));
export const hexOf = (octets: Uint8Array): string =>
  Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');

const client = '203.0.113.10';
const server = '198.51.100.21';
const client6 = '2001:db8:1::10';
const server6 = '2001:db8:2::21';

const packet = (
  name: string,
  source: string,
  destination: string,
  ttl: number,
  text: string,
  hex: string,
): Recorded => ({ name, source, destination, ttl, text, octets: octetsOfHex(hex) });

export const recorded: readonly Recorded[] = [
  packet(
    'SYN',
    client,
    server,
    64,
    'SYN seq=4149234513 mss=1460 sackOK ws=10 win=64240',
    '45000034cbdc400040060894cb00710ac63364159ed20015f7504b51000000008002faf02c400000020405b4010104020103030a',
  ),
  packet(
    'SYN/ACK',
    server,
    client,
    62,
    'SYN,ACK seq=1099158895 ack=4149234514 mss=1460 sackOK ws=10 win=64240',
    '45000034000040003e06d670c6336415cb00710a00159ed24183d56ff7504b528012faf0153c0000020405b4010104020103030a',
  ),
  packet(
    'a reply',
    server,
    client,
    62,
    'PSH,ACK seq=1099159007 ack=4149234554 len=52 win=63',
    '4500005c97b740003e063e91c6336415cb00710a00159ed24183d5dff7504b7a5018003fa135000032323720456e74657269' +
      '6e672050617373697665204d6f646520283139382c35312c3130302c32312c3139352c313037292e0d0a',
  ),
  packet(
    'a listing',
    server,
    client,
    62,
    'PSH,ACK seq=279858516 ack=3231459338 len=264 win=63',
    '450801300b7640003e06c9f6c6336415cb00710ac36ba26410ae4d54c09c280a5018003f16ea00002d72772d722d2d722d2d' +
      '2020202031203230303120202020203230303120202020202020203430303030204a616e2031352020323032342063686172' +
      '742e62696e0d0a64727778722d78722d78202020203220323030312020202020323030312020202020202020203430393620' +
      '4a616e20313520203230323420646f63730d0a2d72772d722d2d722d2d202020203120323030312020202020323030312020' +
      '2020202020202020333030204a616e2031352020323032342068656c6c6f2e7478740d0a2d2d2d2d2d2d2d2d2d2d20202020' +
      '31203020202020202020203020202020202020202020202020203133204a616e203135202032303234206c6f636b65642e74' +
      '78740d0a',
  ),
  packet(
    'FIN',
    server,
    client,
    62,
    'FIN,ACK seq=279858780 ack=3231459338 win=63',
    '450800280b7740003e06cafdc6336415cb00710ac36ba26410ae4e5cc09c280a5011003f9bbf0000',
  ),
  packet(
    'RST',
    client,
    server,
    64,
    'RST seq=1942528029 win=0',
    '45080028000040004006d474cb00710ac6336415a583001473c8a01d0000000050040000900f0000',
  ),
  packet(
    'SYN over IPv6',
    client6,
    server6,
    64,
    'SYN seq=3730280464 mss=1440 sackOK ws=10 win=64800',
    '600ea3f20020064020010db800010000000000000000001020010db8000200000000000000000021a5f20015de5790100000' +
      '00008002fd2001ec0000020405a0010104020103030a',
  ),
  packet(
    'SYN/ACK over IPv6',
    server6,
    client6,
    62,
    'SYN,ACK seq=1124657296 ack=3730280465 mss=1440 sackOK ws=10 win=64800',
    '6009096e0020063e20010db800020000000000000000002120010db80001000000000000000000100015a5f24308e890de57' +
      '90118012fd20d6410000020405a0010104020103030a',
  ),
  packet(
    'a command over IPv6',
    client6,
    server6,
    64,
    'PSH,ACK seq=3730280465 ack=1124657345 len=14 win=64',
    '600da5ea0022064020010db800010000000000000000001020010db8000200000000000000000021a5f20015de5790114308' +
      'e8c1501800400e40000055534552206c6561726e65720d0a',
  ),
  packet(
    'FIN over IPv6',
    server6,
    client6,
    62,
    'FIN,ACK seq=1692024041 ack=3771953505 win=64',
    '6085d6db0014063e20010db800020000000000000000002120010db8000100000000000000000010afdf9e6564da3ce9e0d3' +
      '71615011004011b00000',
  ),
  packet(
    'SYN of another client',
    client,
    server,
    64,
    'SYN seq=950243302 mss=1460 sackOK ws=2 win=65535',
    '45000034a988400040062ae8cb00710ac6336415a28a001538a38fe6000000008002ffff9d990000020405b40101040201030302',
  ),
];
