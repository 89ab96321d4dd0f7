import { Command, type Option, type ParseOptionsResult } from 'commander';

/** A command whose help begins with what most people want to type. */
export class ExampleCommand extends Command {
  /** Tells a misspelt option before what is missing without it, or excludes another; commander tells it last. */
  override parseOptions(args: string[]): ParseOptionsResult {
    const parsed = super.parseOptions(args);
    const [first] = parsed.unknown;
    const asksForHelp = parsed.unknown.some((word) => word === '--help' || word === '-h');
    // What is unknown to a command of commands may be known to one of these.
    if (first !== undefined && this.commands.length === 0 && !asksForHelp) {
      this.error(`error: unknown option '${first}'`, { code: 'commander.unknownOption' });
    }
    return parsed;
  }

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
