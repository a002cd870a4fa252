// An experiment as a part of an address: `p=dates&att=dot&h=48&view=search`. It says what differs from a preset, so that people can read
// and change it; only code and data are packed. It stands behind `#` and never reaches a server.
import { en } from 'zod/locales';
import { type Experiment, type ExperimentKey, experimentSchema } from './experiment.ts';
import { type HideablePart, hideableParts, linkKeys, type PackedKey } from './link-keys.ts';
import { packText, unpackText } from './packed-text.ts';
import { type PresetName, presetNames, presets } from './presets.ts';
import { type ViewName, viewNames } from './view-names.ts';

/** Characters beyond which messengers and proxies cut addresses off. */
export const longestLink = 8000;

const linkVersion = 1;

/** How a page is shown in a lesson or in another page. */
type Lesson = { readonly hidden: readonly HideablePart[]; readonly isEmbedded: boolean };

/** What a link says. */
export type Shared = {
  readonly preset: PresetName;
  readonly experiment: Experiment;
  readonly view: ViewName;
  readonly input: string;
  readonly lesson: Lesson;
  /** A trained model beside the page, by the name of its folder; '' is none. */
  readonly model: string;
  /** What this page knows nothing of, and hands on. */
  readonly unknown: readonly (readonly [key: string, value: string])[];
};

export type ReadLink = {
  readonly shared: Shared;
  /** Each part that could not be read, as a sentence. */
  readonly problems: readonly string[];
};

const packedKeys: readonly PackedKey[] = ['ownPairs', 'ownScorer'];
const noLesson: Lesson = { hidden: [], isEmbedded: false };

/** What an empty link says. */
export const sharedOf = (preset: PresetName): Shared => ({
  preset,
  experiment: presets[preset].experiment,
  view: 'train',
  input: presets[preset].input,
  lesson: noLesson,
  model: '',
  unknown: [],
});

/** What stands behind `#`; it may be longer than `longestLink`. */
export const writeLink = async ({
  preset,
  experiment,
  view,
  input,
  lesson,
  model,
  unknown,
}: Shared): Promise<string> => {
  const plain = sharedOf(preset);
  const parts: [string, string][] = [['p', preset]];
  for (const [key, name] of namedKeys) {
    const value = experiment[key];
    if (value !== plain.experiment[key])
      parts.push([name, typeof value === 'boolean' ? (value ? '1' : '0') : String(value)]);
  }
  if (view !== plain.view) parts.push(['view', view]);
  if (input !== plain.input) parts.push(['in', input]);
  if (model !== '') parts.push(['model', model]);
  if (lesson.hidden.length > 0) parts.push(['hide', lesson.hidden.join(',')]);
  if (lesson.isEmbedded) parts.push(['embed', '1']);
  parts.push(...unknown.map(([key, value]): [string, string] => [key, value]));
  const packed = packedKeys.filter((key) => experiment[key] !== plain.experiment[key]);
  if (packed.length > 0) {
    parts.push(['z', await packText(JSON.stringify(Object.fromEntries(packed.map((key) => [key, experiment[key]]))))]);
  }
  return parts.map(([key, value]) => `${readable(key)}=${readable(value)}`).join('&');
};

const namedKeys = Object.entries(linkKeys) as [Exclude<ExperimentKey, PackedKey>, string][];

/** Only what would end or change a part of the address is escaped. */
const readable = (text: string): string =>
  encodeURIComponent(wellFormed(text))
    .replaceAll('%20', '+')
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%2F', '/');

/** Half a character, which no address can hold, becomes a sign for one. */
const wellFormed = (text: string): string => new TextDecoder().decode(new TextEncoder().encode(text));

/** Reads what can be read; the rest is as the preset has it. Nothing that it says is run. */
export const readLink = async (hash: string): Promise<ReadLink> => {
  const given = new Map<string, string>();
  const unknown: [string, string][] = [];
  for (const [key, value] of new URLSearchParams(hash.replace(/^#/, ''))) {
    if (knownKeys.has(key)) given.set(key, value);
    else unknown.push([key, value]);
  }
  const problems: string[] = [];
  const tell = (key: string, wanted: string, came: string, done: string): void => {
    const shown = came.length > 40 ? `${came.slice(0, 40)}…` : came;
    problems.push(`Link, ${key}: expected ${wanted}, got ${JSON.stringify(shown)}; ${done}.`);
  };
  const oneOf = <Name extends string>(key: string, names: readonly Name[], otherwise: Name): Name => {
    const value = given.get(key);
    const name = names.find((each) => each === value);
    if (value !== undefined && name === undefined) tell(key, names.join(', '), value, `${otherwise} is used`);
    return name ?? otherwise;
  };
  const version = given.get('v');
  if (version !== undefined && version !== String(linkVersion)) {
    tell('v', `version ${linkVersion}`, version, 'load the page again to get a newer one; what it knows was read');
  }
  const preset = oneOf('p', presetNames, 'dates');
  const plain = sharedOf(preset);
  const changes: Partial<Record<ExperimentKey, unknown>> = {};
  for (const [key, name] of namedKeys) {
    const text = given.get(name);
    if (text === undefined) continue;
    const { value, problem } = valueOf(key, text, typeof plain.experiment[key]);
    if (problem === undefined) changes[key] = value;
    else problems.push(`Link, ${name}: ${problem}; the preset's ${String(plain.experiment[key])} is used.`);
  }
  const packed = given.get('z');
  if (packed !== undefined) {
    try {
      Object.assign(changes, await unpacked(packed));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push(
        `Link, z: expected code or data, got ${reason}; ask for the experiment file instead. The rest was read.`,
      );
      // What needs the texts cannot be had without them.
      if (changes.scorer === 'own') delete changes.scorer;
      if (changes.task === 'own') delete changes.task;
    }
  }
  const hidden = (given.get('hide') ?? '').split(',').filter(Boolean);
  const isKnown = (part: string): part is HideablePart => (hideableParts as readonly string[]).includes(part);
  for (const part of hidden.filter((each) => !isKnown(each)))
    tell('hide', hideableParts.join(', '), part, 'it is left out');
  const model = given.get('model') ?? '';
  const isName = model === '' || /^[\w-][\w.-]*$/.test(model);
  if (!isName) tell('model', 'the name of a folder beside the page', model, 'no model is opened');
  const shared: Shared = {
    preset,
    experiment: { ...plain.experiment, ...changes } as Experiment,
    view: oneOf('view', viewNames, plain.view),
    input: given.get('in') ?? plain.input,
    lesson: { hidden: [...new Set(hidden.filter(isKnown))], isEmbedded: given.get('embed') === '1' },
    model: isName ? model : '',
    unknown,
  };
  return { shared, problems };
};

const knownKeys: ReadonlySet<string> = new Set([
  ...['p', 'v', 'view', 'in', 'model', 'hide', 'embed', 'z'],
  ...Object.values(linkKeys),
]);

/** One value of an experiment from its text. */
const valueOf = (
  key: ExperimentKey,
  text: string,
  type: string,
): { readonly value?: unknown; readonly problem?: string } => {
  const value =
    type === 'boolean'
      ? { '1': true, '0': false }[text]
      : type === 'number' && text.trim() !== ''
        ? Number(text)
        : text;
  const result = experimentSchema.shape[key].safeParse(value, { error: en().localeError });
  if (result.success) return { value: result.data };
  return { problem: `${result.error.issues[0]?.message ?? 'it is wrong'}, got ${JSON.stringify(text.slice(0, 40))}` };
};

/** @throws Error that says what came in place of texts */
const unpacked = async (packed: string): Promise<Partial<Record<PackedKey, string>>> => {
  if (packed.length > longestLink) throw new Error(`${packed.length.toLocaleString('en-US')} characters`);
  let texts: unknown;
  try {
    texts = JSON.parse(await unpackText(packed));
  } catch {
    throw new Error('something that is cut off or changed');
  }
  const found: Partial<Record<PackedKey, string>> = {};
  for (const key of packedKeys) {
    const text: unknown = typeof texts === 'object' && texts !== null ? Reflect.get(texts, key) : undefined;
    if (typeof text === 'string') found[key] = text;
  }
  return found;
};
