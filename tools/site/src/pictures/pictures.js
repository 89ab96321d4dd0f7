import { placePart, renderTree, replacePart } from '@rnp/recursive-decoder';
import {
  colourParts,
  figureSvg,
  imageGrid,
  interpolationFigure,
  outlineSvg,
  parseTreeSvg,
  partColour,
  partsFigure,
} from '@rnp/viz';

const small = { width: 28, height: 28 };
/** In a row of many. */
const middling = { width: 112, height: 112 };
const large = { width: 224, height: 224 };

const own = (node) => renderTree(node, { ...small, frame: 'own' });
const partsOf = (tree, size = small) =>
  tree.root.children.map((_, i) => renderTree(tree, { ...size, path: [i] }));
const coloured = (tree, size) => colourParts(partsOf(tree, size));
const headed = (figure, labels) => ({
  ...figure,
  columns: figure.columns.map((column, i) => ({ ...column, label: labels[i] })),
});

/** The parts in their colours, large, with the frame of each. */
export function hero(tree) {
  return outlineSvg(coloured(tree, large), tree, { margin: 0.05, title: 'A digit in four parts' });
}

/** Input, what is drawn, the parts in colours, each part's own canvas: Fig. 2A of the paper. */
export function parts(inputs, trees) {
  const examples = trees.map((tree, i) => ({
    input: inputs[i],
    reconstruction: renderTree(tree, small),
    parts: partsOf(tree),
    partCanvases: tree.root.children.map((part) => ({
      subparts: part.children.map((_, j) => renderTree(part, { ...small, frame: 'own', path: [j] })),
    })),
  }));
  return figureSvg(partsFigure(examples, { scale: 3 }), { title: 'Four digits taken apart' });
}

export function tree(tree) {
  return parseTreeSvg(tree, own, {
    title: 'A digit as a tree: four parts of four parts each',
    labels: 'step',
  });
}

/** The canvas after each child. */
export function children(input, tree) {
  const drawn = partsOf(tree, middling);
  const nothing = { ...drawn[0], data: new Float32Array(drawn[0].data.length) };
  const canvases = drawn.map((_, t) => colourParts(drawn.map((part, i) => (i <= t ? part : nothing))));
  const figure = imageGrid({ rows: [[enlarged(input, middling), ...canvases]], scale: 1, gap: 12 });
  return figureSvg(headed(figure, ['the image', 'after part 1', 'part 2', 'part 3', 'part 4']), {
    title: 'The program at work, part by part',
  });
}

/** The frames of the parts on the image that was given. */
export function frames(input, tree) {
  return outlineSvg(input, tree, { title: 'The frames of the four parts on the image' });
}

/** The frames of subparts, on what the model draws. */
export function framesWithin(tree) {
  return outlineSvg(renderTree(tree, large), tree, {
    depth: 2,
    title: 'The frames of parts, and of their parts',
  });
}

const actions = [
  ['scaleX', 0],
  ['rotation', 1],
  ['shear', 2],
  ['scaleY', 3],
  ['translateX', 4],
  ['translateY', 5],
];

/** The first part with one of its six numbers changed at a time, the others as they are. */
export function placing(tree, scaleOffset) {
  const changes = [-0.4, -0.2, 0, 0.2, 0.4];
  const path = [inkiest(tree)];
  const { action } = tree.root.children[path[0]];
  const size = { width: 84, height: 84 };
  const rows = changes.map((change) =>
    actions.map(([, index]) => {
      const moved = action.map((value, i) => (i === index ? clip(value + change) : value));
      const border = change === 0 ? partColour(path[0]) : undefined;
      return { raster: coloured(placePart(tree, path, moved, scaleOffset), size), border };
    }),
  );
  const figure = imageGrid({ rows, scale: 1, gap: 10, border: 2 });
  return figureSvg(
    headed(
      figure,
      actions.map(([name]) => name),
    ),
    {
      title:
        'One part with one of its six numbers changed at a time, by -0.4, -0.2, 0, 0.2, 0.4 from top to bottom',
    },
  );
}

/** The same tree at 14, 28 and 224 pixels. */
export function anySize(tree) {
  const sizes = [14, 28, 224];
  const row = sizes.map((side) => enlarged(renderTree(tree, { width: side, height: side })));
  const figure = imageGrid({ rows: [row], scale: 1, gap: 12 });
  return figureSvg(
    headed(
      figure,
      sizes.map((side) => `${side} × ${side}`),
    ),
    {
      title: 'One parse drawn at three sizes',
    },
  );
}

/** From one program to another. */
export function walk(trees) {
  const size = { width: 84, height: 84 };
  const figure = interpolationFigure(
    [trees.map((one) => renderTree(one, size)), trees.map((one) => coloured(one, size))],
    {
      scale: 1,
      gap: 8,
    },
  );
  return figureSvg(figure, { title: 'From a program to another, in nine steps: the drawing, and its parts' });
}

/** A part of the second tree in the place of each of the first's. */
export function swap(tree, other) {
  const taken = other.root.children[inkiest(other)];
  const row = tree.root.children.map((_, i) => coloured(replacePart(tree, [i], taken), middling));
  const figure = imageGrid({
    rows: [[coloured(tree, middling), coloured(other, middling), ...row]],
    scale: 1,
    gap: 12,
  });
  const labels = ['one', 'another', ...row.map((_, i) => `as part ${i + 1}`)];
  return figureSvg(headed(figure, labels), { title: 'A part of another digit in the place of each part' });
}

function inkiest(tree) {
  const ink = partsOf(tree).map(({ data }) => data.reduce((sum, value) => sum + value, 0));
  return ink.indexOf(Math.max(...ink));
}

/** Its pixels as squares, up to a size that is a multiple of its own. */
function enlarged(raster, { width, height } = large) {
  const times = width / raster.width;
  const data = Float32Array.from({ length: width * height }, (_, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    return raster.data[Math.floor(y / times) * raster.width + Math.floor(x / times)];
  });
  return { ...raster, width, height, data };
}

const clip = (value) => Math.min(1, Math.max(-1, value));
