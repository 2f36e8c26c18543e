/** What is said of one entry, and of the search for entries. */
import type { PortChoice } from '../../../machine/contract';
import type { Wanted } from '../../../trace/entry';

/** What becomes of an entry of an edge's table. */
const CHANGES: Readonly<Record<string, string>> = {
  new: 'begins',
  destroy: 'is forgotten',
  update: 'goes on',
  used: 'is met',
  expired: 'has expired',
  replaced: 'is replaced',
};

const valueText = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

const portText = (port: PortChoice): string => (typeof port === 'object' ? `${port.from}-${port.to}` : String(port));

export const inspectorWords = {
  inspect: {
    nothing: 'Nothing happens here.',
    stopped: (place: string) => `stopped at the ${place.charAt(0).toLowerCase()}${place.slice(1)}`,
    because: 'Because',
    therefore: 'Therefore',
    noCause: 'Nothing before it: this is where the run begins.',
    noEffect: 'Nothing follows from it.',
    more: (count: number) => `${count} more`,
    dropThis: 'Drop this segment',
    dropCarrier: 'Drop the segment that carried it',
    dropWhy: 'Run it again without it arriving',
    layers: {
      IPv4: { name: 'Internet Protocol, version 4', osi: 3, tcpip: 2 },
      IPv6: { name: 'Internet Protocol, version 6', osi: 3, tcpip: 2 },
      TLS: { name: 'Transport Layer Security', osi: 6, tcpip: 4 },
      'X.509': { name: 'Certificate', osi: 6, tcpip: 4 },
      TCP: { name: 'Transmission Control Protocol', osi: 4, tcpip: 3 },
      ICMP: { name: 'Internet Control Message Protocol', osi: 3, tcpip: 2 },
      ICMPv6: { name: 'Internet Control Message Protocol, version 6', osi: 3, tcpip: 2 },
      FTP: { name: 'File Transfer Protocol', osi: 7, tcpip: 4 },
      'FTP data': { name: 'What the data connection carries', osi: 7, tcpip: 4 },
      Telnet: { name: 'Telnet, which the control connection is', osi: 7, tcpip: 4 },
      payload: { name: 'What the program sent', osi: 7, tcpip: 4 },
    } as Record<string, { name: string; osi: number; tcpip: number }>,
    layerNumbers: (osi: number, tcpip: number) => `OSI ${osi} · TCP/IP ${tcpip}`,
    octets: (count: number) => (count === 1 ? '1 octet' : `${count.toLocaleString('en')} octets`),
    at: (from: number, to: number) => (to - from === 1 ? `octet ${from}` : `octets ${from} to ${to - 1}`),
    packet: (index: number, of: number) => `packet ${index} of ${of}`,
    previous: 'Previous packet',
    following: 'Next packet',
    carried: 'Carried by',
    knobs: 'Knobs behind it',
    asDefault: (count: number) => (count === 1 ? '1 more, as by default' : `${count} more, as by default`),
    noPacket: 'No packet belongs to this event.',
    predictable:
      "The keys come from the scenario's seed: whoever knows it can compute them. That is by design, " +
      'so that a run is the same each time; never use them for anything else.',
    opened: (name: string) => `Opened with the key: ${name}`,
    copyAs: 'Copy as',
    copyForms: { line: 'line', text: 'text', hex: 'hex' } as Record<string, string>,
    dump: 'The packet, octet by octet',
    lines: 'Its lines, field by field',
    hint: 'Point at a field or an octet to see what it is.',
  },
  readers: {
    title: 'Who can read',
    dropped: 'stopped here',
    never: 'It never came here.',
    reads: 'Reads:',
    counts: 'Can only count:',
    empty: 'no octets of a program',
    changed: (field: string, before: string, after: string) => `${field}: ${before} → ${after}`,
  },
  find: {
    title: 'Search the run',
    hint: '227, SYN, Finished, data 2',
    none: 'not found',
    count: (place: number, of: number) => `${place === 0 ? '–' : place} of ${of}`,
    finer: (count: number, depth: string) => `${count} at ${depth}`,
    previous: 'Previous match',
    next: 'Next match',
    chapters: 'Chapters',
    connections: 'Connections',
  },
  fork: {
    title: 'Fork here',
    why: 'All that has been stays. It takes effect at',
    cut: 'Cut the link between the edges',
    mend: 'Mend it',
    expire: (edge: string) => `Forget all flows and mappings: ${edge}`,
    restart: 'Restart the server',
    unplug: 'Pull the server’s cable',
    delay: 'Delay the segment by',
    milliseconds: 'Delay in milliseconds',
    done: 'You asked:',
  },
  entryText: {
    knob: (knob: string, value: unknown) => `the knob ${knob} is ${value === null ? 'none' : valueText(value)}`,
    intervention: (text: string) => `you asked: ${text}`,
    start: (process: string) => `${process} starts`,
    command: (machine: string, command: string, what: string) => `${machine} asks: ${command}${what && `, ${what}`}`,
    wants: ({ purpose, address, port }: Wanted) =>
      purpose === 'probe'
        ? `SYN to ${address} port ${portText(port)}`
        : `${purpose} ${address === null ? 'on' : `to ${address}`} port ${portText(port)}`,
    sends: (octets: number) => `${octets} octets`,
    listen: (purpose: string, port: number) => `listens on port ${port} for the ${purpose} connection`,
    unlisten: (port: number) => `listens on port ${port} no more`,
    state: (machine: string, from: string, to: string, event: string) => `${machine}: ${from} → ${to}, on ${event}`,
    transmit: (again: boolean) => (again ? 'transmitted again' : 'transmitted'),
    secret: (label: string) => `key log: ${label}`,
    table: (table: string, id: number, change: string) => `${table} ${id} ${CHANGES[change] ?? change}`,
    pass: (rewritten: boolean) => (rewritten ? 'passes, rewritten' : 'passes'),
    arrive: 'arrives',
    drop: (reason: string, rule: string | null) =>
      `dropped: ${rule === null || reason.includes(rule) ? reason : `${rule}, ${reason}`}`,
    told: (machine: string, told: string, what: string) =>
      `${machine}: ${inspectorWords.entryText.toldOf[told] ?? told}${what && `, ${what}`}`,
    toldOf: {
      opened: 'the connection is open',
      accepted: 'a connection is accepted',
      received: 'octets come in',
      drained: 'all it sent was taken',
      peerClosed: 'the other side has closed',
      closed: 'the connection is closed',
      failed: 'the connection failed',
      listening: 'listening',
    } as Record<string, string>,
    message: (way: 'sent' | 'received', machine: string) =>
      way === 'sent' ? `sent by ${machine}` : `read by ${machine}`,
    arm: (timer: string, after: string) => `a timer starts: ${timer}, ${after}`,
    timeout: (timer: string) => `the timer runs out: ${timer}`,
    call: (machine: string, to: string, name: string) => `${machine} calls ${to}: ${name}`,
    file: (op: string, path: string) => `${op} ${path}`,
    say: (to: 'user' | 'log', text: string) =>
      to === 'user' ? `tells the user: ${text}` : `writes to its log: ${text}`,
    achieve: (action: number, ok: boolean) => (ok ? `action ${action} is achieved` : `action ${action} has failed`),
    violation: (name: string, text: string) => `violation ${name}: ${text}`,
    exit: (process: string, code: number) => `${process} ends with exit code ${code}`,
    end: {
      quiescent: 'nothing is left to do: the run ends',
      horizon: 'the run ends at its bound of virtual time',
      cap: 'the run ends at its bound of entries',
    },
  },
};
