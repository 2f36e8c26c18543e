/** Raw probes: SYNs that a program makes past its kernel's TCP, and what comes back to them. */
import type { Command, Endpoint, Errno } from '../../machine/contract';
import { NO_OCTETS } from '../../wire/octets';
import { family } from '../../wire/packet/address';
import { encodePacket } from '../../wire/packet/packet';
import { SYN, type TcpSegment } from '../../wire/packet/tcp';
import type { NodeId } from '../../trace/entry';
import type { Flight } from '../network/flight';
import type { Network } from '../network/network';
import { draw, drawBetween } from '../random';
import type { Recorder } from '../recorder';
import type { Owner } from '../endpoint/socket';
import { socketPair } from '../endpoint/socket-pair';
import type { HostSpec } from '../topology';

type Probe = Extract<Command, { type: 'probe' }>;

/** What an answer tells besides whose it is. */
interface Answer {
  readonly from: string;
  readonly timeToLive: number;
  readonly flags: number;
  readonly unreachable: number | null;
}

/** The host that probes, and what of the world it needs for it. */
interface Prober {
  readonly spec: HostSpec;
  readonly world: {
    readonly recorder: Recorder;
    readonly network: Network;
    readonly seed: number;
    hostOf(address: string): NodeId;
  };
}

const synOf = ({ localPort, remote, window, options }: Probe, seq: number): TcpSegment => ({
  sourcePort: localPort,
  destinationPort: remote.port,
  seq,
  ack: 0,
  flags: SYN,
  window,
  urgentPointer: 0,
  options,
  payload: NO_OCTETS,
});

export class Probes {
  /** Who waits for an answer, by the four of a connection. */
  private readonly waiting = new Map<string, Owner>();
  private drawn = 0;

  constructor(private readonly host: Prober) {}

  send(owner: Owner, probe: Probe, causes: readonly number[]): Errno | null {
    const { remote } = probe;
    const { spec, world } = this.host;
    if (!spec.privileged) return 'EACCES';
    const address = spec.addresses.find((own) => family(own) === family(remote.address));
    if (address === undefined) return 'ENETUNREACH';
    const local: Endpoint = { address, port: probe.localPort };
    const ordinal = this.drawn++;
    const segment = synOf(probe, draw(world.seed, spec.id, 'sequence number of a probe', ordinal));
    const opener = { opener: spec.id, listener: world.hostOf(remote.address) };
    const connection = world.recorder.connect('other', { ...opener, local, remote, iss: segment.seq }).index;
    this.waiting.set(socketPair(local, remote), owner);
    const header = { source: address, destination: remote.address };
    const octets = encodePacket({ ...header, ...this.drawnFor(probe, ordinal), dontFragment: false }, segment);
    world.network.transmit(spec.id, octets, { ...header, segment, connection }, false, causes);
    return null;
  }

  private drawnFor({ timeToLive: { from, to } }: Probe, ordinal: number) {
    const { spec, world } = this.host;
    return {
      ttl: drawBetween(from, to, world.seed, spec.id, 'time to live of a probe', ordinal),
      identification: draw(world.seed, spec.id, 'IP identification of a probe', ordinal) & 0xffff,
    };
  }

  /** Something has come between these two ends: whoever sent a probe there sees it. */
  heard(local: Endpoint, remote: Endpoint, answer: Answer, flight: Flight): void {
    const owner = this.waiting.get(socketPair(local, remote));
    if (!owner || owner.process.exited) return;
    const {
      spec,
      world: { recorder },
    } = this.host;
    const told = recorder.add([flight.entry], spec.id, flight.connection, {
      kind: 'told',
      process: owner.process.name,
      machine: owner.machine,
      told: 'answered',
      from: 0,
      octets: 0,
      reason: null,
    });
    owner.process.deliver(owner.machine, { type: 'answered', connection: owner.handle, ...answer }, [told]);
  }
}
