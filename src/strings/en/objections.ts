/** Why a scenario cannot run, and what to do about it. */
import { expected } from '../../scenario/values/knob';
import { knobNamed, nearestName } from '../../scenario/knobs/knobs';
import type { Objection, Problem } from '../../scenario/scenario';
import type { FileProblem } from '../../scenario/text/file';
import { excessText } from '../../wire/caps';
import type { Sentences } from '../../wire/reason';
import { shown } from '../../wire/text/shown';
import { sentenceOf } from '../sentence';

const objections: Sentences<Objection> = {
  'names-ipv4-alone': ({ mode }) =>
    `${mode} can only name an IPv4 address; on IPv6 use ${mode === 'PORT' ? 'EPRT' : 'EPSV'}`,
  'client-without-tls': ({ client }) => `${client} speaks no TLS; curl, lftp, ftplib, filezilla and openssl do`,
  'client-speaks-tls-alone': 'openssl (s_client) speaks TLS and nothing else; set security to explicit or implicit',
  'oldest-tls-is-newer': "the client's oldest TLS is newer than its newest",
  'thief-needs-tls': 'a thief who speaks TLS needs a server that does',
  'scanner-scans-once': "a scanner's work is one scan, as in 'scan syn 21,50020-50045'",
  'parts-at-once':
    'of two mebibytes and more lftp fetches the parts over several connections at once, which is not simulated',
  'client-cannot': ({ client, action }) => `${client} has no way to ${action}`,
  'client-is-no-scanner': ({ client }) => `${client} is no scanner; the client nmap is one`,
  'nmap-scans-once': "nmap is a scanner: its work is one scan, as in 'scan syn 20-22,50020'",
  excess: excessText,
  'no-such-knob': ({ name }) => `there is no knob ${shown(name)}`,
  'fits-in-no-link': ({ excess }) => `the scenario fits in no link: ${excessText(excess)}`,
};

export const objectionText = ({ why }: Problem): string => sentenceOf(objections, why);

export function objectionRemedy({ knob, why }: Problem): string {
  if (why.code === 'no-such-knob') return `did you mean '${nearestName(knob)}'?`;
  if (why.code === 'fits-in-no-link') return 'shorten its texts';
  const row = knobNamed(knob);
  return row ? `set ${knob} to ${expected(row)}` : 'leave some out';
}

/** What is wrong with a line of a scenario file, and what was expected. */
export const fileProblem = (problem: FileProblem): { readonly text: string; readonly expected: string } =>
  'why' in problem ? { text: objectionText(problem.why), expected: objectionRemedy(problem.why) } : problem;
