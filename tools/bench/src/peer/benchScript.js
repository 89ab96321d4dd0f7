import { MeasurementError } from '../freshProcess.js';
import { lastJson, runPeer } from './peer.js';

/** Names of bench.py's figures that are used here, and what they are called here. */
const figures = Object.freeze({
  step_ms: 'msPerStep',
  peak_rss_train_mb: 'peakRssMb',
  encoder_fwd_ms: 'encoderForwardMs',
  encoder_fwdbwd_ms: 'encoderMs',
  hypernet_fwd_ms: 'hypernetworksForwardMs',
  hypernet_fwdbwd_ms: 'hypernetworksMs',
  decoder_recursion_fwd_ms: 'recursionForwardMs',
  decoder_recursion_fwdbwd_ms: 'recursionMs',
  sampler_fwd_ms: 'placingForwardMs',
  sampler_fwdbwd_ms: 'placingMs',
  optimizer_ms: 'optimiserMs',
  parse_latency_b1_ms: 'parseMs',
  parse_latency_b64_ms: 'parse64Ms',
  grid_sample_768x1x28x28_fwd_ms: 'placeForwardMs',
  grid_sample_768x1x28x28_fwdbwd_ms: 'placeForwardBackwardMs',
});

/**
 * What bench.py printed, under our names.
 *
 * @param {readonly string[]} lines
 * @throws MeasurementError when the line is missing or lacks a figure
 */
export function readBench(lines) {
  const printed = lastJson(lines);
  if (printed === null) throw new MeasurementError('bench.py printed no line of JSON');
  const lacking = Object.keys(figures).filter((key) => typeof printed[key] !== 'number');
  if (lacking.length > 0) throw new MeasurementError(`bench.py's line lacks ${lacking.join(', ')}`);
  const read = Object.entries(figures).map(([key, name]) => [name, printed[key]]);
  return { ...Object.fromEntries(read), torch: printed.torch };
}

/** The authors' configuration in PyTorch: step, its parts, parse, sampler, memory. */
export async function runBench({ python, script, cores, repeats }, { pin, signal }) {
  const lines = [];
  const command = [python, script, '--threads', String(cores), '--n', String(repeats)];
  await runPeer(command, { cores, pin, signal, onLine: (line) => lines.push(line) });
  return readBench(lines);
}
