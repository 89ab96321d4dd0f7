import { shellCommand } from '@rnp/runs/words';
import type { Command } from 'commander';
import { adaptCommand } from '../commands/adaptCommand.js';
import { benchCommand } from '../commands/benchCommand.js';
import { combineCommand } from '../commands/combineCommand.js';
import { dataCommand } from '../commands/dataCommand.js';
import { embedCommand } from '../commands/embedCommand.js';
import { evalCommand } from '../commands/evalCommand.js';
import { exportCommand } from '../commands/exportCommand.js';
import { exportModelCommand } from '../commands/exportModelCommand.js';
import { interpolateCommand } from '../commands/interpolateCommand.js';
import { oneshotCommand } from '../commands/oneshotCommand.js';
import { parseCommand } from '../commands/parseCommand.js';
import { presetsCommand } from '../commands/presetsCommand.js';
import { reportCommand } from '../commands/reportCommand.js';
import { sampleCommand } from '../commands/sampleCommand.js';
import { settingsCommand } from '../commands/settingsCommand.js';
import { sweepCommand } from '../commands/sweepCommand.js';
import { trainCommand } from '../commands/trainCommand.js';
import { workerCommand } from '../commands/workerCommand.js';
import { messages, results } from '../terminal/outputs.js';
import { version } from '../version.js';
import { betterError } from './commandErrors.js';
import { ExampleCommand } from './exampleCommand.js';
import { lookAtWords } from './lookAtWords.js';

const exitHelp = `
Exit codes: 0 done, 1 failed (parse of a folder: no image could be read), 2 a wrong option, setting
or name, or a path where nothing is, 3 training diverged, 130 stopped with Ctrl-C, or a long command
stopped because nobody reads its output any more (its results so far are saved). RNP_DEBUG=1 prints
the stack of an error.
`;

/** The command line. @param args what was typed after `rnp` */
export function createProgram(args: readonly string[]): Command {
  const command = shellCommand(['rnp', ...args]);
  const program = new ExampleCommand('rnp')
    .description(
      'Recursive Neural Programs: learn the parts of images, parse images into parts, draw new images.',
    )
    .version(version)
    // Commands of commands, such as `sweep status`, have options of the same names.
    .enablePositionalOptions()
    .examples([
      'train --preset quick-start --out runs/quick-start',
      'eval --model runs/quick-start',
      'parse drawing.png',
      'export drawing.png',
      'train --help',
    ])
    .addHelpText('after', exitHelp);
  const commands = [
    trainCommand(command),
    adaptCommand(command),
    sweepCommand(command),
    workerCommand(),
    evalCommand(),
    oneshotCommand(),
    parseCommand(command),
    exportCommand(command),
    exportModelCommand(),
    sampleCommand(),
    interpolateCommand(),
    combineCommand(),
    embedCommand(),
    reportCommand(),
    dataCommand(),
    presetsCommand(),
    settingsCommand(),
    benchCommand(),
  ];
  for (const one of commands) program.addCommand(one);
  program.hook('preAction', (_, action) => lookAtWords(action));
  for (const one of [program, ...program.commands, ...program.commands.flatMap((child) => child.commands)]) {
    // Errors are worded and ended in one place, main.
    one
      .exitOverride((error) => {
        throw betterError(error, one, args);
      })
      .configureOutput({
        writeOut: (text) => void results.write(text),
        writeErr: (text) => void messages.write(text),
        outputError: () => undefined,
      })
      // Ours know settings, too.
      .showSuggestionAfterError(false);
  }
  return program;
}
