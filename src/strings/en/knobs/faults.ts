/** What goes wrong, and who else is there. */
import type { faultKnobs } from '../../../scenario/knobs/rows/faults';
import type { WordsOf } from '../../knob-words';

export const faultWords: WordsOf<typeof faultKnobs> = {
  'faults.drop': {
    label: 'Segment lost',
    sentence: 'Which segment of a passive data connection is lost once, as it arrives at an edge.',
    reference: 'RFC 9293 3.8.1',
  },
  'faults.at': {
    label: 'Where it is lost',
    sentence: 'At which edge the segment is lost.',
    reference: 'RFC 9293 3.8.1',
  },
  'faults.direction': {
    label: 'On its way',
    sentence: 'Which way the lost segment goes.',
    reference: 'RFC 9293 3.8.1',
  },
  'faults.nth': {
    label: 'Which of them',
    sentence: 'Which of these segments is lost, counted from 1.',
    reference: 'RFC 9293 3.8.1',
  },
  'faults.bystander': {
    label: 'A bystander',
    sentence: 'Whether somebody at 203.0.113.99 on the wide network listens on port 8080, whom a PORT could name.',
    reference: 'RFC 2577 3',
  },
  'faults.thief': {
    label: 'A thief',
    sentence:
      'Whether somebody at 203.0.113.99 on the wide network dials the lowest passive port again and again, ' +
      'to be there before the client: in clear, or with TLS of his own.',
    reference: 'RFC 2577 8; RFC 4217 15.2.6',
  },
  'faults.heldPassivePorts': {
    label: 'Passive ports of others',
    sentence: 'How many of the passive ports other sessions hold all the time, from the lowest.',
    reference: 'vsftpd.conf pasv_min_port, pasv_max_port',
  },
  'scanner.work': {
    label: 'A scanner',
    sentence:
      'What somebody at 203.0.113.98 on the wide network scans of the server meanwhile, ' +
      "as in 'scan syn 21,50020-50045'.",
    reference: 'nmap(1)',
  },
  'scanner.afterMs': {
    label: 'It begins after',
    sentence: "How long after the session's beginning the scanner begins.",
    reference: 'nmap(1)',
  },
};
