import { expect, test } from '@jest/globals';
import { createRaster } from '@rnp/images';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as viz from '../src/index.js';
import * as node from '../src/node/index.js';
import { example, grey, tree } from './fixtures.js';

const { encodePng, parsePageHtml, parseTreeSvg } = viz;

const functions: Readonly<Record<string, unknown>> = { ...viz, ...node };

const picture = grey(2, 1, 0, 0, 1);
const labels = { width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 1) };
const mask = { size: [1, 2], counts: [1, 1] };
const look = { scale: 2, gap: 1, border: 1, background: [0, 0, 0] };
const shape = { width: 2, height: 2, canvases: 2 };
const path = [
  [0, 1],
  [1, 2],
] as const;
const curve = { name: 'loss', points: path, smooth: 0.5, band: [[0, 1, 2]] };
const curves = {
  title: 'Learning',
  xLabel: 'step',
  yLabel: 'loss',
  series: [curve],
  width: 300,
  height: 200,
  xScale: 'linear',
  yScale: 'linear',
  heading: true,
  references: [{ y: 1, label: 'mean' }],
};
const map = {
  points: path,
  groups: [0, 1],
  groupNames: ['0', '1'],
  beneath: path,
  thumbnails: [{ at: [0, 1], group: 0, raster: picture }],
};
const mapLook = { size: 100, radius: 2, thumbnail: 10 };
const page = { title: 'A tree', summary: 'x', command: 'rnp', footer: 'x', language: 'en' };
const pictures = {
  image: picture,
  redrawn: picture,
  onImage: () => picture,
  onOwnCanvas: () => picture,
};
const table = { title: 'Runs', caption: 'x', columns: ['a'], rows: [['1']] };
const report = {
  title: 'A run',
  summary: 'x',
  metrics: [{ name: 'loss', value: 1, unit: 's', note: 'x', key: true }],
  curves: [{ ...curves, caption: 'x' }],
  figures: [{ title: 'x', caption: 'x', alt: 'x', raster: picture }],
  tables: [table],
  appendix: [table],
  notes: ['x'],
  seed: 1,
  command: 'rnp',
  footer: 'x',
  language: 'en',
};

/** Calls with right arguments. */
const rightCalls: Readonly<Record<string, readonly unknown[]>> = {
  colourParts: [[picture, picture], { colourOf: viz.partColour }],
  curveSvg: [curves],
  encodePng: [
    labels,
    {
      palette: [
        [0, 0, 0],
        [1, 1, 1],
      ],
    },
  ],
  escapeText: ['a < b'],
  figureSvg: [picture, { title: 'A figure', png: encodePng(picture) }],
  formatMetric: [0.5],
  hex: [[0, 0.5, 1]],
  imageGrid: [{ ...look, rows: [[picture, null]] }],
  interpolationDrawing: [{ rows: 1, columns: 2, width: 2, height: 2 }, look],
  interpolationFigure: [[[picture, picture]], look],
  latentMapFigure: [map, mapLook],
  latentMapSvg: [map, { ...mapLook, title: 'A map' }],
  meanCurve: ['loss', [path, path]],
  outlineSvg: [picture, tree(2), { title: 'A tree', depth: 1, size: 100, margin: 0.1 }],
  parsePageHtml: [tree(2), pictures, page],
  parseTreeSvg: [tree(2), () => picture, { title: 'A tree', labels: 'action', tint: true }],
  partColour: [1],
  partsFigure: [[example], { ...look, rowLabels: ['a'], missed: true }],
  pngDataUri: [Uint8Array.of(1, 2, 3)],
  reportHtml: [report],
  samplesDrawing: [2, shape, { ...look, columns: 2 }],
  samplesFigure: [[example], { ...look, columns: 1 }],
  sceneSvg: [
    picture,
    [{ frame: { x: 1, y: 1, side: 2 }, tree: tree(2), mask, parts: [{ path: [0], mask }] }],
    { size: 100, title: 'A scene' },
  ],
  svgPng: [
    viz.curveSvg(curves as unknown as viz.CurveSvgOptions),
    { scale: 1, path: 'a.svg', maxPixels: 1e6 },
  ],
};

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls).sort()).toEqual(exportedFunctions(functions));
});

test.each(Object.keys(rightCalls))('%s throws its own errors', async (name) => {
  await expectOwnErrors(functions[name] as Call, rightCalls[name]!);
});

/** What stands in the lists of options, each entry as the others' only one. */
const entries: Readonly<Record<string, readonly [Call, object]>> = {
  'a series': [(series) => viz.curveSvg({ ...curves, series: [series] } as never), curve],
  'a reference': [(line) => viz.curveSvg({ ...curves, references: [line] } as never), { y: 1, label: 'x' }],
  'a thumbnail': [
    (at) => viz.latentMapFigure({ ...map, thumbnails: [at] } as never, mapLook),
    map.thumbnails[0]!,
  ],
  'a metric': [(metric) => viz.reportHtml({ ...report, metrics: [metric] } as never), report.metrics[0]!],
  'a figure': [(figure) => viz.reportHtml({ ...report, figures: [figure] } as never), report.figures[0]!],
  'a chapter': [
    (one) => viz.reportHtml({ ...report, chapters: [one] } as never),
    { title: 'Scenes', summary: 'some', metrics: report.metrics, figures: report.figures },
  ],
  'a curve': [(one) => viz.reportHtml({ ...report, curves: [one] } as never), report.curves[0]!],
  'a table': [(one) => viz.reportHtml({ ...report, tables: [one] } as never), table],
  'a cell': [(cell) => viz.imageGrid({ rows: [[cell]] } as never), picture],
  'an example': [(one) => viz.partsFigure([one] as never), { ...example }],
  'a sample': [(one) => viz.samplesFigure([one] as never), { ...example }],
};

test('a point of a curve is made of numbers, of which any may be NaN', () => {
  const drawn = (points: unknown) => () =>
    viz.curveSvg({ ...curves, series: [{ name: 'a', points }] } as never);
  expect(
    drawn([
      [Number.NaN, 1],
      [1, Number.POSITIVE_INFINITY],
    ])(),
  ).toContain('no values yet');
  expect(
    drawn([
      [1, 2],
      [2, 'x'],
    ]),
  ).toThrow('options.series[0].points[1][1]: must be a number');
  expect(drawn([[1]])).toThrow('options.series[0].points[0][1]: must be a number');
});

test.each(Object.keys(entries))('%s is looked at, too', async (name) => {
  const [call, right] = entries[name]!;
  // A report has headings of its own.
  await expectOwnErrors(call, [right], name === 'a curve' ? ['heading'] : []);
});

test.each([
  ['curveSvg', [{ ...curves, titel: 'x' }], 'options.titel', 'title'],
  ['imageGrid', [{ rows: [[picture]], scael: 2 }], 'options.scael', 'scale'],
  ['latentMapSvg', [map, { title: 'x', szie: 3 }], 'options.szie', 'size'],
  ['parsePageHtml', [tree(2), pictures, { ...page, langauge: 'de' }], 'options.langauge', 'language'],
  ['reportHtml', [{ title: 'x', figuers: [] }], 'options.figuers', 'figures'],
  ['svgPng', ['<svg/>', { scael: 2 }], 'options.scael', 'scale'],
] as const)('%s names an unknown option, and what was meant', async (name, values, at, meant) => {
  await expect((async () => (functions[name] as Call)(...values))()).rejects.toMatchObject({
    code: 'RNP_CONFIG',
    path: at,
    message: expect.stringMatching(new RegExp(`unknown option; .*Did you mean ${meant}\\?$`)),
  });
});

interface Leaf {
  readonly level: number;
  readonly step: number;
  readonly action: null;
  readonly toImage: readonly (readonly number[])[];
  readonly children: readonly Leaf[];
}

const toImage = [
  [1, 0, 0],
  [0, 1, 0],
];

function treeOf(parts: number): { readonly root: Leaf } {
  const leaf = (step: number): Leaf => ({ level: 0, step, action: null, toImage, children: [] });
  const children = Array.from({ length: parts }, (_, i) => leaf(i + 1));
  return { root: { level: 1, step: 0, action: null, toImage, children } };
}

/** A tree that lies below itself. */
function endless(): { readonly root: Leaf } {
  const children: Leaf[] = [];
  const root: Leaf = { level: 1, step: 1, action: null, toImage, children };
  children.push(root);
  return { root };
}

const small = createRaster(4, 4, 1, 0.5);
const large = createRaster(3000, 3000, 1, 0.5);

const drawings = [
  ['parseTreeSvg', parseTreeSvg],
  [
    'parsePageHtml',
    (tree: { readonly root: Leaf }, rasterOf: (node: Leaf) => typeof small) =>
      parsePageHtml(
        tree,
        { image: small, redrawn: small, onImage: () => rasterOf(tree.root), onOwnCanvas: rasterOf },
        { title: 'A tree' },
      ),
  ],
] as const;

test.each(drawings)(
  '%s draws a tree within its limits and refuses others before it draws much',
  (_name, draw) => {
    expect(draw(treeOf(3), () => small)).toContain('<svg');
    const refused = { code: 'RNP_IMAGE_TOO_LARGE' };
    let drawn = 0;
    const counted = (picture: typeof small) => (): typeof small => {
      drawn += 1;
      return picture;
    };
    expect(() => draw(treeOf(10_000), counted(small))).toThrow(expect.objectContaining(refused));
    expect(() => draw(endless(), counted(small))).toThrow(expect.objectContaining(refused));
    expect(drawn).toBe(0);
    expect(() => draw(treeOf(12), counted(large))).toThrow(/64 million pixels/);
    expect(drawn).toBe(1);
  },
);

test.each(drawings)('%s refuses what is no tree by name', (_name, draw) => {
  for (const tree of [undefined, null, 7, {}, { root: null }, { root: {} }, { root: { children: [7] } }]) {
    expect(() => draw(tree as never, () => small)).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', path: expect.stringMatching(/^tree/) }),
    );
  }
  expect(() => draw(treeOf(1), (() => null) as never)).toThrow(
    expect.objectContaining({ code: 'RNP_IMAGE_RASTER' }),
  );
});
