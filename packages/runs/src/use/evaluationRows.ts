import type { Bound, Energy, Precisions } from '@rnp/vae';
import { figureRows } from '../record/figureRows.js';
import type { EvaluationFigures } from '../record/metrics.js';
import { type PartFigures, partRows } from '../record/partFigures.js';
import { precisionRow } from '../record/precisionFigures.js';
import { counted } from '../words/counted.js';
import type { InferredLook, ModelLook } from './modelLook.js';

/** What was measured of a model, and how. */
interface Measured {
  readonly figures: EvaluationFigures;
  readonly childrenPerLevel: readonly number[];
  readonly look: ModelLook;
  /** The model's own; null where it has none. */
  readonly precisions: Precisions | null;
  readonly energy: Energy | null;
  readonly bound: Bound | null;
  readonly parts: PartFigures | null;
}

/** Rows of a table for people: name, value, unit or meaning. */
export function evaluationRows({
  figures,
  childrenPerLevel,
  look,
  precisions,
  energy,
  bound,
  parts,
}: Measured): readonly (readonly string[])[] {
  return [
    ...figureRows(figures, childrenPerLevel, look),
    ...(parts === null ? [] : partRows(parts, childrenPerLevel)),
    ...(energy === null ? [] : energyRows(energy)),
    ...(bound === null ? [] : boundRows(bound)),
    ...(precisions === null || (energy === null && bound === null) ? [] : [precisionRow(precisions)]),
    ['looked at', ...lookWords(look)],
  ];
}

function few(values: readonly number[]): string {
  return values.map((value) => value.toFixed(2)).join(' / ');
}

/** By its terms: what pixels miss, and what programs did not say. */
function energyRows({ total, pixels, top, states, actions, parts }: Energy): (readonly string[])[] {
  return [
    ['energy', few([total]), 'nats: the sum of what follows'],
    ['of pixels', few([pixels]), 'half the squared error'],
    ['of programs', few([top]), 'the top program, from the prior'],
    ...(states.length === 0
      ? []
      : [['of states', few(states), 'each level’s, from what programs say of them']]),
    ...(actions.length === 0 ? [] : [['of actions', few(actions), 'likewise']]),
    ...(parts === undefined ? [] : [['of parts', few([parts]), 'what those that are there cost']]),
  ];
}

/** By its terms: what trees leave to the pixels’ noise, less what it takes to tell of programs, states and actions. */
function boundRows({ total, pixels, top, states, actions }: Bound): (readonly string[])[] {
  return [
    ['bound of ln p', few([total]), 'nats: the pixels’ less all KLs; higher is better'],
    ['pixels', few([pixels]), 'the mean of ln p(image | tree)'],
    ['KL of programs', few([top]), 'the top program, from the prior'],
    ['KL of states', few(states), 'each level’s, from what programs say of them'],
    ['KL of actions', few(actions), 'likewise'],
  ];
}

/** What an encoder looks at beside the image. */
const lookedAt: Readonly<Record<ModelLook['looks'], string>> = Object.freeze({
  top: '',
  parts: ', at the image and its parts',
  all: ', at the image and all its parts',
});

function lookWords(look: ModelLook): readonly [how: string, more: string] {
  if (look.type === 'encoder') return ['once', `by the encoder${lookedAt[look.looks]}`];
  return [
    counted(look.steps, 'step'),
    `of inference by prediction errors; free: programs and all their parts${stayWords(look)}`,
  ];
}

function stayWords({ presence }: InferredLook): string {
  if (presence === undefined) return '';
  const { cost, levels, costBelow } = presence;
  const words = (of: number | readonly number[]): string =>
    typeof of === 'number' ? String(of) : of.join(', ');
  const below = levels > 1 ? `, at ${levels} levels, below the first more than ${words(costBelow)}` : '';
  return `, which stay where they save more than ${words(cost)}${below}`;
}
