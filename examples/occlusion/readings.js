// h height, w width
import { figureGroundSse, foregroundAri, partIou } from '@rnp/analysis';
import { eachScene, floats } from './explained.js';
import { coverOf, ownersOf } from './pixels.js';

const names = ['ssePerImage', 'figureSse', 'groundSse', 'figureIou', 'ari', 'objectIou', 'inOrder'];

/** Of the garment behind: one that is hidden by less lies beside the other. */
const hidden = 0.05;

/** What a mask can be taken at, from 0.05 to 0.95. */
const thresholds = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

/**
 * What a model makes of scenes of which all is known, a mean over scenes; `inOrder` is the share of those in which one garment hides some of the other, and
 * each has a part, that have the parts in the order of the garments. How much a part has to hide, or how bright it has to be, for a pixel to
 * count as figure is taken from other scenes, for each model the value that suits those best.
 *
 * @param {object | undefined} model without one, as in a verification of what was not kept, all is null
 * @param {import('@rnp/datasets').Dataset} calibration scenes that the threshold is taken from
 * @param {import('@rnp/datasets').Dataset} test scenes that are measured
 * @param {{ steps: number, known?: boolean }} options as of `eachScene`
 */
export async function figuresOf(model, calibration, test, options) {
  if (model === undefined) return Object.fromEntries(names.map((name) => [name, null]));
  const known = [];
  await eachScene(model, calibration, options, ({ tree, truth }) => {
    known.push({ cover: coverOf(tree), seen: seenOf(truth) });
  });
  const threshold = bestThreshold(known);
  const sums = Object.fromEntries(names.map((name) => [name, 0]));
  const orders = [];
  await eachScene(model, test, options, ({ tree, drawing, truth }) => {
    const [seen, owners] = [seenOf(truth), ownersOf(tree)];
    const error = figureGroundSse(floats(truth.image), drawing, seen);
    const parts = tree.root.children.map((_, i) => owners.map((owner) => (owner === i + 1 ? 1 : 0)));
    const objects = truth.objects.map(({ visible }) => visible);
    sums.ssePerImage += error.figure + error.ground;
    sums.figureSse += error.figure;
    sums.groundSse += error.ground;
    sums.figureIou += partIou([above(coverOf(tree), threshold)], [seen]).mean;
    sums.ari += foregroundAri(owners, truth.owners);
    const found = partIou(parts, objects);
    sums.objectIou += found.mean;
    if (isHidden(truth.objects[0]) && !found.parts.includes(null))
      orders.push(found.parts[0] < found.parts[1]);
  });
  const figures = Object.fromEntries(names.map((name) => [name, sums[name] / test.length]));
  return { ...figures, inOrder: orders.length === 0 ? null : orders.filter(Boolean).length / orders.length };
}

function isHidden({ whole, visible }) {
  const count = (mask) => mask.reduce((sum, is) => sum + is, 0);
  return count(visible) < (1 - hidden) * count(whole);
}

/** Intersection over union of the figure with what is bright in the image itself: what is reached without any model. */
export function brightnessOf(calibration, test) {
  const [known, measured] = [calibration, test].map((data) =>
    Array.from({ length: data.length }, (_, item) => {
      const truth = data.truth(item);
      return { cover: floats(truth.image), seen: seenOf(truth) };
    }),
  );
  return meanIou(measured, bestThreshold(known));
}

function bestThreshold(scenes) {
  const ious = thresholds.map((threshold) => meanIou(scenes, threshold));
  return thresholds[ious.indexOf(Math.max(...ious))];
}

function meanIou(scenes, threshold) {
  const ious = scenes.map(({ cover, seen }) => partIou([above(cover, threshold)], [seen]).mean);
  return ious.reduce((sum, iou) => sum + iou, 0) / ious.length;
}

function above(values, threshold) {
  return Uint8Array.from(values, (value) => (value > threshold ? 1 : 0));
}

/** [h·w], 1 where a garment is seen. */
function seenOf({ groundMask }) {
  return groundMask.map((isGround) => 1 - isGround);
}
