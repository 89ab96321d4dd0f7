import { Command, type Option } from 'commander';

/** A command whose help begins with what most people want to type. */
export class ExampleCommand extends Command {
  /** Adds options, in the order of its help. */
  takes(...options: readonly Option[]): this {
    for (const option of options) this.addOption(option);
    return this;
  }

  /** @param lines what stands after `rnp`; the first is shown above all else, the others at the end */
  examples([first, ...others]: readonly [string, ...string[]]): this {
    this.addHelpText('before', shown([first]));
    if (others.length > 0) this.addHelpText('after', `\nMore examples:\n${shown(others).trimEnd()}`);
    return this;
  }
}

function shown(lines: readonly string[]): string {
  return lines.map((line) => `  $ rnp ${line}\n`).join('');
}
