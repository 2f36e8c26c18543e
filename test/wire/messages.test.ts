/** Messages: what they say of themselves, which are the same, and their notation. */
import { describe, expect, test } from 'vitest';
import { commandMessage } from '../../src/wire/ftp/command';
import { replyClass, replyMessage } from '../../src/wire/ftp/reply';
import { sameMessage, strayMessage, type Message } from '../../src/wire/message';
import { layerText, parseLayerText } from '../../src/wire/notation/layer-text';
import { messageLines, messageText, parseReplyText } from '../../src/wire/notation/notation';

const user = commandMessage({ verb: 'USER', argument: 'learner' });
const pass = commandMessage({ verb: 'PASS', argument: 'secret' });
const ready = replyMessage({ code: 220, lines: ['ready'] });
const features = replyMessage({ code: 211, lines: ['Features:', ' EPRT', 'End'] });
const hello: Message = { protocol: 'TLS', kind: 'signal', name: 'ClientHello', text: '' };
const found: Message = { protocol: 'HTTP', kind: 'reply', name: '200', code: 200, lines: ['OK', 'Age: 1'] };

describe('a message', () => {
  test('PASS alone says what is for nobody else', () => {
    expect(pass).toEqual({ protocol: 'FTP', kind: 'request', name: 'PASS', argument: 'secret', secret: true });
    expect(user).toEqual({ protocol: 'FTP', kind: 'request', name: 'USER', argument: 'learner' });
  });
  test.each([
    [399, false, 3],
    [400, true, 4],
    [599, true, 5],
    [600, false, 6],
    [99, false, 1],
    [100, false, 1],
    [199, false, 1],
    [200, false, 2],
    [700, false, 6],
  ] as const)('a reply %i refuses: %s; its class is %i (RFC 959 section 4.2)', (code, refuses, kind) => {
    const base = { protocol: 'FTP', kind: 'reply', name: String(code), code, lines: ['x'] };
    expect(replyMessage({ code, lines: ['x'] })).toEqual(refuses ? { ...base, refuses: true } : base);
    expect(replyClass(code)).toBe(kind);
  });

  test.each<[string, Message, Message, boolean]>([
    ['itself', user, user, true],
    ['with its text rewritten on the way', user, { ...user, argument: 'x' }, true],
    ['a reply rewritten', ready, { ...ready, lines: [] }, true],
    ['of another protocol', user, { ...user, protocol: 'HTTP' }, false],
    ['of another name', user, pass, false],
    ['of another kind', { ...hello, name: 'USER', protocol: 'FTP' }, user, false],
    ['a signal of other text', hello, { ...hello, text: 'x' } as Message, true],
    ['stray, the same text', strayMessage('FTP', 'a'), strayMessage('FTP', 'a'), true],
    ['stray, another text', strayMessage('FTP', 'a'), strayMessage('FTP', 'b'), false],
  ])('is the same as %s or is not', (_, a, b, same) => expect(sameMessage(a, b)).toBe(same));

  test.each<[Message, readonly string[], string]>([
    [user, ['USER learner'], 'USER learner'],
    [commandMessage({ verb: 'PASV', argument: null }), ['PASV'], 'PASV'],
    [commandMessage({ verb: 'STOR', argument: '' }), ['STOR '], 'STOR '],
    [ready, ['220 ready'], '220 ready'],
    [features, ['211-Features:', ' EPRT', '211 End'], '211-Features: /  EPRT / 211 End'],
    [{ ...ready, lines: [] }, ['220 '], '220 '],
    [{ ...ready, code: null }, ['0 ready'], '0 ready'],
    [found, ['200 OK', 'Age: 1'], '200 OK / Age: 1'],
    [{ ...found, lines: [] }, ['200'], '200'],
    [hello, ['ClientHello'], 'ClientHello'],
    [{ ...hello, text: 'sealed' } as Message, ['ClientHello sealed'], 'ClientHello sealed'],
    [strayMessage('FTP', '<IAC IP>'), ['<IAC IP>'], 'raw <IAC IP>'],
  ])('%# is written as its lines, and in one line', (message, lines, line) => {
    expect(messageLines(message)).toEqual(lines);
    expect(messageText(message)).toBe(line);
  });

  test.each([
    ['220 ok', { code: 220, lines: ['ok'] }],
    ['211-a / b / 211 c', { code: 211, lines: ['a', 'b', 'c'] }],
    ['x 211-a / b', { violation: 'reply-code' }],
    [`211-${'a'.repeat(70)}`, { violation: 'reply-end', why: { code: 'reply-end', found: `211-${'a'.repeat(56)}` } }],
  ])('%j is read as a reply', (text, reply) => expect(parseReplyText(text)).toMatchObject(reply));
});

describe("a layer's message", () => {
  test.each([
    ['TLS  -> ClientHello', { layer: 'TLS', way: 'sent', name: 'ClientHello', sealed: false }],
    ['TLS  <- Finished sealed', { layer: 'TLS', way: 'received', name: 'Finished', sealed: true }],
    ['TLS  -> change of keys', { layer: 'TLS', way: 'sent', name: 'change of keys', sealed: false }],
  ] as const)('%s', (text, message) => {
    expect(layerText(message)).toBe(text);
    expect(parseLayerText(text)).toEqual(message);
    expect(parseLayerText(` ${text}\n`)).toEqual(message);
  });
  test.each(['', 'TLS ClientHello', 'tls -> x', 'TLS-> x', 'TLS -> ', 'TLS <> x', '1TLS -> x', `T${'x'.repeat(70)}`])(
    '%j is none',
    (text) =>
      expect(parseLayerText(text)).toEqual({
        violation: 'layer-text',
        why: { code: 'layer-text', found: text.slice(0, 60) },
      }),
  );
  test('blanks between layer and arrow may be as many as there are', () =>
    expect(parseLayerText('TLS -> x')).toEqual(parseLayerText('TLS    -> x')));
});
