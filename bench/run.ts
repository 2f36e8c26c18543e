/** npm run bench: speeds as ratios measured side by side in one run. Names as arguments pick some of them. */
import { benchDiagram } from './diagram';
import { benchMachine } from './machine';
import { sayAims } from './measure';
import { benchPage } from './page';
import { benchRemedies } from './remedies';
import { benchSession } from './session';
import { benchTls } from './tls';
import { benchTransfer } from './transfer';
import { benchWhere } from './where';
import { benchWhy } from './why';

const ALL = {
  machine: benchMachine,
  session: benchSession,
  where: benchWhere,
  transfer: benchTransfer,
  remedies: benchRemedies,
  why: benchWhy,
  page: benchPage,
  diagram: benchDiagram,
  tls: benchTls,
};

const wanted = process.argv.slice(2).filter((name) => name in ALL);
for (const [name, bench] of Object.entries(ALL)) if (wanted.length === 0 || wanted.includes(name)) await bench();
sayAims();
