import { rnpConfig } from '@rnp/vae';
import { nounOf, type Recipe } from '../../training/recipe.js';
import type { TrainingState } from '../../training/trainingState.js';
import { figure } from './words.js';

export interface FiguresProps extends Pick<TrainingState, 'curve' | 'figures'> {
  readonly recipe: Recipe;
}

/** Is it learning, and is it a parse? */
export function Figures({ curve, figures, recipe }: FiguresProps) {
  const children = rnpConfig(recipe.model).childrenPerLevel;
  const levels = children.length === 1 ? 'parts' : 'parts / subparts';
  const error = curve.at(-1)?.ssePerImage;
  return (
    <dl class="figures">
      <Figure
        name="Squared error"
        value={error === undefined ? '–' : error.toFixed(1)}
        note={`per ${nounOf(recipe)}; less is better`}
      />
      <Figure name="Purity" value={figure(figures?.purity, 2)} note={`${levels}; 1: no ink drawn twice`} />
      <Figure
        name="Effective children"
        value={figure(figures?.effectiveChildren, 1)}
        note={`how many draw: ${levels}, of ${children.join(' / ')}`}
      />
    </dl>
  );
}

function Figure({ name, value, note }: Readonly<Record<'name' | 'value' | 'note', string>>) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="value">{value}</dd>
      <dd class="hint">{note}</dd>
    </div>
  );
}
