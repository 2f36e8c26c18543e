/** What goes wrong, and who else is there. */
import type { Knob } from '../values/knob';
import type { Action } from '../../ftp/protocol/requests';
import { passive, v4 } from './when';

export const faultKnobs: readonly Knob[] = [
  {
    name: 'faults.drop',
    group: 'network',
    label: 'Segment lost',
    kind: 'choice',
    default: null,
    optional: true,
    values: ['syn-ack', 'data', 'fin'],
    sentence: 'Which segment of a passive data connection is lost once, as it arrives at an edge.',
    reference: 'RFC 9293 3.8.1',
  },
  {
    name: 'faults.at',
    group: 'network',
    label: 'Where it is lost',
    kind: 'choice',
    values: ['clientEdge', 'serverEdge'],
    default: 'clientEdge',
    appliesWhen: (value) => value('faults.drop') !== null,
    sentence: 'At which edge the segment is lost.',
    reference: 'RFC 9293 3.8.1',
  },
  {
    name: 'faults.direction',
    group: 'network',
    label: 'On its way',
    kind: 'choice',
    values: ['to-client', 'to-server'],
    default: 'to-client',
    appliesWhen: (value) => value('faults.drop') !== null,
    sentence: 'Which way the lost segment goes.',
    reference: 'RFC 9293 3.8.1',
  },
  {
    name: 'faults.nth',
    group: 'network',
    label: 'Which of them',
    kind: 'integer',
    min: 1,
    max: 10_000,
    default: 1,
    appliesWhen: (value) => value('faults.drop') !== null,
    sentence: 'Which of these segments is lost, counted from 1.',
    reference: 'RFC 9293 3.8.1',
  },
  {
    name: 'faults.bystander',
    group: 'network',
    label: 'A bystander',
    kind: 'choice',
    values: ['listens-8080'],
    default: null,
    optional: true,
    sentence: 'Whether somebody at 203.0.113.99 on the wide network listens on port 8080, whom a PORT could name.',
    reference: 'RFC 2577 3',
  },
  {
    name: 'faults.thief',
    group: 'network',
    label: 'A thief',
    kind: 'choice',
    values: ['plain', 'tls'],
    default: null,
    optional: true,
    appliesWhen: (value) => passive(value) && v4(value),
    sentence:
      'Whether somebody at 203.0.113.99 on the wide network dials the lowest passive port again and again, to be there before the client: in clear, or with TLS of his own.',
    reference: 'RFC 2577 8; RFC 4217 15.2.6',
    conflict: (value) =>
      value('faults.thief') === 'tls' && value('server.tls') === 'off'
        ? 'a thief who speaks TLS needs a server that does'
        : null,
  },
  {
    name: 'faults.heldPassivePorts',
    group: 'network',
    label: 'Passive ports of others',
    kind: 'integer',
    min: 0,
    max: 100,
    default: 0,
    appliesWhen: passive,
    sentence: 'How many of the passive ports other sessions hold all the time, from the lowest.',
    reference: 'vsftpd.conf pasv_min_port, pasv_max_port',
  },
  {
    name: 'scanner.work',
    group: 'network',
    label: 'A scanner',
    kind: 'work',
    default: null,
    optional: true,
    sentence:
      "What somebody at 203.0.113.98 on the wide network scans of the server meanwhile, as in 'scan syn 21,50020-50045'.",
    reference: 'nmap(1)',
    conflict(value) {
      const work = value('scanner.work') as readonly Action[] | null;
      return work === null || (work.length === 1 && work[0]?.op === 'scan')
        ? null
        : "a scanner's work is one scan, as in 'scan syn 21,50020-50045'";
    },
  },
  {
    name: 'scanner.afterMs',
    group: 'network',
    label: 'It begins after',
    kind: 'integer',
    min: 0,
    max: 3_600_000,
    unit: 'ms',
    default: 0,
    appliesWhen: (value) => value('scanner.work') !== null,
    sentence: "How long after the session's beginning the scanner begins.",
    reference: 'nmap(1)',
  },
];
