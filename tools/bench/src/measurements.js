import { join } from 'node:path';
import { measureInChild } from './freshProcess.js';
import { runBench } from './peer/benchScript.js';
import { howToGetPeer, peerScript } from './peer/peer.js';
import { runRecipe } from './peer/recipeScript.js';
import { runTraining } from './peer/trainScript.js';
import { goodEnough, wellDrawn } from './targets.js';

/**
 * Something to measure, in a process of its own.
 * @typedef {{
 *   title: string,
 *   seconds: number,
 *   once?: boolean,
 *   missing?: string | null,
 *   run: (run: { pin: Function, signal: AbortSignal, progress: (share: number) => void }) =>
 *     Promise<Record<string, unknown>>,
 * }} Measurement `seconds` are a guess for the bar; `missing` says why it cannot be measured
 */

/** The threads that the issue of time to a good model gives the peer. */
const peerThreads = 2;

/**
 * Everything that can be measured, by name. Rows ask for what they need.
 *
 * @returns {Record<string, Measurement>}
 */
export function measurements(settings) {
  return { ...ours(settings), ...peers(settings) };
}

function ours({ sizes, backend, cores, machineCores, dataDir, against, set }) {
  const { batch } = sizes;
  const inChild = (title, seconds, file, options, onCores = 1) => ({
    title,
    seconds,
    run: (run) => measureInChild(file, { backend, ...options }, { ...run, cores: onCores }),
  });
  const steps = (title, seconds, recipe, data, size, onCores = cores) =>
    inChild(title, seconds, 'trainingSteps', { recipe, data, batch, workers: onCores, ...size }, onCores);
  const growth = sizes.growth.map(({ depth, ...size }) => {
    const title = `depth ${depth}, ${4 ** depth} leaves`;
    const measurement = steps(title, 4 + 4 ** depth / 20, `depth${depth}`, 'digits', size, 1);
    return [`growth${depth}`, { ...measurement, once: true }];
  });
  const first = (recipe, what) =>
    inChild(`first ${what}, ${recipe}`, 2, 'firstCall', { recipe, first: what, batch });
  const inference = (title, seconds, by, options) =>
    inChild(`inference ${title}`, seconds, 'inference', { by, ...sizes.infer.one, ...options });
  const { images, steps: inferSteps, plainSteps } = sizes.infer;
  const many = { images, steps: inferSteps, repeats: 1, warmUp: 0 };
  const alone = { images: 1, steps: inferSteps };
  const { data, every } = sizes.training;
  const training = { preset: 'mnist', data, steps: sizes.training.steps, every, workers: null };
  // In software the card is all cores.
  const onCard = (graphics, seconds, checkout) => {
    const options = { graphics, recipe: 'quick', ...sizes.graphics, checkout };
    return {
      title: `quick step, ${graphics}${checkout === undefined ? '' : ', the other checkout'}`,
      seconds,
      run: (run) =>
        measureInChild('graphicsStep', options, { ...run, cores: machineCores }, { sources: true }),
    };
  };
  const dataMissing =
    data === 'mnist' && !dataDir ? 'set RNP_DATA_DIR to the folder that has (or shall have) mnist/' : null;
  const reaching = (sse, target, seconds) => ({
    ...inChild(`time to SSE ${sse}`, seconds, 'timeToSse', { ...training, set, target }, machineCores),
    once: true,
    missing: dataMissing,
  });
  const notAgainst = against ? null : 'give --against DIR, another checkout with built packages';
  const twoCores = machineCores < 2 ? 'two workers need a machine with two cores' : null;
  return {
    quickStep: steps('quick step', 10, 'quick', 'digits', sizes.quick),
    paperStep: steps('paper step', 22, 'paper', 'noise', sizes.paper),
    mixtureStep: steps('quick step, mixture', 8, 'mixture', 'digits', sizes.quick),
    gainStep: steps('quick step, gain', 8, 'gain', 'digits', sizes.quick),
    tensorflowPaperStep: inChild(
      'paper step, tensorflow',
      30,
      'trainingSteps',
      { recipe: 'paper', data: 'noise', batch, workers: 1, ...sizes.paper, backend: 'tensorflow' },
      machineCores,
    ),
    oneWorker: steps('one worker', 15, 'quick', 'digits', sizes.workers, 1),
    twoWorkers: { ...steps('two workers', 10, 'quick', 'digits', sizes.workers, 2), missing: twoCores },
    place: inChild('place', 3, 'placing', { patches: sizes.patches, repeats: sizes.placeRepeats }),
    parsePaper: inChild('parse, paper', 3, 'parsing', {
      recipe: 'paper',
      images: 1,
      repeats: sizes.parseRepeats,
    }),
    parseQuick: inChild('parse, quick', 3, 'parsing', {
      recipe: 'quick',
      images: 1,
      repeats: sizes.parseRepeats,
    }),
    scene: inChild('a scene of two digits', 8, 'sceneSearch', sizes.scene),
    inferBatch: inference('of many images', 6, 'infer', many),
    inferBatchTape: inference('of many images, stock gradients of our ops', 9, 'tape', many),
    inferBatchPlain: inference("of many images, stock gradients of TensorFlow.js's ops", 20, 'plain', {
      ...many,
      steps: plainSteps,
    }),
    inferOne: inference('of one image', 5, 'infer', alone),
    inferOneTape: inference('of one image, stock gradients of our ops', 15, 'tape', alone),
    inferOnePlain: inference("of one image, stock gradients of TensorFlow.js's ops", 8, 'plain', {
      ...alone,
      repeats: 1,
      warmUp: 1,
    }),
    stationsQuick: inChild('stations, quick', 12, 'stations', { recipe: 'quick', batch, ...sizes.stations }),
    stationsPaper: inChild('stations, paper', 40, 'stations', { recipe: 'paper', batch, ...sizes.stations }),
    firstParse: first('paper', 'parse'),
    firstParseQuick: first('quick', 'parse'),
    firstStep: first('paper', 'step'),
    firstStepQuick: first('quick', 'step'),
    portableCallsQuick: { ...inChild('calls, quick', 3, 'portableCalls', { recipe: 'quick' }), once: true },
    portableCallsPaper: { ...inChild('calls, paper', 6, 'portableCalls', { recipe: 'paper' }), once: true },
    webgpuStep: onCard('webgpu', 60),
    againstWebgpuStep: { ...onCard('webgpu', 150, against), missing: notAgainst },
    webglStep: onCard('webgl', 40),
    againstWebglStep: { ...onCard('webgl', 90, against), missing: notAgainst },
    kernels: inChild('kernels', 15, 'kernelSpeed', { batch, ...sizes.kernels }),
    ...Object.fromEntries(growth),
    timeToSse15: reaching(15, goodEnough, 200),
    timeToSse9: reaching(9, wellDrawn, 700),
    againstTimeToSse9: {
      title: 'time to SSE 9, the other checkout',
      seconds: 700,
      once: true,
      missing: dataMissing ?? notAgainst,
      run: (run) =>
        measureInChild(
          'timeToSse',
          { backend, ...training, target: wellDrawn },
          { ...run, cores: machineCores },
          { checkout: against },
        ),
    },
  };
}

function peers({ sizes, python, peers: folder, cores, machineCores, dataDir }) {
  const scriptOf = (name) => (folder ? peerScript(folder, name) : null);
  const missing = (name) => {
    if (!python || !folder) return howToGetPeer;
    return scriptOf(name) === null ? `there is no ${name} in ${folder}; ${howToGetPeer}` : null;
  };
  const bench = (title, threads) => ({
    title,
    seconds: 18,
    missing: missing('bench.py'),
    run: (run) =>
      runBench({ python, script: scriptOf('bench.py'), cores: threads, repeats: sizes.peer.repeats }, run),
  });
  return {
    peerPaper: bench('peer: paper', cores),
    peerOneCore: bench('peer: paper, one core', 1),
    peerAllCores: bench('peer: paper, all cores', machineCores),
    peerQuick: {
      title: 'peer: quick step',
      seconds: 12,
      missing: missing('recipe_torch.py'),
      run: (run) => {
        const { warmUp, steps } = sizes.peer;
        return runRecipe({ python, script: scriptOf('recipe_torch.py'), cores, warmUp, steps }, run);
      },
    },
    peerTraining: {
      title: 'peer: time to SSE 15',
      seconds: 2400,
      once: true,
      missing: missing('train.py') ?? (dataDir ? null : 'set RNP_DATA_DIR to the folder that has mnist/'),
      run: (run) =>
        runTraining(
          {
            python,
            script: scriptOf('train.py'),
            data: join(dataDir, 'mnist'),
            threads: peerThreads,
            every: 250,
            target: goodEnough.ssePerImage,
          },
          run,
        ),
    },
  };
}
