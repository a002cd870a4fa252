// Where in a config kinds are named, for those who must know before the config is checked.
import type { Catalog } from './catalog.ts';

type Path = readonly (string | number)[];

/** A place of a config that names a kind of one part of a catalog. */
export type KindSlot = {
  readonly part: keyof Catalog;
  /** Where, from the model's config on: ['attention', 'scorer']. */
  readonly path: Path;
  readonly type: string;
};

/** Every kind that the model part of a config names, right or wrong. */
export const kindSlots = (model: unknown): KindSlot[] => [
  ...slotsAt(model, ['encoder'], 'encoders'),
  ...slotsAt(model, ['encoder', 'cell'], 'cells'),
  ...slotsAt(model, ['encoder', 'summary'], 'summaries'),
  ...slotsAt(model, ['bridge'], 'bridges'),
  ...slotsAt(model, ['decoder', 'cell'], 'cells'),
  ...slotsAt(model, ['output'], 'outputs'),
  ...lookSlots(model, ['attention']),
  ...besideOf(model).flatMap((_, i) => lookSlots(model, ['attention', 'beside', i])),
];

/** The same config with other names at its slots. */
export const renameKinds = <Model>(model: Model, rename: (slot: KindSlot) => string): Model =>
  kindSlots(model).reduce<unknown>((renamed, slot) => {
    const isNameAlone = typeof valueAt(model, slot.path) === 'string';
    return withValueAt(renamed, isNameAlone ? slot.path : [...slot.path, 'type'], rename(slot));
  }, model) as Model;

const lookSlots = (model: unknown, path: Path): KindSlot[] => [
  ...slotsAt(model, [...path, 'scorer'], 'scorers'),
  ...slotsAt(model, [...path, 'window'], 'windows'),
  ...slotsAt(model, [...path, 'normalizer'], 'normalizers'),
];

const besideOf = (model: unknown): readonly unknown[] => {
  const beside = valueAt(model, ['attention', 'beside']);
  return Array.isArray(beside) ? beside : [];
};

const slotsAt = (model: unknown, path: Path, part: keyof Catalog): KindSlot[] => {
  const value = valueAt(model, path);
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : value;
  return typeof type === 'string' ? [{ part, path, type }] : [];
};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined),
    value,
  );

const withValueAt = (value: unknown, [key, ...rest]: Path, wanted: string): unknown => {
  if (key === undefined) return wanted;
  const inner = withValueAt((value as Record<string, unknown>)[key], rest, wanted);
  return Array.isArray(value) ? value.with(Number(key), inner) : { ...(value as object), [key]: inner };
};
