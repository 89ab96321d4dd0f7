import { RnpError } from '@rnp/errors';
import { checkSetting } from '../checks.js';

/** Whether a parameter's name begins with one of the prefixes of `TrainingConfig.frozen`. */
export function isFrozen(name: string, frozen: readonly string[]): boolean {
  return frozen.some((prefix) => name.startsWith(prefix));
}

/**
 * Checks that every prefix freezes a parameter, and that a parameter is left to train.
 *
 * @param names names of all parameters of the model
 * @param frozen prefixes of names (`TrainingConfig.frozen`)
 * @throws RnpError RNP_CONFIG otherwise
 */
export function checkFrozen(names: readonly string[], frozen: readonly string[]): void {
  checkSetting.list('names', names, checkSetting.text);
  checkSetting.list('training.frozen', frozen, checkSetting.text);
  const refuse = (problem: string): RnpError =>
    new RnpError('RNP_CONFIG', `${problem}, such as ${groupsOf(names).join(', ')}`, {
      path: 'training.frozen',
    });
  for (const prefix of frozen) {
    if (!names.some((name) => name.startsWith(prefix))) {
      throw refuse(`no parameter begins with ${JSON.stringify(prefix)}; give the beginnings of names`);
    }
  }
  if (names.length > 0 && names.every((name) => isFrozen(name, frozen))) {
    throw refuse('nothing is left to train; freeze only some parts');
  }
}

/** `encoder/`, `decoder/` and the parts of the decoder. */
function groupsOf(names: readonly string[]): readonly string[] {
  const groups = names.flatMap((name) => {
    const [whole, part] = name.split('/');
    return whole === 'decoder' ? [`${whole}/`, `${whole}/${part}/`] : [`${whole}/`];
  });
  return [...new Set(groups)].slice(0, 6);
}
