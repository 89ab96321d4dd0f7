import { completeSettings, fromPreset } from './settings.js';

/** The value of each setting in the preset that is taken when none is named, as `--set` would take it. */
export function settingDefaults(): Readonly<Record<string, string>> {
  const { network, model, training } = completeSettings(fromPreset('quick-start'), {
    imageShape: [28, 28, 1],
    length: 9000,
  });
  const { leaf, canvas } = model;
  return {
    ...Object.fromEntries(
      Object.entries({ ...model, ...training }).map(([name, value]) => [name, textOf(value)]),
    ),
    network,
    levels: String(model.steps.length),
    stepsPerLevel: model.steps.join(),
    leaf: leaf.kind,
    patch: leaf.kind === 'dense' ? leaf.patch.join('x') : '',
    canvas: canvas === undefined ? 'the image’s' : canvas.join('x'),
    epochs: '',
    workers: 'all',
  };
}

function textOf(value: unknown): string {
  if (value === null) return 'none';
  return Array.isArray(value) ? value.join() || 'none' : String(value);
}
