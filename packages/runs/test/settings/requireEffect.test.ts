import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { convVaeLike } from '@rnp/vae';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { checkedSettings } from '../../src/settings/checkedSettings.js';
import { nameOf } from '../../src/settings/contradictions.js';
import { networkKinds, runShapes } from '../../src/settings/networkKind.js';
import { parseSetting } from '../../src/settings/parseSetting.js';
import { fromRecipe, merge, resolveSettings } from '../../src/settings/settings.js';
import { settingTable } from '../../src/settings/settingTable.js';
import type { CompleteSettings, Settings } from '../../src/settings/settingTypes.js';

const data = { imageShape: [28, 28, 1] as const, length: 9000 };
const leaves = ['dense', 'convTranspose', 'line', 'line+arc'];

/** Another value than the ground has, for every setting of the table but the two that are the ground. */
const others: readonly (readonly [string, string])[] = settingTable
  .filter(({ name }) => !['network', 'leaf'].includes(name))
  .map(({ name, example }) => [name, example]);
const ofLooks = ['looks', 'nodeWeight', 'glanceWeight'];
/** Where a setting of a program has an effect: canvases are of one way of rendering, borders of the other; who looks at parts learns by backprop. */
const groundOf = (name: string): readonly string[] => [
  name === 'border' ? 'rendering=composed' : 'rendering=nested',
  'overlapDecay=10',
  'overlapFinal=0.5',
  ofLooks.includes(name) ? 'looks=all' : 'learning=amortised',
];

async function checked(set: readonly string[]): Promise<CompleteSettings> {
  return checkedSettings(await resolveSettings({ set }), data, 'wasm');
}

/** All that decides what a run computes. */
function trained({ model, ...rest }: CompleteSettings): object {
  return { ...rest, model: rest.network === 'conv-vae' ? convVaeLike(model) : model };
}

/** What becomes of `name=value`: the names in a refusal, or whether the run is another one. */
async function effectOf(set: readonly string[], assignment: string): Promise<string> {
  const before = JSON.stringify(trained(await checked(set)));
  try {
    const others = set.filter((one) => nameOf(one) !== nameOf(assignment));
    return JSON.stringify(trained(await checked([...others, assignment]))) === before ? 'dropped' : 'heard';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a setting has an effect, or is refused by its name', () => {
  test('what is of parts makes no other baseline', () => {
    const quick = fromRecipe('quick-start');
    const baseline = (more: Partial<Settings> = {}): object => {
      const { model } = checkedSettings(merge({ ...quick, network: 'conv-vae' }, more), data, 'wasm');
      return convVaeLike(model);
    };
    const before = baseline();
    for (const { name, example } of settingTable.filter((one) => one.group === 'model' && one.ofParts)) {
      const after = baseline(parseSetting(`${name}=${example}`, quick));
      expect([name, after]).toEqual([name, before]);
    }
  });

  const cases = networkKinds.flatMap((network) => leaves.map((leaf) => ({ network, leaf })));
  test.each(cases)('$network with $leaf', async ({ network, leaf }) => {
    const refused: string[] = [];
    for (const [name, value] of others) {
      const set = [`network=${network}`, ...(network === 'rnp' ? groundOf(name) : [])];
      // A patch is of a dense leaf, which it makes one.
      const leafed = name === 'patch' ? set : [...set, `leaf=${leaf}`];
      // No kind of learning has an ear for all that is said of learning.
      const alpha = leafed.map((one) => (one.startsWith('leaf=line') ? 'leaf=dense' : one));
      const local = (more: string) =>
        leafed.flatMap((one) => (one === 'learning=amortised' ? more.split(' ') : one));
      const grounds: Readonly<Record<string, readonly string[]>> = {
        // Primitives have no alpha.
        compositing: alpha,
        ground: [...alpha, 'compositing=over'],
        bases: [...leafed, 'generator=mixture'],
        localRule: local('learning=local'),
        nodePrecision: local('learning=local localRule=strict'),
      };
      const own = grounds[name] ?? leafed;
      const other = name === 'learning' && network === 'rnp' ? 'backprop' : value;
      const effect = await effectOf(own, `${name}=${other}`);
      if (effect === 'heard') continue;
      expect(effect).toMatch(
        new RegExp(`^${name} has no effect with network=conv-vae, .*leave ${name} away`),
      );
      refused.push(name);
    }
    const ofParts = settingTable.filter((one) => one.ofParts).map(({ name }) => name);
    expect(refused).toEqual(network === 'rnp' ? [] : ofParts);
  });

  test.each([
    [['generator=embedding'], 'hyperHidden=9', 'generator=embedding'],
    [['generator=embedding'], 'stateLayers=5', 'generator=embedding'],
    [['generator=embedding'], 'policyLayers=5', 'generator=embedding'],
    [['rendering=composed'], 'canvas=20', 'rendering=composed'],
    [['rendering=nested', 'levels=1'], 'canvas=20', 'levels=1'],
    [['levels=1'], 'patchWeight=0.1', 'levels=1'],
    [['rendering=nested'], 'border=soft', 'rendering=nested'],
    [['levels=1'], 'border=soft', 'levels=1'],
    [[], 'nodeWeight=0.3', 'looks=top'],
    [['looks=top'], 'glanceWeight=0.2', 'looks=top'],
    [['overlap=none'], 'overlapDelay=9', 'overlap=none'],
    [['overlap=0'], 'overlapWarmup=9', 'overlap=none or 0'],
    [['overlap=none'], 'overlapFinal=0.5', 'overlap=none'],
    [[], 'overlapDecay=9', 'overlapFinal=1'],
    [[], 'overlapFinal=0.5', 'overlapDecay=0'],
    [[], 'inferenceSteps=9', 'learning=backprop'],
    [['learning=backprop'], 'lookWeight=0.5', 'learning=backprop'],
    [['learning=local'], 'lookWeight=0.5', 'learning=local'],
    [['learning=local', 'localRule=exact'], 'inferenceSteps=9', 'localRule=exact'],
    [['learning=amortised'], 'localRule=exact', 'learning other than local'],
    [['learning=amortised'], 'nodePrecision=9', 'learning other than local'],
    [['learning=local'], 'nodePrecision=9', 'localRule=exact or fixedPrediction'],
  ])('beside %j, %s', async (set, assignment, beside) => {
    const [name] = assignment.split('=');
    // In whichever order they stand.
    for (const all of [
      [...set, assignment],
      [assignment, ...set],
    ]) {
      await expect(resolveSettings({ set: all })).rejects.toMatchObject({
        code: 'RNP_USAGE',
        message: expect.stringContaining(`${name} has no effect with ${beside}`),
      });
    }
  });

  test('the width of hypernetworks makes no weight of a network without them', async () => {
    const { model } = await checked(['generator=embedding']);
    expect(runShapes('rnp', { ...model, hyperHidden: 9, stateLayers: 5, policyLayers: 5 })).toEqual(
      runShapes('rnp', model),
    );
  });

  test('a recipe, a saved model and what was said before may lose what they say; a file and objects may not', async () => {
    const file = join(temporaryFolder(), 'config.json');
    const said = { network: 'conv-vae', training: { overlap: [0.1, 0.1] } };
    const write = (content: object): void => writeFileSync(file, JSON.stringify(content));
    await expect(resolveSettings({ settings: said as never })).rejects.toThrow(/^overlap has no effect/);
    write(said);
    await expect(resolveSettings({ config: file })).rejects.toThrow(/^overlap has no effect/);
    write({ schema: 'rnp-model', ...said });
    await expect(resolveSettings({ config: file })).resolves.toBeDefined();
    write({ training: said.training });
    await expect(resolveSettings({ config: file, set: ['network=conv-vae'] })).resolves.toBeDefined();
    await expect(resolveSettings({ set: ['network=conv-vae'] })).resolves.toBeDefined();
  });
});
