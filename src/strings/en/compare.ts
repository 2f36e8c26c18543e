/** What is said of two runs side by side. */

/** Where two runs part: `who dials`. */
export const partingWords = {
  here: (what: string) => `Here they part: ${what}`,
  onlyIn: (run: string, step: string) => `only in ${run}: ${step}`,
  same: (n: number) => `${n} the same`,
  whoDials: 'who dials',
  howToldPort: 'how the port is told',
  howRefused: 'how it is refused',
  whoStops: 'who stops it',
  writes: (node: string | null) => `what ${node === null ? 'an edge' : `the ${node}`} writes in it`,
  says: (term: string) => `what ${term} says`,
  answers: 'what the server answers',
  asks: 'what the client asks',
  whoListens: 'who listens',
  whoListensWhere: 'who listens, and where',
  transferred: 'what is transferred',
  whereDialled: 'where it is dialled',
  howEnds: 'how it ends',
  howLong: 'how long it takes',
  next: 'what happens next',
  carries: 'what the network carries',
  letsThrough: (node: string) => `what the ${node} lets through`,
} as const;

/** What a run cost: each measure's name, and how it is counted. */
export const measureWords = {
  connections: ['Connections', 'TCP connections that came about, of those that were tried'],
  openers: ['Opened by', 'who sent the first SYN of each'],
  roundTrips: ['Round trips', 'how often the client had sent something and then heard something new'],
  octets: ['Octets', 'IP packets that the hosts sent, headers included'],
  time: ['Time', 'until the client was done'],
  ports: ['Ports opened', 'ports on which each end listened'],
  inClear: [
    'In clear',
    'octets of commands, replies and files that whoever is on the way can read; TLS records are none',
  ],
} as const;

export const openedBy = {
  some: (came: string, tried: string) => `${came} of ${tried}`,
  nobody: 'nobody',
  one: (node: string) => `the ${node}`,
} as const;
