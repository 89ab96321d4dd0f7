// Several digits on a sheet of paper, as a camera sees them: how many, where, and of which parts. No photographs: paper is made (README).
import { experiment } from '@rnp-tools/experiment';
import { pagesOf } from './pages.js';
import { apart, objectsOnly } from './pictures.js';
import { figuresOf, readPages } from './reading.js';

/** What is seen, in the order of the lists of figures; each page has the same digits on all kinds of paper but the last. */
const kinds = {
  plain: { paper: { light: 1 } },
  uneven: { paper: {} },
  ruled: { paper: { print: 'ruled' } },
  squared: { paper: { print: 'squared' } },
  close: { paper: {}, scenes: { count: 1 }, margin: [3, 12] },
};
const each = 60;

/** What was read is drawn, too: reading takes longest. */
let read = [];

await experiment(import.meta.url, {
  data: async ({ load }) => ({ digits: await load('mnist', 'test') }),

  models: () => ({
    // Its objects were learned from scenes of other digits, on black.
    objects: { kept: 'scenes/objects-1' },
    // What `rnp parse --objects` takes unless another is given.
    mnist: { kept: 'mnist/mnist' },
  }),

  measure: async ({ objects, mnist }, { digits }, { smoke }) => {
    const pages = (kind) => pagesOf(digits, { ...kinds[kind], length: smoke ? 1 : each });
    read = [];
    for (const kind of Object.keys(kinds)) read.push(await readPages(objects, pages(kind)));
    const byMnist = figuresOf([await readPages(mnist, pages('ruled'))]);
    return {
      ...figuresOf(read),
      'mnist.counted': byMnist.counted[0],
      'mnist.recall': byMnist.recall[0],
      'mnist.precision': byMnist.precision[0],
    };
  },

  // Of each kind the first page with most digits, and the three that were read worst.
  draw: async (_, __, { picture }) => {
    const sorted = read.map((pages) => [...pages].sort(worstFirst));
    await picture('pages', apart(read.map((pages) => [fullest(pages)])));
    await picture('failures', objectsOnly(sorted.map((pages) => pages.slice(0, 3))));
  },
});

function fullest(pages) {
  return pages.reduce((most, page) => (page.truths > most.truths ? page : most));
}

/** Those that are counted wrong, then those with digits that are not where one was found, then those drawn worst. */
function worstFirst(a, b) {
  return b.wrong - a.wrong || b.missed - a.missed || b.sse - a.sse;
}
