import type { SettingGround, SettingRow } from '@rnp/errors';
import type { DecoderConfig } from './decoderConfig.js';
import { maxSide, maxWidth } from './settingChecks.js';

/** The settings beside one of a decoder. */
export interface BesideDecoder {
  readonly model: Partial<
    Pick<DecoderConfig, 'childrenPerLevel' | 'generator' | 'rendering' | 'compositing'>
  >;
}

/** Fields whose entries depend on each other, or on their kind: `decoderConfig` looks at each in its own way. */
export type StructuredSetting = 'imageShape' | 'childrenPerLevel' | 'scaleOffset' | 'leaf';

export type DecoderRows = {
  readonly [K in Exclude<keyof DecoderConfig, StructuredSetting>]-?: SettingRow<
    DecoderConfig[K],
    BesideDecoder
  >;
};

const maxLayers = 64;

const embedding: SettingGround<BesideDecoder> = {
  said: 'generator=embedding, which has no hypernetworks',
  holds: ({ model: { generator = decoderSettings.generator.default } }) => generator === 'embedding',
};
const noMixture: SettingGround<BesideDecoder> = {
  said: 'another generator than mixture',
  holds: ({ model: { generator = decoderSettings.generator.default } }) => generator !== 'mixture',
};
const composed: SettingGround<BesideDecoder> = {
  said: 'rendering=composed, which has no inner canvases',
  holds: ({ model: { rendering = decoderSettings.rendering.default } }) => rendering === 'composed',
};
const nested: SettingGround<BesideDecoder> = {
  said: 'rendering=nested, which has no frames that cut off',
  holds: ({ model: { rendering = decoderSettings.rendering.default } }) => rendering === 'nested',
};
const sums: SettingGround<BesideDecoder> = {
  said: 'compositing=sum, which hides nothing',
  holds: ({ model: { compositing = decoderSettings.compositing.default } }) => compositing === 'sum',
};
/** What leaves settings of inner parts without effect. */
export const oneLevel: SettingGround<BesideDecoder> = {
  said: 'levels=1, which has no inner parts',
  holds: ({ model: { childrenPerLevel } }) => childrenPerLevel?.length === 1,
};

/**
 * Every setting of a decoder but those of a structure of their own: a field of `DecoderConfig` and a row here are all that a new one
 * needs. `decoderConfig` and the defaults follow from the rows, and so do the command's `--set`, its table and the page of settings, in
 * this order.
 */
export const decoderSettings: DecoderRows = /* @__PURE__ */ Object.freeze<DecoderRows>({
  latent: {
    default: 16,
    values: { type: 'wholeNumber', min: 1, max: maxWidth },
    meaning: 'size of a program vector',
    example: 8,
    alsoCalled: ['z', 'zdim', 'latentdim', 'latentsize'],
  },
  hidden: {
    default: 64,
    values: { type: 'wholeNumber', min: 1, max: maxWidth },
    meaning: 'width of the generated encoders and patch decoder',
    example: 32,
    alsoCalled: ['hiddensize', 'hiddendim'],
  },
  cellInput: {
    default: 32,
    values: { type: 'wholeNumber', min: 1, max: maxWidth },
    meaning: 'width of the input of the cells, from the generated encoders',
    example: 16,
  },
  hyperHidden: {
    default: 64,
    values: { type: 'wholeNumber', min: 1, max: maxWidth },
    meaning: 'width of the hypernetworks',
    example: 128,
    idleWith: [embedding],
  },
  stateLayers: {
    default: 4,
    values: { type: 'wholeNumber', min: 1, max: maxLayers },
    meaning: 'hidden layers of the state hypernetwork',
    example: 6,
    idleWith: [embedding],
  },
  policyLayers: {
    default: 3,
    values: { type: 'wholeNumber', min: 1, max: maxLayers },
    meaning: 'hidden layers of the policy hypernetwork',
    example: 5,
    idleWith: [embedding],
  },
  cell: {
    default: 'elman',
    values: { type: 'choice', of: ['elman', 'gru', 'lstm'] },
    meaning: 'generated recurrent cell',
    example: 'gru',
    alsoCalled: ['rnn'],
  },
  stateActivation: {
    default: 'identity',
    values: { type: 'choice', of: ['identity', 'elu'] },
    meaning: 'activation of the states',
    example: 'elu',
    ofParts: true,
  },
  feedback: {
    default: 'state',
    values: { type: 'choice', of: ['state', 'image'] },
    meaning: 'what a child reads from the child before: its state or its patch',
    example: 'image',
  },
  generator: {
    default: 'hypernet',
    values: { type: 'choice', of: ['hypernet', 'mixture', 'gain', 'embedding'] },
    meaning:
      'weights generated from the program, mixed of a few networks by it, shared with a gain a unit, or shared with the program as an input',
    example: 'mixture',
  },
  bases: {
    default: 8,
    values: { type: 'wholeNumber', min: 1, max: maxWidth },
    meaning: 'networks that a mixture is of',
    example: 16,
    idleWith: [noMixture],
  },
  rendering: {
    default: 'nested',
    values: { type: 'choice', of: ['nested', 'composed'] },
    meaning: 'resample at each level, or once per leaf',
    example: 'composed',
    ofParts: true,
  },
  compositing: {
    default: 'sum',
    values: { type: 'choice', of: ['sum', 'over'] },
    meaning:
      'parts are summed up, or laid over each other in the order of drawing, leaves with an alpha channel',
    example: 'over',
  },
  ground: {
    default: 'none',
    values: { type: 'choice', of: ['none', 'program'] },
    meaning: 'what is behind all parts: nothing, or a picture of few pixels that the top program draws',
    example: 'program',
    idleWith: [sums],
  },
  border: {
    default: 'hard',
    values: { type: 'choice', of: ['hard', 'soft'] },
    meaning: 'in composed rendering, inner parts’ frames cut off or fade over a pixel',
    example: 'soft',
    ofParts: true,
    idleWith: [nested, oneLevel],
  },
  canvas: {
    default: undefined,
    values: { type: 'size', min: 2, max: maxSide },
    meaning: 'inner parts’ canvas in nested rendering',
    example: [20, 20],
    ofParts: true,
    idleWith: [composed, oneLevel],
  },
});
