import { beforeAll, describe, expect, test } from '@jest/globals';
import { type OneShotRun, oneShotRuns } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import type { Rnp } from '@rnp/vae';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import * as bench from '../src/bench/index.js';
import * as corpus from '../src/corpus/index.js';
import * as data from '../src/data/index.js';
import * as distributed from '../src/distributed/index.js';
import * as runs from '../src/index.js';
import { openModel, requireRnp } from '../src/models/index.js';
import * as outputs from '../src/outputs/index.js';
import * as recipes from '../src/recipes/index.js';
import * as record from '../src/record/index.js';
import * as run from '../src/run/index.js';
import * as settings from '../src/settings/index.js';
import * as sweep from '../src/sweep/index.js';
import * as use from '../src/use/index.js';
import * as words from '../src/words/index.js';
import { parseSweep } from './sweep/parseSweep.js';
import { tinyModel } from './use/tinyModel.js';

type Calls = Readonly<Record<string, readonly unknown[]>>;

const { signal } = new AbortController();
const listen = (): void => undefined;
const folder = temporaryFolder();
const file = parseSweep('{ base: { set: { steps: 2 } }, grid: { latent: [3] } }', 'one.yaml');
const shape = { imageShape: [28, 28, 1], length: 1000 };
const quick = settings.fromRecipe('quick-start');
const sources = {
  recipe: 'mnist',
  settings: { data: 'digits', model: { latent: 3 }, training: { steps: 3 }, epochs: null, workers: 1 },
  set: ['latent=4'],
  data: 'digits',
  steps: 2,
  seed: 1,
  workers: 1,
};
/** A run of so many minutes has no steps. */
const { steps: _, ...ofMinutes } = sources;
const training = {
  out: folder,
  resume: false,
  overwrite: false,
  minutes: 1,
  adapt: { model: 'mnist', kept: 'hypernetworks' },
  backends: ['wasm'],
  logEvery: 1,
  checkpointEvery: 1,
  evaluateEvery: 'epoch',
  evaluateLimit: 1,
  report: false,
  signal,
  command: 'test',
};
const parsing = {
  model: 'mnist',
  out: folder,
  infer: 0,
  backends: ['wasm'],
  shardSize: 5,
  merge: false,
  overwrite: false,
  shards: listen,
  signal,
  command: 'test',
  fit: 'contain',
  ink: 'no',
  invert: 'auto',
  background: 'auto',
};
/** What work with a model is told, and its data and outputs. */
const using = {
  model: 'mnist',
  backends: ['wasm'],
  signal,
  data: 'digits',
  split: 'test',
  out: folder,
  overwrite: false,
};
const measuring = { model: 'mnist', backends: ['wasm'], signal, data: 'digits', split: 'test', limit: 5 };
const drawn = { fit: 'contain', ink: 'no', invert: 'auto', background: 'auto' };
const embedding = { level: 1, method: 'umap', clusters: 3, limit: 20, seed: 1, onto: folder, map: true };
const figures = {
  ssePerImage: 1,
  purity: null,
  effectiveChildren: null,
  klPerImage: 1,
  images: 5,
  withoutInk: null,
  data: 'digits',
  digest: 'd',
  split: 'test',
  backend: 'wasm',
};
const soFar = {
  type: 'progress',
  step: 1,
  steps: 2,
  ssePerImage: 3,
  imagesPerSecond: 4,
  secondsLeft: 5,
};
const still = { blur: 1, steps: 0, learningRate: 1 };
let plan: sweep.SweepPlan;
let tiny: Rnp;
let twoDigits: OneShotRun;

beforeAll(async () => {
  // Names such as `text` are those of folders here, too.
  process.chdir(temporaryFolder());
  plan = await sweep.sweepPlan(file, 'one.yaml');
  tiny = requireRnp(await openModel(await tinyModel(folder), ['wasm']));
  const digits = await embeddedDigits({ split: 'test' });
  twoDigits = oneShotRuns(digits, { count: 1, ways: 2 })[0]!;
});

const wasmFigures = { backend: 'wasm', gflops: 1, parseMs: 2, stepMs: 3 };

/** Rooms with right calls of their functions. A job is not begun: what is wrong is told at once. */
const rooms: readonly (readonly [string, object, () => Calls])[] = [
  [
    'runs',
    runs,
    () => ({
      UsageError: ['is none', { choices: ['a'], code: 'RNP_CONFIG', path: 'a.png', cause: new Error('x') }],
      isExpected: [new Error('x')],
      lineOf: [{ type: 'note', message: 'x' }],
      progressOf: [soFar],
      parseCorpus: [folder, parsing],
      runSweep: [
        plan,
        { out: folder, processes: 1, overwrite: false, report: false, checkpointEvery: 1, signal },
      ],
      trainRun: [ofMinutes, training],
    }),
  ],
  [
    'run',
    run,
    () => ({
      lineOf: [{ type: 'note', message: 'x' }],
      progressOf: [soFar],
      trainRun: [ofMinutes, training],
    }),
  ],
  [
    'sweep',
    sweep,
    () => ({
      comparison: [
        [
          {
            setting: 'a',
            runs: 2,
            done: 1,
            ssePerImage: { mean: 1, deviation: 0 },
            purity: [{ mean: 1, deviation: 0 }],
            effectiveChildren: null,
            seconds: null,
            best: null,
          },
        ],
      ],
      isOver: [sweep.waiting(plan.runs[0]!)],
      processesFor: [{ runs: plan.runs }],
      runKey: [quick, 'wasm', 'digest'],
      runSweep: [plan, { out: folder, runner: listen, command: 'test' }],
      statusSummary: [[sweep.waiting(plan.runs[0]!)], 2],
      statusTable: [[sweep.waiting(plan.runs[0]!)], 2, 10],
      statusWording: [sweep.waiting(plan.runs[0]!)],
      sweepSecondsLeft: [[sweep.waiting(plan.runs[0]!)], 2],
      sweepPlan: [file, 'one.yaml', { set: ['batchSize=4'], data: 'digits', workers: 1 }, listen],
      waiting: [plan.runs[0]],
    }),
  ],
  ['corpus', corpus, () => ({ parseCorpus: [folder, parsing] })],
  [
    'settings',
    settings,
    () => ({
      augmentationText: [{ shift: 1 }],
      checkedSettings: [quick, shape, 'wasm'],
      completeSettings: [quick, shape],
      fromRecipe: ['mnist'],
      parseSetting: ['latent=3', quick],
      requireBackendNames: [['wasm']],
      resolveSettings: [sources, quick],
      defaultSettingValues: ['mnist'],
      settingsInRecipe: ['mnist'],
      unknownSetting: ['latnet'],
    }),
  ],
  [
    'data',
    data,
    () => ({
      dataTitle: ['digits'],
      openData: ['digits', 'test', { signal, onProgress: listen }],
      requireDataName: ['digits'],
    }),
  ],
  [
    'record',
    record,
    () => ({
      figuresOf: [
        { ssePerImage: 1, klPerImage: 1, images: 1, parse: null },
        { data: 'digits', digest: 'd', split: 'test', backend: 'wasm' },
      ],
      figureRows: [figures, [2, 2]],
      inferredRows: [
        {
          steps: 3,
          ssePerImage: 1,
          purity: [1, 1],
          effectiveChildren: [1, 1],
          withoutInk: [0, 0],
          energy: {},
        },
        [2, 2],
      ],
      levelNames: [2],
      precisionRow: [{ pixels: 1, top: 1, states: [1, 2], actions: 1 }, 3],
      readEvaluations: [record.runFolder(folder)],
      readMetrics: [record.runFolder(folder)],
      readRecord: [record.runFolder(folder)],
      readRows: [record.runFolder(folder)],
      runFolder: [folder],
      stateOfRun: [folder, 'key'],
    }),
  ],
  [
    'distributed',
    distributed,
    () => ({
      queuedRunner: [{ server: {}, store: folder, workers: 'rnp worker' }],
      queuedShards: [{ server: {}, store: folder, workers: 'rnp worker' }],
      statusOf: [
        { key: 'k', kind: 'k', name: 'n', state: 'waiting', attempts: 0, progress: null, reason: null },
      ],
      sweepId: [plan],
    }),
  ],
  [
    'outputs',
    outputs,
    () => ({
      anyOf: [['.svg', '.png']],
      destinationOf: ['a.svg', ['.svg', '.png'], ['a.png']],
      fileName: ['a/b'],
      npy: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      requirePlace: [folder],
      slug: ['a b'],
      writeOutputs: [{ folder }, { 'a.txt': 'a' }, { overwrite: true }],
    }),
  ],
  [
    'use',
    use,
    () => ({
      benchMachine: [{ backends: ['wasm'], seconds: 0.1, signal }],
      classifyOneShot: [tiny, twoDigits, { infer: 0, deform: { stages: [still] }, signal }],
      oneShot: [{ model: 'omniglot', backends: ['wasm'], limit: 1, infer: 0, signal }],
      oneShotErrors: [[{ images: 2, wrong: 1, wrongPixels: 1, wrongCentredPixels: 1 }]],
      combineImages: ['3', '8', { ...using, ...drawn, class: true, part: [1], with: [2, 1], share: 0.5 }],
      describeData: ['digits', { out: 'twelve.png', into: folder, overwrite: true, maxSeconds: 1, signal }],
      embedPrograms: [{ ...using, ...embedding }],
      evaluateModel: [{ ...measuring, infer: 1, bound: true }],
      evaluateScenes: [
        {
          model: 'mnist',
          data: 'scenes?test=2',
          split: 'test',
          limit: 1,
          maxObjects: 1,
          size: 20,
          ground: 'none',
          objectCost: 7,
          infer: 0,
          backends: ['wasm'],
          signal,
        },
      ],
      exportImage: ['3', { ...using, ...drawn, infer: 1, into: folder, title: 'x', command: 'test' }],
      fetchData: ['digits', { split: 'test', signal }],
      verifyData: [{ signal }],
      exportModel: ['mnist', { out: 'mnist.safetensors', precision: 'int8', overwrite: false, signal }],
      interpolateImages: ['3', '8', { ...using, ...drawn, class: true, frames: 3 }],
      parseImage: ['3', { ...using, ...drawn, infer: 1, into: folder, masks: true }],
      parseObjects: [
        'page.png',
        {
          model: 'mnist',
          backends: ['wasm'],
          signal,
          out: folder,
          into: folder,
          overwrite: false,
          maxObjects: 2,
          size: 30,
          infer: 1,
          invert: 'auto',
          masks: true,
        },
      ],
      reportModel: [
        {
          ...measuring,
          data: 'scenes?test=2',
          out: folder,
          overwrite: false,
          seed: 1,
          objects: { maxObjects: 1, size: 20, ground: 'none', objectCost: 7 },
        },
      ],
      sampleModel: [
        {
          model: 'mnist',
          backends: ['wasm'],
          signal,
          out: folder,
          overwrite: false,
          count: 2,
          seed: 1,
          noise: 0.1,
        },
      ],
    }),
  ],
  [
    'words',
    words,
    () => ({
      counted: [2, 'step', 'steps'],
      didYouMean: ['latnet', ['latent'], { z: 'latent' }],
      formatSeconds: [83],
      inColumns: [['a', 'b'], 80],
      tableLines: [[['a', 'b']], listen],
      meantBy: ['latnet', ['latent'], { z: 'latent' }],
      meantBeside: ['nothing-here', 'folder'],
      meantWords: [['steps']],
      shellCommand: [['a', 'b']],
      shellOption: ['--out', 'x'],
      visible: ['a'],
      visibleJson: ['{}'],
    }),
  ],
  [
    'recipes',
    recipes,
    () => ({
      arcPrimitive: [],
      countedTraining: [10],
      fittingOptions: [{ channels: 3 }, { sizes: [{ width: 28, height: 28, count: 3 }], paper: true }, true],
      linePrimitive: [],
      shownIndices: [30],
      takenWords: [{ size: [28, 28], channels: 1, invert: 'auto' }, { light: 0.3 }, false],
    }),
  ],
  [
    'bench',
    bench,
    () => ({
      fastestWords: [[wasmFigures], String],
      figureCells: [wasmFigures, String],
      measureBackends: [['wasm'], { seconds: 0.1, start: listen, signal }],
    }),
  ],
];

/** What their own tests call: they need files that only a run leaves, a model, a server, a terminal, or what another package checks. */
const elsewhere: readonly string[] = [
  'createProgressBar',
  'drawingFiles',
  'evaluateOn',
  'queueTask',
  'queuedSweeps',
  'readSweepFile',
  'sheetFiles',
  'storeId',
  'workForQueue',
  'worseThanMeanAdvice',
];

/** What is null where nothing is known of it, or can be thrown. */
const mayBeNull: Readonly<Record<string, readonly string[]>> = {
  UsageError: ['cause'],
  figuresOf: ['data', 'digest', 'split', 'backend'],
};

describe.each(rooms)('%s', (_, room, right) => {
  const functions = exportedFunctions(room).filter((name) => !elsewhere.includes(name));

  test('every function is called below', () => {
    expect(Object.keys(right()).sort()).toEqual(functions);
  });

  test.each(functions)('%s throws its own errors', async (name) => {
    await expectOwnErrors((room as unknown as Record<string, Call>)[name]!, right()[name]!, mayBeNull[name]);
  });
});

describe('what an option is meant to be is told', () => {
  test.each<[string, object, object, RegExp]>([
    [
      'an unknown option',
      {},
      { reprot: true },
      /^options\.reprot: is an unknown option; .*Did you mean report\?$/,
    ],
    ['an unknown source', { recpie: 'x' }, {}, /^settings\.recpie: .*Did you mean recipe\?/],
    [
      'an unknown settings',
      { settings: { modle: {} } },
      {},
      /^settings\.settings\.modle: .*Did you mean model\?/,
    ],
    ['backend', {}, { backend: 'wasm' }, /Did you mean backends\?/],
    ['no limit', {}, { evaluateLimit: Number.NaN }, /^options\.evaluateLimit: must be a whole number from 1/],
    ['a limit of none', {}, { evaluateLimit: 0 }, /^options\.evaluateLimit/],
    ['a limit in words', {}, { evaluateLimit: '10' }, /^options\.evaluateLimit/],
    ['a word for a flag', {}, { overwrite: 'no' }, /^options\.overwrite: must be one of true, false/],
    ['a report in words', {}, { report: 'no' }, /^options\.report/],
    ['no minutes', {}, { minutes: -1 }, /^options\.minutes/],
    ['minutes and steps', { steps: 4 }, { minutes: 1 }, /minutes=1 and steps=4 are two lengths/],
    ['minutes and epochs', { set: ['epochs=2'] }, { minutes: 1 }, /minutes=1 and epochs=2 are two lengths/],
    ['no workers', { workers: 0 }, {}, /^settings\.workers/],
    ['a set that is no list', { set: 'batchSize=4' }, {}, /^settings\.set: must be a list/],
    ['data that is no name', { data: 7 }, {}, /^settings\.data: must be a string/],
    ['no settings', { settings: null }, {}, /^settings\.settings/],
    ['an empty folder', {}, { out: '' }, /^options\.out: must not be empty/],
    ['no signal', {}, { signal: 5 }, /^options\.signal: must be an AbortSignal/],
  ])('%s', (_, wrongSources, wrongOptions, message) => {
    expect(() => runs.trainRun(wrongSources, { out: folder, ...wrongOptions })).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', message: expect.stringMatching(message) }),
    );
  });

  test('of a corpus and a sweep, too', () => {
    const wrong = { model: 'mnist', out: folder, ovrwrite: true };
    expect(() => runs.parseCorpus(folder, wrong as never)).toThrow(/Did you mean overwrite\?/);
    expect(() => runs.parseCorpus(folder, { model: 'mnist', out: folder, ink: 'ys' })).toThrow(
      /^options\.ink/,
    );
    expect(() => runs.runSweep('x.yaml' as never, { out: folder })).toThrow(/^plan: must be an object/);
  });
});
