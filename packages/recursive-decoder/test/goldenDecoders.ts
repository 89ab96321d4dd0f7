import { readFileSync } from 'node:fs';
import type { Parameters } from '@rnp/nn';
import { type GoldenTensor, tensorOf } from '@rnp-tools/testing';
import { type DecoderConfig, decoderConfig } from '../src/index.js';

type Golds = Readonly<Record<string, GoldenTensor>>;

/** One entry of golden.json's `decoder` section. */
export interface GoldenDecoder {
  readonly config: {
    readonly latent: number;
    readonly hidden: number;
    readonly cellInput: number;
    readonly hyperHidden: number;
    readonly patch: number;
    readonly canvas: number;
    readonly steps: readonly number[];
    readonly scaleOffset: number;
    readonly stateActivation: 'identity' | 'elu';
  };
  readonly weights: Golds;
  readonly program: GoldenTensor;
  readonly target: GoldenTensor;
  readonly levels: readonly Readonly<
    Record<'states' | 'actions' | 'children' | 'placed' | 'canvas', GoldenTensor>
  >[];
  readonly output: GoldenTensor;
  readonly loss: number;
  readonly gradProgram: GoldenTensor;
  readonly gradWeights: Golds;
  readonly composed: {
    readonly output: GoldenTensor;
    readonly overlapWeights: readonly number[];
    readonly overlapPenalty: number;
    readonly loss: number;
    readonly gradProgram: GoldenTensor;
    readonly gradWeights: Golds;
  };
  readonly parseMetrics: {
    readonly purity: readonly number[];
    readonly effectiveChildren: readonly number[];
  };
}

export const goldenDecoders: readonly GoldenDecoder[] = (
  JSON.parse(readFileSync(new URL('./data/golden.json', import.meta.url), 'utf8')) as {
    decoder: GoldenDecoder[];
  }
).decoder;

/** The entry's settings as this package spells them. */
export function configOf(golden: GoldenDecoder): DecoderConfig {
  const { patch, canvas, latent, hidden, cellInput, hyperHidden, steps, scaleOffset, stateActivation } =
    golden.config;
  const [, height, width, channels] = golden.target.shape;
  return decoderConfig({
    imageShape: [height!, width!, channels!],
    leaf: { kind: 'dense', patch: [patch, patch] },
    canvas: [canvas, canvas],
    ...{ latent, hidden, cellInput, hyperHidden, childrenPerLevel: steps, scaleOffset, stateActivation },
  });
}

export function weightsOf(golden: GoldenDecoder): Parameters {
  return Object.fromEntries(Object.entries(golden.weights).map(([name, value]) => [name, tensorOf(value)]));
}
