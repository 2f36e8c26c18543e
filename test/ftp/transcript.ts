/**
 * Machines as transcripts. A script holds events and, below each, what the machine did:
 *
 * + 60 seconds pass <- USER learner a line arrived on the control connection, or several, with ' / ' between; '<~' on
 * the data connection ! timeout idle another event, with its subject () opened the other machine called, with
 * arguments as JSON -> 331 ... a line sent; '~>' octets over a data connection () open {...} a call to the other
 * machine arm idle 300000000 any other command = WAIT-PASS the state then, the innermost
 */
import { remark } from '../../src/strings/en/remarks';
import { expect } from 'vitest';
import type { Command, HostEvent, MachineEvent } from '../../src/machine/contract';
import type { Files } from '../../src/machine/files';
import type { Model } from '../../src/machine/model';
import { nameOf } from '../../src/machine/config';
import { stepper } from '../../src/machine/step';
import { harbour } from './store';

const latin = (octets: Uint8Array): string => new TextDecoder('latin1').decode(octets);
const octets = (text: string): Uint8Array => new TextEncoder().encode(text);
export const ours = { address: '198.51.100.21', port: 21 };
export const peer = { address: '203.0.113.10', port: 40036 };

function readEvent(line: string): HostEvent | null {
  const mark = line.slice(0, 2);
  const rest = line.slice(3);
  if (mark === '<-')
    return { type: 'received', connection: 'control', octets: octets(`${rest.replace(/ \/ /g, '\r\n')}\r\n`) };
  if (mark === '<~') return { type: 'received', connection: 'data-1', octets: octets(rest) };
  if (mark === '()') {
    const [, name = '', json = '{}'] = /^(\w+) ?(.*)$/.exec(rest) ?? [];
    return { type: 'called', from: 'other', call: { name, ...(JSON.parse(json || '{}') as object) } };
  }
  if (mark !== '! ') return null;
  const [type = '', subject = '', more = '', detail] = rest.trim().split(' ');
  switch (type) {
    case 'started':
      return { type };
    case 'accepted':
      return subject === ''
        ? { type, listener: 'service', connection: 'control', local: ours, remote: peer }
        : {
            type,
            listener: subject,
            connection: 'data-1',
            local: ours,
            remote: { ...peer, address: more || peer.address },
          };
    case 'opened':
      return { type, connection: subject, local: ours, remote: peer };
    case 'listening':
      return { type, listener: subject, local: { address: ours.address, port: Number(more) } };
    case 'drained':
    case 'peerClosed':
    case 'closed':
    case 'unsecured':
      return { type, connection: subject };
    case 'secured':
      return {
        type,
        connection: subject,
        facts: JSON.parse(more || '{}') as object as Readonly<Record<string, unknown>>,
      };
    case 'resumable':
      return { type, connection: subject, session: more };
    case 'broken':
      return {
        type,
        connection: subject,
        name: more,
        why: { code: more },
        ...(detail === undefined ? {} : { detail }),
      };
    case 'failed':
      return { type, subject, reason: more as 'ECONNREFUSED' };
    case 'timeout':
      return { type, timer: subject };
    default:
      throw new Error(`no event '${line}'`);
  }
}

function show(command: Command): string | null {
  switch (command.type) {
    case 'message':
      return null;
    case 'send':
      return command.connection.startsWith('control')
        ? `-> ${latin(command.octets).replace(/\r\n$/, '').replace(/\r\n/g, ' / ')}`.trimEnd()
        : `~> ${command.connection} ${command.octets.length} octets`;
    case 'call': {
      const { name, ...rest } = command.call;
      const brief = JSON.stringify(rest, (_, value: unknown) =>
        value instanceof Uint8Array ? `${value.length} octets` : value,
      );
      return `() ${name}${brief === '{}' ? '' : ` ${brief}`}`;
    }
    case 'change':
      return `change ${command.change.op} ${'path' in command.change ? command.change.path : command.change.to}`;
    case 'note':
      return ['note', remark(command.reason), command.source].filter(Boolean).join(' ');
    case 'exit':
      return `exit ${command.code}`;
    default: {
      const { type, ...rest } = command;
      return `${type} ${Object.values(rest)
        .map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)))
        .join(' ')}`;
    }
  }
}

/** Plays the events of a script and compares the whole. */
export function transcript<C, I>(
  model: Model<C, MachineEvent, Command, I>,
  input: I,
  script: string,
  files: Files = harbour,
): void {
  const lines = script
    .replace(/\s*\n\s*\.\.\./g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  expect(play(model, input, lines, files)).toEqual(lines);
}

export function play<C, I>(
  model: Model<C, MachineEvent, Command, I>,
  input: I,
  lines: readonly string[],
  files: Files,
): string[] {
  const played: string[] = [];
  let answering = false;
  let at = 0;
  const steps = stepper(model);
  let snapshot = steps.start(input);
  for (const line of lines) {
    if (line.startsWith('#') || line.startsWith('+')) {
      if (line.startsWith('+')) at += Number(line.slice(1)) * 1_000_000;
      played.push(line);
      continue;
    }
    // What stands between an event and its '=' is what the machine did.
    if (answering) {
      answering = !line.startsWith('=');
      continue;
    }
    const event = readEvent(line);
    if (!event) throw new Error(`no event '${line}'`);
    answering = true;
    played.push(line);
    const stepped = steps.step(snapshot, { ...event, at, epoch: 1_763_600_000, files });
    snapshot = stepped.snapshot;
    for (const command of stepped.commands) played.push(...[show(command)].filter((shown) => shown !== null));
    played.push(`=  ${nameOf(snapshot.value)}`);
  }
  return played;
}

/** How a user's data transfer process comes to a connection. */
export const open = `
    () connect {"remote":{"address":"198.51.100.21","port":50020}}
       open data-1 data {"address":"198.51.100.21","port":50020}
    =  CONNECTING
    !  opened data-1
       () opened
    =  OPEN`;
