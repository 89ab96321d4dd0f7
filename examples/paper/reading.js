import { decodeImage } from '@rnp/images';
import { explainPicture } from '@rnp/runs/explain';
import { partMasks } from '@rnp/scenes';

/** A digit of about 50 pixels is found where the middle of an object's pixels is at most so many pixels away from its own. */
const near = 5;

/**
 * Pages as `rnp parse --objects` reads them, and how well that went. One that is refused, or has no ink, has no objects.
 *
 * @param {import('@rnp/vae').Rnp} model
 * @param {AsyncIterable<{ jpeg: Uint8Array, centres: [number, number][] }>} pages
 */
export async function readPages(model, pages) {
  const all = [];
  for await (const page of pages) all.push(await readPage(model, page));
  return all;
}

async function readPage(model, { jpeg, centres }) {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  const picture = await decodeImage(jpeg);
  const explained = await explainedOrRefused(model, picture);
  const [seconds, used] = [(performance.now() - begun) / 1000, process.cpuUsage(before)];
  const masks =
    explained === null ? [] : explained.scene.objects.map((_, i) => partMasks(explained.scene, i));
  const found = masks.map(([{ mask }]) => middleOf(mask, explained.canvas, picture));
  const hits = hitsOf(centres, found);
  return {
    picture,
    explained,
    masks,
    truths: centres.length,
    found: found.length,
    hits,
    wrong: Math.abs(found.length - centres.length),
    missed: centres.length - hits.length,
    sse: explained?.scene.squaredError ?? 0,
    inkLeft: explained === null ? 1 : inkLeftOf(explained.scene),
    seconds,
    cpuSeconds: (used.user + used.system) / 1e6,
  };
}

/** null for no ink, and where writing seems so small that the picture is refused. */
async function explainedOrRefused(model, picture) {
  try {
    return await explainPicture(model, picture);
  } catch (error) {
    if (error.code === 'RNP_CONFIG' && error.path === 'picture') return null;
    throw error;
  }
}

/** The middle of the box around pixels of the canvas, in pixels of the picture. @param mask [h·w] */
function middleOf(mask, canvas, picture) {
  const own = [...mask.keys()].filter((at) => mask[at] !== 0);
  const middle = (places) => (Math.min(...places) + Math.max(...places) + 1) / 2;
  const x = middle(own.map((at) => at % canvas.width));
  const y = middle(own.map((at) => Math.floor(at / canvas.width)));
  return [(x * picture.width) / canvas.width - 0.5, (y * picture.height) / canvas.height - 0.5];
}

/** How far each digit that is found is from its object; none stands for two. */
function hitsOf(centres, found) {
  const pairs = centres
    .flatMap(([x, y], truth) => found.map((at, object) => [truth, object, Math.hypot(at[0] - x, at[1] - y)]))
    .filter(([, , distance]) => distance <= near)
    .sort((a, b) => a[2] - b[2]);
  const [truths, objects, hits] = [new Set(), new Set(), []];
  for (const [truth, object, distance] of pairs) {
    if (truths.has(truth) || objects.has(object)) continue;
    truths.add(truth);
    objects.add(object);
    hits.push(distance);
  }
  return hits;
}

/** Share of a scene's ink that no object has. */
function inkLeftOf({ figure, owners }) {
  const ink = figure.reduce((sum, is) => sum + is, 0);
  const left = figure.reduce((sum, is, at) => sum + (is !== 0 && owners[at] === 0 ? 1 : 0), 0);
  return ink === 0 ? 0 : left / ink;
}

/**
 * Figures as lists over kinds.
 *
 * @param {Awaited<ReturnType<typeof readPages>>[]} kinds the pages of each
 */
export function figuresOf(kinds) {
  const over = (figure) => kinds.map(figure);
  const hits = (pages) => sum(pages, (page) => page.hits.length);
  return {
    counted: over((pages) => sum(pages, ({ wrong }) => Number(wrong === 0)) / pages.length),
    unread: over((pages) => sum(pages, ({ explained }) => Number(explained === null)) / pages.length),
    recall: over((pages) => hits(pages) / sum(pages, ({ truths }) => truths)),
    precision: over(
      (pages) =>
        hits(pages) /
        Math.max(
          1,
          sum(pages, ({ found }) => found),
        ),
    ),
    distance: over((pages) => median(pages.flatMap((page) => page.hits))),
    inkLeft: over((pages) => sum(pages, ({ inkLeft }) => inkLeft) / pages.length),
    parts: over((pages) => drawing(pages, 1)),
    pieces: over((pages) => drawing(pages, 2)),
    ssePerDigit: over((pages) => sum(pages, ({ sse }) => sse) / sum(pages, ({ truths }) => truths)),
    'seconds.page': over((pages) => median(pages.map(({ seconds }) => seconds))),
    'cpuSeconds.page': over((pages) => sum(pages, ({ cpuSeconds }) => cpuSeconds) / pages.length),
  };
}

/** How many nodes of a level have pixels of their own, an object. */
function drawing(pages, level) {
  const some = ({ path, mask }) => path.length === level && mask.includes(1);
  const of = (masks) => masks.filter(some).length;
  return (
    sum(pages, ({ masks }) => sum(masks, of)) /
    Math.max(
      1,
      sum(pages, ({ found }) => found),
    )
  );
}

function sum(values, of) {
  return values.reduce((total, value) => total + of(value), 0);
}

/** null of none */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
