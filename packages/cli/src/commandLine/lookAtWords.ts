import { existsSync } from 'node:fs';
import { UsageError } from '@rnp/runs';
import { isIndex } from '@rnp/runs/models';
import type { Command } from 'commander';
import { say } from '../terminal/say.js';

/**
 * Looks at the words of a command before it begins: none is empty, as of a variable that nobody has set. Whoever names an image by its index
 * where a file is called so, too, is told of both.
 *
 * @throws UsageError naming the option or argument as it is typed
 */
export function lookAtWords(command: Command): void {
  for (const option of command.options) {
    if (command.getOptionValue(option.attributeName()) === '')
      throw new UsageError(
        `${option.long} is empty; give ${placeholderOf(option.flags)}${option.mandatory ? '' : ', or leave it away'}`,
      );
  }
  const takesIndices = command.options.some(({ long }) => long === '--data');
  for (const [i, word] of command.args.entries()) {
    if (word === '') {
      const name = command.registeredArguments[i]?.name() ?? 'argument';
      throw new UsageError(`the ${name} is empty; see ${command.name()} --help`);
    }
    if (takesIndices && command.opts().class !== true && isIndex(word) && existsSync(word))
      say(`${word} is the index of an image of the data; for what is called ${word} here, write ./${word}`);
  }
}

/** `<name>` of `--model <name>`. */
function placeholderOf(flags: string): string {
  return /[<[].*[>\]]/.exec(flags)?.[0] ?? 'a value';
}
