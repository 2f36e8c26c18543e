/** A toy layer: both ends say hello, then every octet is XORed with 0x55; a zero octet in the clear is the farewell. */
import { setup } from 'xstate';
import type { LayerCommand, LayerEvent } from '../../src/machine/layer';
import { bridge, defineModel, held, type Outcome, type Types } from '../../src/machine/model';

interface Sealing {
  readonly key: number;
}

const HELLO = 0x21;
const FAREWELL = 0x00;
const sealed = (octets: Uint8Array, key: number) => octets.map((octet) => octet ^ key);

function arrived({ key }: Sealing, event: LayerEvent): Outcome<Sealing, LayerCommand> {
  if (event.type !== 'arrived') return {};
  const hello = event.octets[0] === HELLO;
  const end = event.octets[event.octets.length - 1] === FAREWELL;
  const body = event.octets.subarray(hello ? 1 : 0, end ? -1 : undefined);
  return {
    commands: [
      ...(hello
        ? ([
            { type: 'message', way: 'received', name: 'Hello', said: null, protected: false },
            { type: 'secured', facts: { key } },
          ] as const)
        : []),
      ...(body.length > 0 ? ([{ type: 'received', octets: sealed(body, key) }] as const) : []),
      ...(end ? ([{ type: 'peerClosed' }] as const) : []),
    ],
  };
}

const rules = {
  greet: (): Outcome<Sealing, LayerCommand> => ({
    commands: [
      { type: 'message', way: 'sent', name: 'Hello', said: null, protected: false },
      { type: 'transmit', octets: Uint8Array.of(HELLO) },
    ],
  }),
  arrived,
  seal: ({ key }: Sealing, event: LayerEvent): Outcome<Sealing, LayerCommand> =>
    event.type === 'SEND' ? { commands: [{ type: 'transmit', octets: sealed(event.octets, key) }] } : {},
  farewell: (): Outcome<Sealing, LayerCommand> => ({
    commands: [{ type: 'transmit', octets: Uint8Array.of(FAREWELL) }, { type: 'closed' }],
  }),
  odd: (): Outcome<Sealing, LayerCommand> => ({ commands: [{ type: 'note', reason: { code: 'odd' } }] }),
};

const machine = setup({
  types: {} as Types<Sealing, LayerEvent, LayerCommand, number>,
  actions: bridge(rules),
}).createMachine({
  id: 'sealing',
  initial: 'ON',
  context: ({ input }) => held<Sealing>({ key: input }),
  states: {
    ON: {
      on: {
        started: { actions: 'greet' },
        arrived: { actions: 'arrived' },
        SEND: { actions: 'seal' },
        CLOSE: { actions: 'farewell' },
        REMOVE: { actions: 'farewell' },
        '*': { actions: 'odd' },
      },
    },
  },
});

export const sealing = defineModel<Sealing, LayerEvent, LayerCommand, number>(machine, (key) => ({ key }));
