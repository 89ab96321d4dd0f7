// h height, w width
import { imageGrid, partColour } from '@rnp/viz';

/** Scenes in a line, each as it is, as it is drawn, and with each object in a colour of its own. */
const perRow = 4;

/** @param {{ found: object, truth: object }[]} scenes */
export function sceneRows(scenes) {
  const rows = [];
  for (let from = 0; from < scenes.length; from += perRow) {
    rows.push(scenes.slice(from, from + perRow).flatMap(cellsOf));
  }
  return imageGrid({ rows, scale: 2, gap: 4 });
}

function cellsOf({ found, truth }) {
  const [height, width] = truth.imageShape;
  const grey = (data) => ({ width, height, channels: 1, data });
  const image = Float32Array.from(truth.image, (byte) => byte / 255);
  const drawing = found.drawing.map((value) => Math.min(1, Math.max(0, value)));
  const coloured = Float32Array.from({ length: 3 * height * width }, (_, at) => {
    const pixel = Math.floor(at / 3);
    const owner = found.owners[pixel];
    return owner === 0 ? 0 : drawing[pixel] * partColour(owner - 1)[at % 3];
  });
  return [grey(image), grey(drawing), { width, height, channels: 3, data: coloured }];
}
