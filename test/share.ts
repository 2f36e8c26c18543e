/** Of what is drawn by seed `npm test` tries a first part, the same each time; `npm run sweep` tries the whole. */
const WHOLE = process.env['PORTCALL_WHOLE'] === '1';

export const share = (whole: number, part: number): number => (WHOLE ? whole : part);
