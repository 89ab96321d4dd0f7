import type { SettingGround, SettingRow } from '@rnp/errors';

/** What the weights learn from. Part of `TrainingConfig`. */
export interface LearningConfig {
  /**
   * `backprop`: the gradient of the loss through one look of the encoder; or `amortised`, trees found by
   * inference, the energy's gradient at which the decoder follows, while the encoder learns to answer with the programs found
   * (docs/model.md, *Learning from what is found*); or `local`, errors at the nodes of one look's trees, each generated network from those of
   * its own predictions (*Learning from local errors*).
   */
  readonly learning: 'backprop' | 'amortised' | 'local';
  /**
   * How the errors are found by which `local` learns: `fixedPrediction`, in `inferenceSteps` sweeps, which are too few while they are fewer
   * than Σ childrenPerLevel + 1; `exact`, in that many, after which they are those of backpropagation; or `strict`, in `inferenceSteps` sweeps in
   * which the nodes move to where their errors balance (docs/model.md, *Learning from local errors*).
   */
  readonly localRule: 'exact' | 'fixedPrediction' | 'strict';
  /** π of `strict`: what the square of a node's departure from its prediction costs, where that of a pixel's error costs 1. */
  readonly nodePrecision: number;
  /** Steps of inference within each training step. */
  readonly inferenceSteps: number;
  /** Adam's largest rate in them, as `learningRate` of `infer`. */
  readonly inferenceRate: number;
  /**
   * Weight of the loss of one look, as `backprop` has it, beside that of the trees found: what inference begins with stays good. 0: the
   * encoder learns from what was found alone.
   */
  readonly lookWeight: number;
}

/** The settings beside one of learning. */
interface BesideLearning {
  readonly training: Partial<LearningConfig>;
}

type Ground = SettingGround<BesideLearning>;

const noInference: Ground = {
  said: 'learning=backprop, which infers nothing',
  holds: ({ training: { learning = learningSettings.learning.default } }) => learning === 'backprop',
};
const notLocal: Ground = {
  said: 'learning other than local, which finds no errors at nodes',
  holds: ({ training: { learning = learningSettings.learning.default } }) => learning !== 'local',
};
const nodesStay: Ground = {
  said: 'localRule=exact or fixedPrediction, by which nodes stay where they are predicted',
  holds: ({ training: { learning, localRule = learningSettings.localRule.default } }) =>
    learning === 'local' && localRule !== 'strict',
};
const localErrors: Ground = {
  said: 'learning=local, which finds no trees',
  holds: ({ training: { learning } }) => learning === 'local',
};
const asItTakes: Ground = {
  said: 'localRule=exact, which takes as many as it needs',
  holds: ({ training: { learning, localRule } }) => learning === 'local' && localRule === 'exact',
};

type Rows = { readonly [K in keyof LearningConfig]: SettingRow<LearningConfig[K], BesideLearning> };

/** The rows of `trainingSettings` that say what is learned from. */
export const learningSettings: Rows = /* @__PURE__ */ Object.freeze<Rows>({
  learning: {
    default: 'backprop',
    values: { type: 'choice', of: ['backprop', 'amortised', 'local'] },
    meaning: 'from one look of the encoder, from trees found by inference, or from errors at nodes alone',
    example: 'amortised',
    ofParts: true,
    alsoCalled: ['learningrule', 'algorithm'],
  },
  localRule: {
    default: 'fixedPrediction',
    values: { type: 'choice', of: ['exact', 'fixedPrediction', 'strict'] },
    meaning:
      'how errors at nodes are found: in as many sweeps as it takes, in inferenceSteps, or with nodes that move',
    example: 'exact',
    ofParts: true,
    idleWith: [notLocal],
  },
  nodePrecision: {
    default: 10_000,
    values: { type: 'number', above: 0 },
    meaning: "what a moving node's departure from its prediction costs, squared, beside a pixel's error",
    example: 100_000,
    ofParts: true,
    idleWith: [notLocal, nodesStay],
  },
  inferenceSteps: {
    default: 20,
    values: { type: 'wholeNumber', min: 1 },
    meaning: 'steps of inference within each training step',
    example: 10,
    ofParts: true,
    alsoCalled: ['svisteps'],
    idleWith: [noInference, asItTakes],
  },
  inferenceRate: {
    default: 0.14,
    values: { type: 'number', above: 0 },
    meaning: 'largest rate of Adam in them',
    example: 0.1,
    ofParts: true,
    idleWith: [noInference, localErrors],
  },
  lookWeight: {
    default: 1,
    values: { type: 'number', min: 0 },
    meaning: 'weight of the loss of one look beside that of the trees found',
    example: 0.5,
    ofParts: true,
    idleWith: [noInference, localErrors],
  },
});
