import { defaultTrainingConfig, rnpConfig } from '@rnp/vae';
import { UsageError } from '../errors.js';
import type { CompleteSettings, Settings } from './settingTypes.js';

/** What a setting would change nothing beside. */
interface Ground {
  /** As it is said in a message. */
  readonly said: string;
  readonly holds: (settings: Beside) => boolean;
}

type Beside = Pick<Settings, 'network' | 'model' | 'training'>;

const baseline: Ground = {
  said: 'network=conv-vae, which has no levels, parts or hypernetworks',
  holds: ({ network }) => network === 'conv-vae',
};
const embedding: Ground = {
  said: 'generator=embedding, which has no hypernetworks',
  holds: ({ model }) => model.generator === 'embedding',
};
const composed: Ground = {
  said: 'rendering=composed, which has no inner canvases',
  holds: ({ model }) => (model.rendering ?? rnpConfig().rendering) === 'composed',
};
const oneLevel: Ground = {
  said: 'levels=1, which has no inner parts',
  holds: ({ model }) => (model.childrenPerLevel ?? rnpConfig().childrenPerLevel).length === 1,
};
const noOverlap: Ground = {
  said: 'overlap=none or 0, which is no penalty',
  holds: ({ training }) => !(training.overlap ?? defaultTrainingConfig.overlap).some((weight) => weight > 0),
};
const noDecay: Ground = {
  said: 'overlapDecay=0, where the weights do not fall',
  holds: ({ training }) => (training.overlapDecay ?? defaultTrainingConfig.overlapDecay) === 0,
};
const nothingFalls: Ground = {
  said: 'overlapFinal=1, where the weights do not fall',
  holds: ({ training }) => (training.overlapFinal ?? defaultTrainingConfig.overlapFinal) === 1,
};

/**
 * Settings that something else can leave without effect. The baseline is made as large as the program would be, so what makes the
 * program larger is a setting of the baseline, too.
 */
const voidBeside: Readonly<Record<string, readonly Ground[]>> = {
  levels: [baseline],
  childrenPerLevel: [baseline],
  scaleOffset: [baseline],
  stateActivation: [baseline],
  rendering: [baseline],
  canvas: [baseline, composed, oneLevel],
  hyperHidden: [embedding],
  stateLayers: [embedding],
  policyLayers: [embedding],
  weightNorm: [baseline],
  patchWeight: [baseline, oneLevel],
  overlap: [baseline],
  overlapDelay: [baseline, noOverlap],
  overlapWarmup: [baseline, noOverlap],
  overlapDecay: [baseline, noOverlap, nothingFalls],
  overlapFinal: [baseline, noOverlap, noDecay],
};

/**
 * Sees that what one place says (`--set` options, a file, an entry of a sweep) changes what is computed. What a weaker place says, a
 * recipe or the base of a sweep, may lose its effect to a stronger one.
 *
 * @param names of settings that the place says
 * @param settings with all that the place says
 * @throws UsageError naming the setting, and the one that leaves it without effect
 */
export function requireEffect(names: readonly string[], settings: Settings): void {
  for (const name of names) {
    const ground = groundOf(name, settings);
    if (ground === undefined) continue;
    throw new UsageError(`${name} has no effect with ${ground.said}; leave ${name} away`);
  }
}

/**
 * What is left of complete settings without what has no effect: each of those has its default, so that settings of the same numbers are
 * the same.
 */
export function effective(settings: CompleteSettings): CompleteSettings {
  const plain = <Part extends object>(part: Part, defaults: Readonly<Record<string, unknown>>): Part =>
    Object.fromEntries(
      Object.entries(part).map(([name, value]) => [
        name,
        groundOf(name, settings) === undefined ? value : defaults[name],
      ]),
    ) as Part;
  const training = plain(settings.training, { ...defaultTrainingConfig });
  return {
    ...settings,
    // The baseline is made as large as the whole program.
    model: baseline.holds(settings) ? settings.model : plain(settings.model, { ...rnpConfig() }),
    training: noOverlap.holds(settings) ? { ...training, overlap: defaultTrainingConfig.overlap } : training,
  };
}

function groundOf(name: string, settings: Beside): Ground | undefined {
  return (Object.hasOwn(voidBeside, name) ? voidBeside[name]! : []).find(({ holds }) => holds(settings));
}

/** Names of the settings that stand in objects. */
export function namesIn({ model = {}, training = {} }: Partial<Settings>): readonly string[] {
  return Object.entries({ ...model, ...training }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
}
