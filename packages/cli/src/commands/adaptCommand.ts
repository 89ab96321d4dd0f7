import { UsageError } from '@rnp/runs';
import { type Command, Option } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import { modelChoices, modelMeaning } from '../options/options.js';
import { type RunFlags, runOptions, runRequest } from '../options/runOptions.js';
import { train } from '../sessions/trainSession.js';

interface AdaptFlags extends RunFlags {
  readonly model?: string;
  readonly keepEncoder?: boolean;
  readonly newPolicy?: boolean;
}

/** @param command what was typed, for the run's card and report */
export function adaptCommand(command: string): Command {
  return new ExampleCommand('adapt')
    .summary('train a model to explain other images with the parts that it knows')
    .description(
      'Trains a new encoder for the hypernetworks of a model. The hypernetworks do not change by a bit: the model explains other images with the parts that it knows. Everything else works as in `rnp train`, with the model’s own settings. With --infer it is told as well how inference by prediction errors draws the images with those parts, which no encoder has to say; with --set learning=amortised the encoder learns from what inference finds of them.',
    )
    .takes(
      new Option('--model <name>', modelMeaning),
      new Option(
        '--keep-encoder',
        'continue to train the model’s encoder instead of a new one; with --set frozen=none the whole model, hypernetworks, too',
      ),
      new Option(
        '--new-policy',
        'also learn again where parts are: only the state hypernetwork is kept',
      ).conflicts('keepEncoder'),
      ...runOptions({
        data: 'images to adapt to: data set by name, see `rnp data list`',
        out: 'folder of the run (default: runs/adapted)',
        seed: 'default: the model’s',
      }),
    )
    .examples([
      'adapt --model runs/mnist --data fashion-mnist --steps 1000 --out runs/clothes',
      'adapt --model runs/mnist --data fashion-mnist --new-policy --set learningRate=3e-4 --out runs/clothes',
      'adapt --model runs/mnist --data fashion-mnist --infer 50 --out runs/clothes',
      'adapt --resume runs/clothes',
    ])
    .action((flags: AdaptFlags) => run(flags, command));
}

/** @throws UsageError without a model or data to begin with */
async function run({ model, keepEncoder, newPolicy, ...flags }: AdaptFlags, command: string): Promise<void> {
  const begins = flags.resume === undefined;
  if (begins && model === undefined)
    throw new UsageError(`name the model that is to adapt with ${modelChoices}`);
  if (begins && flags.data === undefined) throw new UsageError('name the images to adapt to with --data');
  const other = newPolicy ? 'state hypernetwork' : 'hypernetworks';
  const kept = keepEncoder ? 'encoder and hypernetworks' : other;
  const adapt = model === undefined ? null : ({ model, kept } as const);
  return train(runRequest(flags, { dir: 'runs/adapted', command, adapt }));
}
