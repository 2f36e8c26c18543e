/** npm run bench: speeds as ratios measured side by side in one run. Names as arguments pick some of them. */
import { benchDiagram } from './diagram';
import { benchGrowth } from './growth';
import { benchMachine } from './machine';
import { benchPage } from './page';
import { benchRemedies } from './remedies';
import { benchSession } from './session';
import { benchTls } from './tls';
import { benchWhy } from './why';

const ALL = {
  machine: benchMachine,
  session: benchSession,
  growth: benchGrowth,
  remedies: benchRemedies,
  why: benchWhy,
  page: benchPage,
  diagram: benchDiagram,
  tls: benchTls,
};

const wanted = process.argv.slice(2).filter((name) => name in ALL);
for (const [name, bench] of Object.entries(ALL)) if (wanted.length === 0 || wanted.includes(name)) await bench();
