/**
 * What came from outside, as a complaint may show it: short, on one line, and with nothing in it that steers a screen.
 */
import { CAPS } from '../caps';

/**
 * Controls, and what turns the direction of writing (Unicode UAX #9 section 2): shown as escapes, so that a text looks
 * like what it is. A lone surrogate is no character either.
 */
const CONTROLS = '[\\u0000-\\u001f\\u007f-\\u009f]';
const TURNS = '[\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]';
const LONE = '[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]';
export const STEERS = new RegExp(`${CONTROLS}|${TURNS}|${LONE}`, 'g');

export const plain = (text: string): string =>
  text.replace(STEERS, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Cut where it is long. */
export const cut = (text: string, most: number = CAPS.name.most): string =>
  text.length > most ? `${plain(text.slice(0, most))}...` : plain(text);

/** The same as a quotation. */
export const shown = (text: string): string => `'${cut(text)}'`;

/** A value of a JSON file in a few words: never deeper than itself. */
export function valueShown(value: unknown): string {
  if (typeof value === 'string') return shown(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
