/**
 * In the browser: the same dialogue drawn by our diagram and by mermaid. Each figure ends when the browser has laid out
 * what was drawn.
 */
import mermaid from 'mermaid';
import '../../src/diagram/draw/diagram.css';
import '../../src/ui/style/tokens.css';
import { mountDiagram } from '../../src/diagram/draw/draw';
import { layoutOf } from '../../src/diagram/layout/layout';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { emptyScenario, withKnob } from '../../src/scenario/scenario';
import type { Action } from '../../src/ftp/protocol/requests';
import type { Trace } from '../../src/trace/trace';

mermaid.initialize({ startOnLoad: false, maxTextSize: 1e8, maxEdges: 1e6 });

const byId = (id: string): HTMLElement | SVGSVGElement => document.getElementById(id) as HTMLElement;

/** A session with so many arrows at dialogue depth, or a few more: a NOOP and its reply are two. */
async function dialogue(arrows: number): Promise<Trace> {
  const noops: Action[] = Array.from({ length: Math.ceil((arrows - 10) / 2) }, () => ({
    op: 'quote',
    line: 'NOOP',
    continue: true,
  }));
  const scenario = withKnob(withKnob(emptyScenario, 'client.software', 'ftplib'), 'actions', noops);
  return run(scenario, await load(needs(scenario)));
}

const laidOut = (element: Element): number => element.getBoundingClientRect().height;

function ours(trace: Trace): { readonly arrows: number; readonly first: number; readonly step: number } {
  const svg = byId('ours') as SVGSVGElement;
  const start = performance.now();
  const picture = layoutOf(trace, { width: 1000, depth: 'dialogue', compact: false });
  const diagram = mountDiagram(svg, { onselect: () => undefined });
  const viewport = { top: 0, bottom: 800 };
  diagram.update(picture, { cursor: 0, selected: 0, viewport });
  laidOut(svg);
  const first = performance.now() - start;
  const steps: number[] = [];
  for (const row of picture.rows.slice(0, 60)) {
    const began = performance.now();
    diagram.update(picture, { cursor: row.entry, selected: row.entry, viewport });
    laidOut(svg);
    steps.push(performance.now() - began);
  }
  diagram.dispose();
  return {
    arrows: picture.rows.filter(({ arrow }) => arrow !== null).length,
    first,
    step: steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? NaN,
  };
}

/** The same rows in mermaid's language. A step is another drawing: it has no cursor. */
async function theirs(trace: Trace): Promise<number> {
  const { rows } = layoutOf(trace, { width: 1000, depth: 'dialogue', compact: false });
  const lines = rows.flatMap(({ step: { from, to, label } }) =>
    from && to ? [`${from}->>${to}: ${`${label.term} ${label.text}`.replace(/[;#:]/g, ' ')}`] : [],
  );
  const start = performance.now();
  const { svg } = await mermaid.render(`mermaid-${Math.round(start)}`, ['sequenceDiagram', ...lines].join('\n'));
  byId('theirs').innerHTML = svg;
  laidOut(byId('theirs'));
  const time = performance.now() - start;
  byId('theirs').innerHTML = '';
  return time;
}

Object.assign(window, {
  bench: {
    dialogue,
    ours,
    theirs,
    async measure(arrows: number, withMermaid: boolean) {
      const warm = await dialogue(40);
      ours(warm);
      if (withMermaid) await theirs(warm);
      const rounds = [] as ReturnType<typeof ours>[];
      for (let round = 0; round < 5; round++) rounds.push(ours(await dialogue(arrows)));
      const middle = (of: 'first' | 'step') => rounds.map((one) => one[of]).sort((a, b) => a - b)[2] ?? NaN;
      return {
        arrows: rounds[0]?.arrows ?? 0,
        first: middle('first'),
        step: middle('step'),
        mermaid: withMermaid ? await theirs(await dialogue(arrows)) : null,
      };
    },
  },
});
