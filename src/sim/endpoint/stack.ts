/**
 * An endpoint is an ordered stack: TCP, then the layers that `secure` put on it, then the machine that owns it. Octets
 * go up and down through every layer; without any they pass straight.
 */
import type { LayerCommand, LayerEvent } from '../../machine/layer';
import type { Model } from '../../machine/model';
import { stepper, type Snapshot, type Stepper } from '../../machine/step';
import type { SocketEvent } from './socket-event';

type Plain = LayerEvent extends infer E ? (E extends unknown ? Omit<E, 'at' | 'epoch'> : never) : never;

/** What a stack needs of the kernel beneath and the owner above. Each answers with the causes of what follows. */
export interface Surface {
  readonly clock: () => { readonly at: number; readonly epoch: number };
  readonly transmit: (octets: Uint8Array, causes: readonly number[]) => void;
  readonly close: (reading: boolean, causes: readonly number[]) => void;
  readonly abort: (causes: readonly number[]) => void;
  readonly notify: (word: SocketEvent, causes: readonly number[]) => void;
  /** Does it when the owner comes to read: what a program has not read it does not know. */
  readonly whenRead: (run: () => void) => void;
  /** Records what a layer did; the entry is the cause of what it did next. */
  readonly record: (
    layer: string,
    what: LayerCommand | { readonly type: 'state'; readonly from: string; readonly to: string; readonly event: string },
    causes: readonly number[],
  ) => number;
}

interface Layer {
  readonly name: string;
  readonly stepper: Stepper<unknown, LayerEvent, LayerCommand, unknown>;
  snapshot: Snapshot<unknown>;
}

export class Stack {
  private readonly layers: Layer[] = [];
  private closing: { readonly reading: boolean } | null = null;
  private removing = false;

  constructor(private readonly surface: Surface) {}

  get secured(): boolean {
    return this.layers.length > 0;
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- layers of any context and input
  add(name: string, model: Model<any, LayerEvent, LayerCommand, any>, input: unknown, causes: readonly number[]): void {
    const made = stepper(model);
    this.layers.push({ name, stepper: made, snapshot: made.start(input) });
    this.step(this.layers.length - 1, { type: 'started' }, causes);
  }

  remove(causes: readonly number[], silent = false): void {
    this.removing = true;
    this.step(this.layers.length - 1, { type: 'REMOVE', ...(silent ? { silent: true } : {}) }, causes);
  }

  send(octets: Uint8Array, causes: readonly number[]): void {
    this.down(this.layers.length - 1, octets, causes);
  }

  /** The topmost layer says its farewell first; without layers TCP closes at once. */
  close(reading: boolean, causes: readonly number[]): void {
    if (this.layers.length === 0) return this.surface.close(reading, causes);
    this.closing = { reading };
    this.removing = false;
    this.step(this.layers.length - 1, { type: 'CLOSE' }, causes);
  }

  /** A word of TCP's on its way up. */
  up(word: SocketEvent, causes: readonly number[]): void {
    if (this.layers.length === 0 || (word.type !== 'received' && word.type !== 'peerClosed'))
      return this.surface.notify(word, causes);
    if (word.type === 'received') return this.step(0, { type: 'arrived', octets: word.octets }, causes);
    this.surface.whenRead(() => {
      this.step(0, { type: 'ended' }, causes);
      this.surface.notify(word, causes);
    });
  }

  private down(index: number, octets: Uint8Array, causes: readonly number[]): void {
    if (index < 0) this.surface.transmit(octets, causes);
    else this.step(index, { type: 'SEND', octets }, causes);
  }

  private step(index: number, event: Plain, causes: readonly number[]): void {
    const layer = this.layers[index];
    if (!layer) return;
    const before = layer.snapshot.value;
    const { snapshot, commands } = layer.stepper.step(layer.snapshot, {
      ...event,
      ...this.surface.clock(),
    });
    layer.snapshot = snapshot;
    const why =
      snapshot.value === before
        ? causes
        : [
            this.surface.record(
              layer.name,
              { type: 'state', from: before, to: snapshot.value, event: event.type },
              causes,
            ),
          ];
    // Octets are sent for the messages that were said since the last ones went, and for what asked for those.
    let said: number[] = [];
    for (const command of commands) {
      if (command.type === 'message') said.push(this.surface.record(layer.name, command, why));
      else this.perform(index, layer, command, [...said, ...why]);
      if (command.type === 'transmit') said = [];
    }
  }

  private perform(index: number, layer: Layer, command: LayerCommand, causes: readonly number[]): void {
    const top = index === this.layers.length - 1;
    switch (command.type) {
      case 'transmit':
        return this.down(index - 1, command.octets, causes);
      case 'received':
        return top
          ? this.surface.notify({ type: 'received', octets: command.octets }, causes)
          : this.step(index + 1, { type: 'arrived', octets: command.octets }, causes);
      case 'peerClosed':
        return this.surface.notify({ type: 'peerClosed', farewell: true }, causes);
      case 'secured':
        return this.surface.notify({ type: 'secured', facts: command.facts }, causes);
      case 'continue':
        return this.step(index, { type: 'continued' }, causes);
      case 'session':
        return this.surface.notify({ ...command, type: 'resumable' }, causes);
      case 'failed':
        return this.surface.notify({ ...command, type: 'broken' }, causes);
      case 'closed':
        return this.closed(index, causes, command.unread ?? false);
      default:
        this.surface.record(layer.name, command, causes);
    }
  }

  /** A layer has said its farewell: then the one beneath, and TCP last; or it comes off and the rest goes on. */
  private closed(index: number, causes: readonly number[], unread: boolean): void {
    if (this.removing) {
      this.removing = false;
      this.layers.splice(index, 1);
      return this.surface.notify({ type: 'unsecured' }, causes);
    }
    if (index > 0) return this.step(index - 1, { type: 'CLOSE' }, causes);
    if (!this.closing) return;
    if (unread && !this.closing.reading) this.surface.abort(causes);
    else this.surface.close(this.closing.reading, causes);
  }
}
