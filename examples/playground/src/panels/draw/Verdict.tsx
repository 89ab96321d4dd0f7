import { chooseModel } from '../../app/models.js';
import { drawingError, nearer, strangeShare } from '../../app/nearerModel.js';
import { closerLook, edited } from '../../app/state.js';
import { percent } from '../../drawing/drawingError.js';
import { modelLabels } from '../../shared/modelLabels.js';
import { EnergyCurve } from './EnergyCurve.js';

/** How well the program draws the picture, and which model would draw it better. */
export function Verdict() {
  const error = drawingError.value;
  if (error === null) return null;
  // Whoever moves parts has the error of that, and what is looked at closely may be drawn better than by one look of another model.
  const other =
    !edited.value && nearer.value !== null && nearer.value.share < error.share ? nearer.value : null;
  const closer = edited.value ? null : closerLook.value;
  return (
    <p class="hint verdict">
      Squared error <span data-testid="error">{error.squared.toFixed(1)}</span>,{' '}
      <span data-testid="share">{percent(error.share)}</span> of that of an empty canvas.
      {other === null
        ? !edited.value && error.share > strangeShare && ' The model has not learned pictures of this kind.'
        : ` ${modelLabels[other.name]} draws it better: ${percent(other.share)}.`}
      {other !== null && (
        <button type="button" class="link" onClick={() => void chooseModel(other.name)}>
          Use that model
        </button>
      )}
      {closer !== null && <EnergyCurve energies={closer.energies} />}
    </p>
  );
}
