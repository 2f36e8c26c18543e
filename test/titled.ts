/** A text of blocks that blank lines part: behind # stands a block's title, then its subject and its lines. */
interface Block {
  readonly title: string;
  readonly subject: string;
  readonly lines: readonly string[];
}

export const titledBlocks = (text: string): readonly Block[] =>
  text
    .split(/\n\s*\n/)
    .filter((block) => /\S/.test(block))
    .map((block) => {
      const all = block.split('\n').filter((line) => /\S/.test(line));
      const titles = all.filter((line) => line.startsWith('#')).map((line) => line.slice(1).trim());
      const [subject = '', ...lines] = all.filter((line) => !line.startsWith('#'));
      return { title: titles.join(' '), subject, lines };
    });
