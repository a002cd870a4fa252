import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otherValues } from './__fixtures__/other-values.ts';
import { type Experiment, type ExperimentKey, experimentSchema } from './experiment.ts';
import { hideableParts, linkKeys } from './link-keys.ts';
import { longestLink, readLink, type Shared, sharedOf, writeLink } from './link.ts';
import { packText } from './packed-text.ts';
import { presetNames, presets } from './presets.ts';
import { viewNames } from './view-names.ts';

const keys = Object.keys(experimentSchema.shape) as ExperimentKey[];

/** Any experiment that the schema allows: values that it names, and texts that nobody chose. */
const experiments = new Map(
  presetNames.map((name) => {
    const start = presets[name].experiment;
    const values = keys.map((key) => fc.constantFrom(start[key], ...otherValues(key, start)));
    return [
      name,
      fc
        .tuple(fc.tuple(...values), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))
        .map(([chosen, ownPairs, ownScorer]) => {
          const experiment = Object.fromEntries(keys.map((key, index) => [key, chosen[index]]));
          return { ...experiment, ownPairs, ownScorer } as Experiment;
        }),
    ] as const;
  }),
);

const anyShared: fc.Arbitrary<Shared> = fc.constantFrom(...presetNames).chain((preset) =>
  fc.record({
    preset: fc.constant(preset),
    experiment: experiments.get(preset)!,
    view: fc.constantFrom(...viewNames),
    input: fc.string({ unit: 'grapheme' }),
    lesson: fc.record({ hidden: fc.subarray([...hideableParts]), isEmbedded: fc.boolean() }),
    model: fc.constantFrom('', 'reverse', 'own-g2p.v2'),
    unknown: fc.array(fc.tuple(fc.stringMatching(/^x[a-z&=+%]{0,4}$/), fc.string({ unit: 'grapheme' }))),
  }),
);

describe('a link', () => {
  it('gives back what was shared, whatever it was, and the same link again', async () => {
    await fc.assert(
      fc.asyncProperty(anyShared, async (shared) => {
        const link = await writeLink(shared);
        const read = await readLink(`#${link}`);
        expect(read).toEqual({ shared, problems: [] });
        expect(await writeLink(read.shared)).toBe(link);
      }),
      { numRuns: 200 },
    );
  });

  it('survives an address, as browsers write it', async () => {
    await fc.assert(
      fc.asyncProperty(anyShared, async (shared) => {
        const link = await writeLink(shared);
        expect(new URL(`https://example.org/some/folder/#${link}`).hash).toBe(`#${link}`);
      }),
      { numRuns: 100 },
    );
  });

  it('reads well', async () => {
    const { experiment } = presets.dates;
    const link = await writeLink({
      ...sharedOf('dates'),
      experiment: { ...experiment, scorer: 'dot', units: 48, seed: 7, reversed: true },
      view: 'search',
      input: 'May 3, 2021',
    });
    expect(link).toBe('p=dates&h=48&rev=1&att=dot&seed=7&view=search&in=May+3,+2021');
  });

  it('of a preset as it is names the preset alone, and nothing is the first preset', async () => {
    for (const preset of presetNames) expect(await writeLink(sharedOf(preset))).toBe(`p=${preset}`);
    expect(await readLink('')).toEqual({ shared: sharedOf('dates'), problems: [] });
  });

  it('takes an input that ends in the middle of a character', async () => {
    expect(await writeLink({ ...sharedOf('dates'), input: 'a\ud83d' })).toBe('p=dates&in=a%EF%BF%BD');
  });

  it('names everything by another key', () => {
    const names = [...Object.values(linkKeys), 'p', 'v', 'view', 'in', 'model', 'hide', 'embed', 'z'];
    expect(new Set(names).size).toBe(names.length);
  });

  it('packs code, and only code and data', async () => {
    const experiment: Experiment = { ...presets.reverse.experiment, scorer: 'own', ownScorer: 'q · m\n'.repeat(2000) };
    const link = await writeLink({ ...sharedOf('reverse'), experiment });
    expect(link).toMatch(/^p=reverse&att=own&z=[\w-]+$/);
    expect(link.length).toBeLessThan(300);
  });
});

describe('a link that is damaged', () => {
  it.each([
    ['h', 'h=47', /^Link, h: .*multiple of 2.*, got "47"; the preset's 64 is used\.$/],
    ['a number', 'lr=fast', /^Link, lr: .*number.*, got "fast"; the preset's 0.005 is used/],
    ['nothing', 'b=', /^Link, b: .*, got ""; the preset's 64 is used/],
    ['a choice', 'cell=sru', /^Link, cell: .*"gru".*, got "sru"; the preset's lstm is used/],
    ['a yes', 'rev=maybe', /^Link, rev: .*, got "maybe"; the preset's false is used/],
    ['a preset', 'p=dates2', /^Link, p: expected reverse, dates, .*, got "dates2"; dates is used\.$/],
    ['a view', 'view=models2', /^Link, view: expected train, .*, got "models2"; train is used\.$/],
    ['a part', 'hide=setup,everything', /^Link, hide: expected .*, got "everything"; it is left out\.$/],
    ['a folder', 'model=../../etc', /^Link, model: expected the name of a folder.*; no model is opened\.$/],
    ['a version', 'v=2', /^Link, v: expected version 1, got "2"; load the page again/],
    ['packed texts', 'z=!!', /^Link, z: expected code or data, got something that is cut off or changed; ask for/],
  ])('says so of %s, and the rest is read', async (_, part, message) => {
    const { shared, problems } = await readLink(`layers=2&${part}&seed=9`);
    expect(problems).toEqual([expect.stringMatching(message)]);
    expect(shared.experiment).toEqual({ ...presets.dates.experiment, layers: 2, seed: 9 });
  });

  it('at any place of its packed texts keeps the rest, and asks for nothing that needs them', async () => {
    const experiment: Experiment = {
      ...presets.reverse.experiment,
      scorer: 'own',
      ownScorer: 'const a = 1;',
      layers: 2,
    };
    const link = await writeLink({ ...sharedOf('reverse'), experiment });
    for (let length = link.indexOf('&z=') + 3; length < link.length; length++) {
      const { shared, problems } = await readLink(link.slice(0, length));
      expect(problems).toHaveLength(1);
      expect(shared.experiment).toEqual({ ...presets.reverse.experiment, layers: 2 });
    }
  });

  it('by being too long says how long it is', async () => {
    const { shared, problems } = await readLink(`seed=3&z=${'A'.repeat(longestLink + 1)}`);
    expect(problems).toEqual([expect.stringContaining('Link, z: expected code or data, got 8,001 characters')]);
    expect(shared.experiment.seed).toBe(3);
  });

  it('by a text that would fill the memory says so', async () => {
    const bomb = await packText(JSON.stringify({ ownPairs: 'a'.repeat(3_000_000) }));
    expect(bomb.length).toBeLessThan(longestLink);
    expect((await readLink(`z=${bomb}`)).problems).toHaveLength(1);
  });

  it('never throws', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', 'z=', 'h=', 'in=%', '&&='),
        async (text, start) => {
          const { shared } = await readLink(start + text);
          expect(experimentSchema.safeParse(shared.experiment).success).toBe(true);
        },
      ),
    );
  });
});

it.each([
  ['p=reverse&h=32&att=scaled-dot', { ...presets.reverse.experiment, units: 32, scorer: 'scaled-dot' }],
  [
    'p=numbers&min=2&max=4&n=100&cell=gru&layers=2&dir=forward&e=16&rev=1&win=local-m&width=3&norm=sparsemax&query=current&feed=1&drop=0.1',
    {
      ...presets.numbers.experiment,
      ...{ shortest: 2, longest: 4, examples: 100, cell: 'gru', layers: 2, direction: 'forward', embedding: 16 },
      ...{ reversed: true, window: 'local-m', windowSize: 3, normalizer: 'sparsemax', query: 'current' },
      ...{ inputFeeding: true, dropout: 0.1 },
    },
  ],
  [
    'p=phrases&ctx=initial&opt=sgd&lr=0.5&b=8&clip=1&smooth=0.1&seed=3&steps=50&exact=2&loss=0.2&seconds=9&backend=simd-strict',
    {
      ...presets.phrases.experiment,
      ...{
        context: 'initial',
        optimizer: 'sgd',
        learningRate: 0.5,
        batchSize: 8,
        clip: 1,
        labelSmoothing: 0.1,
        seed: 3,
      },
      ...{ stopSteps: 50, stopExact: 2, stopLoss: 0.2, stopSeconds: 9, backend: 'simd-strict' },
    },
  ],
  // Made by another deflate: Python's zlib.compressobj(9, zlib.DEFLATED, -15).
  [
    'p=reverse&task=own&tokens=words&z=q1bKL88LSMwsKlayUlDKz0uNKSnNi8krKc-PKUlJLa2IyVOqBQA',
    { ...presets.reverse.experiment, task: 'own', ownTokens: 'words', ownPairs: 'one\tun\ntwo\tdeux\n' },
  ],
])('a link of the first version means what it meant: %s', async (link, experiment) => {
  expect(await readLink(link)).toMatchObject({ shared: { experiment }, problems: [] });
});
