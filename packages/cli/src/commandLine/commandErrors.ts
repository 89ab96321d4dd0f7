import { existsSync } from 'node:fs';
import { settingAliases, settingNames } from '@rnp/runs/settings';
import { didYouMean, meantBy, meantWords, shellCommand, shellOption } from '@rnp/runs/words';
import { type Command, CommanderError } from 'commander';
import { modelChoices } from '../options/options.js';
import { ownCommand } from '../terminal/ownCommand.js';

/**
 * An error of commander's with what was meant: an option of the command, a command, or a setting.
 *
 * @param command that found it
 * @param args what was typed after `rnp`
 */
export function betterError(
  error: CommanderError,
  command: Command,
  args: readonly string[],
): CommanderError {
  const { code, exitCode, message } = error;
  if (code === 'commander.missingMandatoryOptionValue' && message.includes('--model')) {
    return new CommanderError(exitCode, code, `name a model with ${modelChoices}`);
  }
  if (code === 'commander.invalidArgument') {
    const advice = swallowed(message, command);
    return advice === '' ? error : new CommanderError(exitCode, code, `${message}${advice}`);
  }
  // Commander tells the word in its message alone.
  const word = /'(.*)'/s.exec(message)?.[1] ?? '';
  const more =
    code === 'commander.unknownOption'
      ? meantOption(word, command, args)
      : code === 'commander.unknownCommand'
        ? didYouMean(
            word,
            command.commands.map((one) => one.name()),
          )
        : code === 'commander.excessArguments'
          ? whereMore(command)
          : '';
  return more === '' ? error : new CommanderError(exitCode, code, `${message.replace(/\.$/, '')}${more}`);
}

/** What is said where an option took the image for its value. */
function swallowed(message: string, command: Command): string {
  const takesImage = command.registeredArguments.some((argument) => /image/.test(argument.name()));
  const [, option, value = ''] = /option '(--[\w-]+).*' argument '(.*)' is invalid/s.exec(message) ?? [];
  const isImage = existsSync(value) || /\.\w+$/.test(value);
  return takesImage && option !== undefined && isImage ? ` An image stands before ${option}.` : '';
}

/** Where more words go than the arguments that a command has. */
function whereMore(command: Command): string {
  const pictures = command.args.filter((word) => /\.(png|jpe?g)$/i.test(word));
  if (command.name() === 'parse' && pictures.length > 1) {
    return `. Put the pictures into a folder: ${ownCommand(['parse'])} FOLDER takes all that are in it`;
  }
  const takesData = command.options.some(({ long }) => long === '--data');
  return takesData ? '. Data is named with --data NAME or --data FOLDER' : '';
}

/** What flags were called once. */
const formerFlags: Readonly<Record<string, string>> = Object.freeze({ refine: '--infer' });

function meantOption(word: string, command: Command, args: readonly string[]): string {
  if (existsSync(word)) return `. For the file of that name write ${shellCommand([`./${word}`])}`;
  const [flag = '', own] = word.split(/=(.*)/s);
  const flags = command.createHelp().visibleOptions(command);
  const name = flag.replace(/^-+/, '');
  const setting = flags.some(({ long }) => long === '--set')
    ? meantBy(name, settingNames, settingAliases)[0]
    : undefined;
  const options = flags.flatMap(({ long }) => (long == null ? [] : [long]));
  const meant = meantBy(flag, options, formerFlags);
  const [option] = meant;
  if (setting !== undefined && (option === undefined || isNearer(name, setting, option))) {
    const next = own ?? args[args.indexOf(word) + 1];
    const value = next === undefined || next.startsWith('-') ? '…' : next;
    return `. ${setting} is a setting: write ${value === '…' ? `--set ${setting}=…` : shellOption('--set', `${setting}=${value}`)}`;
  }
  return meantWords(meant);
}

/** Whether a setting is what was typed, or called so elsewhere, rather than an option that looks alike or is the same. */
function isNearer(name: string, setting: string, option: string): boolean {
  if (option === `--${setting}`) return false;
  return meantBy(name, [setting, option], settingAliases)[0] === setting;
}
