import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MeasurementError } from '../freshProcess.js';
import { runPeer } from './peer.js';

/** Seconds between two looks at the curve. */
const pollSeconds = 5;
/** From untrained to the target on a logarithmic scale, on which the curve is nearest to straight. */
const untrained = 90;

/**
 * The curve that train.py writes, a JSON object a line.
 *
 * @returns {{ step: number, ssePerImage: number, seconds: number }[]} seconds of training, evaluations not counted
 */
export function readCurve(text) {
  return text
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line))
    .filter((point) => typeof point.test_sse === 'number')
    .map(({ step, test_sse, train_s }) => ({ step, ssePerImage: test_sse, seconds: train_s }));
}

/** The first point at or below the target; its seconds are null when there is none. */
export function firstReached(curve, target) {
  const reached = curve.find(({ ssePerImage }) => ssePerImage <= target);
  const { step, ssePerImage, seconds } = reached ?? { ...curve.at(-1), seconds: null };
  return { seconds, step, ssePerImage, curve };
}

/** The authors' experiment in PyTorch, until its test error is good enough. */
export async function runTraining(
  { python, script, data, threads, every, target },
  { pin, signal, progress },
) {
  const folder = await mkdtemp(join(tmpdir(), 'rnp-bench-'));
  const curve = join(folder, 'curve.jsonl');
  const timer = setInterval(async () => {
    const text = await readFile(curve, 'utf8').catch(() => '');
    const last = readCurve(text).at(-1);
    if (last) progress(Math.log(untrained / last.ssePerImage) / Math.log(untrained / target));
  }, 1000 * pollSeconds);
  try {
    const files = ['--out', curve, '--ckpt', join(folder, 'model.pt'), '--png', join(folder, 'model.png')];
    const stop = ['--stop-sse', String(target), '--test-every', String(every), '--seconds', String(6 * 3600)];
    const command = [python, script, '--data', data, ...files, ...stop];
    await runPeer(command, { cores: threads, pin, signal });
    const points = readCurve(await readFile(curve, 'utf8'));
    if (points.length === 0) throw new MeasurementError('train.py wrote no test error');
    return firstReached(points, target);
  } finally {
    clearInterval(timer);
    await rm(folder, { recursive: true, force: true });
  }
}
