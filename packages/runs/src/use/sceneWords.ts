import type { Recipe } from '@rnp/datasets';

/** What of a recipe stands elsewhere in a description: numbers of scenes and objects, the canvas. */
const told: ReadonlySet<string> = new Set(['length', 'count', 'canvas']);

/** How scenes are made, with the settings as in the name of such data: `of=digits, overlap=no, …, seed=0`. */
export function sceneWords({ of, options }: Recipe): string {
  const settings = Object.entries(options).filter(([name]) => !told.has(name));
  return [
    `of=${sourceNames({ of }).join('+')}`,
    ...settings.map(([name, value]) => `${name}=${valueWords(value)}`),
  ].join(', ');
}

/** What scenes are made of. */
export function sourceNames({ of }: Pick<Recipe, 'of'>): readonly string[] {
  // 'mnist (train)'
  return of.map((source) => (typeof source === 'string' ? source.replace(/ \(.*/, '') : source.name));
}

function valueWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (!Array.isArray(value)) return String(value);
  return value[0] === value[1] ? String(value[0]) : value.join('-');
}
