/**
 * What a client learns of a server: the features of a 211 (RFC 2389 section 3.2) and the facts of MLST (RFC 3659
 * section 7.8).
 */

/**
 * `feature.SIZE` and the like: what stands after the name in its line, or 'yes'. `reply` is the reply as it stood on
 * the wire.
 */
export function featureFacts(reply: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    reply.split('\n').flatMap((line) => {
      const [, name, argument] = /^ ([!-~]+)(?: (.*))?$/.exec(line) ?? [];
      return name === undefined ? [] : [[`feature.${name.toUpperCase()}`, argument?.trim() || 'yes']];
    }),
  );
}

/**
 * The facts for OPTS MLST: those of `listed` ('type*;size;...', a star for one that is on) that are wanted, each with
 * ';'. Empty when there are none or when just these are on.
 */
export function chosenFacts(listed: string, wanted: readonly string[]): string {
  const facts = listed
    .split(';')
    .filter((part) => part !== '')
    .map((part) => ({ name: part.replace(/\*$/, ''), on: part.endsWith('*') }));
  const isWanted = (name: string): boolean => wanted.some((other) => other.toLowerCase() === name.toLowerCase());
  if (facts.every(({ name, on }) => on === isWanted(name))) return '';
  return facts
    .filter(({ name }) => isWanted(name))
    .map(({ name }) => `${name};`)
    .join('');
}
